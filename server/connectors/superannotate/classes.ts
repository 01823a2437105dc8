/** The classes of a project, as `classes.json` has them: by name, without colours, counts, ids and dates. */
import { canonicalJson } from '../../core/labels.ts';
import { type Fields, objectsOf } from '../../kit/values.ts';
import { idOf } from './asking.ts';

export interface Classes {
  /** Text of `classes.json`; undefined where the value tells no classes. */
  text: string | undefined;
  /** By id. */
  names: ReadonlyMap<string, string>;
}

export const noClasses: Classes = { text: undefined, names: new Map() };

export function toClasses(value: unknown): Classes {
  if (!Array.isArray(value)) return noClasses;
  const fields = objectsOf(value);
  const names = fields.flatMap((one): [string, string][] => {
    const id = idOf(one);
    return id !== undefined && typeof one.name === 'string' ? [[id, one.name]] : [];
  });
  return { text: `${canonicalJson(byText(fields.map(toClass)))}\n`, names: new Map(names) };
}

function toClass({ name, type, attribute_groups }: Fields): Fields {
  return { name, type: type ?? 'object', attributeGroups: byText(objectsOf(attribute_groups).map(toGroup)) };
}

function toGroup({ name, group_type, is_multiselect, default_value, attributes }: Fields): Fields {
  const several = group_type === 'checklist' || is_multiselect === 1 || is_multiselect === true;
  const kind = group_type ?? (several ? 'checklist' : 'radio');
  return { name, kind, default: default_value, values: byText(objectsOf(attributes).map((one) => one.name ?? null)) };
}

/** SuperAnnotate gives them in any order. */
function byText<T>(values: readonly T[]): T[] {
  const texts = values.map((value): [string, T] => [canonicalJson(value), value]);
  return texts.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}

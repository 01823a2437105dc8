/** The attributes of an instance: by the name of their group, without ids. */
import { canonicalJson } from '../../core/labels.ts';
import { type Fields, objectOf, objectsOf } from '../../kit/values.ts';

/** What is said of an instance besides its class and shape; undefined when nothing is. */
export function attributesOf(instance: Fields): Fields | undefined {
  const about = objectOf(instance.meta) ?? instance;
  const { probability, groupId, pointLabels } = about;
  const colours = objectsOf(instance.parts).flatMap(({ color }) => (typeof color === 'string' ? [color.toLowerCase()] : []));
  const links = objectsOf(about.connections).map(({ from, to }) => [from, to]);
  const found = {
    ...(typeof probability === 'number' && probability !== 100 ? { probability } : {}),
    ...(typeof groupId === 'number' && groupId !== 0 ? { group: groupId } : {}),
    ...(Object.keys(objectOf(pointLabels) ?? {}).length > 0 ? { pointLabels } : {}),
    ...(links.length > 0 ? { connections: links } : {}),
    // those of its pixels in the mask
    ...(colours.length > 0 ? { colours } : {}),
    ...attributesIn(about.attributes),
  };
  return Object.keys(found).length > 0 ? found : undefined;
}

/** A group of which several were chosen has them as a list, in order of their text. */
export function attributesIn(attributes: unknown): Fields {
  const groups = new Map<string, unknown[]>();
  for (const { groupName, name } of objectsOf(attributes)) {
    const group = typeof groupName === 'string' ? groupName : '';
    groups.set(group, [...(groups.get(group) ?? []), name ?? null]);
  }
  const sorted = (values: unknown[]) => values.toSorted((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1));
  return Object.fromEntries([...groups].map(([group, values]) => [group, values.length === 1 ? values[0] : sorted(values)]));
}

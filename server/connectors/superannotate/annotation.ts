/** What SuperAnnotate says of an item as labels. */
import type { Label } from '../../core/labels.ts';
import type { Fields } from '../../kit/values.ts';
import { objectOf } from '../../kit/values.ts';
import { attributesOf } from './attributes.ts';
import type { SaDocument } from './document.ts';
import { toShape } from './shape.ts';

export interface LabelOptions {
  /** Names of classes by their id, for instances that tell the id alone. */
  classes: ReadonlyMap<string, string>;
  /** Path in the version of the picture that has the pixels of its masks. */
  mask: string | undefined;
}

/** States in which somebody has looked at an item. */
const lookedAt = /^(completed|quality ?check)$/i;

/** Whether somebody has looked at it. */
export function isKnown({ instances, tags, text, data, status }: SaDocument): boolean {
  return instances.length + tags.length > 0 || text !== undefined || data !== undefined || lookedAt.test(status);
}

export function labelsOf({ instances, tags, text, data }: SaDocument, { classes, mask }: LabelOptions): Label[] {
  return [
    ...instances.map((instance) => toLabel(instance, { classes, mask })),
    ...tags.map((tag): Label => ({ class: tag, shape: { type: 'tag' } })),
    ...(text === undefined ? [] : [{ class: '', shape: { type: 'text', text } } as const]),
    ...(data === undefined ? [] : [{ class: '', shape: { type: 'other', kind: 'form', value: data } } as const]),
  ];
}

/** Whether any of its instances is made of pixels. */
export function hasMasks({ instances }: SaDocument): boolean {
  return instances.some(({ parts }) => Array.isArray(parts) && parts.length > 0);
}

function toLabel(instance: Fields, { classes, mask }: LabelOptions): Label {
  const attributes = attributesOf(instance);
  const { className, classId } = objectOf(instance.meta) ?? instance;
  const name = typeof className === 'string' && className !== '' ? className : (classes.get(String(classId)) ?? '');
  return { class: name, shape: toShape(instance, mask), ...(attributes ? { attributes } : {}) };
}

/** What may stand at a place of a pipeline file: for completion, hover and whoever else must know. */
import { item } from './file.ts';
import type { Choice, KeyShape, ObjectShape, Shape } from './types.ts';

/**
 * A place in an item of the file: keys, and `[]` for "an item of this list", such as `['step', 'inputs', [], 'download']`.
 * The empty path is the item itself, whose keys are `step`, `pipeline` and so on.
 */
export type ShapePath = readonly (string | readonly [])[];

/**
 * The shape of the value at a path; nothing for a path that no file can have. Keys of a pipeline's node depend on its `type`:
 * without one, or with one that is not known, a node may be any of its kinds.
 */
export function shapeAt(path: ShapePath, nodeType?: string): Shape | undefined {
  let shapes: Shape[] = [item];
  for (const step of path) {
    shapes = shapes.flatMap((shape) => formsOf(shape, nodeType)).flatMap((form) => within(form, step) ?? []);
  }
  return shapes.length > 1 && !shapes.every((shape) => shape === shapes[0]) ? { type: 'either', forms: shapes } : shapes[0];
}

/** What is known of the last key of a path: its sentence, default, and whether it must be there. */
export function keyAt(path: ShapePath, nodeType?: string): KeyShape | undefined {
  const key = path.at(-1);
  return typeof key === 'string' ? keysAt(path.slice(0, -1), nodeType).get(key) : undefined;
}

/** The keys that a mapping at this path may have, in the order in which people write them; of several kinds of node all. */
export function keysAt(path: ShapePath, nodeType?: string): ReadonlyMap<string, KeyShape> {
  const shape = shapeAt(path, nodeType);
  const objects = shape ? formsOf(shape, nodeType).filter((form) => form.type === 'object') : [];
  if (objects.length === 1) return objects[0]!.keys;
  const found = new Map<string, KeyShape>();
  for (const { keys } of objects) for (const [name, key] of keys) if (!found.has(name)) found.set(name, key);
  return found;
}

/** The words that a value at this path may be, each with what it means; nothing where any text will do. */
export function choicesAt(path: ShapePath, nodeType?: string): readonly Choice[] {
  const shape = shapeAt(path, nodeType);
  const found = new Map<string, Choice>();
  for (const form of shape ? formsOf(shape, nodeType) : []) {
    const choices = form.type === 'text' ? (form.choices ?? []) : form.type === 'flag' ? flagWords : [];
    for (const choice of choices) if (!found.has(choice.value)) found.set(choice.value, choice);
  }
  return [...found.values()];
}

/** The forms that a value may have, with no choice left between them. */
export function formsOf(shape: Shape, nodeType?: string): Exclude<Shape, { type: 'either' | 'variant' }>[] {
  if (shape.type === 'either') return shape.forms.flatMap((form) => formsOf(form, nodeType));
  if (shape.type !== 'variant') return [shape];
  const variant = nodeType === undefined ? undefined : shape.variants.get(nodeType);
  return variant ? [variant] : [...shape.variants.values()];
}

const flagWords: readonly Choice[] = [
  { value: 'true', about: 'Yes.' },
  { value: 'false', about: 'No.' },
];

function within(form: Shape, step: ShapePath[number]): Shape | undefined {
  if (typeof step !== 'string') return form.type === 'list' || form.type === 'pair' ? form.item : undefined;
  return form.type === 'object' ? shapeOfKey(form, step) : undefined;
}

function shapeOfKey({ keys, others }: ObjectShape, key: string): Shape | undefined {
  return keys.get(key)?.value ?? others;
}

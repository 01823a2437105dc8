/** Short words for writing shapes. */
import type { Choice, EitherShape, KeyShape, ListShape, NumberShape, ObjectShape, Shape, TextShape } from './types.ts';

export const text: TextShape = { type: 'text' };
export const number: NumberShape = { type: 'number' };
export const integer: NumberShape = { type: 'integer' };
export const flag: Shape = { type: 'flag' };
export const any: Shape = { type: 'any' };

/** An object with keys nobody knows beforehand. */
export const anyObject: ObjectShape = { type: 'object', words: 'mapping', keys: new Map(), others: any };

export function object(
  words: string,
  keys: Readonly<Record<string, KeyShape>>,
  more: Pick<ObjectShape, 'others' | 'oneOf' | 'needs'> = {},
): ObjectShape {
  return { type: 'object', words, keys: new Map(Object.entries(keys)), ...more };
}

export function list(item: Shape): ListShape {
  return { type: 'list', item };
}

export function either(...forms: Shape[]): EitherShape {
  return { type: 'either', forms };
}

export function textOrList(item: TextShape = text): EitherShape {
  return either(item, list(item));
}

/** Pairs of a word and what it means. */
export function choice(words: Readonly<Record<string, string>>, more: Pick<TextShape, 'loose' | 'elseWords'> = {}): TextShape {
  const choices = Object.entries(words).map(([value, about]): Choice => ({ value, about }));
  return { type: 'text', choices, ...more };
}

export function required(key: KeyShape): KeyShape {
  return { ...key, required: true };
}

/** What shapes and values are called in messages. */
import { jsonOf, typeOf, type ValueType, type View } from '../nodes.ts';
import type { Shape } from '../shape/types.ts';
import { listed } from './problem.ts';

/** `a text`, `a text or a list`. */
export function shapeWords(shape: Shape): string {
  if (shape.type === 'either') return listed([...new Set(shape.forms.map(shapeWords))], 'or');
  return wordsOfShape[shape.type];
}

/** What YAML makes of a value: `true`, `a date`. */
export function valueWords(view: View): string {
  const type = typeOf(view);
  return type === 'boolean' ? String(jsonOf(view)) : wordsOfType[type];
}

const wordsOfShape: Record<Exclude<Shape['type'], 'either'>, string> = {
  text: 'a text',
  number: 'a number',
  integer: 'a whole number',
  flag: 'true or false',
  any: 'anything',
  list: 'a list',
  pair: 'a list of two',
  object: 'a mapping',
  variant: 'a mapping',
};

const wordsOfType: Record<ValueType, string> = {
  map: 'a mapping',
  list: 'a list',
  string: 'a text',
  integer: 'a whole number',
  float: 'a number',
  boolean: 'true or false',
  date: 'a date',
  null: 'nothing',
  missing: 'nothing',
};

/** What a mapping's keys hold, in the few forms that pipeline files know. */
import { isScalar } from 'yaml';
import type { Span } from '../../core/ref.ts';
import { placed } from './file.ts';
import { type Field, jsonOf, rangeOf, textOf, typeOf, type View, viewFields, viewItems } from './nodes.ts';
import { lineRanges, notExact } from './scalars.ts';
import type { NamedItem, TextAt, ValueAt } from './types.ts';

export type Fields = ReadonlyMap<string, Field>;

export function textAt(of: Fields, key: string): TextAt | undefined {
  const value = of.get(key)?.value;
  return value && textOf(value);
}

/** A scalar is a list of one. */
export function textsAt(of: Fields, key: string): TextAt[] {
  return listOrOne(of, key).flatMap((view) => textOf(view) ?? []);
}

/** Lines that hold something, of a scalar or of each item of a list. */
export function linesAt(of: Fields, key: string): TextAt[] {
  return listOrOne(of, key).flatMap(linesOf);
}

export function valueAt(of: Fields, key: string): ValueAt | undefined {
  const value = of.get(key)?.value;
  if (!value || isEmpty(value)) return undefined;
  return { value: jsonOf(value), range: rangeOf(value) };
}

export function numberAt(of: Fields, key: string): number | undefined {
  const { node } = of.get(key)?.value ?? {};
  return isScalar(node) && typeof node.value === 'number' ? node.value : undefined;
}

/** Items of the list under a key, each with its fields and its name. */
export function namedAt(of: Fields, key: string): (NamedItem & { fields: Fields })[] {
  return itemsAt(of, key).map((view) => {
    const fields = viewFields(view);
    return { name: textAt(fields, 'name'), range: rangeOf(view), fields };
  });
}

/** Items with a name and nothing else that anyone points at. */
export function namesAt(of: Fields, key: string): NamedItem[] {
  return namedAt(of, key).map(({ name, range }) => ({ name, range }));
}

export function itemsAt(of: Fields, key: string): View[] {
  const value = of.get(key)?.value;
  return value ? viewItems(value) : [];
}

export function fieldsAt(of: Fields, key: string): Fields {
  const value = of.get(key)?.value;
  return value ? viewFields(value) : new Map();
}

function listOrOne(of: Fields, key: string): View[] {
  const value = of.get(key)?.value;
  if (!value) return [];
  return typeOf(value) === 'list' ? viewItems(value) : [value];
}

function linesOf(view: View): TextAt[] {
  const whole = textOf(view);
  if (!whole) return [];
  const lines = whole.text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 1 && lines[0] === whole.text) return [whole];
  const ranges = literalLines(view, lines);
  return lines.map((text, i) => ({ text, range: ranges?.[i] ?? notExact(whole.range, text) }));
}

function literalLines({ node, source }: View, lines: readonly string[]): Span[] | undefined {
  if (!isScalar(node) || !node.range || node.type !== 'BLOCK_LITERAL' || source.at) return undefined;
  const [start, end] = node.range;
  return lineRanges(source.text.slice(start, end), lines)?.map((range) => placed({ start }, range));
}

function isEmpty({ node }: View): boolean {
  return node === undefined || (isScalar(node) && node.value === null);
}

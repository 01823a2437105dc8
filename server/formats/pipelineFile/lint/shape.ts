/** Whether a value has the shape that its place wants: types, keys, words, limits. What a text means is judged by meaning.ts. */
import type { Span } from '../../../core/ref.ts';
import { type Field, isJudgedElsewhere, jsonOf, rangeOf, textOf, typeOf, type View, viewFields, viewItems } from '../nodes.ts';
import type { ObjectShape, Shape, VariantShape } from '../shape/types.ts';
import type { PipelineProblem } from '../types.ts';
import { misspelt, quoted, type Suggest } from './problem.ts';
import { quotes } from './quotes.ts';
import { lintNumber, lintText } from './scalar.ts';
import { shapeWords, valueWords } from './words.ts';

/** The place of a value, for messages. */
export interface Place {
  /** The key it stands under, or whose list it stands in. */
  key: string;
  isItem: boolean;
  /** What is pointed at when the value is nothing. */
  range: Span;
  suggest: Suggest;
  /** Answers only once for each node and shape: what several aliases stand for is judged once. */
  isNew: IsNew;
}

export type IsNew = (node: View['node'], shape: Shape) => boolean;

export function firstTimes(): IsNew {
  const seen = new WeakMap<Shape, WeakSet<NonNullable<View['node']>>>();
  return (node, shape) => {
    const nodes = seen.get(shape) ?? new WeakSet();
    seen.set(shape, nodes);
    if (!node) return true;
    const isNew = !nodes.has(node);
    nodes.add(node);
    return isNew;
  };
}

export function* lintShape(view: View, shape: Shape, place: Place): Generator<PipelineProblem> {
  if (!place.isNew(view.node, shape)) return;
  const form = shape.type === 'either' ? shape.forms.find((one) => fits(view, one)) : fits(view, shape) ? shape : undefined;
  if (!form) {
    yield wrongType(view, shape, place);
    return;
  }
  const isCollection = typeOf(view) === 'map' || typeOf(view) === 'list';
  if (isCollection && isJudgedElsewhere(view.source)) return;
  switch (form.type) {
    case 'object':
      yield* lintObject(view, form, place);
      break;
    case 'variant':
      yield* lintVariant(view, form, place);
      break;
    case 'list':
    case 'pair':
      if (form.type === 'pair' && viewItems(view).length !== 2) yield notTwo(view);
      else for (const item of viewItems(view)) yield* lintShape(item, form.item, { ...place, isItem: true, range: rangeOf(item) });
      break;
    case 'text':
      yield* lintText(view, form, place);
      break;
    case 'number':
    case 'integer':
      yield* lintNumber(view, form, place.key);
      break;
  }
}

/** `The step "train"`, `This input`. */
function nameOf(words: string, fields: ReadonlyMap<string, Field>): string {
  const name = fields.get('name');
  const text = name && textOf(name.value)?.text;
  return text ? `The ${words} ${quoted(text)}` : `This ${words}`;
}

/** Whether a value has a shape's type, whatever is in it. */
function fits(view: View, shape: Shape): boolean {
  const type = typeOf(view);
  switch (shape.type) {
    case 'any':
      return true;
    case 'text':
      return type === 'string';
    case 'flag':
      return type === 'boolean';
    case 'number':
      return type === 'integer' || type === 'float';
    case 'integer':
      return type === 'integer' || (type === 'float' && Number.isInteger(jsonOf(view)));
    case 'list':
    case 'pair':
      return type === 'list';
    case 'object':
    case 'variant':
      return type === 'map';
    case 'either':
      return shape.forms.some((form) => fits(view, form));
  }
}

function wrongType(view: View, shape: Shape, { key, isItem, range }: Place): PipelineProblem {
  const what = isItem ? `Each item of "${key}"` : `"${key}"`;
  const own = rangeOf(view);
  const type = typeOf(view);
  if (type === 'null' || type === 'missing') {
    const hint = !isItem && shape.type === 'object' ? ' Is what follows indented enough?' : '';
    const message = `${what} must be ${shapeWords(shape)}, and there is nothing.${hint}`;
    return { code: 'wrong-type', message, range: own.start === own.end ? range : own };
  }
  const message = `${what} must be ${shapeWords(shape)}, and YAML reads this as ${valueWords(view)}.`;
  const forms = shape.type === 'either' ? shape.forms : [shape];
  const takesText = forms.some((form) => form.type === 'text') && !forms.some((form) => form.type === 'integer');
  return { code: 'wrong-type', message, range: own, fix: takesText ? quotes(view) : undefined };
}

function* lintObject(view: View, shape: ObjectShape, place: Place): Generator<PipelineProblem> {
  const fields = viewFields(view);
  const range = nameRange(view, fields);
  const what = nameOf(shape.words, fields);
  for (const [key, { required }] of shape.keys) {
    if (required && !fields.has(key)) yield { code: 'missing-key', message: `${what} needs the key "${key}".`, range, keys: [key] };
  }
  yield* lintAlternatives(shape, fields, { what, range });
  yield* lintNeeds(shape, fields, what);
  yield* lintFields(fields, shape, place);
}

function* lintNeeds({ needs }: ObjectShape, fields: ReadonlyMap<string, Field>, what: string): Generator<PipelineProblem> {
  const field = needs && fields.get(needs.when);
  if (!field || textOf(field.value)?.text !== needs.is || fields.has(needs.key)) return;
  const message = `${what} with "${needs.when}" ${needs.is} needs the key "${needs.key}".`;
  yield { code: 'missing-key', message, range: field.key.range };
}

function* lintFields(fields: ReadonlyMap<string, Field>, shape: ObjectShape, { suggest, isNew }: Place): Generator<PipelineProblem> {
  for (const [name, { key, source, value }] of fields) {
    if (isJudgedElsewhere(source)) continue;
    const known = shape.keys.get(name)?.value ?? shape.others;
    if (known) yield* lintShape(value, known, { key: name, isItem: false, range: key.range, suggest, isNew });
    else if (isNew(value.node, shape)) {
      const message = `${quoted(name)} is not a key of ${article(shape.words)}.`;
      yield misspelt(key, { code: 'unknown-key', message }, suggest(name, freeKeys(shape, fields)));
    }
  }
}

/** Of keys that are there already none is meant. */
function freeKeys({ keys }: ObjectShape, fields: ReadonlyMap<string, Field>): string[] {
  return [...keys.keys()].filter((key) => !fields.has(key));
}

function* lintAlternatives(
  { oneOf }: ObjectShape,
  fields: ReadonlyMap<string, Field>,
  { what, range }: { what: string; range: Span },
): Generator<PipelineProblem> {
  if (!oneOf) return;
  const given = oneOf.keys.flatMap((key) => fields.get(key) ?? []);
  const names = oneOf.keys.map((key) => `"${key}"`);
  if (given.length === 0 && !oneOf.optional)
    yield { code: 'missing-key', message: `${what} needs ${names.join(' or ')}.`, range, keys: oneOf.keys };
  if (given.length > 1 && oneOf.exclusive) {
    yield { code: 'conflicting-keys', message: `${what} can have ${names.join(' or ')}, not both.`, range: given.at(-1)!.key.range };
  }
}

/** Judged by what it says it is; one that does not say so only by the keys that none of its kind has. */
function* lintVariant(view: View, shape: VariantShape, place: Place): Generator<PipelineProblem> {
  const fields = viewFields(view);
  const by = fields.get(shape.by);
  const variant = by && shape.variants.get(textOf(by.value)?.text ?? '');
  if (variant && typeOf(by.value) === 'string') {
    yield* lintObject(view, variant, place);
    return;
  }
  const variants = [...shape.variants.values()];
  const keys = new Map(
    variants.flatMap((one) => [...one.keys]).map(([name, key]) => [name, { ...key, value: anyButType(name, shape, key.value) }]),
  );
  if (!by) {
    const message = `${nameOf(shape.words, fields)} needs the key "${shape.by}".`;
    yield { code: 'missing-key', message, range: nameRange(view, fields), keys: [shape.by] };
  }
  yield* lintFields(fields, { type: 'object', words: shape.words, keys }, place);
}

function anyButType(key: string, { by }: VariantShape, value: Shape): Shape {
  return key === by ? value : { type: 'any' };
}

function notTwo(view: View): PipelineProblem {
  const message = `An edge is a list of two, [source, target], and this has ${viewItems(view).length}.`;
  return { code: 'malformed-edge', message, range: rangeOf(view) };
}

/** What stands for the whole of an object: its name, else its first key. */
function nameRange(view: View, fields: ReadonlyMap<string, Field>): Span {
  const name = fields.get('name');
  const text = name && textOf(name.value);
  if (text && text.text !== '') return text.range;
  const [first] = fields.values();
  return first ? first.key.range : rangeOf(view);
}

function article(words: string): string {
  if (words.endsWith('s')) return words; // resources, rules
  return `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`;
}

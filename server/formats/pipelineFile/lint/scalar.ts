/** Whether a text or number is one of those that its key allows. */
import { jsonOf, rangeOf, textOf, type View } from '../nodes.ts';
import type { NumberShape, TextShape } from '../shape/types.ts';
import type { PipelineProblem, TextAt } from '../types.ts';
import { lintMeaning } from './meaning.ts';
import { changeTo, listed, misspelt, quoted, type Suggest } from './problem.ts';

/** Where a text stands, for messages. */
export interface TextPlace {
  key: string;
  isItem: boolean;
  suggest: Suggest;
}

export function* lintText(view: View, shape: TextShape, place: TextPlace): Generator<PipelineProblem> {
  const at = textOf(view);
  if (!at) return;
  if (shape.choices) yield* lintChoice(at, shape, place);
  if (shape.pattern && !shape.pattern.test(at.text)) {
    const message = `${quoted(at.text)} cannot be ${what(place)}: it must be ${shape.patternWords}.`;
    yield { code: 'invalid-value', message, range: at.range };
  }
  const { length } = [...at.text];
  if (shape.maxLength !== undefined && length > shape.maxLength) {
    const message = `"${place.key}" may have ${shape.maxLength} characters, and this has ${length}.`;
    yield { code: 'invalid-value', message, range: at.range };
  }
  if (shape.meaning) yield* lintMeaning(view, at, shape.meaning);
}

export function* lintNumber(view: View, { min, max }: NumberShape, key: string): Generator<PipelineProblem> {
  const value = jsonOf(view);
  if (typeof value !== 'number') return;
  const bound = min !== undefined && value < min ? `at least ${min}` : max !== undefined && value > max ? `at most ${max}` : undefined;
  if (bound) yield { code: 'invalid-value', message: `"${key}" must be ${bound}, and this is ${value}.`, range: rangeOf(view) };
}

function* lintChoice(at: TextAt, shape: TextShape, place: TextPlace): Generator<PipelineProblem> {
  const known = shape.choices!.map(({ value }) => value);
  const folded = fold(at.text, shape.loose);
  if (known.some((value) => fold(value, shape.loose) === folded)) return;
  if (shape.elseWords !== undefined) {
    const message = `${quoted(at.text)} is not a known "${place.key}", ${shape.elseWords}.`;
    yield misspelt(at, { code: 'unknown-action', message }, place.suggest(at.text, known));
    return;
  }
  const message = `${quoted(at.text)} cannot be ${what(place)}: it is ${listed(known, 'or')}.`;
  const same = known.find((value) => fold(value, 'dashes') === fold(at.text, 'dashes'));
  if (same !== undefined) yield { code: 'invalid-value', message, range: at.range, fix: changeTo(at, same, true) };
  else yield misspelt(at, { code: 'invalid-value', message }, place.suggest(at.text, known));
}

function what({ key, isItem }: TextPlace): string {
  return `${isItem ? 'an item of' : 'the'} "${key}"`;
}

function fold(text: string, loose: TextShape['loose']): string {
  if (loose === undefined) return text;
  return loose === 'dashes' ? text.toLowerCase().replaceAll('-', '_') : text.toLowerCase();
}

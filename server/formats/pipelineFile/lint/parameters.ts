/** Parameters of a step: defaults that do not fit, and keys without effect. */
import type { Json } from '../../../core/execution.ts';
import type { StepParameter } from '../../../core/pipeline.ts';
import type { Fields } from '../fields.ts';
import { type Field, isJudgedElsewhere, jsonOf, rangeOf, textOf, typeOf, type View, viewFields, viewItems } from '../nodes.ts';
import type { PipelineFix, PipelineProblem } from '../types.ts';
import { changeTo, quoted, type Suggest } from './problem.ts';
import { quotes } from './quotes.ts';
import { type Misfit, misfit } from './values.ts';

/** The parameters in the fields of a step. */
export function* lintParameters(step: Fields, suggest: Suggest): Generator<PipelineProblem> {
  for (const view of ownParameters(step)) {
    const fields = viewFields(view);
    const type = typeOfParameter(fields);
    yield* type === 'flag' ? lintFlag(fields) : lintNoFlag(fields);
    const given = fields.get('default');
    if (given && type) yield* lintDefault(given.value, fields, { type, suggest });
  }
}

/** The parameters of a node's override that say their type anew, and are judged by it. */
export function* lintRestated(override: Fields, suggest: Suggest): Generator<PipelineProblem> {
  for (const view of ownParameters(override)) {
    const fields = viewFields(view);
    const given = fields.get('default');
    const type = fields.has('type') ? typeOfParameter(fields) : undefined;
    if (given && type) yield* lintDefault(given.value, fields, { type, suggest });
  }
}

function ownParameters(fields: Fields): View[] {
  const parameters = fields.get('parameters');
  return parameters ? viewItems(parameters.value).filter(({ source }) => !isJudgedElsewhere(source)) : [];
}

function* lintFlag(fields: Fields): Generator<PipelineProblem> {
  const optional = fields.get('optional');
  if (optional && jsonOf(optional.value) === true) yield noEffect(optional, '"optional" has no effect: a flag always is.');
  const passAs = fields.get('pass-as');
  if (passAs && isSet(passAs) && (isSet(fields.get('pass-true-as')) || isSet(fields.get('pass-false-as')))) {
    yield noEffect(passAs, '"pass-as" has no effect beside "pass-true-as" and "pass-false-as".');
  }
  const multiple = fields.get('multiple');
  if (multiple && isSet(multiple) && textOf(multiple.value)?.text !== 'none') {
    yield { code: 'conflicting-keys', message: 'A flag takes one value: it cannot be "multiple".', range: multiple.key.range };
  }
}

function* lintNoFlag(fields: Fields): Generator<PipelineProblem> {
  for (const key of ['pass-true-as', 'pass-false-as']) {
    const field = fields.get(key);
    if (field && isSet(field)) yield noEffect(field, `"${key}" has an effect on flags only.`);
  }
}

function noEffect({ key }: Field, message: string): PipelineProblem {
  return { code: 'no-effect', message, range: key.range };
}

function isSet(field: Field | undefined): boolean {
  return field !== undefined && Boolean(jsonOf(field.value));
}

function* lintDefault(
  view: View,
  fields: Fields,
  { type, suggest }: { type: StepParameter['type']; suggest: Suggest },
): Generator<PipelineProblem> {
  const parameter = { type, min: numberOf(fields.get('min')), max: numberOf(fields.get('max')), choices: choicesOf(fields.get('choices')) };
  const name = textOf(fields.get('name')?.value ?? view)?.text ?? '';
  for (const atom of typeOf(view) === 'list' ? viewItems(view) : [view]) {
    const found = misfit(parameter, jsonOf(atom), typeOf(atom));
    if (found)
      yield { code: 'parameter-default', message: defaultWords(name, found), range: rangeOf(atom), fix: fixOf(atom, found, suggest) };
  }
}

export function defaultWords(name: string, { words }: Misfit): string {
  return `The default of ${quoted(name)} must be ${words}.`;
}

function fixOf(atom: View, { wantsQuotes, candidates, flag }: Misfit, suggest: Suggest): PipelineFix | undefined {
  if (wantsQuotes) return quotes(atom);
  if (flag) return { title: `Change to ${flag}`, range: rangeOf(atom), text: flag, safe: false };
  const at = textOf(atom);
  const near = at && candidates ? suggest(at.text, candidates) : undefined;
  return at && near !== undefined ? changeTo(at, near) : undefined;
}

/** A type that is not known is judged elsewhere. */
function typeOfParameter(fields: Fields): StepParameter['type'] | undefined {
  const field = fields.get('type');
  const text = field ? textOf(field.value)?.text : 'string';
  return text === 'string' || text === 'integer' || text === 'float' || text === 'flag' ? text : undefined;
}

function numberOf(field: Field | undefined): number | undefined {
  const value = field && jsonOf(field.value);
  return typeof value === 'number' ? value : undefined;
}

function choicesOf(field: Field | undefined): Json[] | undefined {
  return field && typeOf(field.value) === 'list' ? viewItems(field.value).map(jsonOf) : undefined;
}

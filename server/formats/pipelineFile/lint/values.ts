/** Whether a value fits a parameter: its type, limits and choices. */
import type { Json } from '../../../core/execution.ts';
import type { StepParameter } from '../../../core/pipeline.ts';
import { pythonText } from '../../../core/pythonText.ts';
import type { ValueType } from '../nodes.ts';
import { listed, quoted } from './problem.ts';

export interface Misfit {
  /** Follows "The default of … must be": `a whole number, and "x" is none.` */
  words: string;
  /** Choices, one of which may have been meant. */
  candidates?: readonly string[];
  /** The flag that a text means. */
  flag?: 'true' | 'false' | undefined;
  /** Quotes would make it right. */
  wantsQuotes?: boolean;
}

/** Why one value (of a list each) does not fit. Types are those that YAML gives. */
export function misfit(
  parameter: Pick<StepParameter, 'type' | 'min' | 'max' | 'choices'>,
  value: Json,
  type: ValueType,
): Misfit | undefined {
  if (type === 'list' || type === 'map' || type === 'null' || type === 'missing') return undefined;
  const shown = typeof value === 'string' ? quoted(value) : pythonText(value);
  switch (parameter.type) {
    case 'string':
      if (type !== 'string') return { words: `a text, and YAML reads this as ${textless[type] ?? shown}`, wantsQuotes: true };
      break;
    case 'integer':
      if (!isInteger(value, type)) return { words: `a whole number, and ${shown} is none` };
      break;
    case 'float':
      if (!isFloat(value, type)) return { words: `a number, and ${shown} is none` };
      break;
    case 'flag':
      return isFlag(value) ? undefined : { words: `true or false, and ${shown} is neither`, flag: flagMeant(value) };
  }
  return outside(parameter, value, shown) ?? unchosen(parameter, value, shown);
}

const textless: Partial<Record<ValueType, string>> = { integer: 'a number', float: 'a number', date: 'a date' };

/** As Python's int() and float() read texts. */
function isInteger(value: Json, type: ValueType): boolean {
  return type === 'integer' || (type === 'string' && /^\s*[+-]?\d+(?:_\d+)*\s*$/.test(String(value)));
}

function isFloat(value: Json, type: ValueType): boolean {
  if (type === 'integer' || type === 'float') return true;
  const digits = String.raw`\d+(?:_\d+)*`;
  const pattern = new RegExp(
    String.raw`^\s*[+-]?(?:(?:${digits}\.?(?:${digits})?|\.${digits})(?:e[+-]?${digits})?|inf(?:inity)?|nan)\s*$`,
    'i',
  );
  return type === 'string' && pattern.test(String(value));
}

function isFlag(value: Json): boolean {
  return typeof value === 'boolean' || value === 0 || value === 1;
}

function flagMeant(value: Json): 'true' | 'false' | undefined {
  if (/^(?:true|yes|on)$/i.test(String(value))) return 'true';
  return /^(?:false|no|off)$/i.test(String(value)) ? 'false' : undefined;
}

function outside({ min, max }: Pick<StepParameter, 'min' | 'max'>, value: Json, shown: string): Misfit | undefined {
  if (typeof value !== 'number') return undefined;
  if (min !== undefined && value < min) return { words: `at least ${min}, and ${shown} is less` };
  return max !== undefined && value > max ? { words: `at most ${max}, and ${shown} is more` } : undefined;
}

/** Compared as Python does: 1, 1.0 and true are one value, and "1" is another. */
function unchosen({ choices }: Pick<StepParameter, 'choices'>, value: Json, shown: string): Misfit | undefined {
  if (!choices || choices.length === 0) return undefined;
  if (choices.some((choice) => same(choice, value))) return undefined;
  const known = choices.map((choice) => (typeof choice === 'string' ? choice : pythonText(choice)));
  const few = known.length > 8 ? [...known.slice(0, 8), '…'] : known;
  return { words: `${known.length > 1 ? 'one of ' : ''}${listed(few, 'or')}, and ${shown} is not`, candidates: known };
}

function same(a: Json, b: Json): boolean {
  const atom = (value: Json) => (typeof value === 'boolean' ? Number(value) : value);
  return atom(a) === atom(b);
}

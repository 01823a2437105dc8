/** Values for the parameters of a step: what was given, checked and of the right type, over the step's defaults. */
import type { ParameterValues } from './command.ts';
import { DatapinError } from './errors.ts';
import type { Json } from './execution.ts';
import { nearest } from './nearest.ts';
import type { Step, StepParameter } from './pipeline.ts';
import { pythonText } from './pythonText.ts';

/**
 * Every parameter that has a value. Given texts, as a command line has them, are read by the parameter's type. A default
 * is the author's word: it is read by the type where that is possible and otherwise passed on as it stands; a given null takes it away.
 * Throws `step.parameter` for what is unknown, missing or not allowed.
 */
export function parameterValues(step: Pick<Step, 'name' | 'parameters'>, given: Readonly<Record<string, Json>>): ParameterValues {
  refuseUnknown(step, given);
  const values: [string, Json][] = [];
  for (const parameter of step.parameters) {
    const value = Object.hasOwn(given, parameter.name) ? given[parameter.name] : undefined;
    const chosen = value === undefined ? defaultOf(parameter) : value === null ? undefined : checked(parameter, value);
    if (chosen !== undefined) values.push([parameter.name, chosen]);
    else if (!parameter.optional && parameter.type !== 'flag') throw missing(step, parameter);
  }
  return Object.fromEntries(values);
}

type Atom = { value: Json } | { problem: string };

function defaultOf(parameter: StepParameter): Json | undefined {
  if (parameter.default === undefined || parameter.default === null) return undefined;
  const atoms = listOf(parameter.default).map((atom) => {
    const read = readAtom(parameter, atom);
    return 'value' in read ? read.value : atom;
  });
  return parameter.multiple ? atoms : atoms.length === 1 && !Array.isArray(parameter.default) ? atoms[0] : parameter.default;
}

function checked(parameter: StepParameter, given: Json): Json {
  const list = parameter.multiple === 'separate' && typeof given === 'string' ? given.split(parameter.multipleSeparator) : listOf(given);
  if (!parameter.multiple && Array.isArray(given) && given.length !== 1) {
    throw refused(parameter, 'takes one value, not a list', 'Give it once.');
  }
  const atoms = list.map((atom) => {
    const read = readAtom(parameter, atom);
    if ('problem' in read) throw refused(parameter, read.problem, typeHints[parameter.type]);
    checkLimits(parameter, read.value);
    return read.value;
  });
  return parameter.multiple ? atoms : atoms[0]!;
}

const typeHints: Record<StepParameter['type'], string> = {
  string: 'Give it a text.',
  integer: 'Give it a whole number, e.g. 5.',
  float: 'Give it a number, e.g. 0.5 or 1e-4.',
  flag: 'Give it true or false.',
};

function readAtom(parameter: StepParameter, atom: Json): Atom {
  if (atom !== null && typeof atom === 'object') return { problem: 'does not take a list of lists or an object' };
  const text = pythonText(atom).trim();
  const problem = text === '' ? 'needs a value' : `is ${kindWords[parameter.type]}, and "${text}" is not`;
  switch (parameter.type) {
    case 'string':
      return { value: typeof atom === 'string' ? atom : pythonText(atom) };
    case 'integer':
      return /^[+-]?\d+(?:_\d+)*$/.test(text) ? { value: exact(text.replaceAll('_', '')) } : { problem };
    case 'float':
      return isFloat(text) ? { value: finite(text) } : { problem };
    case 'flag':
      return readFlag(text) ?? { problem };
  }
}

const kindWords: Record<StepParameter['type'], string> = {
  string: 'a text',
  integer: 'a whole number',
  float: 'a number',
  flag: 'true or false',
};

/** An integer beyond what a number can hold exactly stays the text it was. */
function exact(text: string): Json {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}

function isFloat(text: string): boolean {
  return /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf(?:inity)?|nan)$/i.test(text);
}

/** JSON has no word for infinity, so that one stays a text. */
function finite(text: string): Json {
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
}

function readFlag(text: string): Atom | undefined {
  if (/^(?:true|yes|on|1)$/i.test(text)) return { value: true };
  return /^(?:false|no|off|0)$/i.test(text) ? { value: false } : undefined;
}

function checkLimits(parameter: StepParameter, value: Json): void {
  const { min, max, choices } = parameter;
  if (min !== undefined && typeof value === 'number' && value < min) {
    throw refused(parameter, `must be at least ${min}, and ${value} is less`, `Give it ${rangeWords(parameter)}.`);
  }
  if (max !== undefined && typeof value === 'number' && value > max) {
    throw refused(parameter, `must be at most ${max}, and ${value} is more`, `Give it ${rangeWords(parameter)}.`);
  }
  if (choices === undefined || choices.length === 0) return;
  const known = choices.map(pythonText);
  if (known.includes(pythonText(value))) return;
  const near = nearest(pythonText(value), known);
  throw refused(parameter, `cannot be ${pythonText(value)}`, `${near ? `Did you mean ${near}? ` : ''}Choose one of ${known.join(', ')}.`);
}

function rangeWords({ min, max }: StepParameter): string {
  if (min !== undefined && max !== undefined) return `a number from ${min} to ${max}`;
  return min !== undefined ? `${min} or more` : `${max} or less`;
}

function refuseUnknown(step: Pick<Step, 'name' | 'parameters'>, given: Readonly<Record<string, Json>>): void {
  const names = step.parameters.map(({ name }) => name);
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const near = nearest(unknown, names);
  throw new DatapinError('step.parameter', `The step "${step.name}" has no parameter "${unknown}".`, {
    hint: near ? `Did you mean ${near}?` : names.length > 0 ? `It has ${names.join(', ')}.` : 'It has none.',
  });
}

function missing(step: Pick<Step, 'name'>, parameter: StepParameter): DatapinError {
  return new DatapinError('step.parameter', `The parameter "${parameter.name}" of the step "${step.name}" has no value.`, {
    hint: `Give it one, e.g. -p ${parameter.name}=…`,
  });
}

function refused(parameter: StepParameter, why: string, hint: string): DatapinError {
  return new DatapinError('step.parameter', `The parameter "${parameter.name}" ${why}.`, { hint });
}

function listOf(value: Json): Json[] {
  return Array.isArray(value) ? value : [value];
}

/** One `step` item: its domain value, and beside it where its names and defaults stand. */
import { isScalar } from 'yaml';
import type { Step, StepInput, StepParameter } from '../../core/pipeline.ts';
import type { Span } from '../../core/ref.ts';
import { type Fields, itemsAt, linesAt, namedAt, namesAt, numberAt, textAt, textsAt, valueAt } from './fields.ts';
import { jsonOf, typeOf } from './nodes.ts';
import type { InputItem, ParameterItem, StepItem } from './types.ts';

export function readStep(of: Fields, range: Span): StepItem {
  return {
    kind: 'step',
    name: textAt(of, 'name'),
    range,
    step: stepOf(of),
    image: textAt(of, 'image'),
    commands: linesAt(of, 'command'),
    inputs: readInputs(of),
    outputs: namesAt(of, 'outputs'),
    parameters: readParameters(of),
    environmentVariables: namesAt(of, 'environment-variables'),
    environment: textAt(of, 'environment'),
    preset: textAt(of, 'runtime-config-preset'),
    stopCondition: textAt(of, 'stop-condition'),
  };
}

/** The `inputs` of a step or of an override. */
export function readInputs(of: Fields): InputItem[] {
  return namedAt(of, 'inputs').map(({ name, range, fields }) => ({ name, range, defaults: textsAt(fields, 'default') }));
}

/** The `parameters` of a step or of an override. */
export function readParameters(of: Fields): ParameterItem[] {
  return namedAt(of, 'parameters').map(({ name, range, fields }) => ({ name, range, default: valueAt(fields, 'default') }));
}

function stepOf(of: Fields): Step {
  return {
    name: text(of, 'name') ?? '',
    image: text(of, 'image'),
    command: textsAt(of, 'command').map((line) => line.text),
    environment: text(of, 'environment'),
    sourcePath: text(of, 'source-path'),
    inputs: namedAt(of, 'inputs').map(({ fields }) => stepInput(fields)),
    parameters: namedAt(of, 'parameters').map(({ fields }) => stepParameter(fields)),
    environmentVariables: namedAt(of, 'environment-variables').map(({ fields }) => ({
      name: text(fields, 'name') ?? '',
      default: text(fields, 'default'),
    })),
  };
}

function stepInput(of: Fields): StepInput {
  return {
    name: text(of, 'name') ?? '',
    default: textsAt(of, 'default').flatMap(({ text }) => (text === '' ? [] : [text])),
    optional: flag(of, 'optional'),
    filename: text(of, 'filename'),
    keepDirectories: keepDirectories(of),
  };
}

function stepParameter(of: Fields): StepParameter {
  const type = text(of, 'type');
  const multiple = text(of, 'multiple');
  const known = type === 'integer' || type === 'float' || type === 'flag' ? type : 'string';
  const choices = of.get('choices')?.value;
  return {
    name: text(of, 'name') ?? '',
    type: known,
    default: valueAt(of, 'default')?.value,
    optional: known === 'flag' || flag(of, 'optional'),
    choices: choices && typeOf(choices) === 'list' ? itemsAt(of, 'choices').map(jsonOf) : undefined,
    min: numberAt(of, 'min'),
    max: numberAt(of, 'max'),
    multiple: multiple === 'repeat' || multiple === 'separate' ? multiple : undefined,
    multipleSeparator: text(of, 'multiple-separator') ?? ',',
    passAs: text(of, 'pass-as'),
    passTrueAs: text(of, 'pass-true-as'),
    passFalseAs: text(of, 'pass-false-as'),
  };
}

function text(of: Fields, key: string): string | undefined {
  return textAt(of, key)?.text;
}

function flag(of: Fields, key: string): boolean {
  const { node } = of.get(key)?.value ?? {};
  return isScalar(node) && node.value === true;
}

function keepDirectories(of: Fields): StepInput['keepDirectories'] {
  if (flag(of, 'keep-directories')) return 'full';
  const value = text(of, 'keep-directories');
  return value === 'full' || value === 'suffix' ? value : 'none';
}

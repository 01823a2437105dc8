/** One `step` item: its domain value, and beside it where its names and defaults stand. */
import { isScalar, isSeq, type Node } from 'yaml';
import type { Step, StepInput, StepParameter } from '../../core/pipeline.ts';
import { type Fields, fields, items, jsonOf, numberOf, rangeOf, type Source, stringOf, textAt } from './nodes.ts';
import type { InputAt, StepItem, TextAt } from './types.ts';

export function readStep(item: Node, value: Node | undefined, source: Source): StepItem {
  const of = fields(value, source);
  const inputs = items(of.get('inputs'), source).map((input) => fields(input, source));
  const step: Step = {
    name: text(of, 'name', source) ?? '',
    image: text(of, 'image', source),
    command: texts(of.get('command'), source).map((line) => line.text),
    environment: text(of, 'environment', source),
    sourcePath: text(of, 'source-path', source),
    inputs: inputs.map((input) => stepInput(input, source)),
    parameters: items(of.get('parameters'), source).map((parameter) => stepParameter(fields(parameter, source), source)),
    environmentVariables: items(of.get('environment-variables'), source).map((variable) => {
      const about = fields(variable, source);
      return { name: text(about, 'name', source) ?? '', default: text(about, 'default', source) };
    }),
  };
  return {
    step,
    range: rangeOf(item, source),
    name: textAt(of.get('name'), source),
    inputs: inputs.map((input) => inputAt(input, source)),
  };
}

/** Where an input's name and each text of its default stand. */
export function inputAt(of: Fields, source: Source): InputAt {
  return { name: textAt(of.get('name'), source), defaults: texts(of.get('default'), source) };
}

function stepInput(of: Fields, source: Source): StepInput {
  return {
    name: text(of, 'name', source) ?? '',
    default: texts(of.get('default'), source).flatMap(({ text }) => (text === '' ? [] : [text])),
    optional: flag(of.get('optional')),
    filename: text(of, 'filename', source),
    keepDirectories: keepDirectories(of.get('keep-directories')),
  };
}

function stepParameter(of: Fields, source: Source): StepParameter {
  const type = text(of, 'type', source);
  const multiple = text(of, 'multiple', source);
  const known = type === 'integer' || type === 'float' || type === 'flag' ? type : 'string';
  return {
    name: text(of, 'name', source) ?? '',
    type: known,
    default: isEmpty(of.get('default')) ? undefined : jsonOf(of.get('default'), source),
    optional: known === 'flag' || flag(of.get('optional')),
    choices: isSeq(of.get('choices')) ? items(of.get('choices'), source).map((choice) => jsonOf(choice, source)) : undefined,
    min: numberOf(of.get('min'), source),
    max: numberOf(of.get('max'), source),
    multiple: multiple === 'repeat' || multiple === 'separate' ? multiple : undefined,
    multipleSeparator: text(of, 'multiple-separator', source) ?? ',',
    passAs: text(of, 'pass-as', source),
    passTrueAs: text(of, 'pass-true-as', source),
    passFalseAs: text(of, 'pass-false-as', source),
  };
}

function text(of: Fields, key: string, source: Source): string | undefined {
  return stringOf(of.get(key), source);
}

/** A scalar is a list of one. */
function texts(node: Node | undefined, source: Source): TextAt[] {
  return (isSeq(node) ? items(node, source) : [node]).flatMap((item) => textAt(item, source) ?? []);
}

function flag(node: Node | undefined): boolean {
  return isScalar(node) && node.value === true;
}

function isEmpty(node: Node | undefined): boolean {
  return node === undefined || (isScalar(node) && node.value === null);
}

function keepDirectories(node: Node | undefined): StepInput['keepDirectories'] {
  const value = isScalar(node) ? node.value : undefined;
  if (value === true) return 'full';
  return value === 'full' || value === 'suffix' ? value : 'none';
}

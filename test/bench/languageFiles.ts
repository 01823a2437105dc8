/** Pipeline files of any length, as people write them, with places to type at in the middle; and two kinds that are hard to read. */
import type { Position } from 'vscode-languageserver-types';
import { nameOf } from './bigRegistry.ts';

/** Where one character is typed, and which characters make sense there. */
export interface Place {
  at: Position;
  letters: string;
}

export interface PipelineText {
  text: string;
  places: { key: Place; name: Place; version: Place };
  /** End of a description, where any character may be typed. */
  description: Position;
}

/** A valid pipeline file: steps with inputs of the registered datasets (some unknown), parameters, pipelines with nodes and edges. */
export function pipelineText(lines: number, datasets: number): PipelineText {
  const before = fill(lines >> 1, (number) => unit(number, datasets));
  const typed = typedStep(datasets >> 1);
  const after = fill(lines - before.length - typed.length, (number) => unit(number + lines, datasets));
  const at = (marker: string): Position => {
    const line = typed.findIndex((text) => text.includes(marker));
    return { line: before.length + line, character: typed[line]!.indexOf(marker) };
  };
  const text = [...before, ...typed, ...after].join('\n').replaceAll(/[①②③④]/g, '');
  return {
    text: `${text}\n`,
    // first letters of keys that the step does not have yet; next digits of names and versions that there are
    places: {
      key: { at: at('①'), letters: 'cemnorstu' },
      name: { at: at('②'), letters: '0123456789' },
      version: { at: at('③'), letters: '123456789' },
    },
    description: at('④'),
  };
}

/** Every step was changed on both sides of a merge, and nobody has decided yet. */
export function conflictText(lines: number, datasets: number): string {
  return joined(lines, (number) => {
    const [head, name, image, ...rest] = step(number, datasets);
    return [head!, name!, '<<<<<<< HEAD', image!, '=======', `${image}-slim`, '>>>>>>> feature/image', ...rest];
  });
}

/** Every step is an anchor, merges the one before it and repeats its inputs by alias. */
export function anchorText(lines: number, datasets: number): string {
  return joined(lines, (number) => {
    const start = number % 10 === 0;
    return [
      `- step: &step-${number}`,
      ...(start ? [] : [`    <<: *step-${number - 1}`]),
      `    name: step-${number}`,
      ...(start ? ['    image: python:3.12', '    command: python train.py {parameters}'] : []),
      `    inputs: &inputs-${number}`,
      ...(start ? [] : [`      - *input-${number - 1}`]),
      `      - &input-${number}`,
      `        name: input-${number}`,
      `        default: ${reference(number, datasets)}`,
      '    environment-variables:',
      `      - &variable-${number} { name: SEED_${number}, default: "${number}" }`,
      ...(start ? [] : [`      - *variable-${number - 1}`]),
    ];
  });
}

const stepsOfPipeline = 2;

/** A step; after the last of a few, the pipeline that joins them. */
function unit(number: number, datasets: number): string[] {
  const last = number % stepsOfPipeline === stepsOfPipeline - 1;
  return [...step(number, datasets), ...(last ? pipeline(number) : [])];
}

function step(number: number, datasets: number): string[] {
  return [
    '- step:',
    `    name: step-${number}`,
    '    image: python:3.12',
    `    description: Trains model ${number} on what the steps before it made.`,
    '    command:',
    '      - pip install -r requirements.txt',
    '      - python train.py {parameters}',
    '    parameters:',
    '      - name: epochs',
    '        type: integer',
    '        default: 5',
    '        min: 1',
    '      - name: rate',
    '        type: float',
    '        default: 0.001',
    '    inputs:',
    '      - name: images',
    `        default: ${reference(number, datasets)}`,
    '      - name: labels',
    `        default: ${reference(number + 1, datasets)}`,
    '    environment-variables:',
    '      - name: SEED',
    `        default: "${number}"`,
  ];
}

function pipeline(last: number): string[] {
  const steps = Array.from({ length: stepsOfPipeline }, (_, i) => last - stepsOfPipeline + 1 + i);
  const edges = steps
    .slice(1)
    .flatMap((number) => [
      `      - [node-${number - 1}.output.*.png, node-${number}.input.images]`,
      `      - [node-${number - 1}.parameter.epochs, node-${number}.parameter.epochs]`,
    ]);
  return [
    '- pipeline:',
    `    name: pipeline-${last}`,
    '    nodes:',
    ...steps.flatMap((number) => [`      - name: node-${number}`, '        type: execution', `        step: step-${number}`]),
    '    edges:',
    ...edges,
  ];
}

function typedStep(dataset: number): string[] {
  return [
    '- step:',
    '    name: typed',
    '    image: python:3.12',
    '    ①',
    '    command: python typed.py',
    '    description: Somebody types here④',
    '    inputs:',
    '      - name: by-name',
    '        default: dataset-0②',
    '      - name: by-version',
    `        default: dataset://${nameOf(dataset)}/v③`,
  ];
}

/** Both spellings in turn; one in ten names a version that there is not. */
function reference(number: number, datasets: number): string {
  const name = nameOf((number * 7) % datasets);
  const version = `v${number % 10 === 9 ? 99 : 1 + (number % 20)}`;
  return number % 2 === 0 ? `${name}:${version}` : `dataset://${name}/${version}`;
}

/** Whole units up to a number of lines; comments for what is left. */
function fill(lines: number, make: (number: number) => string[]): string[] {
  const all: string[] = [];
  for (let number = 0; ; number++) {
    const next = make(number);
    if (all.length + next.length > lines) break;
    all.push(...next);
  }
  while (all.length < lines) all.push('# nothing more');
  return all;
}

function joined(lines: number, make: (number: number) => string[]): string {
  return `${fill(lines, make).join('\n')}\n`;
}

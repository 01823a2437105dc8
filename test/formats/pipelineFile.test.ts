/** What a pipeline file is read as: every text with its exact range, a problem for each fault. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { itemsOf, placed } from '../../server/formats/pipelineFile/file.ts';
import { parsePipelineFile } from '../../server/formats/pipelineFile/parse.ts';
import type { ParsedPipelineFile, StepItem } from '../../server/formats/pipelineFile/types.ts';
import { mark, parseMarked } from '../support/markedText.ts';

/** Every name and default of the inputs of a file's steps, marked where it stands. */
function shown(text: string, { file }: ParsedPipelineFile): string {
  const ranges = [...itemsOf(file, 'step')].flatMap(({ start, item }) =>
    item.inputs.flatMap(({ name, defaults }) => [name, ...defaults].flatMap((at) => (at ? placed({ start }, at.range) : []))),
  );
  return mark(text, ranges);
}

function stepsIn({ file }: ParsedPipelineFile): StepItem[] {
  return [...itemsOf(file, 'step')].map(({ item }) => item);
}

const ranges: [about: string, inputs: string, ...texts: string[]][] = [
  ['plain', '- name: ⟦a⟧\n  default: ⟦x:1⟧', 'x:1'],
  ['quotes', '- name: "⟦a⟧"\n  default: \'⟦x:1⟧\'', 'x:1'],
  ['an empty text', '- name: ⟦a⟧\n  default: "⟦⟧"', ''],
  ['nothing', '- name: ⟦a⟧\n  default:'],
  ['no name', '- default: ⟦x:1⟧', 'x:1'],
  ['a list', '- name: ⟦a⟧\n  default:\n    - ⟦x:1⟧\n    - "⟦y:2⟧"', 'x:1', 'y:2'],
  ['a flow list', '- {name: ⟦a⟧, default: [⟦x:1⟧, "⟦y:2⟧"]}', 'x:1', 'y:2'],
  ['a list with nothing in it', '- name: ⟦a⟧\n  default:\n    -\n    - ⟦x:1⟧', 'x:1'],
  ['a list that is not indented', '- name: ⟦a⟧\n  default:\n  - ⟦x:1⟧', 'x:1'],
  ['an escape: all of it', '- name: ⟦a⟧\n  default: "⟦x\\x3a1⟧"', 'x:1'],
  ['a doubled quote: all of it', "- name: ⟦a⟧\n  default: '⟦it''s:1⟧'", "it's:1"],
  ['a folded block', '- name: ⟦a⟧\n  default: >-\n    ⟦x:1⟧', 'x:1'],
  ['a literal block', '- name: ⟦a⟧\n  default: |-\n    ⟦x:1⟧', 'x:1'],
  ['a folded plain text: all of it', '- name: ⟦a⟧\n  default: ⟦x\n    y⟧', 'x y'],
  ['a number', '- name: ⟦a⟧\n  default: ⟦010⟧', '010'],
  ['a tag and an anchor', '- name: ⟦a⟧\n  default: !!str &d ⟦x:1⟧', 'x:1'],
  ['an alias: where it was written', '- name: &n ⟦⟦a⟧⟧\n  default: *n', 'a'],
  ['wide characters', '- name: 😀\n  description: 😀\n- name: ⟦ü⟧\n  default: "⟦😀:1⟧"'.replace('name: 😀', 'name: ⟦😀⟧'), '😀:1'],
  ['a nested mapping is no text', '- name: ⟦a⟧\n  default:\n    x: 1'],
];

describe('ranges', () => {
  for (const [about, inputs, ...texts] of ranges) {
    test(about, () => {
      const indented = inputs
        .split('\n')
        .map((line) => `      ${line}\n`)
        .join('');
      for (const [head, tail] of surroundings) {
        const marked = head + indented + tail;
        const { text } = parseMarked(marked);
        const parsed = parsePipelineFile(text);
        assert.equal(shown(text, parsed).replace(/\n$/, ''), marked.replace(/\n$/, ''));
        assert.deepEqual(
          stepsIn(parsed).flatMap((step) => step.inputs.flatMap(({ defaults }) => defaults.map((at) => at.text))),
          texts,
        );
      }
    });
  }
});

const surroundings: [head: string, tail: string][] = [
  ['- step:\n    name: s\n    inputs:\n', ''],
  ['---\n# comment\n- step:\n    name: t\n- step:\n    name: s\n    inputs:\n', '# comment\n- task:\n    name: t\n'],
  ['\ufeff- step:\n    name: s\n    inputs:\n', '- step: {}\n'],
];

test('a literal block keeps its newline', () => {
  const text = '- step:\n    inputs:\n      - default: |\n          x:1\n';
  const [at] = stepsIn(parsePipelineFile(text))[0]!.inputs[0]!.defaults;
  assert.deepEqual([at?.text, text.slice(at?.range.start, at?.range.end)], ['x:1\n', 'x:1\n']);
});

test('a file with CRLF has its ranges', () => {
  const marked = '- step:\r\n    inputs:\r\n      - name: ⟦a⟧\r\n        default: ⟦x:1⟧\r\n- step:\r\n    inputs:\r\n      - name: ⟦b⟧\r\n';
  const { text } = parseMarked(marked);
  assert.equal(shown(text, parsePipelineFile(text)), marked);
});

test('a step is read whole', () => {
  const parsed = parsePipelineFile(`
- step:
    name: train
    image: python:3.13
    command:
      - pip install -r requirements.txt
      - python train.py {parameters}
    environment: gpu
    source-path: train.py
    inputs:
      - name: images
        default: [digits:v1, digits:v2]
        optional: yes
        filename: x.png
        keep-directories: suffix
      - {name: labels, keep-directories: true}
      - {name: rest, keep-directories: none, default: ""}
    parameters:
      - {name: rate, type: float, default: 0.5, min: 0, max: 1.5, description: how fast}
      - {name: verbose, type: flag, pass-true-as: -v, pass-false-as: -q}
      - {name: seed, type: integer, default: 0, optional: true, choices: [0, 1]}
      - {name: words, multiple: separate, multiple-separator: ';', default: [a, b], pass-as: '-w{v}'}
      - {name: none, multiple: none}
    environment-variables:
      - {name: A, default: "1"}
      - {name: B}
`);
  assert.deepEqual(stepsIn(parsed)[0]?.step, {
    name: 'train',
    image: 'python:3.13',
    command: ['pip install -r requirements.txt', 'python train.py {parameters}'],
    environment: 'gpu',
    sourcePath: 'train.py',
    inputs: [
      { name: 'images', default: ['digits:v1', 'digits:v2'], optional: true, filename: 'x.png', keepDirectories: 'suffix' },
      { name: 'labels', default: [], optional: false, filename: undefined, keepDirectories: 'full' },
      { name: 'rest', default: [], optional: false, filename: undefined, keepDirectories: 'none' },
    ],
    parameters: [
      parameter({ name: 'rate', type: 'float', default: 0.5, min: 0, max: 1.5 }),
      parameter({ name: 'verbose', type: 'flag', optional: true, passTrueAs: '-v', passFalseAs: '-q' }),
      parameter({ name: 'seed', type: 'integer', default: 0, optional: true, choices: [0, 1] }),
      parameter({ name: 'words', multiple: 'separate', multipleSeparator: ';', default: ['a', 'b'], passAs: '-w{v}' }),
      parameter({ name: 'none' }),
    ],
    environmentVariables: [
      { name: 'A', default: '1' },
      { name: 'B', default: undefined },
    ],
  });
});

function parameter(about: Record<string, unknown>) {
  const nothing = { default: undefined, choices: undefined, min: undefined, max: undefined, multiple: undefined };
  const forms = { passAs: undefined, passTrueAs: undefined, passFalseAs: undefined };
  return { type: 'string', optional: false, multipleSeparator: ',', ...nothing, ...forms, ...about };
}

test('merge keys: the item itself wins, then the earlier of several', () => {
  const parsed = parsePipelineFile(`
- step: &a {name: a, image: one, environment: e}
- step: &b {name: b, image: two, command: c}
- step:
    <<: [*a, *b]
    name: c
- step:
    name: d
    <<: *b
    image: three
`);
  const about = stepsIn(parsed).map(({ step }) => [step.name, step.image, step.command.join(), step.environment]);
  assert.deepEqual(about.slice(2), [
    ['c', 'one', 'c', 'e'],
    ['d', 'three', 'c', undefined],
  ]);
});

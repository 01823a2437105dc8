/** Inputs for training and for judging that have files in common. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Catalog } from '../../server/language/catalog.ts';
import { toldFindings } from '../../server/language/diagnostics.ts';
import { purposeOf } from '../../server/language/reference/leaks.ts';
import { dataset, memoryCatalog, version } from '../support/catalog.ts';
import { openProject } from '../support/languageProject.ts';
import { mark, parseMarked } from '../support/markedText.ts';
import { only } from './checkDiagnostics.ts';

describe('what an input is for', () => {
  const names: [purpose: 'train' | 'judge' | undefined, names: string][] = [
    ['train', 'train training train-images x-train train_data TRAIN trainImages train2017 my.train images/train'],
    ['judge', 'val valid validation test testing eval evaluation holdout val_data test-images valSet Test val2017 x-holdout'],
    [undefined, 'images data trainer trained value contest tests_ latest train-val trainTest validate model-retrain '],
  ];
  for (const [purpose, list] of names) {
    for (const name of list.split(' ')) {
      test(`${name}: ${purpose ?? 'nothing'}`, () =>
        assert.equal(purposeOf({ name: { text: name, range: { start: 0, end: 0 } } }), purpose));
    }
  }
});

const catalog = memoryCatalog(
  [
    dataset('a', [version('a', 'v2', { aliases: ['good'] }), version('a', 'v1')]),
    dataset('b', [version('b', 'v1')]),
    dataset('c', [version('c', 'v1')]),
  ],
  {
    shared: {
      'a:v1 b:v1': { count: 214, examples: [{ a: 'a.png', b: 'val/b.png' }] },
      'a:v1 a:v1': { count: 1, examples: [{ a: 'x.png', b: 'x.png' }] },
      'a:v2 b:v1': { count: 1200, examples: [] },
      'a:v1 c:v1': { count: 0, examples: [] },
    },
  },
);

const first = 'train and val share 214 files, e.g. a.png (= val/b.png).';

/** Inputs -> what is said, in the order of the text. */
const cases: [inputs: string, messages: string[]][] = [
  ['train: ⟦a:v1⟧, val: ⟦b:v1⟧', [first, first]],
  ['val: ⟦b:v1⟧, images: c:v1, train: ⟦a:v1⟧', [first, first]],
  ['train: ⟦dataset://a/v1⟧, val: ⟦b:latest⟧', [first, first]],
  ['train: ⟦a:v1⟧, test: ⟦a:v1⟧', ['train and test share 1 file, e.g. x.png.', 'train and test share 1 file, e.g. x.png.']],
  ['train: ⟦a:good⟧, holdout: ⟦b:v1⟧', ['train and holdout share 1,200 files.', 'train and holdout share 1,200 files.']],
  ['train: a:v1, val: c:v1', []],
  ['train: b:v1, val: a:v1', []],
  ['train: c:v1, val: b:v1', []],
  ['train: a:v9, val: b:v1', []],
  ['train: s3://bucket/x, val: b:v1', []],
  ['val: a:v1, test: b:v1', []],
  ['train: a:v1, train-2: b:v1', []],
  ['images: a:v1, val: b:v1', []],
];

describe('a step', () => {
  for (const [inputs, messages] of cases) {
    test(inputs, () => {
      const { marked, said } = told(stepOf(inputs));
      assert.equal(marked, stepOf(inputs));
      assert.deepEqual(said, messages);
    });
  }

  test('two steps have nothing to do with each other', () => {
    assert.deepEqual(told(`${stepOf('train: a:v1')}${stepOf('val: b:v1').replace('train-it', 'judge-it')}`).said, []);
  });

  test('an input of several versions', () => {
    const lines = (train: string, val: string) =>
      `- step:\n    name: s\n    inputs:\n      - name: train\n        default:\n          - c:v1\n          - ${train}\n      - name: val\n        default: ${val}\n`;
    assert.equal(told(lines('⟦a:v1⟧', '⟦b:v1⟧')).marked, lines('⟦a:v1⟧', '⟦b:v1⟧'));
  });

  test('a node with inputs of its own', () => {
    const text = `${stepOf('train: c:v1, val: c:v1')}- pipeline:\n    name: p\n    nodes:\n      - name: n\n        type: execution\n        step: train-it\n        override:\n          inputs:\n            - name: train\n              default: ⟦a:v1⟧\n            - name: val\n              default: ⟦b:v1⟧\n`;
    assert.equal(told(text).marked, text);
  });

  test('without a registry nothing is said', () => assert.deepEqual(told(stepOf('train: ⟦a:v1⟧, val: ⟦b:v1⟧'), null).said, []));
});

function stepOf(inputs: string): string {
  const lines = inputs.split(', ').map((input) => {
    const at = input.indexOf(': ');
    return `      - name: ${input.slice(0, at)}\n        default: ${input.slice(at + 2)}\n`;
  });
  return `- step:\n    name: train-it\n    image: a\n    command: python train.py\n    inputs:\n${lines.join('')}`;
}

function told(marked: string, known: Catalog | null = catalog): { marked: string; said: string[] } {
  const { text } = parseMarked(marked);
  const project = openProject({ 'valohai.yaml': text });
  const context = { ...project.context, catalog: known ?? undefined, severities: only(['split-leak']) };
  const found = toldFindings(project.named('valohai.yaml'), context).sort((a, b) => a.span.start - b.span.start);
  const spans = found.map(({ span }) => span);
  return { marked: mark(text, spans), said: found.map(({ message }) => message) };
}

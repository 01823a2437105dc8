/** Links, folding and what a selection grows to. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SelectionRange } from 'vscode-languageserver-types';
import { foldingRanges } from '../../server/language/folding.ts';
import { links } from '../../server/language/links.ts';
import { selectionRanges } from '../../server/language/selection.ts';
import { openProject } from '../support/languageProject.ts';
import { cursorAt, sampleProject, textIn } from './sampleProject.ts';

const linked: [file: string, text: string, expected: string[]][] = [
  ['a.py', 'x = "dataset://digits/v2"\n', ['dataset://digits/v2 -> datapin:/digits%20v2.sha256 Manifest of digits:v2']],
  ['a.py', 'x = "dataset://digits/latest"\n', ['dataset://digits/latest -> datapin:/digits%20v3.sha256 Manifest of digits:v3']],
  ['a.py', 'x = "dataset://digits/v9"\n', []],
  ['a.py', 'x = "dataset://unheard/v9"\n', []],
  ['a.py', 'x = "s3://bucket/digits/v1"\n', []],
  ['a.py', 'x = f"dataset://digits/{y}"\n', []],
  ['a.toml', 'x = "model://churn/v1"\n', ['model://churn/v1 -> datapin:/churn%20v1.sha256 Manifest of churn:v1']],
  [
    'valohai.yaml',
    '- step:\n    name: a\n    inputs:\n      - name: x\n        default: old:v1\n',
    ['old:v1 -> datapin:/old%20v1.sha256 Manifest of old:v1'],
  ],
  ['a.md', 'dataset://digits/v1\n', []],
];

for (const [name, text, expected] of linked) {
  test(`links of ${name}: ${JSON.stringify(text)}`, () => {
    const project = openProject({ [name]: text });
    const file = project.named(name);
    const found = links(file, project.context) ?? [];
    assert.deepEqual(
      found.map(({ range, target, tooltip }) => `${textIn(file, range)} -> ${target} ${tooltip}`),
      expected,
    );
    assert.deepEqual(links(file, { ...project.context, catalog: undefined }) ?? [], []);
  });
}

/** Lines from 0: first and last of each. */
const folded: [what: string, text: string, expected: string[]][] = [
  [
    'a step, its inputs, and an input of several lines',
    '- step:\n    name: a\n    inputs:\n      - name: x\n        default: d:1\n      - name: y\n\n- task:\n    name: t\n',
    ['0-5', '2-5', '3-4', '7-8'],
  ],
  ['a comment between key and list', '- step:\n    inputs:\n      # what\n\n      - name: x\n', ['0-4', '1-4']],
  ['a list beside its key', '- step:\n    inputs: [{name: x},\n      {name: y}]\n', ['0-2', '1-2']],
  ['on one line', '- step: {name: a, inputs: [{name: x}]}\n', []],
  [
    'nodes and edges',
    '- pipeline:\n    name: p\n    nodes:\n      - name: a\n        step: s\n      - name: b\n        step: s\n    edges:\n      - [a.output.x, b.input.x]\n      - [a.output.y, b.input.y]\n',
    ['0-9', '2-6', '3-4', '5-6', '7-9'],
  ],
  [
    'parameters and outputs',
    '- step:\n    parameters:\n      - name: p\n        type: float\n    outputs:\n      - name: o\n',
    ['0-5', '1-3', '2-3', '4-5'],
  ],
  ['an alias for a list', '- step:\n    inputs: &i\n      - name: x\n- step:\n    name: b\n    inputs: *i\n', ['0-2', '1-2', '3-5']],
  ['CRLF', '- step:\r\n    name: a\r\n    inputs:\r\n      - name: x\r\n\r\n', ['0-3', '2-3']],
  ['conflict markers', '<<<<<<< a\n- step:\n    name: a\n=======\n- step:\n    name: b\n>>>>>>> b\n', ['1-2', '4-5']],
  ['empty', '', []],
];

for (const [what, text, expected] of folded) {
  test(`folding: ${what}`, () => {
    const ranges = foldingRanges(openProject({ 'valohai.yaml': text }).named('valohai.yaml'))!;
    assert.deepEqual(
      ranges.map(({ startLine, endLine }) => `${startLine}-${endLine}`),
      expected,
    );
  });
}

test('other files are folded by others', () => {
  const project = openProject({ 'a.py': 'def f():\n  x = "dataset://digits/v1"\n', 'other.yaml': 'a:\n  b: 1\n' });
  assert.deepEqual([foldingRanges(project.named('a.py')), foldingRanges(project.named('other.yaml'))], [undefined, undefined]);
});

/** From the inside out; of long ones the first line. */
const selected: [file: string, cursor: string, expected: string[]][] = [
  ['other.py', 'digits:produc‸tion', ['production', 'digits:production']],
  ['other.py', 'model://chu‸rn', ['churn', 'model://churn/v1']],
  ['prep.py', 'step="pr‸ep"', ['prep']],
  ['jobs/run.sh', 'get dataset://digits/v‸1', ['v1', 'dataset://digits/v1']],
  [
    'valohai.yaml',
    'fit.input.ima‸ges',
    [
      'images',
      'fit.input.images',
      '[clean.output.*.png, fit.input.images]',
      '[clean.output.*.png, fit.input.images]…',
      'pipeline:…',
      '- step:…',
    ],
  ],
  ['valohai.yaml', 'default: digits:v‸1', ['v1', 'digits:v1', 'name: raw…', 'step:…', '- step:…']],
  ['valohai.yaml', '- name: wei‸ghts', ['weights', 'name: weights', 'name: images…', 'step:…', '- step:…']],
  ['valohai.yaml', '{parameter-value:l‸r}', ['lr', 'python train.py {parameters} --rate={parameter-value:lr}', 'step:…', '- step:…']],
];

for (const [name, cursor, expected] of selected) {
  test(`selection in ${name}: ${JSON.stringify(cursor)}`, () => {
    const { file, offset, context } = cursorAt(sampleProject(), name, cursor);
    const texts: string[] = [];
    for (let at: SelectionRange | undefined = selectionRanges(file, [offset], context)![0]; at; at = at.parent) {
      const text = textIn(file, at.range).trimEnd();
      const [first] = text.split('\n');
      texts.push(first === text ? text : `${first}…`);
    }
    assert.deepEqual(texts, expected);
  });
}

test('one answer for each place, none for a document that has nothing', () => {
  const { file, context } = cursorAt(sampleProject(), 'other.py', 'model://chu‸rn');
  const inside = file.document.getText().indexOf('churn');
  const found = selectionRanges(file, [0, inside], context)!;
  assert.deepEqual([found.length, file.document.offsetAt(found[0]!.range.end), found[0]!.parent], [2, 0, undefined]);
  assert.equal(selectionRanges(file, [0], context), undefined);
});

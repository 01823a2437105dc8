/** Quick fixes: what a text becomes. Each row is the action's title, the text before with its cursor, and the text after. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hashOf } from '../support/catalog.ts';
import { withInputs } from '../support/languageDocument.ts';
import { offered } from './applyActions.ts';

type Row = readonly [title: string, before: string, after: string];

const head = '- step:\n    name: train\n    image: a\n    command: b\n';
const input = (value: string) => withInputs(`- name: x\n  default: ${value}`);
const v3 = hashOf('digits:v3').slice(0, 12);

const references: Row[] = [
  ['Change to "digits"', input('dig‸its2:v1'), input('digits:v1')],
  ['Change to "v3"', input('digits:‸v4'), input('digits:v3')],
  ['Change to "production"', input('dataset://digits/prodction‸'), input('dataset://digits/production')],
  [`Change to "${v3}"`, input('digits:v3@sha256:‸000000000000'), input(`digits:v3@sha256:${v3}`)],
  ['Remove the blanks', input('"digits:v3 ‸"'), input('"digits:v3"')],
  ['Pin to v3', input('digits:la‸test'), input('digits:v3')],
  ['Pin to v2', input('digits:‸production'), input('digits:v2')],
  ['Pin to v3 with its hash', input('digits:‸latest'), input(`digits:v3@sha256:${v3}`)],
  ['Pin to v3 with its hash', input('dataset://digits/‸latest'), input(`dataset://digits/v3@sha256:${v3}`)],
  ['Pin to v3 with its hash', input('"digits:‸latest"'), input(`"digits:v3@sha256:${v3}"`)],
  ['Upgrade to v3', input('digits:v‸2'), input('digits:v3')],
  [
    'Upgrade all in this file',
    withInputs('- name: x\n  default: [digits:v‸2, "dataset://digits/v1", churn:v1]'),
    withInputs('- name: x\n  default: [digits:v3, "dataset://digits/v3", churn:v2]'),
  ],
  ['Use digits:v3', input('old:‸v1'), input('digits:v3')],
  ['Use digits:v3', input('dataset://o‸ld/v1'), input('dataset://digits/v3')],
];

const node = (more: string) =>
  `${head}- pipeline:\n    name: p\n    nodes:\n      - name: a\n        type: execution\n        step: train\n${more}`;
const edges = (edge: string) =>
  node(`      - name: b\n        type: execution\n        step: train\n    edges:\n      - [a.output.*, ${edge}]\n`);
const added = (list: string, text: string) => text.replace(head, `${head}${list}`);

const pipelines: Row[] = [
  ['Add input "images" to step "train"', edges('b.input.‸images'), added('    inputs:\n      - name: images\n', edges('b.input.images'))],
  [
    'Add parameter "lr" to step "train"',
    edges('b.parameter.l‸r'),
    added('    parameters:\n      - name: lr\n        type: string\n', edges('b.parameter.lr')),
  ],
  ['Add input "on" to step "train"', edges('b.input.‸on'), added('    inputs:\n      - name: "on"\n', edges('b.input.on'))],
  [
    'Add input "more" to step "train"',
    added('    inputs:\n    -   name: x\n        optional: true # of course\n\n    outputs: []\n', edges('b.input.mo‸re')),
    added(
      '    inputs:\n    -   name: x\n        optional: true # of course\n    -   name: more\n\n    outputs: []\n',
      edges('b.input.more'),
    ),
  ],
  [
    'Add input "more" to step "train"',
    added('    inputs:\n      - {name: x, optional: true}\n', edges('b.input.mo‸re')),
    added('    inputs:\n      - {name: x, optional: true}\n      - {name: more}\n', edges('b.input.more')),
  ],
  [
    'Add input "more" to step "train"',
    added('    inputs: [{name: x}]\n', edges('b.input.mo‸re')),
    added('    inputs: [{name: x}, {name: more}]\n', edges('b.input.more')),
  ],
  [
    'Add input "more" to step "train"',
    added('    inputs: []\n', edges('b.input.mo‸re')),
    added('    inputs: [{name: more}]\n', edges('b.input.more')),
  ],
  [
    'Add parameter "lr" to step "train"',
    added('    outputs:\n    - name: o\n', edges('b.parameter.l‸r')),
    added('    outputs:\n    - name: o\n    parameters:\n    - name: lr\n      type: string\n', edges('b.parameter.lr')),
  ],
  [
    'Add parameter "lr" to step "train"',
    added('    parameters:\n      - name: x\n        default: |\n          a\n          b\n', edges('b.parameter.l‸r')),
    added(
      '    parameters:\n      - name: x\n        default: |\n          a\n          b\n      - name: lr\n        type: string\n',
      edges('b.parameter.lr'),
    ),
  ],
  [
    'Add input "new" to step "train"',
    node('        override:\n          inputs:\n            - name: ne‸w\n              default: digits:v3\n    edges: []\n'),
    added(
      '    inputs:\n      - name: new\n',
      node('        override:\n          inputs:\n            - name: new\n              default: digits:v3\n    edges: []\n'),
    ),
  ],
  [
    'Add parameter "lr" to step "train"',
    `${head}- task:\n    name: t\n    step: train\n    parameters:\n      - name: l‸r\n        style: single\n        rules: {value: 1}\n`,
    `${head}    parameters:\n      - name: lr\n        type: string\n- task:\n    name: t\n    step: train\n    parameters:\n      - name: lr\n        style: single\n        rules: {value: 1}\n`,
  ],
  [
    'Add parameter "lr" to step "train"',
    node('    edges: []\n    parameters:\n      - name: q\n        target: a.parameter.l‸r\n'),
    added(
      '    parameters:\n      - name: lr\n        type: string\n',
      node('    edges: []\n    parameters:\n      - name: q\n        target: a.parameter.lr\n'),
    ),
  ],
  ['Add "image"', '- step:\n    name: tr‸ain\n    command: b\n', '- step:\n    name: train\n    image: python:3.13\n    command: b\n'],
  [
    'Add "command"',
    '- step:\n    name: tr‸ain # it\n    image: a',
    '- step:\n    name: train # it\n    command: python main.py\n    image: a',
  ],
  [
    'Add "name"',
    '- step:\n    im‸age: a\n    command: |\n      b\n',
    '- step:\n    image: a\n    command: |\n      b\n    name: unnamed\n',
  ],
  ['Add "image"', '- step: {name: tr‸ain, command: b}\n', '- step: {name: train, image: python:3.13, command: b}\n'],
  ['Add "name"', '- step: ‸{}\n', '- step: {name: unnamed}\n'],
  [
    'Add "type"',
    node('      - name: ‸b\n        step: train\n    edges: []\n'),
    node('      - name: b\n        type: execution\n        step: train\n    edges: []\n'),
  ],
  [
    'Add "step"',
    node('      - name: ‸b\n        type: execution\n    edges: []\n'),
    node('      - name: b\n        step: train\n        type: execution\n    edges: []\n'),
  ],
  [
    'Add "task"',
    node('      - name: ‸b\n        type: task\n    edges: []\n'),
    node('      - name: b\n        task: my-task\n        type: task\n    edges: []\n'),
  ],
  ['Add "edges"', node('').replace('name: p', 'name: ‸p'), node('    edges: []\n')],
  ['Remove the first "image"', `${head}    im‸age: c\n`, '- step:\n    name: train\n    command: b\n    image: c\n'],
  [
    'Remove the first "name"',
    '- step:\n    name: a\n    image: b\n    command: c\n    inputs:\n      - name: x\n        optional: true\n        ‸name: y\n',
    '- step:\n    name: a\n    image: b\n    command: c\n    inputs:\n      - optional: true\n        name: y\n',
  ],
  ['Remove the first "image"', '- step: {name: a, image: b, command: c, ‸image: d}\n', '- step: {name: a, command: c, image: d}\n'],
  [
    'Remove the first "inputs"',
    `${head}    inputs:\n      - name: x # it\n    # about these\n    ‸inputs: []\n`,
    `${head}    # about these\n    inputs: []\n`,
  ],
  [
    'Remove "optional"',
    `${head}    parameters:\n      - name: p\n        type: flag\n        op‸tional: true # ever\n        default: false\n`,
    `${head}    parameters:\n      - name: p\n        type: flag\n        default: false\n`,
  ],
  [
    'Remove "pass-true-as"',
    `${head}    parameters:\n      - ‸pass-true-as: --x\n        name: p\n`,
    `${head}    parameters:\n      - name: p\n`,
  ],
  ['Remove "pass-true-as"', `${head}    parameters: [{name: p, ‸pass-true-as: --x}]\n`, `${head}    parameters: [{name: p}]\n`],
  [
    'Remove "engine"',
    `${head}- task:\n    name: t\n    step: train\n    parameter-sets: []\n    ‸engine: optuna`,
    `${head}- task:\n    name: t\n    step: train\n    parameter-sets: []\n`,
  ],
  [
    'Change to "output"',
    node('    edges:\n      - [a.‸outputs.*, a.dependency.a]\n'),
    node('    edges:\n      - [a.output.*, a.dependency.a]\n'),
  ],
  [
    'Change to "train"',
    node('      - name: b\n        type: execution\n        step: tra‸n\n    edges: []\n'),
    node('      - name: b\n        type: execution\n        step: train\n    edges: []\n'),
  ],
];

describe('references', () => rows('valohai.yaml', references));
describe('the pipeline file', () => rows('valohai.yaml', pipelines));
describe('with the line ends of Windows', () =>
  rows(
    'valohai.yaml',
    pipelines.map(([title, ...texts]) => [title, ...texts.map((text) => text.replaceAll('\n', '\r\n'))] as unknown as Row),
  ));

describe('nothing that would do harm is offered', () => {
  const none: [title: string, text: string][] = [
    [
      'Add input "images" to step "train"',
      `- step: &s\n    <<: {inputs: [{name: x}]}\n    name: train\n    image: a\n    command: b\n${edges('b.input.ima‸ges').slice(head.length)}`,
    ],
    ['Add input "x*" to step "train"', edges('b.input.‸x*')],
    ['Remove the first "image"', '- step:\n    name: a\n    image: &i b\n    command: *i\n    im‸age: c\n'],
    ['Pin to v3 with its hash', input('digits:‸v3')],
    ['Upgrade all in this file', input('digits:‸v2')],
  ];
  for (const [title, text] of none) test(title, () => assert.ok(!offered({ 'valohai.yaml': text }).titles.includes(title)));
});

describe('a script and its step', () => {
  const yaml = '- step:\n    name: train\n    image: a\n    command: python train.py\n';
  const found: [title: string, python: string, yaml: string][] = [
    [
      'Add input "images" to step "train"',
      'import valohai\nvalohai.inputs("im‸ages").path()\n',
      `${yaml}    inputs:\n      - name: images\n`,
    ],
    [
      'Add parameter "lr" to step "train"',
      "import valohai\nvalohai.parameters('l‸r').value\n",
      `${yaml}    parameters:\n      - name: lr\n        type: string\n`,
    ],
  ];
  for (const [title, python, after] of found) {
    test(title, () => assert.deepEqual(offered({ 'train.py': python, 'valohai.yaml': yaml }).after(title), { 'valohai.yaml': after }));
  }
  const unused: [before: string, after: string][] = [
    [
      `${yaml}    inputs:\n      - name: x\n      - name: ol‸d\n        default: digits:v3\n    outputs: []\n`,
      `${yaml}    inputs:\n      - name: x\n    outputs: []\n`,
    ],
    [`${yaml}    inputs:\n      - name: ol‸d\n        default: digits:v3 # it\n      - name: x\n`, `${yaml}    inputs:\n      - name: x\n`],
    [`${yaml}    inputs: [{name: ‸old}, {name: x}]\n`, `${yaml}    inputs: [{name: x}]\n`],
    [`${yaml}    inputs: [{name: x}, {name: ‸old}]\n`, `${yaml}    inputs: [{name: x}]\n`],
    [`${yaml}    inputs:\n      - name: ol‸d\n    outputs: []\n`, `${yaml}    outputs: []\n`],
  ];
  const script = 'import valohai\nvalohai.inputs("x").path()\n';
  for (const [before, after] of unused) {
    test(before, () =>
      assert.deepEqual(offered({ 'valohai.yaml': before, 'train.py': script }).after('Remove input "old"'), { 'valohai.yaml': after }),
    );
  }
});

function rows(file: string, table: readonly Row[]): void {
  for (const [title, before, after] of table) {
    test(`${title}: ${before}`, () => assert.deepEqual(offered({ [file]: before }).after(title), { [file]: after }));
  }
}

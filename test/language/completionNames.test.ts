/** Names of other things, offered in a pipeline file, and what is filled in when a step runs. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { labelsOf, taken } from './completed.ts';
import { steps } from './completionFile.ts';

/** Behind the steps above. */
const items: [text: string, offers: string[] | undefined, after?: string][] = [
  [
    '- pipeline:\n    nodes:\n      - name: n\n        step: ‸',
    ['preprocess', 'train'],
    '- pipeline:\n    nodes:\n      - name: n\n        step: preprocess',
  ],
  ['- pipeline:\n    nodes:\n      - name: n\n        step: tr‸\n        type: execution', ['train']],
  ['- pipeline:\n    nodes:\n    - step: ‸', ['preprocess', 'train']],
  [
    '- pipeline:\n    nodes:\n      - {name: n, step: ‸}',
    ['preprocess', 'train'],
    '- pipeline:\n    nodes:\n      - {name: n, step: preprocess}',
  ],
  [
    '- pipeline:\n    nodes:\n      - {name: n, step:‸}',
    ['preprocess', 'train'],
    '- pipeline:\n    nodes:\n      - {name: n, step: preprocess}',
  ],
  [
    '- pipeline:\n    nodes:\n      - name: n\n        step:‸',
    ['preprocess', 'train'],
    '- pipeline:\n    nodes:\n      - name: n\n        step: preprocess',
  ],
  [
    '- pipeline:\n    nodes:\n      - name: n\n        step: "‸"',
    ['preprocess', 'train'],
    '- pipeline:\n    nodes:\n      - name: n\n        step: "preprocess"',
  ],
  [
    '- pipeline:\n    nodes:\n      - name: n\n        step: "tr‸ai"',
    ['train'],
    '- pipeline:\n    nodes:\n      - name: n\n        step: "train"',
  ],
  ['- pipeline:\n    nodes:\n      - name: n\n        task: ‸', ['search']],
  ['- pipeline:\n    nodes:\n      - name: n\n        deployment: ‸', ['production']],
  ['- pipeline:\n    nodes:\n      - name: n\n        endpoints: [‸]', ['answer']],
  ['- pipeline:\n    nodes:\n      - name: n\n        endpoints:\n          - ‸', ['answer']],
  [
    '- pipeline:\n    nodes:\n      - name: n\n        step: train\n        override:\n          inputs:\n            - name: ‸',
    ['dataset', 'labels'],
  ],
  [
    '- pipeline:\n    nodes:\n      - name: n\n        override:\n          inputs:\n            - name: ‸\n        step: train',
    ['dataset', 'labels'],
  ],
  [
    '- pipeline:\n    nodes:\n      - name: n\n        step: train\n        override:\n          inputs:\n            - name: labels\n            - name: ‸',
    ['dataset'],
  ],
  [
    '- pipeline:\n    nodes:\n      - name: n\n        task: search\n        override:\n          parameters:\n            - name: ‸',
    ['epochs', 'rate'],
  ],
  [
    '- pipeline:\n    nodes:\n      - name: n\n        step: train\n        override:\n          environment-variables:\n            - name: ‸',
    ['LOG'],
  ],
  [
    '- pipeline:\n    nodes:\n      - name: n\n        step: train\n        commit: abc\n        override:\n          inputs:\n            - name: ‸',
    [],
  ],
  ['- pipeline:\n    nodes:\n      - {name: n, step: train, override: {inputs: [{name: ‸}]}}', ['dataset', 'labels']],
  ['- pipeline:\n    nodes:\n      - {name: n, override: {parameters: [{name: ‸}]}, step: train}', ['epochs', 'rate']],
  ['- task:\n    name: t\n    step: ‸', ['preprocess', 'train']],
  ['- task:\n    step: train\n    parameters:\n      - name: ‸', ['epochs', 'rate']],
  ['- task:\n    parameters:\n      - name: ‸\n    step: train', ['epochs', 'rate']],
  ['- task:\n    step: nothing\n    parameters:\n      - name: ‸', []],
  [
    '- task:\n    step: train\n    parameter-sets:\n      - ‸',
    ['epochs', 'rate'],
    '- task:\n    step: train\n    parameter-sets:\n      - epochs: ',
  ],
  [
    '- task:\n    step: train\n    parameter-sets:\n      - epochs: 1\n        ‸',
    ['rate'],
    '- task:\n    step: train\n    parameter-sets:\n      - epochs: 1\n        rate: ',
  ],
  [
    '- task:\n    step: train\n    parameter-sets:\n      - {epochs: 1, ‸}',
    ['rate'],
    '- task:\n    step: train\n    parameter-sets:\n      - {epochs: 1, rate: }',
  ],
  // names that this file makes itself are nobody else's
  ['- pipeline:\n    name: ‸', undefined],
  ['- pipeline:\n    nodes:\n      - name: ‸', undefined],
  ['- step:\n    name: ‸', undefined],
  ['- step:\n    inputs:\n      - name: ‸', undefined],
  ['- step:\n    image: ‸', undefined],
  ['- task:\n    step: # ‸', undefined],
  ['- task:\n    description: |\n      step: ‸', undefined],
  ['- task:\n    description: >-\n\n      step: ‸', undefined],
  ['- task:\n    description: some text\n      step: ‸', undefined],
  ['# step: ‸', undefined],
];

describe('names of items', () => {
  for (const [text, offers, after] of items) {
    test(text.replaceAll('\n', '⏎'), () => {
      assert.deepEqual(labelsOf('valohai.yaml', `${steps}${text}\n`), offers);
      if (after !== undefined) assert.equal(taken('valohai.yaml', `${steps}${text}\n`), `${steps}${after}\n`);
    });
  }

  test('a name that YAML would take for another thing is quoted', () => {
    const file = '- step:\n    name: "a: b"\n- step:\n    name: "yes"\n- step:\n    name: Train it\n- task:\n    step: ';
    assert.equal(taken('valohai.yaml', `${file}‸`), `${file}"a: b"`);
    assert.equal(taken('valohai.yaml', `${file}‸`, { label: 'yes' }), `${file}"yes"`);
    assert.equal(taken('valohai.yaml', `${file}Train i‸`), `${file}Train it`);
    assert.equal(taken('valohai.yaml', `${file}"‸"`), `${file}"a: b"`);
  });
});

const words = ['parameters', 'parameter', 'parameter-value'];

/** In a step that has the parameters `epochs` and `rate`. */
const commands: [lines: string, offers: string[] | undefined, after?: string][] = [
  ['command: train {‸', words, 'command: train {parameters}'],
  ['command: train {par‸}', words, 'command: train {parameters}'],
  ['command: train {parameter-‸}', ['parameter-value'], 'command: train {parameter-value:}'],
  ['command: train {parameter:‸', ['epochs', 'rate'], 'command: train {parameter:epochs}'],
  ['command: train {parameter:‸}', ['epochs', 'rate'], 'command: train {parameter:epochs}'],
  ['command: train {parameter:ep‸o} --x', ['epochs'], 'command: train {parameter:epochs} --x'],
  ['command: train {parameter-value:ra‸', ['rate'], 'command: train {parameter-value:rate}'],
  ['command: train {parameters} {parameter:‸', ['epochs', 'rate'], 'command: train {parameters} {parameter:epochs}'],
  ['command: "train {parameter:‸"', ['epochs', 'rate'], 'command: "train {parameter:epochs}"'],
  ['command:\n  - train {parameter:‸}', ['epochs', 'rate'], 'command:\n  - train {parameter:epochs}'],
  ['command:\n  - cd x\n  - "train {parameter:‸"', ['epochs', 'rate'], 'command:\n  - cd x\n  - "train {parameter:epochs}"'],
  ['command:\n  - |\n    train\n    --x {parameter:‸', ['epochs', 'rate'], 'command:\n  - |\n    train\n    --x {parameter:epochs}'],
  ['command: |\n  train {‸\n', words],
  ['command: >-\n  train\n    {parameter:r‸\n', ['rate']],
  ['command: train\n  --x {parameter:‸', ['epochs', 'rate']],
  ['command: ["train {parameter:‸"]', ['epochs', 'rate'], 'command: ["train {parameter:epochs}"]'],
  ['source-path: train.py\ncommand: python {so‸', ['source-path'], 'source-path: train.py\ncommand: python {source-path}'],
  ['inputs:\n  - name: a\n    default: dataset://{parameter:‸}/v1', ['epochs', 'rate']],
  ['inputs:\n  - name: a\n    default: dataset://digits/{parameter:‸', ['epochs', 'rate']],
  ['inputs:\n  - name: a\n    default: s3://bucket/{parameter:‸}', ['epochs', 'rate']],
  ['inputs:\n  - name: a\n    default: s3://bucket/{‸}', ['parameter']],
  ['command: train {x:‸', undefined],
  ['command: train {parameter:epochs}‸', undefined],
  ['command: train # {parameter:‸', undefined],
  ['description: use {parameter:‸', undefined],
  ['image: a:{parameter:‸', undefined],
];

const inStep = (lines: string) =>
  `- step:\n    name: own\n    parameters:\n      - name: epochs\n      - name: rate\n${lines.replaceAll(/^/gm, '    ')}\n`;

describe('what is filled in when a step runs', () => {
  for (const [lines, offers, after] of commands) {
    test(lines.replaceAll('\n', '⏎'), () => {
      assert.deepEqual(labelsOf('valohai.yaml', inStep(lines)), offers);
      if (after !== undefined) assert.equal(taken('valohai.yaml', inStep(lines)), inStep(after));
    });
  }

  test("the command of a node's override has the parameters of its step", () => {
    const node = '- pipeline:\n    nodes:\n      - name: n\n        step: train\n        override:\n          command: x {parameter:‸\n';
    assert.deepEqual(labelsOf('valohai.yaml', steps + node), ['epochs', 'rate']);
  });

  test("an endpoint's command has none", () => {
    assert.equal(labelsOf('valohai.yaml', '- endpoint:\n    server-command: x {parameter:‸\n'), undefined);
  });
});

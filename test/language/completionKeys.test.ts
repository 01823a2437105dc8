/** Keys and known words of a pipeline file, offered by lines and indentation. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { MarkupContent } from 'vscode-languageserver-types';
import { completeAt, labelsOf, taken } from './completed.ts';

const alone = { context: { keysElsewhere: false } };
const withSnippets = { context: { keysElsewhere: false, canUseSnippets: true } };

const stepKeys = ['name', 'image', 'command', 'inputs', 'parameters', 'environment', 'autorestart', 'runtime-config-preset'];
const inputKeys = ['name', 'default', 'optional', 'description', 'filename', 'keep-directories', 'download'];
const kinds = ['step', 'task', 'endpoint', 'pipeline', 'deployment'];
const resources = ['cpu', 'memory', 'devices'];

/** What is offered first, and the text after the first of it was taken. */
const rows: [text: string, first: string[] | undefined, after?: string][] = [
  // items
  ['‸', kinds, '- step:\n    name: '],
  ['- ‸', kinds, '- step:\n    name: '],
  ['-‸', kinds, '- step:\n    name: '],
  ['- st‸', ['step'], '- step:\n    name: '],
  ['pi‸', ['pipeline'], '- pipeline:\n    name: '],
  ['- step:\n    name: a\n‸', kinds, '- step:\n    name: a\n- step:\n    name: '],
  ['- step:\n    name: a\n- ‸\n- step:\n    name: b', kinds],
  ['  - step:\n      name: a\n  - ta‸', ['task']],
  ['- st‸:\n    name: a', ['step'], '- step:\n    name: a'],
  ['- step:\n  ‸', undefined],
  ['- step:\n    name: a\n  ta‸', undefined],
  // keys of a step
  ['- step:\n    ‸', stepKeys, '- step:\n    name: '],
  ['- step:\n   ‸', stepKeys],
  ['- step:\n    na‸', ['name'], '- step:\n    name: '],
  ['- step:\n    NA‸', ['name'], '- step:\n    name: '],
  ['- step:\n    na‸: a', ['name'], '- step:\n    name: a'],
  ['- step:\n    name: a\n    ‸', ['image', 'command', 'inputs']],
  ['- step:\n    ‸\n    name: a', ['image', 'command', 'inputs']],
  ['- step:\n    ‸\n    name: a\n    inputs:\n      - name: x\n    image: b', ['command', 'parameters']],
  ['- step:\n    name: a\n    inputs:\n      - name: x\n    ‸', ['image', 'command', 'parameters']],
  ['- step:\n    name: a\n    inputs:\n    - name: x\n    ‸', ['image', 'command', 'parameters']],
  ['- step:\n    name: a\n\n    # a comment\n    im‸', ['image'], '- step:\n    name: a\n\n    # a comment\n    image: '],
  ['- step:\n    command: |\n      python a: b\n    ‸', ['name', 'image', 'inputs']],
  ['- step:\n    command: |\n      na‸', undefined],
  ['- step:\n    command: |\n      a\n\n      na‸', undefined],
  ['- step:\n    description: some text\n      na‸', undefined],
  ['- step: {‸}', stepKeys],
  ['- step: {name: a, ‸}', ['image', 'command', 'inputs'], '- step: {name: a, image: }'],
  ['- step: {name: a, im‸, command: b}', ['image'], '- step: {name: a, image: , command: b}'],
  ['- step: {‸, name: a, image: b}', ['command', 'inputs']],
  ['- step:\n    name: a\n    resources:\n      ‸', resources],
  ['- step:\n    name: a\n    resources:\n      cpu:\n        ‸', ['min', 'max']],
  ['- step:\n    res‸', ['resources'], '- step:\n    resources:\n      '],
  ['- step:\n    inp‸', ['inputs'], '- step:\n    inputs:\n      - '],
  ['- step:\n<<<<<<< HEAD\n    image: a\n=======\n    image: b\n>>>>>>> x\n    ‸', ['name', 'command']],
  ['- step: &a\n    ‸', stepKeys],
  ['- step:\n    <<: *base\n    ‸', stepKeys],
  ['- step:\r\n    name: a\r\n    ‸\r\n    image: b\r\n', ['command', 'inputs']],
  ['\ufeff- step:\n    name: a\n    ‸', ['image', 'command']],
  ['---\n- step:\n    name: a\n    ‸', ['image', 'command']],
  // keys of lists
  ['- step:\n    inputs:\n      - ‸', inputKeys, '- step:\n    inputs:\n      - name: '],
  ['- step:\n    inputs:\n      -‸', inputKeys, '- step:\n    inputs:\n      - name: '],
  ['- step:\n    inputs:\n      ‸', inputKeys, '- step:\n    inputs:\n      - name: '],
  ['- step:\n    inputs:\n    - ‸', inputKeys, '- step:\n    inputs:\n    - name: '],
  ['- step:\n    inputs:\n      - name: a\n        ‸', inputKeys.slice(1), '- step:\n    inputs:\n      - name: a\n        default: '],
  ['- step:\n    inputs:\n      - name: a\n      - name: b\n        ‸', inputKeys.slice(1)],
  ['- step:\n    inputs:\n      - ‸\n        name: a', inputKeys.slice(1)],
  ['- step:\n    inputs:\n      - default: x\n        ‸\n        name: a', ['optional', 'description']],
  ['- step:\n    inputs:\n      - {name: a, ‸}', inputKeys.slice(1)],
  ['- step:\n    inputs: [{name: a, ‸}]', inputKeys.slice(1)],
  ['- step:\n    inputs:\n      - name: a\n        fi‸', ['filename']],
  ['- step:\n    parameters:\n      - name: a\n        mul‸', ['multiple', 'multiple-separator']],
  ['- step:\n    mounts:\n      - ‸', ['source', 'destination']],
  ['- step:\n    parameters:\n      - name: a\n        widget:\n          ‸', ['type', 'settings']],
  ['- step:\n    command:\n      - ‸', undefined],
  ['- step:\n    outputs:\n      - ‸', ['name', 'description']],
  // pipelines
  ['- pipeline:\n    ‸', ['name', 'nodes', 'edges', 'parameters']],
  ['- blueprint:\n    ‸', ['name', 'nodes', 'edges', 'parameters']],
  [
    '- pipeline:\n    nodes:\n      - name: a\n        type: deployment\n        ‸',
    ['deployment', 'actions', 'endpoints', 'aliases', 'on-error'],
  ],
  ['- pipeline:\n    nodes:\n      - name: a\n        ‸\n        type: execution', ['step', 'actions', 'commit', 'override']],
  ['- pipeline:\n    nodes:\n      - name: a\n        type: task\n        step: s\n        ‸', ['actions', 'commit']],
  ['- pipeline:\n    nodes:\n      - name: a\n        ty‸', ['type'], '- pipeline:\n    nodes:\n      - name: a\n        type: '],
  ['- pipeline:\n    nodes:\n      - name: a\n        override:\n          ‸', ['image', 'command', 'inputs']],
  ['- pipeline:\n    nodes:\n      - name: a\n        actions:\n          - ‸', ['when', 'then', 'if']],
  ['- pipeline:\n    edges:\n      - ‸', ['source', 'target', 'configuration']],
  ['- pipeline:\n    edges:\n      - source: a.output.b\n        ‸', ['target', 'configuration']],
  ['- pipeline:\n    parameters:\n      - name: a\n        ta‸', ['target', 'targets']],
  // others
  ['- task:\n    ‸', ['name', 'step', 'type', 'parameters']],
  ['- task:\n    parameters:\n      - name: a\n        rules:\n          ‸', ['items', 'value', 'min']],
  ['- endpoint:\n    name: a\n    image: b\n    wsgi: c\n    ‸', ['files', 'port']],
  ['- endpoint:\n    name: a\n    image: b\n    ser‸', ['server-command']],
  ['- deployment:\n    name: a\n    defaults:\n      ‸', ['target']],
  ['- nothing:\n    ‸', undefined],
  ['step:\n  ‸', undefined],
  ['- step:\n    name: a\n    # na‸', undefined],
  ['- step:\n    name: a # na‸', undefined],
];

describe('keys', () => {
  for (const [text, first, after] of rows) {
    test(text.replaceAll('\n', '⏎').replaceAll('\r', ''), () => {
      assert.deepEqual(labelsOf('valohai.yaml', text, alone)?.slice(0, first?.length), first);
      if (after !== undefined) assert.equal(taken('valohai.yaml', text, alone), after);
      assert.equal(labelsOf('other.yaml', text, alone), undefined, 'in no other file');
    });
  }
});

const flags = ['true', 'false'];
const words: [text: string, offers: string[] | undefined, after?: string][] = [
  ['- step:\n    inputs:\n      - optional: ‸', flags, '- step:\n    inputs:\n      - optional: true'],
  ['- step:\n    inputs:\n      - optional:‸', flags, '- step:\n    inputs:\n      - optional: true'],
  ['- step:\n    inputs:\n      - optional: f‸', ['false'], '- step:\n    inputs:\n      - optional: false'],
  ['- step:\n    inputs:\n      - optional: ‸true', flags],
  ['- step:\n    inputs:\n      - optional: true ‸', undefined],
  ['- step:\n    inputs:\n      - download: ‸', ['always', 'on-demand'], '- step:\n    inputs:\n      - download: always'],
  ['- step:\n    inputs:\n      - download: "‸"', ['always', 'on-demand'], '- step:\n    inputs:\n      - download: "always"'],
  ['- step:\n    inputs:\n      - keep-directories: ‸', [...flags, 'none', 'full', 'suffix']],
  ['- step:\n    inputs:\n      - {name: a, download: ‸}', ['always', 'on-demand']],
  ['- step:\n    parameters:\n      - name: a\n        type: ‸', ['string', 'integer', 'float', 'flag']],
  [
    '- step:\n    parameters:\n      - name: a\n        type: fl‸',
    ['float', 'flag'],
    '- step:\n    parameters:\n      - name: a\n        type: float',
  ],
  ['- step:\n    parameters:\n      - name: a\n        multiple: ‸', ['none', 'repeat', 'separate']],
  ['- step:\n    autorestart: ‸', flags],
  ['- pipeline:\n    nodes:\n      - type: ‸', ['execution', 'task', 'deployment']],
  [
    '- pipeline:\n    nodes:\n      - name: a\n        type: execution\n        on-error: ‸',
    ['stop-all', 'stop-next', 'continue', 'retry'],
  ],
  ['- pipeline:\n    nodes:\n      - name: a\n        type: deployment\n        on-error: ‸', ['stop-all', 'stop-next', 'continue']],
  ['- pipeline:\n    nodes:\n      - name: a\n        on-error: ‸\n        type: deployment', ['stop-all', 'stop-next', 'continue']],
  ['- pipeline:\n    nodes:\n      - name: a\n        actions:\n          - when: ‸', ['node-starting', 'node-complete', 'node-error']],
  [
    '- pipeline:\n    nodes:\n      - name: a\n        actions:\n          - when: [node-error, ‸]',
    ['node-starting', 'node-complete', 'node-error'],
  ],
  ['- pipeline:\n    nodes:\n      - name: a\n        actions:\n          - then:\n              - st‸', ['stop-pipeline']],
  ['- pipeline:\n    reuse-executions: ‸', flags],
  ['- task:\n    type: gr‸', ['grid_search']],
  ['- task:\n    parameters:\n      - name: a\n        style: ‸', ['single', 'multiple', 'linear', 'logspace', 'random']],
  ['- step:\n    image: ‸', undefined],
  ['- step:\n    description: t‸', undefined],
  ['- step:\n    inputs: ‸', undefined],
  ['- step:\n    inputs:\n      - optional: # ‸', undefined],
];

describe('words', () => {
  for (const [text, offers, after] of words) {
    test(text.replaceAll('\n', '⏎'), () => {
      assert.deepEqual(labelsOf('valohai.yaml', text, alone), offers);
      if (after !== undefined) assert.equal(taken('valohai.yaml', text, alone), after);
    });
  }
});

const snippets: [text: string, label: string, after: string][] = [
  ['‸', 'step', `- step:\n    name: \${1:train}\n    image: \${2:python:3.13}\n    command: \${3:python train.py}\n    $0`],
  ['- st‸', 'step', `- step:\n    name: \${1:train}\n    image: \${2:python:3.13}\n    command: \${3:python train.py}\n    $0`],
  ['- step:\n    inp‸', 'inputs', '- step:\n    inputs:\n      - name: $1'],
  ['- step:\n    outp‸', 'outputs', '- step:\n    outputs:\n      - name: $1'],
  ['- step:\n    cache‸', 'cache-volumes', '- step:\n    cache-volumes:\n      - '],
  ['- pipeline:\n    no‸', 'nodes', '- pipeline:\n    nodes:\n      - name: $1\n        type: $2'],
  ['- pipeline:\n    ed‸', 'edges', '- pipeline:\n    edges:\n      - '],
  [
    '- pipeline:\n    nodes:\n      - act‸',
    'actions',
    '- pipeline:\n    nodes:\n      - actions:\n          - when: $1\n            then: $2',
  ],
  ['- pipeline:\n    edges:\n      - ‸', '[source, target]', '- pipeline:\n    edges:\n      - [$1, $2]'],
  ['- step:\n    ‸inputs:\n      - name: a', 'inputs', '- step:\n    inputs:\n      - name: a'],
];

describe('places to fill in, for an editor that knows them', () => {
  for (const [text, label, after] of snippets) {
    test(text.replaceAll('\n', '⏎'), () => {
      const item = completeAt('valohai.yaml', text, withSnippets).list?.items.find((one) => one.label === label);
      assert.equal(item?.insertTextFormat === 2, item?.textEdit?.newText.includes('$'), 'says that it is a snippet');
      assert.equal(taken('valohai.yaml', text, { ...withSnippets, label }), after);
    });
  }

  test('nothing to fill in for one that does not', () => {
    for (const [text, label] of snippets) {
      const item = completeAt('valohai.yaml', text, alone).list?.items.find((one) => one.label === label);
      assert.doesNotMatch(item?.textEdit?.newText ?? '', /\$/);
      assert.equal(item?.insertTextFormat, undefined);
    }
  });
});

test('a key says what it is for, and whether it must be there', () => {
  const { list } = completeAt('valohai.yaml', '- step:\n    inputs:\n      - ‸', alone);
  const about = list?.items.map(({ label, labelDetails, documentation }) => [
    label,
    labelDetails?.description,
    (documentation as MarkupContent).value,
  ]);
  assert.deepEqual(about?.slice(0, 3), [
    ['name', 'required', 'The name of the input, unique within its step.'],
    ['default', undefined, 'The reference or location that is read when a run names no other, or a list of them.'],
    ['optional', 'default: false', 'Whether a run may go without this input.'],
  ]);
});

test('the usual word says so', () => {
  const { list } = completeAt('valohai.yaml', '- step:\n    inputs:\n      - download: ‸', alone);
  assert.deepEqual(
    list?.items.map(({ labelDetails }) => labelDetails?.description),
    ['default', undefined],
  );
});

test('beside something else that owns YAML nothing of it is offered twice', () => {
  for (const [text] of [...rows, ...words]) {
    const labels = labelsOf('valohai.yaml', text) ?? [];
    assert.deepEqual(labels, [], text);
  }
});

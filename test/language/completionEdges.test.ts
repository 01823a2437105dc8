/** The ends of edges, offered part by part, also while the text is no YAML yet. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { completeAt, labelsOf, taken } from './completed.ts';
import { nodes, steps } from './completionFile.ts';

const everyNode = ['preprocess', 'train', 'deploy'];
const sources = ['output', 'input', 'parameter', 'metadata', 'environment-variable', 'dependency'];
const targets = ['input', 'parameter', 'environment-variable', 'dependency'];

/** Lines of edges in the pipeline above, what is offered there, and those lines after the first was taken. */
const edges: [lines: string, offers: string[] | undefined, after?: string][] = [
  ['- [‸]', everyNode, '- [preprocess.]'],
  ['- [‸', everyNode, '- [preprocess.'],
  ['- [pre‸', ['preprocess'], '- [preprocess.'],
  ['- [PRE‸', ['preprocess'], '- [preprocess.'],
  ['- [pre‸.output.x, train.input.dataset]', ['preprocess'], '- [preprocess.output.x, train.input.dataset]'],
  ['- [nothing.‸', []],
  ['- [preprocess.‸', sources, '- [preprocess.output.'],
  ['- [preprocess.‸]', sources, '- [preprocess.output.]'],
  ['- [preprocess.out‸', ['output'], '- [preprocess.output.'],
  ['- [preprocess.‸.x, train.input.dataset]', sources, '- [preprocess.output.x, train.input.dataset]'],
  ['- [preprocess.output.‸', ['train.csv', 'labels.csv', '*'], '- [preprocess.output.train.csv'],
  ['- [preprocess.output.‸]', ['train.csv', 'labels.csv', '*'], '- [preprocess.output.train.csv]'],
  ['- [preprocess.output.tr‸', ['train.csv'], '- [preprocess.output.train.csv'],
  ['- [preprocess.output.train.c‸', ['train.csv'], '- [preprocess.output.train.csv'],
  ['- [preprocess.input.‸', ['images'], '- [preprocess.input.images'],
  ['- [preprocess.parameter.‸', []],
  ['- [preprocess.metadata.‸', []],
  ['- [preprocess.dependency.‸', ['*'], '- [preprocess.dependency.*'],
  ['- [train.output.‸', ['*'], '- [train.output.*'],
  ['- [deploy.‸', ['deployment', 'dependency'], '- [deploy.deployment.'],
  ['- [deploy.deployment.‸', ['id', 'version_id'], '- [deploy.deployment.id'],
  ['- ["preprocess.‸"]', sources, '- ["preprocess.output."]'],
  ["- ['preprocess.output.*', 'train.‸']", targets, "- ['preprocess.output.*', 'train.input.']"],
  ['- [preprocess.output.*, ‸]', ['train', 'deploy', 'preprocess'], '- [preprocess.output.*, train.]'],
  ['- [preprocess.output.*,‸]', ['train', 'deploy', 'preprocess'], '- [preprocess.output.*, train.]'],
  ['- [preprocess.output.*, ‸', ['train', 'deploy', 'preprocess'], '- [preprocess.output.*, train.'],
  ['- [preprocess.output.*, train.‸', targets, '- [preprocess.output.*, train.input.'],
  ['- [preprocess.metadata.m, train.‸', ['parameter', 'input', 'environment-variable', 'dependency']],
  ['- [preprocess.output.*, deploy.‸', ['file', 'dependency'], '- [preprocess.output.*, deploy.file.'],
  ['- [preprocess.output.*, deploy.file.‸', ['answer.model'], '- [preprocess.output.*, deploy.file.answer.model'],
  ['- [preprocess.output.*, train.input.‸', ['dataset', 'labels'], '- [preprocess.output.*, train.input.dataset'],
  ['- [preprocess.output.*, train.input.la‸]', ['labels'], '- [preprocess.output.*, train.input.labels]'],
  ['- [preprocess.output.*, train.parameter.‸', ['epochs', 'rate'], '- [preprocess.output.*, train.parameter.epochs'],
  ['- [preprocess.output.*, train.environment-variable.‸]', ['LOG'], '- [preprocess.output.*, train.environment-variable.LOG]'],
  ['- [preprocess.output.*,\n   train.‸]', targets, '- [preprocess.output.*,\n   train.input.]'],
  ['- [\n    ‸\n  ]', everyNode, '- [\n    preprocess.\n  ]'],
  ['- - ‸', everyNode, '- - preprocess.'],
  ['- - preprocess.output.*\n  - ‸', ['train', 'deploy', 'preprocess'], '- - preprocess.output.*\n  - train.'],
  ['- - preprocess.output.*\n  - train.‸', targets, '- - preprocess.output.*\n  - train.input.'],
  ['-\n  - preprocess.output.*\n  - train.input.‸', ['dataset', 'labels']],
  ['- source: ‸', everyNode, '- source: preprocess.'],
  ['- source: preprocess.‸', sources, '- source: preprocess.output.'],
  [
    '- source: preprocess.‸\n  target: train.parameter.rate',
    ['parameter', 'metadata', ...sources.filter((type) => !/^(?:param|meta)/.test(type))],
  ],
  ['- source: preprocess.output.*\n  target: ‸', ['train', 'deploy', 'preprocess'], '- source: preprocess.output.*\n  target: train.'],
  ['- source: preprocess.output.*\n  target: train.input.‸', ['dataset', 'labels']],
  ['- {source: preprocess.output.*, target: train.input.‸}', ['dataset', 'labels']],
  ['- {source: ‸, target: train.input.labels}', ['preprocess', 'deploy', 'train']],
  ['- [preprocess.output.x, train.input.dataset]\n- [preprocess.output.‸', ['train.csv', 'labels.csv', '*']],
  ['- [preprocess.output.‸\n- [preprocess.output.x, train.input.dataset]', ['train.csv', 'labels.csv', '*']],
  // nothing here
  ['- [a.output.x, train.input.dataset, ‸]', undefined],
  ['- [preprocess.output.x, train.input.dataset] ‸', undefined],
  ['- [preprocess.output.x, # ‸', undefined],
  ['- # [preprocess.‸', undefined],
  ['- source: preprocess.output.x\n  configuration: ‸', undefined],
];

const inPipeline = (key: string, lines: string) => `${steps}${nodes}    ${key}:\n${lines.replaceAll(/^/gm, '      ')}\n`;

describe('edges', () => {
  for (const [lines, offers, after] of edges) {
    const marked = inPipeline('edges', lines);
    test(lines.replaceAll('\n', '⏎'), () => {
      assert.deepEqual(labelsOf('valohai.yaml', marked), offers);
      if (after !== undefined) assert.equal(taken('valohai.yaml', marked), inPipeline('edges', after));
    });
  }

  test('before the nodes', () => {
    const marked = `${steps}- pipeline:\n    name: all\n    edges:\n      - [preprocess.‸\n${nodes.slice(nodes.indexOf('    nodes:'))}`;
    assert.deepEqual(labelsOf('valohai.yaml', marked), sources);
  });

  test('in a list that is indented', () => {
    const indented = inPipeline('edges', '- [preprocess.output.‸').replaceAll(/^/gm, '  ');
    assert.deepEqual(labelsOf('valohai.yaml', indented), ['train.csv', 'labels.csv', '*']);
  });

  test('of a blueprint, with line breaks of Windows', () => {
    const marked = inPipeline('edges', '- [train.input.‸]').replace('- pipeline:', '- blueprint:').replaceAll('\n', '\r\n');
    assert.deepEqual(labelsOf('valohai.yaml', marked), ['dataset', 'labels']);
  });

  test('a node and a type ask for what comes next', () => {
    const commands = (lines: string) =>
      completeAt('valohai.yaml', inPipeline('edges', lines)).list?.items.map(({ command }) => command?.command);
    assert.equal(commands('- [pre‸')?.[0], 'editor.action.triggerSuggest');
    assert.equal(commands('- [preprocess.out‸')?.[0], 'editor.action.triggerSuggest');
    assert.equal(commands('- [pre‸.output.x')?.[0], undefined);
    assert.equal(commands('- [preprocess.output.tr‸')?.[0], undefined);
  });
});

const targetsOfParameters: [lines: string, offers: string[] | undefined][] = [
  ['- name: p\n  target: ‸', ['preprocess', 'train']],
  ['- name: p\n  target: train.‸', ['parameter']],
  ['- name: p\n  target: train.parameter.‸', ['epochs', 'rate']],
  ['- name: p\n  targets:\n    - ‸', ['preprocess', 'train']],
  ['- name: p\n  targets:\n    - train.parameter.epochs\n    - train.parameter.‸', ['epochs', 'rate']],
  ['- name: p\n  targets: [train.parameter.‸', ['epochs', 'rate']],
  ['- name: p\n  targets: [train.parameters.‸', ['epochs', 'rate']],
  ['- name: p\n  targets: [train.parameter.epochs, tr‸]', ['train']],
  ['- name: ‸', undefined],
  ['- name: p\n  default: ‸', undefined],
];

describe('targets of a parameter of a pipeline', () => {
  for (const [lines, offers] of targetsOfParameters) {
    test(lines.replaceAll('\n', '⏎'), () => assert.deepEqual(labelsOf('valohai.yaml', inPipeline('parameters', lines)), offers));
  }
});

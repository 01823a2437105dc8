/** What may stand at a place of a pipeline file, as completion and hover ask it. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { choicesAt, keyAt, keysAt, type ShapePath, shapeAt } from '../../server/formats/pipelineFile/shape/lookup.ts';

const keys: [path: ShapePath, nodeType: string | undefined, keys: string][] = [
  [[], undefined, 'step task endpoint pipeline blueprint deployment'],
  [['task', 'parameters', []], undefined, 'name style rules'],
  [['step', 'inputs', []], undefined, 'name default optional description filename keep-directories download'],
  [['step', 'outputs', []], undefined, 'name description'],
  [['step', 'resources'], undefined, 'cpu memory devices'],
  [['endpoint', 'resources'], undefined, 'cpu memory devices ephemeral-storage'],
  [['step', 'resources', 'cpu'], undefined, 'min max'],
  [['step', 'resources', 'devices'], undefined, ''],
  [['step', 'mounts', []], undefined, 'source destination readonly type options'],
  [['step', 'parameters', [], 'widget'], undefined, 'type settings'],
  [['pipeline', 'edges', []], undefined, 'source target configuration'],
  [['blueprint', 'nodes', [], 'actions', []], 'task', 'when if then'],
  [['pipeline', 'nodes', [], 'override', 'inputs', []], 'task', 'name default optional description filename keep-directories download'],
  [['pipeline', 'nodes', []], 'execution', 'name type actions step commit override on-error edge-merge-mode'],
  [['pipeline', 'nodes', []], 'task', 'name type actions step task commit override on-error edge-merge-mode'],
  [['pipeline', 'nodes', []], 'deployment', 'name type actions deployment endpoints aliases on-error'],
  [['pipeline', 'nodes', [], 'override'], 'deployment', ''],
  [['step', 'nodes'], undefined, ''],
  [['step', 'inputs', 'name'], undefined, ''],
  [['step', 'name'], undefined, ''],
  [[[]], undefined, ''],
];

describe('keys', () => {
  for (const [path, nodeType, expected] of keys) {
    test(JSON.stringify(path), () => assert.equal([...keysAt(path, nodeType).keys()].join(' '), expected));
  }
  for (const nodeType of [undefined, 'exec']) {
    test(`a node of type ${nodeType} may have the keys of all`, () => {
      const all = 'name type actions step commit override on-error edge-merge-mode task deployment endpoints aliases';
      assert.equal([...keysAt(['pipeline', 'nodes', []], nodeType).keys()].join(' '), all);
    });
  }
});

const choices: [path: ShapePath, nodeType: string | undefined, choices: string][] = [
  [['step', 'inputs', [], 'download'], undefined, 'always on-demand'],
  [['step', 'inputs', [], 'keep-directories'], undefined, 'true false none full suffix'],
  [['step', 'inputs', [], 'optional'], undefined, 'true false'],
  [['step', 'parameters', [], 'type'], undefined, 'string integer float flag'],
  [['pipeline', 'nodes', [], 'type'], undefined, 'execution task deployment'],
  [['pipeline', 'nodes', [], 'on-error'], 'execution', 'stop-all stop-next continue retry'],
  [['pipeline', 'nodes', [], 'on-error'], 'deployment', 'stop-all stop-next continue'],
  [['pipeline', 'nodes', [], 'on-error'], undefined, 'stop-all stop-next continue retry'],
  [['pipeline', 'nodes', [], 'actions', [], 'when'], 'task', 'node-starting node-complete node-error'],
  [['pipeline', 'nodes', [], 'actions', [], 'then', []], 'task', 'stop-pipeline error-pipeline require-approval noop'],
  [['task', 'type'], undefined, 'grid_search random_search bayesian_tpe manual_search distributed'],
  [['step', 'name'], undefined, ''],
  [['step', 'nonsense'], undefined, ''],
];

describe('choices', () => {
  for (const [path, nodeType, expected] of choices) {
    test(`${JSON.stringify(path)} ${nodeType ?? ''}`, () => {
      assert.equal(
        choicesAt(path, nodeType)
          .map(({ value }) => value)
          .join(' '),
        expected,
      );
    });
  }
});

test('what is known of a key', () => {
  assert.deepEqual(keyAt(['step', 'inputs', [], 'optional']), {
    about: 'Whether a run may go without this input.',
    value: { type: 'flag' },
    default: false,
  });
  assert.equal(keyAt(['step', 'command'])?.required, true);
  assert.equal(keyAt(['pipeline', 'nodes', [], 'override', 'command'], 'execution')?.required, undefined);
  assert.equal(keyAt(['pipeline', 'nodes', [], 'step'], 'task')?.required, undefined);
  assert.equal(keyAt(['pipeline', 'nodes', [], 'step'], 'execution')?.required, true);
  assert.equal(keyAt(['step', 'inputs', []]), undefined);
  assert.equal(keyAt([]), undefined);
});

test('what is shared is the same wherever it stands', () => {
  assert.equal(shapeAt(['step', 'inputs']), shapeAt(['pipeline', 'nodes', [], 'override', 'inputs'], 'task'));
  assert.equal(shapeAt(['pipeline']), shapeAt(['blueprint']));
});

/** What commands take from lenses, cards and actions, and from anything else that calls them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adoptProposal, executionId, stepTarget, subject } from '../../client/commandArguments.ts';
import { ProblemError } from '../../client/problem.ts';
import { projectNode } from '../../client/views/nodes.ts';

const file = 'file:///project/valohai.yaml';
const refused = 'refused';

const table = (name: string, read: (given: unknown) => unknown, rows: [given: unknown, expected: unknown][]) =>
  test(name, () => {
    for (const [given, expected] of rows) assert.deepEqual(outcome(read, given), expected, JSON.stringify(given));
  });

table('a step', stepTarget, [
  [undefined, undefined],
  [null, undefined],
  [projectNode('digits'), undefined],
  [
    { file, step: 'train' },
    { file, step: 'train' },
  ],
  [
    { file, step: 'train', image: 'x' },
    { file, step: 'train' },
  ],
  [{ file: '/project/valohai.yaml', step: 'train' }, refused],
  [{ file: 'https://example.com/valohai.yaml', step: 'train' }, refused],
  [{ file, step: ' ' }, refused],
  [{ file, step: ['train'] }, refused],
  [{ file }, refused],
  ['train', refused],
]);

table('a version or an execution', subject, [
  [undefined, undefined],
  ['digits:v1', 'digits:v1'],
  ['dataset://digits/v1', 'dataset://digits/v1'],
  ['digits:3', 'digits:3'],
  ['', refused],
  ['digits v1', refused],
  ['x'.repeat(5000), refused],
  [3, refused],
  [{ ref: 'digits:v1' }, refused],
]);

table('an execution', executionId, [
  [undefined, undefined],
  ['digits:3', 'digits:3'],
  ['digits:v1', refused],
  ['digits', refused],
  ['3', refused],
  [{ id: 'digits:3' }, refused],
]);

table('what to adopt', adoptProposal, [
  [undefined, { uris: [] }],
  [projectNode('digits'), { uris: [] }],
  [{}, { uris: [] }],
  [{ as: 'digits:v1' }, { uris: [], as: 'digits:v1' }],
  [{ uris: ['file:///a'] }, { uris: ['file:///a'] }],
  [{ uris: ['file:///a', 's3://b/c'] }, refused],
  [{ uris: 'file:///a' }, refused],
  [{ as: 7 }, refused],
]);

function outcome(read: (given: unknown) => unknown, given: unknown): unknown {
  try {
    return read(given);
  } catch (error) {
    assert.ok(error instanceof ProblemError, String(error));
    assert.equal(error.problem.code, 'command.argument');
    assert.ok(error.problem.hint);
    return refused;
  }
}

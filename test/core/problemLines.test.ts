/** The lines of an adoption's problems: their order and their length. */
import assert from 'node:assert/strict';
import nodeTest, { test } from 'node:test';
import { createProblems } from '../../server/core/adoption/problems.ts';
import { DatapinError } from '../../server/core/errors.ts';
import { adoptItems, memoryStore, problemsOf, toolOf, worldWith } from './adoptionWorld.ts';
import { testWorld } from './fixture.ts';

const { app } = testWorld(nodeTest);

test('lines are in order of files, then of rows, whoever was first', () => {
  const problems = createProblems();
  for (const at of ['b.csv:10', 'b.csv:9', 'a.zip@2048', 'a.zip@512', 'b.csv', 'item 7'])
    problems.add(new DatapinError('source.malformed', 'Bad.'), at);
  assert.deepEqual(problems.lines(5), [
    'a.zip@512: Bad.',
    'a.zip@2048: Bad.',
    'b.csv: Bad.',
    'b.csv:9: Bad.',
    'b.csv:10: Bad.',
    '… and 1 more',
  ]);
});

test('a name that holds megabytes is cut', async () => {
  const name = 'x'.repeat(5_000_000);
  const items = [
    { path: `../${name}`, made: '1' },
    { path: 'c', pointer: `mem://${name}`, at: `${name}:1` },
  ];
  const world = worldWith(app, { sources: [toolOf(items)], store: memoryStore({}) });
  for (const line of await problemsOf(adoptItems(world, 'names'))) assert.ok(line.length < 700, `${line.length}`);
});

/** The end of a run: its status, its cost, what it printed. */
import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { finishExecution } from '../../server/core/runs/finish.ts';
import { anonymous } from './outputCases.ts';
import { type EndedRun, endedRun, runWorld } from './runWorld.ts';

describe('a run that did not complete', () => {
  const ends: [title: string, about: EndedRun, status: string, outputs: string[], message: RegExp][] = [
    [
      'failed',
      { exitCode: 3, stderr: ['Traceback', 'ValueError: x', ' '] },
      'error',
      [],
      /^The command ended with exit code 3\. Its last words: ValueError: x\nWhat it wrote was kept in .*outputs\.$/,
    ],
    ['was killed', { exitCode: 137 }, 'error', [], /exit code 137 \(killed, perhaps for want of memory\)/],
    ['found no program', { exitCode: 127, stderr: ['sh: 1: pyton: not found'] }, 'error', [], /a program was not found.*pyton/],
    ['was stopped, and ended by itself', { exitCode: 9, stopped: true }, 'stopped', [anonymous], /^It was stopped\.$/],
    [
      'was stopped by force',
      { signal: 'SIGKILL', stopped: true },
      'stopped',
      [],
      /^It was stopped\.\nWhat it wrote was kept in .*outputs\.$/,
    ],
    ['was stopped by the first signal', { signal: 'SIGINT', stopped: true }, 'stopped', [], /^It was stopped\.\nWhat it wrote was kept/],
  ];
  for (const [title, about, status, outputs, message] of ends) {
    test(`since it ${title}`, async (t) => {
      const world = runWorld(t);
      const finished = await finishExecution(world.app, endedRun(world, { ...about, outputs: { a: '1' } }));
      assert.equal(finished.status, status);
      assert.equal(finished.exitCode, about.exitCode);
      assert.deepEqual(finished.outputs, outputs);
      assert.match(finished.message ?? '', message);
    });
  }
});

describe('what a run prints', () => {
  test('is metadata where a line is an object, and the last value of a key counts', async (t) => {
    const world = runWorld(t);
    const stdout = [
      '{"epoch": 1, "loss": 0.5}',
      'text',
      '  {"epoch": 2, "loss": NaN}  ',
      '[1, 2]',
      '5',
      'null',
      '"x"',
      '{broken}',
      '{"a": {"b": [Infinity]}, "n": 12345678901234567890}',
      '{"__proto__": 1, "constructor": 2}',
      '{"_time": "mine"}',
      '{} {}',
    ];
    const run = endedRun(world, { stdout, stderr: ['{"loss": 9}'] });
    const finished = await finishExecution(world.app, run);
    const expected = {
      epoch: 2,
      loss: 'NaN',
      a: { b: ['Infinity'] },
      n: '12345678901234567890',
      ['__proto__']: 1,
      constructor: 2,
      _time: 'mine',
    };
    assert.deepEqual(Object.entries(world.app.registry.executions.get(finished).metadata), Object.entries(expected));
    const events = readFileSync(join(run.folder, 'metadata.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text));
    assert.deepEqual(events.slice(0, 2), [
      { _time: '2026-01-01T00:00:00.000Z', epoch: 1, loss: 0.5 },
      { _time: '2026-01-01T00:00:00.000Z', epoch: 2, loss: 'NaN' },
    ]);
    assert.equal(events.length, 5);
    assert.equal(events[4]._time, 'mine');
  });
});

test('a run costs what its time costs', async (t) => {
  const world = runWorld(t);
  const finished = await finishExecution(world.app, endedRun(world, { took: 90, pricePerHour: 2 }));
  assert.equal(finished.duration, 90);
  assert.equal(finished.cost, 0.05);
  assert.equal(finished.startedAt, '2025-12-31T23:58:30.000Z');
  assert.equal(finished.endedAt, '2026-01-01T00:00:00.000Z');
});

test('a run that has not ended cannot be finished', async (t) => {
  const world = runWorld(t);
  const run = endedRun(world);
  rmSync(join(run.folder, 'status.json'));
  await assert.rejects(finishExecution(world.app, run), { code: 'execution.lost' });
});

test('finishing twice, or twice at once, is finishing once', async (t) => {
  const world = runWorld(t);
  const run = endedRun(world, { outputs: { a: '1' }, stdout: ['{"x": 1}'] });
  const other = world.reopen();
  const both = await Promise.all([
    finishExecution(world.app, run, { locked: true }),
    finishExecution(other, run, { locked: true }),
    finishExecution(other, run),
  ]);
  const again = await finishExecution(world.app, run);
  assert.deepEqual(await finishExecution(other, run), again);
  for (const one of both) assert.equal(one.status, 'complete');
  assert.equal(world.app.registry.versions.all().length, 1);
  assert.equal(world.app.registry.lineage.all().length, 1);
});

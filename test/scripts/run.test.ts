import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { inWords } from '../../scripts/test/report.ts';
import { runFile } from '../../scripts/test/run.ts';

const cases = [
  {
    file: 'mixed.ts',
    counts: '4 passed, 2 failed, 3 skipped',
    failures: ['suite › bad', 'parent that fails itself'],
    skips: ['suite › left out: no printer', 'suite › inner: no scanner', 'not yet: to do: next week'],
    says: /Expected values to be strictly equal[\s\S]*after its children/,
  },
  { file: 'crash.ts', counts: '0 passed, 1 failed', failures: ['crash.ts'], says: /while loading/ },
  { file: 'early.ts', counts: '0 passed, 1 failed', failures: ['early.ts'], says: /before its tests did/ },
  { file: 'empty.ts', counts: '0 passed, 1 failed', failures: ['empty.ts'], says: /or has none/ },
  {
    file: 'hooks.ts',
    counts: '1 passed, 3 failed',
    failures: ['cannot begin › inside', 'cannot begin', 'cannot end'],
    says: /before[\s\S]*after/,
  },
  { file: 'late.ts', counts: '1 passed, 1 failed', failures: ['late.ts'], says: /too late/ },
];

describe('running a test file', () => {
  for (const { file, counts, failures, skips = [], says } of cases) {
    test(`${file}: ${counts}`, async () => {
      const outcome = await runFile(join(import.meta.dirname, 'cases', file));
      const short = (name: string) => name.split(/[\\/]/).at(-1);
      assert.equal(inWords(outcome), counts);
      assert.deepEqual(
        outcome.failures.map(({ name }) => short(name)),
        failures,
      );
      assert.deepEqual(
        outcome.skips.map(({ name, reason }) => `${name}: ${reason}`),
        skips,
      );
      assert.match(outcome.failures.map(({ detail }) => detail).join('\n') + outcome.output, says);
    });
  }

  test('one that does not end is ended, and counts as failed', async () => {
    const outcome = await runFile(join(import.meta.dirname, 'cases', 'hang.ts'), 1500);
    assert.equal(outcome.failed, 1);
    assert.match(outcome.failures[0]?.detail ?? '', /did not end in time/);
  });
});

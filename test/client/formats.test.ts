/** Progress, values and hashes in the views. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plain, progress, shortHash } from '../../client/formats.ts';

const table = <I, O>(name: string, format: (input: I) => O, rows: [I, O][]) =>
  test(name, () => {
    for (const [input, expected] of rows) assert.equal(format(input), expected);
  });

table('progress', progress, [
  [{ stage: 'listing', done: 12, bytes: 0 }, 'Listing: 12'],
  [{ stage: 'hashing', done: 120, total: 1797, bytes: 34_000_000 }, 'Hashing: 120 of 1,797, 34 MB'],
]);

table('plain', plain as (value: unknown) => string, [
  [undefined, ''],
  [null, ''],
  [false, 'false'],
  [0.001, '0.001'],
  [['a', 2], 'a, 2'],
  [{ a: 1 }, '{"a":1}'],
]);

table('short hash', shortHash, [[`sha256:${'0123456789abcdef'.repeat(4)}`, 'sha256:0123456789ab']]);

/** Sizes, counts, durations and ages. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { age, count, duration, size } from '../../server/protocol/words.ts';

const table = <I, O>(name: string, format: (input: I) => O, rows: [I, O][]) =>
  test(name, () => {
    for (const [input, expected] of rows) assert.equal(format(input), expected);
  });

table('size', size, [
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1 kB'],
  [1234, '1.2 kB'],
  [9_960, '10 kB'],
  [34_400_000, '34 MB'],
  [999_600, '1 MB'],
  [5_000_000_000_000, '5 TB'],
  [2e18, '2000 PB'],
]);

table('count', (number: number) => count(number, 'file'), [
  [0, '0 files'],
  [1, '1 file'],
  [1797, '1,797 files'],
]);

table('duration', duration, [
  [0, '0 s'],
  [0.44, '0.4 s'],
  [12.4, '12 s'],
  [59.6, '1 min'],
  [200, '3 min 20 s'],
  [3600, '1 h'],
  [3900, '1 h 5 min'],
  [183_600, '2 d 3 h'],
  [-1, '0 s'],
]);

const now = Date.parse('2026-03-10T12:00:00Z');
table('age', (iso: string) => age(iso, now), [
  ['2026-03-10T11:59:30Z', 'just now'],
  ['2026-03-10T12:00:30Z', 'just now'],
  ['2026-03-10T11:55:00Z', '5 min ago'],
  ['2026-03-10T09:00:00Z', '3 h ago'],
  ['2026-03-08T09:00:00Z', '2 d ago'],
  ['2025-12-24T18:00:00Z', '2025-12-24'],
]);

/** Sizes, counts, durations and ages. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { age, count, digits, duration, pace, type Sample, size, withSample } from '../../server/protocol/words.ts';

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

table('digits', digits, [
  [0, '0'],
  [999, '999'],
  [2002, '2,002'],
  [1_234_567, '1,234,567'],
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

const samples = (...rows: [at: number, done: number, bytes: number, total?: number][]): Sample[] =>
  rows.map(([at, done, bytes, total]) => ({ at, done, bytes, total }));

table('pace', pace, [
  [samples(), ''],
  [samples([0, 0, 0]), ''],
  [samples([0, 0, 0], [999, 10, 10]), ''],
  [samples([0, 0, 0], [2000, 2408, 68e6]), '1,204 files/s, 34 MB/s'],
  [samples([0, 0, 0], [2000, 10, 0, 2010]), '5 files/s, 6 min 40 s left'],
  [samples([0, 100, 0, 100], [5000, 100, 5000, 100]), '1 kB/s'],
  [samples([0, 0, 0, 9], [1000, 0, 0, 9]), ''],
  [samples([0, 0, 0], [500, 1, 1], [10_000, 10, 0, 110]), '1 file/s, 1 min 40 s left'],
]);

test('the pace is that of the last seconds, and of one piece of work', () => {
  let kept: readonly Sample[] = [];
  const see = (at: number, done: number) => {
    kept = withSample(kept, { at, done, bytes: 0 });
    return kept.map((sample) => sample.at);
  };
  for (let at = 0; at <= 60_000; at += 100) see(at, at);
  assert.ok(kept.length < 60, `${kept.length} samples of ten seconds`);
  assert.equal(kept.at(-1)?.at, 60_000);
  assert.ok(kept[0]!.at >= 50_000);
  assert.equal(pace(kept), '1,000 files/s');
  assert.deepEqual(see(60_100, 5), [60_100], 'what has come less far is something else');
});

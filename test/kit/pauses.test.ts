/** How long is waited before asking again. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pauseOf, retryAfter } from '../../server/kit/http/pauses.ts';

const now = Date.parse('2024-01-01T00:00:00Z');
const asked: [value: string | undefined, milliseconds: number | undefined][] = [
  ['0', 0],
  ['7', 7_000],
  [' 7 ', 7_000],
  ['1.5', 1_500],
  ['Mon, 01 Jan 2024 00:01:00 GMT', 60_000],
  ['Mon, 01 Jan 2023 00:01:00 GMT', 0],
  ['-5', undefined],
  ['soon', undefined],
  ['', undefined],
  [undefined, undefined],
];
describe('what a server asks for', () => {
  for (const [value, milliseconds] of asked) test(`"${value}"`, () => assert.equal(retryAfter(value, now), milliseconds));
});

const pauses: [title: string, facts: Parameters<typeof pauseOf>[0], from: number, to: number][] = [
  ['the first', { nth: 1, retryDelay: 500, asked: undefined, chance: 0 }, 250, 250],
  ['the first, at most', { nth: 1, retryDelay: 500, asked: undefined, chance: 1 }, 500, 500],
  ['the third', { nth: 3, retryDelay: 500, asked: undefined, chance: 1 }, 2_000, 2_000],
  ['the twentieth', { nth: 20, retryDelay: 500, asked: undefined, chance: 1 }, 30_000, 30_000],
  ['as long as asked, never less', { nth: 1, retryDelay: 500, asked: 7_000, chance: 0 }, 7_000, 7_000],
  ['and not all at once', { nth: 1, retryDelay: 500, asked: 7_000, chance: 0.5 }, 7_001, 7_500],
];
describe('pauses', () => {
  for (const [title, facts, from, to] of pauses) {
    test(title, () => {
      const pause = pauseOf(facts);
      assert.ok(pause >= from && pause <= to, String(pause));
    });
  }
});

/** What is asked again, how often, and after which pauses. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pause, pauseLength, persistently } from '../../server/connectors/s3/retries.ts';
import { assertRejects } from './contract.ts';

const status = (httpStatusCode: number, name = 'Error') => Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });
const system = (code: string) => Object.assign(new Error(code), { code });

const rows: [title: string, error: unknown, tries: number][] = [
  ['503 SlowDown', status(503, 'SlowDown'), 9],
  ['500', status(500), 9],
  ['502 of a proxy', status(502), 9],
  ['429', status(429), 9],
  ['SlowDown under another status', status(400, 'SlowDown'), 9],
  ['a line that was cut', system('ECONNRESET'), 7],
  ['an answer that was cut', new Error('aborted'), 7],
  ['nobody there', system('ECONNREFUSED'), 4],
  ['no way there', system('ENETUNREACH'), 4],
  ['a clock that was set right', Object.assign(new Error('x'), { $metadata: { clockSkewCorrected: true } }), 4],
  ['too slow', system('ETIMEDOUT'), 3],
  ['a connection that takes too long', Object.assign(new Error('x'), { name: 'TimeoutError' }), 3],
  ['501', status(501), 1],
  ['403', status(403, 'AccessDenied'), 1],
  ['404', status(404, 'NoSuchKey'), 1],
  ['400 ExpiredToken', status(400, 'ExpiredToken'), 1],
  ['a name that nobody knows', system('ENOTFOUND'), 1],
  ['a certificate', system('SELF_SIGNED_CERT_IN_CHAIN'), 1],
  ['a defect', new TypeError('x'), 1],
  ['nothing at all', 'x', 1],
];

describe('requests that fail', () => {
  for (const [title, error, tries] of rows) {
    for (const attempts of [undefined, 1, 2]) {
      test(`${title}, ${attempts ? `at most ${attempts}` : 'as often as is good'}`, async () => {
        const before: number[] = [];
        const work = persistently({ attempts, retryDelay: 0, signal: undefined }, async (n) => {
          before.push(n);
          throw error;
        });
        await assert.rejects(work, (thrown) => thrown === error);
        assert.deepEqual(
          before,
          Array.from({ length: Math.min(tries, attempts ?? tries) }, (_, i) => i),
        );
      });
    }
  }

  test('what comes at last is answered', async () => {
    const answer = await persistently({ attempts: undefined, retryDelay: 0, signal: undefined }, async (n) => {
      if (n < 5) throw status(503);
      return n;
    });
    assert.equal(answer, 5);
  });

  const pauses: [retryDelay: number, before: number, chance: number, length: number][] = [
    [200, 0, 0, 100],
    [200, 0, 1, 200],
    [200, 1, 0, 200],
    [200, 1, 0.5, 300],
    [200, 4, 1, 3_200],
    [200, 8, 1, 8_000],
    [200, 8, 0, 4_000],
    [60_000, 8, 1, 60_000],
    [0, 8, 1, 0],
  ];
  for (const [retryDelay, before, chance, length] of pauses) {
    test(`after ${before + 1} failures, ${retryDelay} ms at first, by a chance of ${chance}: ${length} ms`, () =>
      assert.equal(pauseLength(retryDelay, before, chance), length));
  }

  test('a pause ends when nobody waits any more', async () => {
    const leave = new AbortController();
    const waiting = pause({ retryDelay: 3_600_000, signal: leave.signal }, 3);
    leave.abort();
    assert.equal((await assertRejects(waiting)).code, 'cancelled');
  });

  test('nothing is asked again for who has left', async () => {
    const leave = new AbortController();
    let tries = 0;
    const work = persistently({ attempts: undefined, retryDelay: 0, signal: leave.signal }, async () => {
      tries++;
      leave.abort();
      throw status(503);
    });
    await assert.rejects(work);
    assert.equal(tries, 1);
  });
});

/** What can go wrong between us and a tool, as a table for every request of it: either nothing is lost, or it is said what is wrong. */
import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { asDatapinError, type ErrorCode } from '../../server/core/errors.ts';
import type { Fault } from './httpFaults.ts';
import type { TestServer } from './httpServer.ts';

export interface Reading {
  server: TestServer;
  /** Reads everything anew. */
  read(): Promise<unknown>;
}

interface FaultCase {
  title: string;
  fault: Fault & { times?: number };
  /** Nothing: what is read is as without it. */
  code?: ErrorCode;
}

/** Of what is asked with the key. */
export const apiFaults: readonly FaultCase[] = [
  { title: '401', fault: { status: 401 }, code: 'secret.refused' },
  { title: '403', fault: { status: 403 }, code: 'web.denied' },
  { title: '404', fault: { status: 404 }, code: 'source.project' },
  { title: '422', fault: { status: 422 }, code: 'source.answer' },
  { title: '429 once, with Retry-After', fault: { status: 429, retryAfter: '0', times: 1 } },
  { title: '429 twice, without', fault: { status: 429, times: 2 } },
  { title: '429 for good', fault: { status: 429 }, code: 'source.rate-limit' },
  { title: '429 with a Retry-After of a day', fault: { status: 429, retryAfter: '86400' }, code: 'source.rate-limit' },
  { title: '500, then as it should be', fault: { status: 500, times: 1 } },
  { title: '502 for good', fault: { status: 502 }, code: 'web.failed' },
  { title: 'an answer that is cut off', fault: { truncate: 5, times: 1 } },
  { title: 'an answer that is cut off for good', fault: { truncate: 5 }, code: 'web.truncated' },
  { title: 'a connection that is reset in the answer', fault: { drop: 5, times: 1 } },
  { title: 'a connection that is reset before the answer', fault: { reset: true, times: 1 } },
  { title: 'an answer byte by byte', fault: { drip: 1 } },
  { title: 'a compressed answer', fault: { gzip: true } },
];

/** Of a file behind a signed link. */
export const linkFaults: readonly FaultCase[] = [
  { title: '403 once: the link is asked for again', fault: { status: 403, times: 1 } },
  { title: '403 for good', fault: { status: 403 }, code: 'web.expired' },
  { title: '503 once', fault: { status: 503, times: 1 } },
  { title: '500 for good', fault: { status: 500 }, code: 'web.failed' },
  { title: 'a connection that is reset in the answer', fault: { drop: 40, times: 2 } },
  { title: 'a connection that is reset before the answer', fault: { reset: true, times: 1 } },
  { title: 'an answer that is cut off', fault: { truncate: 7, times: 1 } },
  { title: 'an answer in pieces of three bytes', fault: { drip: 3 } },
  { title: 'no ranges', fault: { noRanges: true } },
];

/** `paths`: beginnings of the paths that are asked, with how each is called. */
export function faultTests(
  title: string,
  {
    faults,
    paths,
    start,
  }: { faults: readonly FaultCase[]; paths: Readonly<Record<string, string>>; start(owner: TestContext): Promise<Reading> },
): void {
  describe(title, () => {
    for (const [what, path] of Object.entries(paths)) {
      for (const { title: fault, fault: spoiled, code } of faults) {
        test(`${what}: ${fault}`, async (t) => {
          const { server, read } = await start(t);
          const expected = await read();
          server.spoil(path, spoiled);
          if (code === undefined) assert.deepEqual(await read(), expected);
          else await assert.rejects(read(), (error) => asDatapinError(error).code === code || fail(error, code));
          assert.ok(server.asked(path).length > 1, `${path} was not asked again`);
        });
      }
    }
  });
}

function fail(error: unknown, code: string): never {
  assert.fail(`${code} was expected, and not ${asDatapinError(error).code}: ${asDatapinError(error).message}`);
}

/** Adopting from far away on a bad day: either the very same version, or nothing at all and no byte read twice when it goes on. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { adopt } from '../../server/core/adoption.ts';
import { asDatapinError, type ErrorCode } from '../../server/core/errors.ts';
import type { Fault } from '../connectors/faultProxy.ts';
import { type Rgw, startRgw, withoutRgw } from '../support/rgw.ts';
import { makeBucket, putObjects, s3Client } from '../support/s3.ts';
import { bucket, count, type FarStore, names, objects, type Rule, type StartStore, s3Store, webStore } from './farStores.ts';
import { assertWhole } from './whole.ts';

let rgw: Rgw;
const inBucket = s3Store(() => rgw);
const skip = withoutRgw();

const refuse = (status: number, code = 'No'): Fault => ({ how: 'refuse', status, code });
const isObject = (what: string) => what.endsWith('.jpg');
/** Objects in the second half of the set. */
const isLate = (what: string) => isObject(what) && Number.parseInt(what, 10) >= count / 2;

interface Passing {
  title: string;
  rule: Rule;
}

interface Lasting extends Passing {
  code: ErrorCode;
  /** What is said of its files; absent where the work as a whole ends. */
  says?: RegExp;
}

const passing: Passing[] = [
  { title: 'bursts of 503', rule: (_, times) => (times <= 2 ? refuse(503, 'SlowDown') : undefined) },
  { title: 'an error of the server for each object', rule: (what, times) => (isObject(what) && times === 1 ? refuse(500) : undefined) },
  { title: 'each object cut once', rule: (what, times) => (isObject(what) && times === 1 ? { how: 'cut', after: 100 } : undefined) },
];

const bucketFaults: Lasting[] = [
  {
    title: 'keys that expire in the middle of the listing',
    rule: (what) => (what === 'further page' ? refuse(400, 'ExpiredToken') : undefined),
    code: 's3.expired',
  },
  {
    title: 'keys that expire while it reads',
    rule: (what) => (isLate(what) ? refuse(400, 'ExpiredToken') : undefined),
    code: 's3.expired',
  },
  {
    title: 'a listing that is forbidden from the second page on',
    rule: (what) => (what === 'further page' ? refuse(403, 'AccessDenied') : undefined),
    code: 's3.denied',
  },
  {
    title: 'an object that may not be read',
    rule: (what) => (what === '20.jpg' ? refuse(403, 'AccessDenied') : undefined),
    code: 's3.denied',
    says: /20\.jpg/,
  },
  {
    title: 'an object that is gone since',
    rule: (what) => (what === '20.jpg' ? refuse(404, 'NoSuchKey') : undefined),
    code: 'file.vanished',
    says: /20\.jpg/,
  },
];

const webFaults: Lasting[] = [
  {
    title: 'an address that may not be read',
    rule: (what) => (what === '20.jpg' ? refuse(403) : undefined),
    code: 'adopt.problems',
    says: /list\.txt:21: .*20\.jpg/,
  },
  {
    title: 'an address that is gone',
    rule: (what) => (what === '20.jpg' ? refuse(410) : undefined),
    code: 'adopt.problems',
    says: /list\.txt:21: /,
  },
  {
    title: 'a server that fails for good',
    rule: (what) => (isLate(what) ? refuse(500) : undefined),
    code: 'adopt.problems',
    says: /list\.txt:13: .*list\.txt:24: /s,
  },
  {
    title: 'an object that is always cut',
    rule: (what) => (what === '20.jpg' ? { how: 'cut', after: 0 } : undefined),
    code: 'adopt.problems',
    says: /list\.txt:21: /,
  },
];

function cases(start: StartStore, lasting: Lasting[]): void {
  for (const { title, rule } of passing) {
    test(`${title}: the same version as on a good day`, async (t) => {
      const [good, bad] = [await start(t), await start(t)];
      bad.spoil(rule);
      const [expected, { version, files }] = [await adopt(good.world, good.request), await adopt(bad.world, bad.request)];
      assert.deepEqual([version.hash, files], [expected.version.hash, count]);
      assert.ok(bad.reads().length >= good.reads().length);
    });
  }

  test('a line that drops again and again: the same version as on a good day', async (t) => {
    const [good, bad] = [await start(t), await start(t)];
    await bad.throughBadLine({ after: 2500, how: 'cut', times: 12 });
    const [expected, { version }] = [await adopt(good.world, good.request), await adopt(bad.world, bad.request)];
    assert.equal(version.hash, expected.version.hash);
  });

  for (const { title, rule, code, says } of lasting) {
    test(`${title}: ${code}, nothing in any row, and what was read is not read again`, async (t) => {
      const store = await start(t);
      store.spoil(rule);
      const { error, read } = await failing(store);
      assert.equal(error.code, code, error.message);
      if (says) assert.match([error.message, ...error.details].join('\n'), says);
      assertNothing(store);
      await assertGoesOn(store, read);
    });

    test(`${title}, with keepGoing`, async (t) => {
      const store = await start(t);
      store.spoil(rule);
      const request = { ...store.request, keepGoing: true };
      if (!says) {
        const { error } = await failing({ ...store, request });
        assert.equal(error.code, code);
        return assertNothing(store);
      }
      const { files, leftOut, version } = await adopt(store.world, request);
      assert.equal(files + leftOut.length, count);
      assert.match(leftOut.join('\n'), says);
      assert.deepEqual(version.origin.type === 'adopt' && version.origin.leftOut, leftOut);
      assert.deepEqual(assertWhole(store.world.home), [`far:${version.name}`]);
    });
  }

  for (const [title, enough] of Object.entries({ 'at once': 0, 'half-way': count / 2 })) {
    test(`cancelled ${title}: nothing in any row, and what was read is not read again`, async (t) => {
      const store = await start(t);
      const { error, read } = await failing(store, enough);
      assert.equal(error.code, 'cancelled');
      assert.ok(read >= enough && read < count);
      assertNothing(store);
      await assertGoesOn(store, read);
    });
  }
}

describe('adopting from far away', () => {
  before(async () => {
    if (skip) return;
    rgw = await startRgw();
    const client = s3Client(rgw.endpoint, rgw);
    await makeBucket(client, bucket);
    await putObjects(client, bucket, objects);
    client.destroy();
  });
  after(() => rgw?.stop());

  describe('a bucket', { skip }, () => cases(inBucket, bucketFaults));
  describe('a list of addresses', () => cases(webStore, webFaults));
});

/** How it fails, and how many files were read by then. Cancelled when so many were. */
async function failing({ world, request }: FarStore, enough = Number.POSITIVE_INFINITY) {
  const abort = new AbortController();
  let read = 0;
  const onProgress = ({ stage, done }: { stage: string; done: number }) => {
    if (stage === 'hashing') read = Math.max(read, done);
    if (read >= enough) abort.abort();
  };
  if (enough === 0) setImmediate(() => abort.abort());
  try {
    await adopt(world, request, { signal: abort.signal, onProgress });
  } catch (error) {
    return { error: asDatapinError(error), read };
  }
  return assert.fail('It should have failed.');
}

function assertNothing({ world }: FarStore): void {
  assert.deepEqual(world.registry.datasets.list(), []);
  assert.deepEqual(assertWhole(world.home), []);
}

/** On a good day again, all but what was read before is read, once. */
async function assertGoesOn(store: FarStore, read: number): Promise<void> {
  store.spoil(undefined);
  const before = store.reads().length;
  const { files } = await adopt(store.world, store.request);
  const again = store.reads().slice(before);
  assert.equal(files, count);
  // a question that was under way when it was cancelled may arrive after that
  const different = new Set(again);
  assert.ok(different.size <= count - read, `${read} of ${count} had been read, and of ${different.size} something was read again`);
  assert.ok(again.every((name) => names.includes(name)));
  const quiet = store.reads().length;
  assert.equal((await adopt(store.world, store.request)).existed, true);
  assert.equal(store.reads().length, quiet, 'nothing is read of what has not changed');
}

/** A real store on its bad days: what passes is waited for, what does not is said, and nothing is half there. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { S3Client } from '@aws-sdk/client-s3';
import { createS3Connector } from '../../server/connectors/s3/connector.ts';
import type { S3Options } from '../../server/connectors/s3/settings.ts';
import { type Rgw, startRgw, withoutRgw } from '../support/rgw.ts';
import { makeBucket, putMany, putObjects, s3Client } from '../support/s3.ts';
import { awsMachine, keepsSecret } from './aws.ts';
import { all, assertRejects, bytesOf, listed, pathsOf } from './contract.ts';
import { type Fault, startFaultProxy } from './faultProxy.ts';

const keys = Array.from({ length: 160 }, (_, i) => `many/${String(i % 4)}/${String(i).padStart(4, '0')}`);
const paths = keys.map((key) => key.slice('many/'.length)).toSorted();
const big = Buffer.from(Array.from({ length: 50_000 }, (_, i) => String(i).padStart(6, '0')).join(''));
const listing = /list-type=2|\?versions|&versions/;

describe('S3 on a bad day', { skip: withoutRgw() }, () => {
  let rgw: Rgw;
  let client: S3Client;
  before(async () => {
    rgw = await startRgw();
    client = s3Client(rgw.endpoint, rgw);
    for (const bucket of ['plain', 'versioned']) {
      await makeBucket(client, bucket, { versioned: bucket === 'versioned', open: true });
      await putMany(rgw.endpoint, bucket, keys);
      await putObjects(client, bucket, { 'one/big': big });
    }
  });
  after(async () => {
    client?.destroy();
    await rgw?.stop();
  });

  const connect = (endpoint: string, options: S3Options = {}) =>
    createS3Connector({ endpoint, credentials: rgw, retryDelay: 1, pageSize: 10, ...options });
  const refused = (status: number, code: string): Fault => ({ how: 'refuse', status, code });

  /** Every request that lists fails so often, each time it is made. */
  const passing: { title: string; fault: Fault; times: number; options?: S3Options }[] = [
    { title: 'bursts of 503 SlowDown', fault: refused(503, 'SlowDown'), times: 5 },
    { title: 'errors of the store', fault: refused(500, 'InternalError'), times: 2 },
    { title: 'a proxy that has too much to do', fault: refused(429, 'TooManyRequests'), times: 2 },
    { title: 'pages that are cut', fault: { how: 'cut', after: 100 }, times: 3 },
    { title: 'pages that drip', fault: { how: 'drip' }, times: 1, options: { idleTimeout: 1_000 } },
  ];
  for (const { title, fault, times, options } of passing) {
    for (const bucket of ['plain', 'versioned']) {
      test(`lists all of a ${bucket} bucket through ${title}`, async (t) => {
        let spoiled = 0;
        const proxy = await startFaultProxy(t, rgw.endpoint, (line, count) => {
          const wanted = listing.test(line) && count <= times;
          // a line that drips is waited for, so that one is enough
          if (!wanted || (fault.how === 'drip' && spoiled++ > 0)) return undefined;
          return fault;
        });
        const files = await listed(connect(proxy.endpoint, options), `s3://${bucket}/many/`);
        assert.deepEqual(pathsOf(files), paths);
        assert.ok(proxy.requests.some(({ spoiled }) => spoiled));
      });
    }
  }

  const lasting: { title: string; fault: Fault; code: string }[] = [
    { title: 'a store that stays busy', fault: refused(503, 'SlowDown'), code: 's3.failed' },
    { title: 'a line that is always cut', fault: { how: 'cut', after: 20 }, code: 's3.network' },
    { title: 'a line that always drips', fault: { how: 'drip' }, code: 's3.network' },
    { title: 'pages that end too early', fault: { how: 'shorten', by: 30 }, code: 's3.failed' },
    { title: 'keys that have expired', fault: refused(400, 'ExpiredToken'), code: 's3.expired' },
  ];
  for (const { title, fault, code } of lasting) {
    test(`gives up listing after two pages because of ${title}: ${code}`, async (t) => {
      let count = 0;
      const proxy = await startFaultProxy(t, rgw.endpoint, (line) => (listing.test(line) && ++count > 2 ? fault : undefined));
      const options = fault.how === 'drip' ? { idleTimeout: 300 } : {};
      const error = await assertRejects(listed(connect(proxy.endpoint, options), 's3://plain/many/'));
      assert.equal(error.code, code, error.message);
      assert.ok(error.hint);
      keepsSecret(error, rgw.secretAccessKey);
    });
  }

  test('goes on where it was when expired keys are mended in the middle of a listing', async (t) => {
    const keysFile = (user: { accessKeyId: string; secretAccessKey: string }) =>
      `[default]\naws_access_key_id = ${user.accessKeyId}\naws_secret_access_key = ${user.secretAccessKey}\n`;
    const mended = await rgw.createUser('mended'); // the bucket is open to all who sign
    const home = awsMachine(t, { credentials: keysFile(rgw) });
    let pages = 0;
    const proxy = await startFaultProxy(t, rgw.endpoint, (line, _, headers) => {
      if (!listing.test(line) || pages++ < 2) return undefined;
      if (!headers.authorization?.includes(mended.accessKeyId)) {
        writeFileSync(join(home, '.aws', 'credentials'), keysFile(mended));
        return refused(400, 'ExpiredToken');
      }
      return undefined;
    });
    const files = await listed(createS3Connector({ endpoint: proxy.endpoint, retryDelay: 1, pageSize: 100 }), 's3://plain/many/');
    assert.deepEqual(pathsOf(files), paths);
    const served = proxy.requests.filter(({ line, spoiled }) => listing.test(line) && !spoiled && line.includes('max-keys=100'));
    assert.ok(served.length <= 6, `${served.length} pages where 4 would do: it did not begin anew`);
  });

  const readings: { title: string; fault: (count: number) => Fault | undefined; options?: S3Options }[] = [
    { title: 'is cut', fault: (count) => (count < 4 ? { how: 'cut', after: 70_000 } : undefined) },
    { title: 'drips', fault: (count) => (count === 1 ? { how: 'drip' } : undefined), options: { idleTimeout: 500 } },
    { title: 'is busy', fault: (count) => (count < 6 ? refused(503, 'SlowDown') : undefined) },
  ];
  for (const { title, fault, options } of readings) {
    test(`reads an object, and a part of one, from a store that ${title}`, async (t) => {
      let count = 0;
      const proxy = await startFaultProxy(t, rgw.endpoint, (line) => (line.startsWith('GET /plain/one/big') ? fault(++count) : undefined));
      const connector = connect(proxy.endpoint, options);
      const [file] = await listed(connector, 's3://plain/one/big');
      assert.ok((await bytesOf(connector, file!)).equals(big));
      count = 0;
      const range = { start: 1234, end: 250_001 };
      assert.ok(Buffer.concat(await all(connector.readRange!(file!, range))).equals(big.subarray(range.start, range.end)));
    });
  }

  const ranges: [start: number, end: number][] = [
    [0, 0],
    [0, 1],
    [0, 300_000],
    [299_999, 300_000],
    [100, 100],
    [299_990, 400_000],
    [300_000, 300_001],
    [500_000, 600_000],
  ];
  for (const [start, end] of ranges) {
    test(`bytes ${start} to ${end} of 300,000`, async () => {
      const connector = connect(rgw.endpoint);
      const read = (more: object) => all(connector.readRange!({ location: 's3://plain/one/big', size: 0, ...more }, { start, end }));
      assert.ok(Buffer.concat(await read({})).equals(big.subarray(start, end)));
      const [file] = await listed(connector, 's3://plain/one/big');
      assert.ok(Buffer.concat(await read({ etag: file!.etag })).equals(big.subarray(start, end)));
      if (end > start) assert.equal((await assertRejects(read({ etag: '00000000000000000000000000000000' }))).code, 'file.changed');
    });
  }
});

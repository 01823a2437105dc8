/** Reading from a real store over a bad line, and while others write. */
import assert from 'node:assert/strict';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, type TestContext, test } from 'node:test';
import { DeleteBucketCommand, DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { createS3Connector } from '../../server/connectors/s3/connector.ts';
import type { S3Options } from '../../server/connectors/s3/settings.ts';
import type { SourceFile } from '../../server/core/connector.ts';
import { type Rgw, startRgw, withoutRgw } from '../support/rgw.ts';
import { makeBucket, putObjects, s3Client } from '../support/s3.ts';
import { all, assertRejects, bytesOf, listed } from './contract.ts';
import { type Spoiling, startProxy } from './proxy.ts';

/** No two of its megabytes are alike, so that a resumption in the wrong place shows. */
const big = Buffer.from(Array.from({ length: 500_000 }, (_, i) => String(i).padStart(6, '0')).join(''));

describe('reading from S3', { skip: withoutRgw() }, () => {
  let rgw: Rgw;
  let client: S3Client;
  before(async () => {
    process.env.AWS_MAX_ATTEMPTS = '1'; // the SDK's own retries of requests are not the matter here
    rgw = await startRgw();
    client = s3Client(rgw.endpoint, rgw);
    await makeBucket(client, 'plain');
    await makeBucket(client, 'versioned', { versioned: true });
  });
  after(async () => {
    delete process.env.AWS_MAX_ATTEMPTS;
    client?.destroy();
    await rgw?.stop();
  });

  const connect = (options: S3Options = {}) => createS3Connector({ endpoint: rgw.endpoint, credentials: rgw, retryDelay: 1, ...options });

  /** A new object, and a connector that reads it over a spoiled line. */
  const overBadLine = async (t: TestContext, spoiling: Spoiling, options: { bucket?: string } & S3Options = {}) => {
    const { bucket = 'plain', ...rest } = options;
    await putObjects(client, bucket, { [t.name]: big });
    const [file] = await listed(connect(), `s3://${bucket}/${encodeURIComponent(t.name)}`);
    const proxy = await startProxy(rgw.endpoint, spoiling);
    t.after(() => proxy.stop());
    return { file: file!, proxy, connector: connect({ endpoint: proxy.endpoint, ...rest }) };
  };
  const overwrite = (t: TestContext, bucket: string) => () => putObjects(client, bucket, { [t.name]: Buffer.alloc(big.length, 'x') });

  test('resumes as often as the line is cut while bytes arrive', async (t) => {
    const { file, proxy, connector } = await overBadLine(t, { after: 250_000, how: 'cut' });
    assert.ok((await bytesOf(connector, file)).equals(big));
    assert.ok(proxy.spoiled() > 5, `cut ${proxy.spoiled()} times`);
  });

  test('resumes when the line carries nothing more', async (t) => {
    const { file, proxy, connector } = await overBadLine(t, { after: 1_000_000, how: 'stall', times: 1 }, { idleTimeout: 200 });
    assert.ok((await bytesOf(connector, file)).equals(big));
    assert.equal(proxy.spoiled(), 1);
  });

  test('gives up when the line stays dead', async (t) => {
    const { file, connector } = await overBadLine(t, { after: 1_000_000, how: 'cut', thenRefuse: true });
    const error = await assertRejects(bytesOf(connector, file));
    assert.equal(error.code, 's3.network');
    assert.ok(error.hint);
  });

  test('never joins two objects when one is overwritten during a cut', async (t) => {
    const { file, connector } = await overBadLine(t, { after: 1_000_000, how: 'cut', times: 1, first: overwrite(t, 'plain') });
    assert.equal((await assertRejects(bytesOf(connector, file))).code, 'file.changed');
  });

  test('never joins two objects of which neither was recorded', async (t) => {
    const { file, connector } = await overBadLine(t, { after: 1_000_000, how: 'cut', times: 1, first: overwrite(t, 'plain') });
    assert.equal((await assertRejects(bytesOf(connector, { ...file, etag: undefined }))).code, 'file.changed');
  });

  test('goes on with the version that was pinned when it is overwritten during a cut', async (t) => {
    const spoiling: Spoiling = { after: 1_000_000, how: 'cut', times: 1, first: overwrite(t, 'versioned') };
    const { file, proxy, connector } = await overBadLine(t, spoiling, { bucket: 'versioned' });
    assert.ok((await bytesOf(connector, file)).equals(big));
    assert.equal(proxy.spoiled(), 1);
  });

  test('leaves when it is told to while it waits to resume', async (t) => {
    const leave = new AbortController();
    const spoiling: Spoiling = { after: 1_000_000, how: 'cut', thenRefuse: true, first: async () => setImmediate(() => leave.abort()) };
    const { file, connector } = await overBadLine(t, spoiling, { retryDelay: 60_000 });
    assert.equal((await assertRejects(bytesOf(connector, file, leave.signal))).code, 'cancelled');
  });

  test('says when the store ends before the last byte', async (t) => {
    await putObjects(client, 'plain', { short: big });
    const [file] = await listed(connect(), 's3://plain/short');
    const endpoint = await startShortener(t, rgw.endpoint);
    const error = await assertRejects(bytesOf(connect({ endpoint }), file!));
    assert.equal(error.code, 's3.truncated');
    assert.match(error.message, /after 2999990 of 3000000 bytes/);
  });

  const changes: { title: string; code: string; change(key: string): Promise<unknown>; file?: Partial<SourceFile> }[] = [
    { title: 'other bytes of the same size', code: 'file.changed', change: (key) => putObjects(client, 'plain', { [key]: 'OTHER' }) },
    {
      title: 'more bytes, and no ETag was recorded',
      code: 'file.changed',
      change: (key) => putObjects(client, 'plain', { [key]: 'longer' }),
      file: { etag: undefined },
    },
    {
      title: 'fewer bytes, and no ETag was recorded',
      code: 'file.changed',
      change: (key) => putObjects(client, 'plain', { [key]: '1' }),
      file: { etag: undefined },
    },
    {
      title: 'nothing',
      code: 'file.vanished',
      change: (key) => client.send(new DeleteObjectCommand({ Bucket: 'plain', Key: key })),
    },
  ];
  for (const { title, code, change, file: known } of changes) {
    test(`refuses ${title}, ${code}`, async () => {
      await putObjects(client, 'plain', { [title]: 'first' });
      const [file] = await listed(connect(), `s3://plain/${encodeURIComponent(title)}`);
      await change(title);
      const error = await assertRejects(bytesOf(connect(), { ...file!, ...known }));
      assert.equal(error.code, code);
      assert.ok(error.hint);
    });
  }

  test('a bucket that is gone is no missing file', async () => {
    await makeBucket(client, 'gone');
    await putObjects(client, 'gone', { file: 'x' });
    const connector = connect();
    const [file] = await listed(connector, 's3://gone');
    await client.send(new DeleteObjectCommand({ Bucket: 'gone', Key: 'file' }));
    assert.deepEqual(await connector.inspect(file!), { state: 'missing' });
    await client.send(new DeleteBucketCommand({ Bucket: 'gone' }));
    await assert.rejects(connector.inspect(file!), { code: 's3.bucket' });
    await assert.rejects(bytesOf(connector, file!), { code: 's3.bucket' });
  });
});

/** An HTTP proxy that takes the last ten bytes off every answer, and says that they never were. */
async function startShortener(t: TestContext, target: string): Promise<string> {
  const server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const forward = request(target + url, { method, headers }, async (answer) => {
      const whole = Buffer.concat(await all(answer));
      const body = whole.subarray(0, -10);
      outgoing.writeHead(answer.statusCode ?? 502, { ...answer.headers, 'content-length': body.length }).end(body);
    });
    incoming.pipe(forward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

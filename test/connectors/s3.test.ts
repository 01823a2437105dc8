/** The S3 connector on a real store: Ceph's object gateway. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DeleteObjectCommand, PutBucketPolicyCommand, type S3Client } from '@aws-sdk/client-s3';
import { createS3Connector } from '../../server/connectors/s3/connector.ts';
import type { S3Options } from '../../server/connectors/s3/settings.ts';
import { type Rgw, startRgw, withoutRgw } from '../support/rgw.ts';
import { makeBucket, putMany, putObjects, s3Client, setVersioning } from '../support/s3.ts';
import { all, assertRejects, bytesOf, connectorContract, listed, pathsOf } from './contract.ts';

describe('S3', { skip: withoutRgw() }, () => {
  let rgw: Rgw;
  let client: S3Client;
  before(async () => {
    rgw = await startRgw();
    client = s3Client(rgw.endpoint, rgw);
    await makeBucket(client, 'plain');
    await makeBucket(client, 'versioned', { versioned: true });
  });
  after(async () => {
    client?.destroy();
    await rgw?.stop();
  });

  const connect = (options: S3Options = {}) => createS3Connector({ endpoint: rgw.endpoint, credentials: rgw, retryDelay: 1, ...options });
  const remove = (Bucket: string, Key: string) => client.send(new DeleteObjectCommand({ Bucket, Key }));

  let places = 0;
  for (const bucket of ['plain', 'versioned']) {
    connectorContract(`S3, ${bucket} bucket`, {
      nothingThere: 's3.key',
      keepsVersions: bucket === 'versioned',
      async open() {
        const prefix = `place ${places++}/`;
        return {
          connector: connect({ pageSize: 3 }),
          folder: `s3://${bucket}/${encodeURI(prefix)}`,
          put: (path, bytes) => putObjects(client, bucket, { [prefix + path]: bytes }),
          remove: (path) => remove(bucket, prefix + path),
        };
      },
    });
  }

  for (const { count, versioned } of [
    { count: 2500, versioned: false },
    { count: 1100, versioned: true },
  ]) {
    test(`${count} objects in pages of 1,000, ${versioned ? 'with' : 'without'} versions`, async () => {
      const bucket = versioned ? 'many-versions' : 'many';
      await makeBucket(client, bucket, { versioned, open: true });
      const keys = Array.from({ length: count }, (_, i) => `n/${i % 7}/${i} +%.txt`);
      await putMany(rgw.endpoint, bucket, [...keys, 'm/1', 'o']);
      const files = await listed(connect(), `s3://${bucket}/n/`);
      const paths = keys.map((key) => key.slice('n/'.length)).toSorted();
      assert.deepEqual(pathsOf(files), paths);
      assert.ok(files.every((file) => file.etag && (file.versionId !== undefined) === versioned));
      assert.equal((await listed(connect(), `s3://${bucket}`)).length, count + 2);
    });
  }

  test('leaves in the middle of a page', async () => {
    const leave = new AbortController();
    let seen = 0;
    const list = async () => {
      for await (const _ of connect().list('s3://many/n/', leave.signal)) {
        seen++;
        leave.abort();
      }
    };
    assert.equal((await assertRejects(list())).code, 'cancelled');
    assert.equal(seen, 1);
  });

  test('says what it leaves out: folder markers and keys that make no relative path', async () => {
    const keys = ['m/', 'm/sub/', 'm/sub/x', 'm//lead', 'm/a//b', 'm/../up', 'm/./here', 'm/full/', 'm/ok'];
    await putObjects(client, 'plain', Object.fromEntries(keys.map((key) => [key, key === 'm/full/' ? 'bytes' : ''])));
    const items = await all(connect({ pageSize: 2 }).list('s3://plain/m'));
    assert.deepEqual(
      items.flatMap((item) => ('note' in item ? [] : 'skipped' in item ? `${item.skipped}: ${item.reason}` : item.path)).toSorted(),
      [
        '../up: its key makes no relative path',
        './here: its key makes no relative path',
        '/lead: its key makes no relative path',
        'a//b: its key makes no relative path',
        'full/: its key makes no relative path',
        'ok',
        's3://plain/m/: an object that marks a folder',
        'sub/: an object that marks a folder',
        'sub/x',
      ],
    );
    assert.deepEqual(pathsOf(await listed(connect(), 's3://plain/m//lead')), ['lead']);
    assert.deepEqual(pathsOf(await listed(connect(), 's3://plain/m/a/')), []);
  });

  test('lists and reads the versions that were current, whatever happened since and before', async () => {
    await putObjects(client, 'versioned', { 'pin/a': 'old', 'pin/b': 'gone', 'pin/c': 'only' });
    await putObjects(client, 'versioned', { 'pin/a': 'current' });
    await remove('versioned', 'pin/b');
    const connector = connect({ pageSize: 1 });
    const files = await listed(connector, 's3://versioned/pin/');
    assert.deepEqual(pathsOf(files), ['a', 'c']);
    const a = files.find((file) => file.path === 'a')!;
    assert.equal(a.signature, `${a.etag}:${a.versionId}:7`);
    assert.deepEqual(await listed(connector, 's3://versioned/pin/a'), [a]);
    await putObjects(client, 'versioned', { 'pin/a': 'later!!' });
    assert.equal((await bytesOf(connector, a)).toString(), 'current');
    await remove('versioned', 'pin/a');
    assert.equal((await bytesOf(connector, a)).toString(), 'current');
  });

  test('pins nothing to the version "null", which a later write replaces', async () => {
    await makeBucket(client, 'late');
    await putObjects(client, 'late', { before: 'before' });
    await setVersioning(client, 'late', 'Enabled');
    await putObjects(client, 'late', { between: 'between' });
    await setVersioning(client, 'late', 'Suspended');
    await putObjects(client, 'late', { after: 'after' });
    const connector = connect();
    const files = await listed(connector, 's3://late');
    assert.deepEqual(Object.fromEntries(files.map((file) => [file.path, file.versionId !== undefined])), {
      before: false,
      between: true,
      after: false,
    });
    await putObjects(client, 'late', { after: 'AFTER', between: 'BETWEEN' });
    const read = async (path: string) => (await bytesOf(connector, files.find((file) => file.path === path)!)).toString();
    assert.equal(await read('between'), 'between');
    await assert.rejects(read('after'), { code: 'file.changed' });
  });

  test('lists without versions where they may not be seen', async () => {
    const reader = await rgw.createUser('reader');
    const statement = (Action: string[], path = '') => ({
      Effect: 'Allow',
      Principal: { AWS: ['arn:aws:iam:::user/reader'] },
      Action,
      Resource: [`arn:aws:s3:::versioned${path}`],
    });
    await putObjects(client, 'versioned', { 'seen/a': 'a' });
    for (const actions of [['s3:ListBucket'], ['s3:ListBucket', 's3:GetBucketVersioning']]) {
      const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement(actions), statement(['s3:GetObject'], '/*')] });
      await client.send(new PutBucketPolicyCommand({ Bucket: 'versioned', Policy }));
      const connector = connect({ credentials: reader });
      const items = await all(connector.list('s3://versioned/seen/'));
      assert.deepEqual(
        items.flatMap((item) => ('note' in item ? item.note : [])),
        ['The versions of bucket versioned may not be seen: its files can be replaced. Verifying tells.'],
      );
      const [file] = items.filter((item) => 'path' in item);
      assert.equal(file!.versionId, undefined);
      assert.equal((await bytesOf(connector, file!)).toString(), 'a');
      const now = await connector.inspect(file!);
      assert.ok(now.state === 'present' && now.signature === file!.signature);
    }
  });
});

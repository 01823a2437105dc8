import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type Rgw, type S3User, startRgw, withoutRgw } from './rgw.ts';

describe('the S3 server for tests', { skip: withoutRgw() }, () => {
  let rgw: Rgw;
  before(async () => {
    rgw = await startRgw();
  });
  after(() => rgw?.stop());

  const client = (credentials: S3User) => new S3Client({ endpoint: rgw.endpoint, region: 'us-east-1', forcePathStyle: true, credentials });

  test('puts, gets and lists', async () => {
    const s3 = client(rgw);
    await s3.send(new CreateBucketCommand({ Bucket: 'digits' }));
    await s3.send(new PutObjectCommand({ Bucket: 'digits', Key: 'a/ä b.png', Body: 'four' }));
    const object = await s3.send(new GetObjectCommand({ Bucket: 'digits', Key: 'a/ä b.png' }));
    assert.equal(await object.Body?.transformToString(), 'four');
    const list = await s3.send(new ListObjectsV2Command({ Bucket: 'digits' }));
    assert.deepEqual(
      list.Contents?.map(({ Key, Size }) => ({ Key, Size })),
      [{ Key: 'a/ä b.png', Size: 4 }],
    );
  });

  test('refuses another user', async () => {
    await client(rgw).send(new CreateBucketCommand({ Bucket: 'private' }));
    const stranger = client(await rgw.createUser('stranger'));
    await assert.rejects(stranger.send(new ListObjectsV2Command({ Bucket: 'private' })), { name: 'AccessDenied' });
  });

  test('is gone after stop', async () => {
    const other = await startRgw();
    assert.equal((await fetch(other.endpoint)).status, 200);
    await other.stop();
    await assert.rejects(fetch(other.endpoint));
  });
});

/** Machines on which nobody has credentials: what is public is to be had all the same, and nothing is signed. */
import assert from 'node:assert/strict';
import type { IncomingHttpHeaders } from 'node:http';
import { after, before, describe, type TestContext, test } from 'node:test';
import { PutBucketPolicyCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { createS3Connector } from '../../server/connectors/s3/connector.ts';
import type { Connector } from '../../server/core/connector.ts';
import { type Rgw, startRgw, withoutRgw } from '../support/rgw.ts';
import { makeBucket, s3Client } from '../support/s3.ts';
import { awsMachine } from './aws.ts';
import { all, assertRejects, bytesOf, listed, pathsOf } from './contract.ts';
import { startFaultProxy } from './faultProxy.ts';

const text = '0123456789';
const at = (bucket: string, key = 'images/a.txt') => ({ location: `s3://${bucket}/${key}`, path: key, size: text.length, signature: '' });

/** Every way to ask a store for something, and what it answers where all is public. */
const ways: Record<string, { ask(connector: Connector, bucket: string): Promise<unknown>; answer: unknown }> = {
  'listing a bucket': {
    ask: async (connector, bucket) => pathsOf(await listed(connector, `s3://${bucket}`)),
    answer: ['images/a.txt', 'images/b/c.txt'],
  },
  'listing a folder': {
    ask: async (connector, bucket) => pathsOf(await listed(connector, `s3://${bucket}/images`)),
    answer: ['a.txt', 'b/c.txt'],
  },
  'listing an object': {
    ask: async (connector, bucket) => pathsOf(await listed(connector, at(bucket).location)),
    answer: ['a.txt'],
  },
  'listing what a glob fits': {
    ask: async (connector, bucket) => pathsOf(await listed(connector, `s3://${bucket}/images/**/c.*`)),
    answer: ['b/c.txt'],
  },
  reading: { ask: async (connector, bucket) => (await bytesOf(connector, at(bucket))).toString(), answer: text },
  'reading a range': {
    ask: async (connector, bucket) =>
      Buffer.concat(await all(connector.readRange!(at(bucket), { start: 2, end: 5 }, undefined))).toString(),
    answer: '234',
  },
  inspecting: {
    ask: async (connector, bucket) => {
      const now = await connector.inspect(at(bucket));
      return now.state === 'present' ? now.size : now.state;
    },
    answer: text.length,
  },
  browsing: {
    ask: async (connector, bucket) => (await connector.browse!(`s3://${bucket}/images/`, undefined)).entries.map(({ name }) => name),
    answer: ['b', 'a.txt'],
  },
};

describe('S3 without credentials', { skip: withoutRgw() }, () => {
  let rgw: Rgw;
  let owner: S3Client;
  before(async () => {
    rgw = await startRgw();
    owner = s3Client(rgw.endpoint, rgw);
    const put = (Bucket: string, ACL: 'public-read' | 'private') =>
      Promise.all(
        ['images/a.txt', 'images/b/c.txt'].map((Key) => owner.send(new PutObjectCommand({ Bucket, Key, ACL, Body: Buffer.from(text) }))),
      );
    for (const bucket of ['by-acl', 'by-policy', 'kept', 'index-only', 'closed']) {
      await makeBucket(owner, bucket, { readable: bucket === 'by-acl' || bucket === 'index-only', versioned: bucket === 'kept' });
      await put(bucket, bucket === 'by-acl' ? 'public-read' : 'private');
    }
    await allowAll('by-policy', 's3:ListBucket', 's3:GetObject');
    const versions = ['s3:GetBucketVersioning', 's3:ListBucketVersions', 's3:GetObjectVersion'];
    await allowAll('kept', 's3:ListBucket', 's3:GetObject', ...versions);
  });
  after(async () => {
    owner?.destroy();
    await rgw?.stop();
  });

  const allowAll = async (bucket: string, ...Action: string[]) => {
    const Resource = [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`];
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action, Resource }] });
    await owner.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
  };

  /** A machine without credentials, and all that it sends. */
  const stranger = async (t: TestContext) => {
    awsMachine(t);
    const sent: { line: string; headers: IncomingHttpHeaders }[] = [];
    const { endpoint } = await startFaultProxy(t, rgw.endpoint, (line, _, headers) => void sent.push({ line, headers }));
    return { connector: createS3Connector({ endpoint, retryDelay: 1 }), sent };
  };
  const signIn = () => Object.assign(process.env, { AWS_ACCESS_KEY_ID: rgw.accessKeyId, AWS_SECRET_ACCESS_KEY: rgw.secretAccessKey });

  for (const [way, { ask, answer }] of Object.entries(ways)) {
    for (const bucket of ['by-acl', 'by-policy', 'kept']) {
      test(`${way} in a bucket that is public ${bucket}`, async (t) => {
        const { connector, sent } = await stranger(t);
        assert.deepEqual(await ask(connector, bucket), answer);
        assert.ok(sent.length > 0);
        for (const request of sent) assertUnsigned(request);
      });
    }

    test(`${way} in a bucket that is not public`, async (t) => {
      const { connector, sent } = await stranger(t);
      const error = await assertRejects(ask(connector, 'closed'));
      assert.equal(error.code, 's3.credentials');
      assert.equal(error.message, 'No AWS credentials were found, and s3://closed is not public.');
      assert.match(error.hint ?? '', /^Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, complete your AWS profile, or sign in/);
      assert.ok(sent.length > 0);
      for (const request of sent) assertUnsigned(request);
    });

    test(`${way} in a bucket that is not public, once somebody has signed in`, async (t) => {
      const { connector, sent } = await stranger(t);
      assert.equal((await assertRejects(ask(connector, 'closed'))).code, 's3.credentials');
      sent.length = 0;
      signIn();
      assert.deepEqual(await ask(connector, 'closed'), answer);
      for (const request of sent) assert.match(request.headers.authorization ?? '', /^AWS4-HMAC-SHA256 Credential=access-test\//);
    });

    test(`${way} in a public bucket is signed as soon as somebody has signed in`, async (t) => {
      const { connector, sent } = await stranger(t);
      await ask(connector, 'by-acl');
      sent.length = 0;
      signIn();
      assert.deepEqual(await ask(connector, 'by-acl'), answer);
      assert.ok(sent.length > 0);
      for (const request of sent) assert.match(request.headers.authorization ?? '', /^AWS4-HMAC-SHA256 /);
    });
  }

  test('credentials that come and are broken end what was asked without any', async (t) => {
    const { connector, sent } = await stranger(t);
    await listed(connector, 's3://by-acl');
    sent.length = 0;
    process.env.AWS_SECRET_ACCESS_KEY = 'half';
    await assert.rejects(listed(connector, 's3://by-acl'), { code: 's3.credentials', message: 'No usable AWS credentials were found.' });
    assert.deepEqual(sent, []);
  });

  test('versions are pinned where they are public', async (t) => {
    const { connector } = await stranger(t);
    const files = await listed(connector, 's3://kept');
    assert.ok(files.length === 2 && files.every(({ versionId }) => versionId !== undefined));
    assert.equal(await connector.unpinned!('s3://kept/x', undefined), undefined);
    assert.match((await connector.unpinned!('s3://by-acl/x', undefined)) ?? '', /^The versions of bucket by-acl may not be seen/);
  });

  test('a list that is public, of objects that are not', async (t) => {
    const { connector } = await stranger(t);
    const files = await listed(connector, 's3://index-only');
    assert.equal(files.length, 2);
    await assert.rejects(bytesOf(connector, files[0]!), { code: 's3.credentials' });
    await assert.rejects(connector.inspect(files[0]!), { code: 's3.credentials' });
  });

  test('nothing there is nothing there', async (t) => {
    const { connector } = await stranger(t);
    await assert.rejects(listed(connector, 's3://nowhere'), { code: 's3.bucket' });
    await assert.rejects(listed(connector, 's3://by-acl/nothing'), { code: 's3.key' });
    assert.deepEqual(await connector.inspect(at('by-acl', 'images/gone')), { state: 'missing' });
  });

  test('there are no buckets to choose from, and the store is not asked', async (t) => {
    const { connector, sent } = await stranger(t);
    const error = await assertRejects(connector.browse!(undefined, undefined));
    assert.equal(error.code, 's3.credentials');
    assert.match(error.message, /^No AWS credentials were found, so there are no buckets to choose from\.$/);
    assert.match(error.hint ?? '', /^Name a bucket if it is public\. Set AWS_ACCESS_KEY_ID/);
    assert.deepEqual(sent, []);
    signIn();
    assert.ok((await connector.browse!(undefined, undefined)).entries.length >= 5);
  });

  test('a wrong key is no reason to leave it out', async (t) => {
    const { connector, sent } = await stranger(t);
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: rgw.accessKeyId, AWS_SECRET_ACCESS_KEY: 'wrong' });
    await assert.rejects(listed(connector, 's3://by-acl'), { code: 's3.credentials', message: /does not accept the secret key/ });
    for (const { headers } of sent) assert.ok(headers.authorization);
  });
});

function assertUnsigned({ line, headers }: { line: string; headers: IncomingHttpHeaders }): void {
  assert.equal(headers.authorization, undefined, line);
  const names = Object.keys(headers).filter((name) => /^x-amz-(date|content-sha256|security-token|credential|signature)$/.test(name));
  assert.deepEqual(names, [], line);
  assert.doesNotMatch(line, /X-Amz-(Signature|Credential)|AWSAccessKeyId/i);
}

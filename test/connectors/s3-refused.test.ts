/** What a person is told when a real store refuses or cannot be reached. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect as dial } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { createServer as createTlsServer } from 'node:tls';
import { PutBucketPolicyCommand, type S3Client } from '@aws-sdk/client-s3';
import { createS3Connector } from '../../server/connectors/s3/connector.ts';
import type { S3Options } from '../../server/connectors/s3/settings.ts';
import type { Connector, SourceFile } from '../../server/core/connector.ts';
import { withoutProgram } from '../support/environment.ts';
import { type Rgw, type S3User, startRgw, withoutRgw } from '../support/rgw.ts';
import { makeBucket, putObjects, s3Client } from '../support/s3.ts';
import { awsMachine, keepsSecret } from './aws.ts';
import { assertRejects, bytesOf, listed, pathsOf } from './contract.ts';

const secret = 'Zm9vYmFy/never+shown';

describe('refused by S3', { skip: withoutRgw() }, () => {
  let rgw: Rgw;
  let client: S3Client;
  let stranger: S3User;
  let file: SourceFile;
  before(async () => {
    rgw = await startRgw();
    client = s3Client(rgw.endpoint, rgw);
    stranger = await rgw.createUser('stranger');
    await makeBucket(client, 'private');
    await putObjects(client, 'private', { 'folder/file': 'bytes' });
    [file] = (await listed(connect(), 's3://private/folder/')) as [SourceFile];
  });
  after(async () => {
    client?.destroy();
    await rgw?.stop();
  });

  const connect = (options: S3Options = {}) => createS3Connector({ endpoint: rgw.endpoint, credentials: rgw, retryDelay: 1, ...options });

  /** Every way to ask a store for something. */
  const ways: Record<string, (connector: Connector) => Promise<unknown>> = {
    'listing a folder': (connector) => listed(connector, 's3://private/folder/'),
    'listing an object': (connector) => listed(connector, 's3://private/folder/file'),
    'reading an object': (connector) => bytesOf(connector, file),
    'inspecting an object': (connector) => connector.inspect(file),
  };

  const refusals: { title: string; code: string; says: RegExp; options(): S3Options }[] = [
    {
      title: 'a wrong secret',
      code: 's3.credentials',
      says: /does not accept the secret key/,
      options: () => ({ credentials: { ...rgw, secretAccessKey: secret } }),
    },
    {
      title: 'an unknown key',
      code: 's3.credentials',
      says: /does not know this access key/,
      options: () => ({ credentials: { accessKeyId: 'AKIAIOSFODNN7NOBODY', secretAccessKey: secret } }),
    },
    {
      title: 'another user',
      code: 's3.denied',
      says: /Access to s3:\/\/private\/folder.* is denied/,
      options: () => ({ credentials: stranger }),
    },
    {
      title: 'nobody at the endpoint',
      code: 's3.network',
      says: /^The store at http:\/\/127\.0\.0\.1:9 cannot be reached \(ECONNREFUSED\)/,
      options: () => ({ endpoint: 'http://127.0.0.1:9' }),
    },
    {
      title: 'an endpoint that is none',
      code: 'usage',
      says: /no plain web address/,
      options: () => ({ endpoint: `http://user:${secret}@127.0.0.1` }),
    },
  ];
  for (const { title, code, says, options } of refusals) {
    for (const [way, ask] of Object.entries(ways)) {
      test(`${title}, ${way}`, async () => {
        const used = options();
        const error = await assertRejects(ask(connect(used)));
        assert.equal(error.code, code, error.message);
        assert.match(error.message, says);
        keepsSecret(error, secret, rgw.secretAccessKey, stranger.secretAccessKey);
      });
    }
  }

  const nowhere = [
    {
      location: 's3://nowhere-at-all',
      code: 's3.bucket',
      says: /^There is no bucket nowhere-at-all at the store at http:\/\/127\.0\.0\.1:\d+\.$/,
    },
    { location: 's3://nowhere-at-all/folder/', code: 's3.bucket', says: /no bucket nowhere-at-all/ },
    { location: 's3://nowhere-at-all/folder/file', code: 's3.bucket', says: /no bucket nowhere-at-all/ },
    { location: 's3://private/folder/fil', code: 's3.key', says: /nothing at s3:\/\/private\/folder\/fil\./ },
    { location: 's3://private/Folder/', code: 's3.key', says: /nothing at s3:\/\/private\/Folder\/\./ },
    { location: `s3://key:${secret}@private/folder/`, code: 's3.location', says: /neither credentials nor a port/ },
  ];
  for (const { location, code, says } of nowhere) {
    test(`nothing at ${location}`, async () => {
      const error = await assertRejects(listed(connect(), location));
      assert.equal(error.code, code);
      assert.match(error.message, says);
      keepsSecret(error, secret, rgw.secretAccessKey);
    });
  }

  test('a policy that lets list and not read', async () => {
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: ['arn:aws:iam:::user/stranger'] },
          Action: ['s3:ListBucket'],
          Resource: ['arn:aws:s3:::policy'],
        },
      ],
    });
    await makeBucket(client, 'policy');
    await putObjects(client, 'policy', { 'a/b': 'x' });
    await client.send(new PutBucketPolicyCommand({ Bucket: 'policy', Policy }));
    const connector = connect({ credentials: stranger });
    const files = await listed(connector, 's3://policy/a');
    assert.deepEqual(pathsOf(files), ['b']);
    await assert.rejects(bytesOf(connector, files[0]!), { code: 's3.denied' });
    await assert.rejects(connector.inspect(files[0]!), { code: 's3.denied' });
    await assert.rejects(listed(connector, 's3://policy/a/b'), { code: 's3.denied' });
  });

  test('settings and keys come from the files of a profile, and count anew once they were mended', async (t) => {
    const config = `[profile lab]\nregion = eu-north-1\nservices = lab\n[services lab]\ns3 =\n  endpoint_url = ${rgw.endpoint}\n`;
    const keys = (secretAccessKey: string) => `[lab]\naws_access_key_id = ${rgw.accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
    const home = awsMachine(t, { variables: { AWS_PROFILE: 'lab' }, config, credentials: keys(secret) });
    const connector = createS3Connector();
    const error = await assertRejects(listed(connector, 's3://private'));
    assert.equal(error.code, 's3.credentials');
    assert.match(error.hint ?? '', /profile "lab"/);
    keepsSecret(error, secret);
    writeFileSync(join(home, '.aws', 'credentials'), keys(rgw.secretAccessKey));
    assert.equal((await listed(connector, 's3://private')).length, 1);
    delete process.env.AWS_PROFILE;
    assert.equal((await listed(createS3Connector({ profile: 'lab' }), 's3://private')).length, 1);
  });

  test('settings and keys come from the environment', async (t) => {
    const { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY, endpoint } = rgw;
    awsMachine(t, {
      variables: { AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_ENDPOINT_URL_S3: endpoint, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY },
    });
    assert.equal((await listed(createS3Connector(), 's3://private')).length, 1);
  });

  test('a certificate that nobody vouches for, until AWS_CA_BUNDLE does', { skip: withoutProgram('openssl') }, async (t) => {
    const home = awsMachine(t);
    const { endpoint, certificate } = await startTls(t, { target: rgw.endpoint, folder: home });
    process.env.AWS_MAX_ATTEMPTS = '1';
    const error = await assertRejects(listed(connect({ endpoint }), 's3://private'));
    assert.equal(error.code, 's3.network');
    assert.match(error.message, /certificate of the store at https:.* is not trusted/i);
    assert.match(error.hint ?? '', /AWS_CA_BUNDLE/);
    process.env.AWS_CA_BUNDLE = certificate;
    assert.equal((await listed(connect({ endpoint }), 's3://private')).length, 1);
    process.env.AWS_CA_BUNDLE = join(home, 'nowhere.pem');
    assert.match((await assertRejects(listed(connect({ endpoint }), 's3://private'))).message, /nowhere\.pem cannot be read \(ENOENT\)/);
  });
});

/** TLS before a store, with a certificate that signs itself. */
async function startTls(t: TestContext, { target, folder }: { target: string; folder: string }) {
  const key = join(folder, 'key.pem');
  const certificate = join(folder, 'certificate.pem');
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  execFileSync('openssl', ['req', '-x509', ...kind, '-keyout', key, '-out', certificate, ...subject], { stdio: 'pipe' });
  const { hostname, port } = new URL(target);
  const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (near) => {
    const far = dial(Number(port), hostname);
    for (const socket of [near, far]) socket.on('error', () => undefined); // either end may hang up
    near.pipe(far).pipe(near);
    near.on('close', () => far.destroy());
    t.after(() => near.destroy());
  });
  server.on('tlsClientError', () => undefined); // the client that does not trust it says so
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return { endpoint: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, certificate };
}

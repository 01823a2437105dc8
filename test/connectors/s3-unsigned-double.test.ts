/** The same as doubles play it: where nobody is found, what stores answer to nobody, and who turns up later. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { createS3Connector } from '../../server/connectors/s3/connector.ts';
import type { S3Options } from '../../server/connectors/s3/settings.ts';
import { awsMachine } from './aws.ts';
import { assertRejects, bytesOf, listed } from './contract.ts';
import { type Answer, file, refusal, type Script, startDouble } from './storeDouble.ts';

const nobody: S3Options = { credentials: undefined };
const bytes: Answer = { body: '0123456789', headers: { etag: '"e"' } };

/** Answers who did not sign, and refuses who did. */
const onlyNobody: Script = ({ headers }) => (headers.authorization ? refusal(403, 'AccessDenied') : bytes);
/** Answers who did sign. */
const onlySomebody: Script = ({ headers }) => (headers.authorization ? bytes : refusal(403, 'AccessDenied'));

function writeConfig(config: string): void {
  const folder = join(process.env.HOME!, '.aws');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config'), config);
}

const machines: { title: string; prepare?(t: TestContext): Promise<void> | void; options?: S3Options }[] = [
  { title: 'with nothing at all' },
  {
    title: 'whose metadata service is switched off',
    prepare() {
      process.env.AWS_EC2_METADATA_DISABLED = 'true';
    },
  },
  {
    title: 'whose metadata service never answers',
    async prepare(t) {
      process.env.AWS_EC2_METADATA_SERVICE_ENDPOINT = await listening(
        t,
        createServer((socket) => void socket.on('error', () => undefined)),
      );
    },
  },
  {
    title: 'whose metadata service knows no role',
    async prepare(t) {
      process.env.AWS_EC2_METADATA_SERVICE_ENDPOINT = await startMetadata(t, () => false);
    },
  },
  {
    title: 'whose variables are empty',
    prepare() {
      Object.assign(process.env, { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_SESSION_TOKEN: '' });
    },
  },
  {
    title: 'whose default profile has settings and no keys',
    prepare: () => writeConfig('[default]\nregion = eu-north-1\noutput = json\n'),
  },
  {
    title: 'with keys in a profile that is not asked for',
    prepare: () => writeConfig('[profile other]\naws_access_key_id = AKIAIOSFODNN7OTHER\naws_secret_access_key = s\n'),
  },
  {
    title: 'and a profile, named, that has settings and no keys',
    prepare: () => writeConfig('[profile open]\nregion = eu-north-1\n'),
    options: { profile: 'open' },
  },
];

const answers: { title: string; answer: Answer; code: string; says: RegExp }[] = [
  {
    title: 'Amazon',
    answer: refusal(403, 'AccessDenied'),
    code: 's3.credentials',
    says: /^No AWS credentials were found, and s3:\/\/bucket is not public\.$/,
  },
  { title: 'a store that says nothing more', answer: { status: 403 }, code: 's3.credentials', says: /is not public/ },
  { title: 'a store that wants to know who asks', answer: refusal(401, 'Unauthorized'), code: 's3.credentials', says: /is not public/ },
  { title: 'a store that misses the header', answer: refusal(400, 'InvalidArgument'), code: 's3.credentials', says: /is not public/ },
  { title: 'a store that misses the key', answer: refusal(403, 'InvalidAccessKeyId'), code: 's3.credentials', says: /is not public/ },
  { title: 'an archive', answer: refusal(403, 'InvalidObjectState'), code: 's3.archived', says: /is archived/ },
  { title: 'no bucket', answer: refusal(404, 'NoSuchBucket'), code: 's3.bucket', says: /no bucket bucket/ },
  { title: 'a busy store', answer: refusal(503, 'SlowDown'), code: 's3.failed', says: /overloaded/ },
];

describe('S3 without credentials, as doubles play it', () => {
  for (const { title, prepare, options } of machines) {
    test(`asks unsigned on a machine ${title}`, { timeout: 30_000 }, async (t) => {
      const { connector } = await startDouble(t, onlyNobody, { ...nobody, ...options });
      await prepare?.(t);
      assert.equal((await bytesOf(connector, file)).toString(), '0123456789');
    });
  }

  for (const { title, answer, code, says } of answers) {
    test(`${title}: ${code}`, async (t) => {
      const { connector } = await startDouble(t, () => answer, nobody);
      const error = await assertRejects(bytesOf(connector, file));
      assert.equal(error.code, code, error.message);
      assert.match(error.message, says);
      assert.equal(/AWS_ACCESS_KEY_ID/.test(error.hint ?? ''), code === 's3.credentials');
    });
  }

  test('a store that cannot be reached is a matter of the network, not of keys', async (t) => {
    awsMachine(t, { variables: { AWS_MAX_ATTEMPTS: '1' } });
    const connector = createS3Connector({ endpoint: 'http://127.0.0.1:9' });
    for (const ask of [() => listed(connector, 's3://bucket/key'), () => bytesOf(connector, file), () => connector.inspect(file)]) {
      const error = await assertRejects(ask());
      assert.equal(error.code, 's3.network');
      assert.match(error.message, /cannot be reached \(ECONNREFUSED\)/);
      assert.doesNotMatch(`${error.message} ${error.hint}`, /key|credential|AWS_|sign/i);
    }
  });

  test('is sent on to the region of the bucket', async (t) => {
    const elsewhere: Answer = { status: 301, headers: { 'x-amz-bucket-region': 'eu-north-1' } };
    const { connector, requests } = await startDouble(t, ({ count }) => (count === 1 ? elsewhere : bytes), nobody);
    assert.equal((await bytesOf(connector, file)).toString(), '0123456789');
    assert.equal(requests.length, 2);
  });

  test('a role that the machine is given later counts at the next refusal', async (t) => {
    const { connector, requests } = await startDouble(t, onlySomebody, nobody);
    let given = false;
    process.env.AWS_EC2_METADATA_SERVICE_ENDPOINT = await startMetadata(t, () => given);
    await assert.rejects(bytesOf(connector, file), { code: 's3.credentials' });
    given = true;
    assert.equal((await bytesOf(connector, file)).toString(), '0123456789');
    assert.equal(requests.length, 3, 'refused, refused again, then signed');
  });

  test('many that are refused at once are all signed once somebody is there', async (t) => {
    const { connector } = await startDouble(t, onlySomebody, nobody);
    let given = false;
    process.env.AWS_EC2_METADATA_SERVICE_ENDPOINT = await startMetadata(t, () => given);
    await assert.rejects(bytesOf(connector, file), { code: 's3.credentials' });
    given = true;
    const read = await Promise.all(Array.from({ length: 12 }, () => bytesOf(connector, file)));
    for (const one of read) assert.equal(one.toString(), '0123456789');
  });

  test('a profile that somebody makes later counts at once', async (t) => {
    const { connector, requests } = await startDouble(t, onlySomebody, nobody);
    await assert.rejects(bytesOf(connector, file), { code: 's3.credentials' });
    writeConfig('[default]\naws_access_key_id = AKIAIOSFODNN7LATER\naws_secret_access_key = s\n');
    assert.equal((await bytesOf(connector, file)).toString(), '0123456789');
    assert.equal(requests.length, 2);
  });

  test('keys that are refused are never left out', async (t) => {
    const { connector, requests } = await startDouble(t, onlyNobody);
    await assert.rejects(bytesOf(connector, file), { code: 's3.denied' });
    assert.equal(requests.length, 1);
  });
});

/** A machine's own service, which has a role for it or not. */
function startMetadata(t: TestContext, given: () => boolean): Promise<string> {
  const role = { Code: 'Success', Type: 'AWS-HMAC', AccessKeyId: 'ASIAIOSFODNN7ROLE', SecretAccessKey: 's', Token: 't' };
  const keys = { ...role, LastUpdated: '2020-01-01T00:00:00Z', Expiration: '2999-01-01T00:00:00Z' };
  const server = createHttpServer((incoming, outgoing) => {
    if (incoming.method === 'PUT') outgoing.end('token');
    else if (!given()) outgoing.writeHead(404).end();
    else outgoing.end(incoming.url!.endsWith('/security-credentials/') ? 'role' : JSON.stringify(keys));
  });
  t.after(() => server.closeAllConnections());
  return listening(t, server);
}

async function listening(t: TestContext, server: Server): Promise<string> {
  server.on('connection', (socket) => t.after(() => socket.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

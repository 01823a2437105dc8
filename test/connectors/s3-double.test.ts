/**
 * What no store on this machine can be made to do: Amazon's regions, stored checksums, expiring tokens, bad days.
 * A double answers here, with what Amazon documents. It knows no signature and keeps no object.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, type TestContext, test } from 'node:test';
import { createS3Connector } from '../../server/connectors/s3/connector.ts';
import type { Connector } from '../../server/core/connector.ts';
import { awsMachine, keepsSecret } from './aws.ts';
import { all, assertRejects, bytesOf, listed } from './contract.ts';

const secretAccessKey = 'double/secret';
const sessionToken = 'double-token';

interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  /** Do not say how long the body is. */
  chunked?: boolean;
}

/** Answers a request; undefined for `200` without a body. `count` is 1 for the first request. */
type Script = (request: {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  count: number;
}) => Answer | undefined;

async function startDouble(t: TestContext, script: Script): Promise<{ connector: Connector; requests: string[] }> {
  awsMachine(t, { variables: { AWS_MAX_ATTEMPTS: '1' } });
  const requests: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url!, 'http://double');
    const method = incoming.method!;
    requests.push(`${method} ${decodeURIComponent(pathname)}`);
    const answer = script({
      method,
      path: decodeURIComponent(pathname),
      query: searchParams,
      headers: incoming.headers,
      count: requests.length,
    });
    const { status = 200, headers = {}, body = '', chunked } = answer ?? {};
    outgoing.writeHead(status, chunked ? headers : { 'content-length': Buffer.byteLength(body), ...headers }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'AKIAIOSFODNN7DOUBLE', secretAccessKey, sessionToken };
  return { connector: createS3Connector({ endpoint, credentials, retryDelay: 1 }), requests };
}

const file = { path: 'key', location: 's3://bucket/key', size: 10, etag: 'e', signature: 'e::10' };
const unversioned = '<VersioningConfiguration/>';
const refusal = (status: number, code: string, more = ''): Answer => ({
  status,
  body: `<Error><Code>${code}</Code><Message>The ${code} message of ${sessionToken}.</Message>${more}</Error>`,
});
const page = (contents: string, more = '<IsTruncated>false</IsTruncated>') =>
  `<ListBucketResult><EncodingType>url</EncodingType>${more}${contents}</ListBucketResult>`;
const entry = (key: string, more = '') => `<Contents><Key>${key}</Key><Size>10</Size><ETag>"e"</ETag>${more}</Contents>`;

const refusals: { title: string; answer: Answer; code: string; says: RegExp; hint: RegExp }[] = [
  {
    title: 'an expired token',
    answer: refusal(400, 'ExpiredToken'),
    code: 's3.expired',
    says: /credentials have expired/,
    hint: /Sign in again/,
  },
  {
    title: 'a token of another account',
    answer: refusal(400, 'InvalidToken'),
    code: 's3.credentials',
    says: /does not accept the session token/,
    hint: /AWS_SESSION_TOKEN/,
  },
  { title: 'a wrong clock', answer: refusal(403, 'RequestTimeTooSkewed'), code: 's3.credentials', says: /clock/, hint: /Set the clock/ },
  {
    title: 'a permission that is missing by name',
    answer: {
      status: 403,
      body: '<Error><Code>AccessDenied</Code><Message>User: arn:aws:iam::1:user/u is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::bucket/key" because no identity-based policy allows it</Message></Error>',
    },
    code: 's3.denied',
    says: /^Access to s3:\/\/bucket\/key is denied \(s3:GetObject\)\.$/,
    hint: /Ask for s3:GetObject/,
  },
  { title: 'an archive', answer: refusal(403, 'InvalidObjectState'), code: 's3.archived', says: /is archived/, hint: /Restore/ },
  {
    title: 'another region that is not named',
    answer: refusal(301, 'PermanentRedirect'),
    code: 's3.failed',
    says: /another region/,
    hint: /AWS_REGION/,
  },
  {
    title: 'too many requests',
    answer: refusal(503, 'SlowDown'),
    code: 's3.failed',
    says: /overloaded or broken \(503 SlowDown\)/,
    hint: /later/,
  },
  { title: 'a broken store', answer: { status: 500 }, code: 's3.failed', says: /overloaded or broken \(500/, hint: /later/ },
  {
    title: 'an unforeseen refusal',
    answer: refusal(409, 'OperationAborted'),
    code: 's3.failed',
    says: /answered 409 OperationAborted for s3:\/\/bucket\/key/,
    hint: /whoever runs/,
  },
  {
    title: 'a page of a proxy',
    answer: { status: 407, body: '<html><body>Sign in<br></html>' },
    code: 's3.failed',
    says: /is no S3 store/,
    hint: /proxy/,
  },
];

describe('S3 as a double plays it', () => {
  for (const { title, answer, code, says, hint } of refusals) {
    test(`${title}: ${code}`, async (t) => {
      const { connector } = await startDouble(t, () => answer);
      const error = await assertRejects(bytesOf(connector, file));
      assert.equal(error.code, code, error.message);
      assert.match(error.message, says);
      assert.match(error.hint ?? '', hint);
      keepsSecret(error, secretAccessKey, sessionToken);
    });
  }

  test('a sign-in page that answers everything is no store', async (t) => {
    const { connector } = await startDouble(t, () => ({ body: '<html><body>Welcome</body></html>' }));
    for (const location of ['s3://bucket/', 's3://bucket/key']) {
      await assert.rejects(listed(connector, location), { code: 's3.failed', message: /is no S3 store/ });
    }
    await assert.rejects(connector.inspect(file), { code: 's3.failed', message: /is no S3 store/ });
    await assert.rejects(bytesOf(connector, file), { code: 's3.failed', message: /is no S3 store/ });
  });

  test('a refusal of HEAD is explained by GET, whose status says nothing either', async (t) => {
    const { connector, requests } = await startDouble(t, ({ method }) =>
      method === 'HEAD' ? { status: 400 } : refusal(400, 'ExpiredToken'),
    );
    await assert.rejects(connector.inspect(file), { code: 's3.expired' });
    assert.deepEqual(requests, ['HEAD /bucket/key', 'GET /bucket/key']);
  });

  test('a bad moment passes by itself', async (t) => {
    const { connector } = await startDouble(t, ({ count }) =>
      count < 3 ? refusal(503, 'SlowDown') : { body: '0123456789', headers: { etag: '"e"' } },
    );
    process.env.AWS_MAX_ATTEMPTS = '3';
    assert.equal((await bytesOf(connector, file)).toString(), '0123456789');
  });

  const redirects: Record<string, Answer> = {
    'a redirect': { status: 301, headers: { 'x-amz-bucket-region': 'eu-north-1' } },
    'a signature for the wrong region': refusal(400, 'AuthorizationHeaderMalformed', '<Region>eu-north-1</Region>'),
  };
  for (const [title, answer] of Object.entries(redirects)) {
    test(`follows a bucket to its region after ${title}, and remembers it`, async (t) => {
      const { connector, requests } = await startDouble(t, ({ headers }) =>
        headers.authorization?.includes('/eu-north-1/s3/') ? { body: '0123456789', headers: { etag: '"e"' } } : answer,
      );
      await Promise.all([bytesOf(connector, file), bytesOf(connector, file)]);
      assert.equal((await bytesOf(connector, file)).toString(), '0123456789');
      assert.ok(requests.length <= 5, `${requests.length} requests`);
    });
  }

  test('asks for a stored SHA-256 only where the listing promises one of the whole object', async (t) => {
    const sha256 = createHash('sha256').update('0123456789');
    const base64 = sha256.copy().digest('base64');
    const promise = (algorithm: string, type = '') =>
      `<ChecksumAlgorithm>${algorithm}</ChecksumAlgorithm>${type && `<ChecksumType>${type}</ChecksumType>`}`;
    const contents = [
      entry('whole', promise('SHA256', 'FULL_OBJECT')),
      entry('old', promise('SHA256')),
      entry('parts', promise('SHA256', 'COMPOSITE')),
      entry('crc', promise('CRC64NVME', 'FULL_OBJECT')),
      entry('since', promise('SHA256', 'FULL_OBJECT')),
      entry('forbidden', promise('SHA256', 'FULL_OBJECT')),
      entry('several', promise('SHA256')),
      entry('none'),
    ];
    const heads: Record<string, Answer> = {
      '/bucket/whole': { headers: { etag: '"e"', 'x-amz-checksum-sha256': base64, 'x-amz-checksum-type': 'FULL_OBJECT' } },
      '/bucket/old': { headers: { etag: '"e"', 'x-amz-checksum-sha256': base64 } },
      '/bucket/since': { headers: { etag: '"other"', 'x-amz-checksum-sha256': base64 } },
      '/bucket/several': { headers: { etag: '"e"', 'x-amz-checksum-sha256': `${base64}-3` } },
      '/bucket/forbidden': { status: 403 },
    };
    const { connector, requests } = await startDouble(t, ({ method, path, query, headers }) => {
      if (query.has('versioning')) return { body: unversioned };
      if (method !== 'HEAD')
        return path === '/bucket' || path === '/bucket/' ? { body: page(contents.join('')) } : refusal(403, 'AccessDenied');
      assert.equal(headers['x-amz-checksum-mode'], 'ENABLED');
      return { ...heads[path], headers: { 'content-length': '10', ...heads[path]?.headers } };
    });
    const files = await listed(connector, 's3://bucket');
    const hex = sha256.digest('hex');
    assert.deepEqual(Object.fromEntries(files.map((found) => [found.path, found.declaredSha256])), {
      whole: hex,
      old: hex,
      parts: undefined,
      crc: undefined,
      since: undefined,
      forbidden: undefined,
      several: undefined,
      none: undefined,
    });
    const asked = requests.filter((request) => request.startsWith('HEAD')).map((request) => request.slice('HEAD /bucket/'.length));
    assert.deepEqual(asked.toSorted(), ['forbidden', 'old', 'several', 'since', 'whole']);
  });

  test('follows pages whose markers are encoded as the keys are', async (t) => {
    const version = (key: string) =>
      `<Version><Key>${key}</Key><VersionId>v</VersionId><IsLatest>true</IsLatest><Size>10</Size><ETag>"e"</ETag></Version>`;
    const { connector } = await startDouble(t, ({ query }) => {
      if (query.has('versioning')) return { body: '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>' };
      const more =
        '<EncodingType>url</EncodingType><IsTruncated>true</IsTruncated><NextKeyMarker>a+%252B</NextKeyMarker><NextVersionIdMarker>v</NextVersionIdMarker>';
      if (!query.has('key-marker')) return { body: `<ListVersionsResult>${more}${version('a+%252B')}</ListVersionsResult>` };
      assert.equal(query.get('key-marker'), 'a %2B');
      return {
        body: `<ListVersionsResult><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>${version('b')}</ListVersionsResult>`,
      };
    });
    assert.deepEqual(
      (await listed(connector, 's3://bucket')).map((found) => found.path),
      ['a %2B', 'b'],
    );
  });

  for (const [title, more] of Object.entries({
    'without a token': '<IsTruncated>true</IsTruncated>',
    'with the same token for ever': '<IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>',
  })) {
    test(`a listing that goes on ${title} fails`, async (t) => {
      const { connector } = await startDouble(t, ({ query }) => ({ body: query.has('versioning') ? unversioned : page(entry('a'), more) }));
      await assert.rejects(listed(connector, 's3://bucket'), { code: 's3.failed', message: /how its listing goes on/ });
    });
  }

  test('a store that knows no versioning, and a key that is no UTF-8', async (t) => {
    const { connector } = await startDouble(t, ({ query }) =>
      query.has('versioning') ? refusal(501, 'NotImplemented') : { body: page(entry('a') + entry('%FF')) },
    );
    const items = await all(connector.list('s3://bucket'));
    assert.deepEqual(
      items.map((item) => ('skipped' in item ? [item.skipped, item.reason] : item.path)),
      ['a', ['%FF', 'its key is not UTF-8']],
    );
  });

  test('a store that knows no ranges is read anew, and joined where it was cut', async (t) => {
    const { connector } = await startDouble(t, ({ count }) => ({
      body: count === 1 ? '01234' : '0123456789',
      headers: { etag: '"e"', 'content-length': '10', ...(count === 1 ? { connection: 'close' } : {}) },
    }));
    assert.equal((await bytesOf(connector, file)).toString(), '0123456789');
  });

  for (const [body, code] of [
    ['012345678', 's3.truncated'],
    ['0123456789+', 'file.changed'],
  ] as const) {
    test(`${body.length} of 10 bytes, when nobody says how many there are: ${code}`, async (t) => {
      const { connector } = await startDouble(t, () => ({ body, chunked: true, headers: { etag: '"e"' } }));
      await assert.rejects(bytesOf(connector, file), { code });
    });
  }

  test('the next page is asked for while this one is used, and nothing more', async (t) => {
    const { connector, requests } = await startDouble(t, ({ query }) => {
      if (query.has('versioning')) return { body: unversioned };
      assert.equal(query.get('encoding-type'), 'url'); // XML has no way to write some characters of a key
      const token = Number(query.get('continuation-token') ?? 0) + 1;
      return { body: page(entry(`k${token}`), `<IsTruncated>true</IsTruncated><NextContinuationToken>${token}</NextContinuationToken>`) };
    });
    for await (const item of connector.list('s3://bucket')) {
      if ('path' in item && item.path === 'k3') break;
    }
    assert.ok(requests.length <= 5, requests.join('\n'));
  });
});

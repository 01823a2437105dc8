/**
 * What no store on this machine can be made to do: Amazon's regions, stored checksums, expiring tokens, bad days.
 * A double answers here, with what Amazon documents. It knows no signature and keeps no object.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { keepsSecret } from './aws.ts';
import { all, assertRejects, bytesOf, listed } from './contract.ts';
import { type Answer, entry, file, page, refusal, secretAccessKey, sessionToken, startDouble, unversioned } from './storeDouble.ts';

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
      items.flatMap((item) => ('note' in item ? [] : 'skipped' in item ? [[item.skipped, item.reason] as unknown] : [item.path])),
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

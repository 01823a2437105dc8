/** SHA-256 that a store keeps: used where it is of the whole object, and asked for only where it may be. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { listed } from './contract.ts';
import { type Answer, entry, file, page, refusal, startDouble, unversioned } from './storeDouble.ts';

describe('SHA-256 that S3 keeps', () => {
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

  const base64 = createHash('sha256').update('0123456789').digest('base64');
  const hex = createHash('sha256').update('0123456789').digest('hex');
  const kept: [title: string, headers: Record<string, string>, declared: string | undefined][] = [
    ['of the whole object', { 'x-amz-checksum-sha256': base64, 'x-amz-checksum-type': 'FULL_OBJECT' }, hex],
    ['of which nothing more is said', { 'x-amz-checksum-sha256': base64 }, hex],
    ['made of parts', { 'x-amz-checksum-sha256': base64, 'x-amz-checksum-type': 'COMPOSITE' }, undefined],
    ['with a number of parts', { 'x-amz-checksum-sha256': `${base64}-7` }, undefined],
    [
      'with a number of parts, said to be whole',
      { 'x-amz-checksum-sha256': `${base64}-1`, 'x-amz-checksum-type': 'FULL_OBJECT' },
      undefined,
    ],
    ['that is too short', { 'x-amz-checksum-sha256': base64.slice(4) }, undefined],
    ['in hexadecimal', { 'x-amz-checksum-sha256': hex }, undefined],
    ['of another kind', { 'x-amz-checksum-crc64nvme': 'AAAAAAAAAAA=' }, undefined],
    ['not at all', {}, undefined],
  ];
  for (const [title, headers, declared] of kept) {
    test(`inspecting one ${title}`, async (t) => {
      const { connector } = await startDouble(t, () => ({ headers: { etag: '"e-3"', 'content-length': '10', ...headers } }));
      const found = await connector.inspect({ location: file.location, size: 0 });
      assert.ok(found.state === 'present');
      assert.deepEqual([found.size, found.etag, found.declaredSha256], [10, 'e-3', declared]);
    });
  }
});

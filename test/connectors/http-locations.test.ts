/** Where a file on the web is recorded to lie, how it is asked there, and what becomes of a signed link. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, type TestContext, test } from 'node:test';
import { createHttpConnector } from '../../server/connectors/http/connector.ts';
import { addressOf, nameOf } from '../../server/connectors/http/link.ts';
import type { DatapinError } from '../../server/core/errors.ts';
import type { Web } from '../../server/core/web.ts';
import { recordedLocation } from '../../server/kit/http/canonical.ts';
import { createWeb } from '../../server/kit/http/web.ts';
import { assertRejects, bytesOf, listed } from './contract.ts';
import { expiring, file, type Handler, type Routes, signedOnly, startServer } from './httpServer.ts';

const bytes = Buffer.from(Array.from({ length: 5_000 }, (_, i) => i % 251));
const sha256 = createHash('sha256').update(bytes).digest('hex');

async function open(t: TestContext, routes: Routes = { '/x.bin': file(bytes) }) {
  const server = await startServer(t, routes);
  const web = createWeb({ retryDelay: 1, attempts: 3, idleTimeout: 200 });
  return {
    server,
    connector: createHttpConnector({ web: async () => web }, { retryDelay: 1 }),
    at: (path: string) => server.origin + path,
  };
}

describe('signed links', () => {
  const signed =
    (handler: Handler): Handler =>
    (request) =>
      request.query.has('Signature') ? signedOnly(handler)(request) : { status: 403 };

  test('are read by, never recorded, and asked without once they are forgotten', async (t) => {
    const { connector, at } = await open(t, { '/x.bin': signed(file(bytes)) });
    const [found] = await listed(connector, at('/x.bin?Expires=99999999999&Signature=CANARY&w=1'));
    assert.equal(found!.location, at('/x.bin?w=1'));
    assert.doesNotMatch(JSON.stringify(found), /CANARY/);
    assert.ok((await bytesOf(connector, found!)).equals(bytes));
    const later = createHttpConnector({ web: async () => createWeb() });
    const error = await assertRejects(bytesOf(later, found!));
    assert.equal(error.code, 'web.denied');
    assert.match(error.hint!, /fresh link/);
    assert.equal((await assertRejects(later.inspect(found!))).hint, error.hint);
  });

  test('that have expired say so', async (t) => {
    const { connector, at } = await open(t, { '/x.bin': expiring(file(bytes), 1) });
    const [found] = await listed(connector, at('/x.bin?Signature=s'));
    const error = await assertRejects(bytesOf(connector, found!));
    assert.equal(error.code, 'web.expired');
    assert.match(error.hint!, /fresh link/);
  });
});

describe('stores', () => {
  const stores: { title: string; link: string; recorded: { location: string; versionId?: string }; made: boolean; asks: string }[] = [
    {
      title: 'a signed link of Amazon is read at once: its location belongs to another connector',
      link: 'https://bkt.s3.eu-west-1.amazonaws.com/a%20b.jpg?versionId=v1&X-Amz-Signature=CANARY',
      recorded: { location: 's3://bkt/a%20b.jpg', versionId: 'v1' },
      made: true,
      asks: 'GET https://bkt.s3.eu-west-1.amazonaws.com/a%20b.jpg?versionId=v1&X-Amz-Signature=CANARY',
    },
    {
      title: 'a signed link of Google',
      link: 'https://storage.googleapis.com/bkt/k?X-Goog-Signature=CANARY',
      recorded: { location: 'gs://bkt/k' },
      made: true,
      asks: 'GET https://storage.googleapis.com/bkt/k?X-Goog-Signature=CANARY',
    },
    {
      title: 'a public file of Google',
      link: 'gs://bkt/k?generation=3',
      recorded: { location: 'gs://bkt/k', versionId: '3' },
      made: false,
      asks: 'HEAD https://storage.googleapis.com/bkt/k?generation=3',
    },
    {
      title: 'a public file of Azure',
      link: 'az://acct/c/k',
      recorded: { location: 'az://acct/c/k' },
      made: false,
      asks: 'HEAD https://acct.blob.core.windows.net/c/k',
    },
  ];
  for (const { title, link, recorded, made, asks } of stores) {
    test(title, async (t) => {
      const server = await startServer(t, { '*': file(bytes) });
      const real = createWeb({ retryDelay: 1 });
      const asked: string[] = [];
      // the stores' own names lead to the loopback server
      const send: Web['send'] = (request) => {
        asked.push(`${request.method ?? 'GET'} ${request.url}`);
        return real.send({ ...request, url: server.origin + new URL(request.url).pathname });
      };
      const connector = createHttpConnector({ web: async () => ({ send, json: real.json }) });
      const [found] = await listed(connector, link);
      assert.deepEqual({ location: found!.location, ...(found!.versionId ? { versionId: found!.versionId } : {}) }, recorded);
      assert.equal(found!.sha256, made ? sha256 : undefined);
      assert.deepEqual(asked, [asks]);
      assert.doesNotMatch(JSON.stringify(found), /CANARY/);
    });
  }
});

describe('locations', () => {
  const addresses: [location: string, address: string, versionId?: string][] = [
    ['gs://bkt/d/a%20b.jpg', 'https://storage.googleapis.com/bkt/d/a%20b.jpg'],
    ['gs://bkt/a b+c', 'https://storage.googleapis.com/bkt/a%20b%2Bc'],
    ['gs://bkt/k?generation=3', 'https://storage.googleapis.com/bkt/k?generation=3'],
    ['gs://bkt/k', 'https://storage.googleapis.com/bkt/k?generation=4', '4'],
    ['az://acct/c/d/k', 'https://acct.blob.core.windows.net/c/d/k'],
    ['az://acct/c/k', 'https://acct.blob.core.windows.net/c/k?versionId=2024-01-01T00%3A00%3A00Z', '2024-01-01T00:00:00Z'],
    ['https://host.example/x?id=1', 'https://host.example/x?id=1'],
  ];
  for (const [location, address, versionId] of addresses) {
    test(`${location} is asked at ${address}`, () => assert.equal(addressOf({ location, versionId }), address));
  }
  for (const location of ['gs://bkt', 'gs://bkt/', 'gs://bkt/folder/', 'az://acct', 'az://acct/container', 'az://acct/container/']) {
    test(`${location} names no single file`, () => {
      assert.throws(
        () => addressOf({ location }),
        (error: DatapinError) => error.code === 'source.location',
      );
    });
  }

  const recorded: [location: string, recorded: string][] = [
    ['https://storage.googleapis.com/bkt/k?X-Goog-Signature=s', 'gs://bkt/k'],
    ['https://bkt.s3.amazonaws.com/k?X-Amz-Signature=s', 's3://bkt/k'],
    ['https://bkt.s3.amazonaws.com/k', 'https://bkt.s3.amazonaws.com/k'],
    ['https://u:p@host.example/x?token=T&id=1', 'https://host.example/x?id=1'],
  ];
  for (const [location, as] of recorded)
    test(`${location} is recorded as ${as}`, () => assert.equal(recordedLocation(location).location, as));

  const names: [location: string, name: string][] = [
    ['https://h.example/a/b%20c.jpg?x=/y', 'b c.jpg'],
    ['https://h.example/', 'index'],
    ['https://h.example/a/', 'index'],
    ['https://h.example', 'index'],
    ['https://h.example/a/..%2F..%2Fetc%2Fpasswd', 'passwd'],
    ['https://h.example/a/%2E%2E', 'index'],
    ['https://h.example/org%2Fuuid-n.jpg?Signature=s', 'uuid-n.jpg'],
    ['https://h.example/100%.jpg', '100%.jpg'],
    ['gs://bkt/d/k%3F.jpg', 'k?.jpg'],
    ['az://acct/c/k.jpg?versionId=1', 'k.jpg'],
  ];
  for (const [location, name] of names) test(`${location} is called ${name}`, () => assert.equal(nameOf(location), name));
});

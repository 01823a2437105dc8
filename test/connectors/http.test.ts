/** Files on the web, as bad servers and bad lines give them. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, type TestContext, test } from 'node:test';
import { createHttpConnector } from '../../server/connectors/http/connector.ts';
import type { DatapinError } from '../../server/core/errors.ts';
import { createWeb } from '../../server/kit/http/web.ts';
import { all, assertRejects, bytesOf, listed } from './contract.ts';
import { type Answer, file, type Handler, inTurn, type Routes, startServer } from './httpServer.ts';

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

describe('what is there', () => {
  const heads: { title: string; path: string; methods: string[]; headers?: Record<string, string> }[] = [
    { title: 'by HEAD', path: '/x.bin', methods: ['HEAD'] },
    ...[400, 403, 405, 501].map((status) => ({
      title: `HEAD refused with ${status}`,
      path: `/~no-head=${status}/x.bin`,
      methods: ['HEAD', 'GET'],
    })),
    { title: 'HEAD refused, ranges unknown', path: '/~no-head=405&no-ranges/x.bin', methods: ['HEAD', 'GET'] },
    { title: 'after redirects', path: '/~redirect=%2Fx.bin/y', methods: ['HEAD', 'HEAD'] },
  ];
  for (const { title, path, methods } of heads) {
    test(title, async (t) => {
      const { connector, server, at } = await open(t);
      const [found] = await listed(connector, at(path));
      assert.deepEqual([found!.size, found!.etag, found!.signature], [5_000, '1', '"1"||5000']);
      assert.deepEqual(
        server.requests.map(({ method }) => method),
        methods,
      );
      assert.ok((await bytesOf(connector, found!)).equals(bytes));
    });
  }

  test('no size said: it is counted, and the hash made on the way', async (t) => {
    const handler: Handler = () => ({ body: bytes, chunked: true, headers: { etag: '"1"' } });
    const { connector, at } = await open(t, handler);
    const [found] = await listed(connector, at('/x.bin'));
    assert.deepEqual([found!.size, found!.sha256], [5_000, sha256]);
    assert.ok((await bytesOf(connector, found!)).equals(bytes));
  });

  const signatures: { title: string; headers: Record<string, string>; signature: RegExp; etag: string | undefined }[] = [
    { title: 'a strong etag', headers: { etag: '"a"' }, signature: /^"a"\|\|5000$/, etag: 'a' },
    { title: 'a weak etag', headers: { etag: 'W/"a"' }, signature: /^W\/"a"\|\|5000$/, etag: undefined },
    { title: 'a date', headers: { 'last-modified': 'Thu' }, signature: /^\|Thu\|5000$/, etag: undefined },
    { title: 'neither', headers: {}, signature: /^$/, etag: undefined },
  ];
  for (const { title, headers, signature, etag } of signatures) {
    test(`the signature of a file with ${title}`, async (t) => {
      const { connector, at } = await open(t, { '/x.bin': file(bytes, headers) });
      const [first] = await listed(connector, at('/x.bin'));
      const [second] = await listed(connector, at('/x.bin'));
      assert.match(first!.signature, signature);
      assert.equal(first!.etag, etag);
      assert.equal(first!.signature, second!.signature);
    });
  }
});

describe('reading goes on where the line broke', () => {
  const lines: {
    title: string;
    fault: Parameters<Awaited<ReturnType<typeof startServer>>['spoil']>[1];
    headers?: Record<string, string>;
  }[] = [
    { title: 'dropped', fault: { drop: 1_000, times: 3 } },
    { title: 'ended early', fault: { truncate: 1_000, times: 2 } },
    { title: 'stalled', fault: { stall: 4_999, times: 1 } },
    { title: 'dropped, no ranges', fault: { drop: 1_000, times: 1, noRanges: true } },
    { title: 'dropped before the first byte', fault: { drop: 0, times: 2 } },
    { title: 'known by date', fault: { drop: 1_000, times: 2 }, headers: { 'last-modified': 'Thu' } },
    { title: 'known by a weak etag', fault: { drop: 1_000, times: 2 }, headers: { etag: 'W/"a"' } },
    { title: 'a busy server in between', fault: { status: 503, times: 2 } },
  ];
  for (const { title, fault, headers } of lines) {
    test(title, async (t) => {
      const { connector, server, at } = await open(t, { '/x.bin': file(bytes, headers) });
      const [found] = await listed(connector, at('/x.bin'));
      server.spoil('/x.bin', fault);
      assert.ok((await bytesOf(connector, found!)).equals(bytes));
      assert.ok(server.requests.length > 2);
    });
  }
});

describe('reading ends with an error', () => {
  const other = file(Buffer.alloc(5_000, 1), { etag: '"2"' });
  const shorter = file(bytes.subarray(1), { etag: '"1"' });
  const half: Answer = { body: bytes.subarray(0, 2_000), chunked: true, headers: { etag: '"1"' } };
  const ends: { title: string; now: Handler | Answer; code: DatapinError['code']; path?: string }[] = [
    { title: 'other bytes', now: other, code: 'file.changed' },
    { title: 'fewer bytes', now: shorter, code: 'file.changed' },
    { title: 'more bytes, unsaid', now: { body: Buffer.concat([bytes, bytes]), chunked: true }, code: 'file.changed' },
    { title: 'fewer bytes, unsaid', now: half, code: 'web.truncated' },
    { title: 'gone', now: { status: 404 }, code: 'file.vanished' },
    { title: 'refused', now: { status: 403 }, code: 'web.denied' },
    { title: 'broken for good', now: { status: 500 }, code: 'web.failed' },
    { title: 'a condition that no longer holds', now: { status: 412 }, code: 'file.changed' },
  ];
  for (const { title, now, code } of ends) {
    test(title, async (t) => {
      const { connector, at } = await open(t, { '/x.bin': inTurn(file(bytes), now) });
      const [found] = await listed(connector, at('/x.bin'));
      const error = await assertRejects(bytesOf(connector, found!));
      assert.equal(error.code, code);
      assert.ok(error.hint);
    });
  }

  const states: { title: string; first: Record<string, string>; second: Record<string, string> }[] = [
    { title: 'by etag', first: { etag: '"1"' }, second: { etag: '"2"' } },
    { title: 'by weak etag', first: { etag: 'W/"1"' }, second: { etag: 'W/"2"' } },
    { title: 'by date', first: { 'last-modified': 'Thu' }, second: { 'last-modified': 'Fri' } },
    { title: 'by what is no longer told', first: { etag: 'W/"1"' }, second: {} },
  ];
  for (const { title, first, second } of states) {
    test(`changed between two pieces, ${title}`, async (t) => {
      const now = inTurn(file(bytes, first), file(bytes, first), file(Buffer.alloc(5_000, 1), second));
      const { connector, server, at } = await open(t, { '/x.bin': now });
      const [found] = await listed(connector, at('/x.bin'));
      server.spoil('/x.bin', { drop: 1_000, times: 1 });
      assert.equal((await assertRejects(bytesOf(connector, found!))).code, 'file.changed');
    });
  }

  for (const fault of [{ drop: 1_000 }, { length: 10 }]) {
    test(`nothing tells whether it is the same: not resumed (${Object.keys(fault)})`, async (t) => {
      const { connector, server, at } = await open(t, { '/x.bin': file(bytes, {}) });
      const [found] = await listed(connector, at('/x.bin'));
      server.spoil('/x.bin', fault);
      const error = await assertRejects(bytesOf(connector, found!));
      assert.match(error.code, /^(web\.truncated|file\.changed)$/);
      assert.equal(server.requests.length, 2);
    });
  }

  test('dropped without a byte, again and again', async (t) => {
    const { connector, server, at } = await open(t);
    const [found] = await listed(connector, at('/x.bin'));
    server.spoil('/x.bin', { drop: 1_000, times: 1 });
    server.spoil('/x.bin', { reset: true });
    assert.equal((await assertRejects(bytesOf(connector, found!))).code, 'web.network');
  });
});

describe('ranges', () => {
  const ranges: [start: number, end: number, title: string][] = [
    [0, 10, 'the beginning'],
    [100, 200, 'the middle'],
    [4_990, 5_000, 'the end'],
    [4_990, 9_999, 'over the end'],
    [0, 5_000, 'all'],
    [7, 7, 'nothing'],
  ];
  for (const [start, end, title] of ranges) {
    for (const path of ['/x.bin', '/~no-ranges/x.bin', '/~drip=64/x.bin']) {
      test(`${title} of ${path}`, async (t) => {
        const { connector, at } = await open(t);
        const [found] = await listed(connector, at(path));
        const read = Buffer.concat(await all(connector.readRange!(found!, { start, end })));
        assert.ok(read.equals(bytes.subarray(start, end)));
      });
    }
  }

  test('a dropped range goes on', async (t) => {
    const { connector, server, at } = await open(t);
    const [found] = await listed(connector, at('/x.bin'));
    server.spoil('/x.bin', { drop: 50, times: 3 });
    assert.ok(Buffer.concat(await all(connector.readRange!(found!, { start: 100, end: 400 }))).equals(bytes.subarray(100, 400)));
    assert.deepEqual(
      server.requests.slice(1).map(({ headers }) => headers.range),
      ['bytes=100-399', 'bytes=150-399', 'bytes=200-399', 'bytes=250-399'],
    );
  });
});

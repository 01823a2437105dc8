/** HTTP against a server that does everything wrong that servers do. */
import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { DatapinError } from '../../server/core/errors.ts';
import type { WebRequest } from '../../server/core/web.ts';
import { textOf } from '../../server/kit/http/body.ts';
import { createWeb } from '../../server/kit/http/web.ts';
import { assertRejects } from '../connectors/contract.ts';
import { type Answer, file, inTurn, type Routes, startServer } from '../connectors/httpServer.ts';

const web = createWeb({ retryDelay: 1, attempts: 4 });
const content = 'a'.repeat(1000);

async function ask(t: TestContext, routes: Routes, request: Partial<WebRequest> & { path?: string } = {}) {
  const server = await startServer(t, routes);
  const { path = '/x', ...more } = request;
  const text = async () => textOf(await web.send({ url: server.origin + path, ...more }));
  return { server, text };
}

const answered: { title: string; path: string; tries?: number; method?: 'POST'; repeatable?: boolean; body?: unknown }[] = [
  { title: 'a good answer', path: '/x' },
  ...[429, 500, 502, 503, 504].map((status) => ({
    title: `${status}, then a good answer`,
    path: `/~status=${status}&times=2/x`,
    tries: 3,
  })),
  { title: 'as long as it asks for, by seconds', path: '/~status=429&times=1&retry-after=0/x', tries: 2 },
  {
    title: 'as long as it asks for, by date',
    path: '/~status=503&times=1&retry-after=Thu%2C%2001%20Jan%202015%2000%3A00%3A00%20GMT/x',
    tries: 2,
  },
  { title: 'a reset, then a good answer', path: '/~reset&times=2/x', tries: 3 },
  { title: 'a slow drip', path: '/~drip=7/x' },
  { title: 'compressed, though not asked for', path: '/~gzip/x' },
  { title: 'a POST that is sent too often', path: '/~status=429&times=1/x', tries: 2, method: 'POST', body: {} },
  { title: 'a POST to a server that is busy', path: '/~status=503&times=1/x', tries: 2, method: 'POST', body: {} },
  { title: 'a POST that only asks, 500', path: '/~status=500&times=1/x', tries: 2, method: 'POST', body: {}, repeatable: true },
  { title: 'a POST that only asks, reset', path: '/~reset&times=1/x', tries: 2, method: 'POST', body: {}, repeatable: true },
];

describe('answers come through', () => {
  for (const { title, path, tries = 1, ...request } of answered) {
    test(title, async (t) => {
      const { server, text } = await ask(t, { '/x': { body: content } }, { path, ...request });
      assert.equal(await text(), content);
      assert.equal(server.requests.length, tries);
    });
  }
});

const xml = { 'content-type': 'application/xml' };
const json = { 'content-type': 'application/json' };
const refused: {
  title: string;
  answer?: Answer;
  path?: string;
  code: DatapinError['code'];
  tries?: number;
  method?: 'POST' | 'HEAD';
  says?: RegExp;
}[] = [
  { title: '401', answer: { status: 401 }, code: 'web.denied', says: /refuses access to the projects \(401\)/ },
  { title: '403', answer: { status: 403 }, code: 'web.denied' },
  { title: '404', answer: { status: 404 }, code: 'web.missing', says: /does not have the projects \(404\)/ },
  { title: '410', answer: { status: 410 }, code: 'web.missing' },
  { title: '400', answer: { status: 400 }, code: 'web.failed', says: /answered 400 for the projects/ },
  { title: '418', answer: { status: 418 }, code: 'web.failed' },
  { title: '304', answer: { status: 304 }, code: 'web.failed' },
  { title: '500 for good', answer: { status: 500 }, code: 'web.failed', tries: 4, says: /overloaded or broken for the projects \(500\)/ },
  { title: '503 for good', answer: { status: 503 }, code: 'web.failed', tries: 4 },
  { title: '501, which no patience helps', answer: { status: 501 }, code: 'web.failed' },
  { title: '429 for good', answer: { status: 429 }, code: 'web.rate-limit', tries: 4, says: /asked too often for the projects/ },
  { title: '429 for hours', answer: { status: 429, headers: { 'retry-after': '7200' } }, code: 'web.rate-limit' },
  { title: '503 for hours', answer: { status: 503, headers: { 'retry-after': '7200' } }, code: 'web.rate-limit' },
  { title: '429 until 2099', answer: { status: 429, headers: { 'retry-after': 'Fri, 01 Jan 2099 00:00:00 GMT' } }, code: 'web.rate-limit' },
  { title: 'resets for good', path: '/~reset/x', code: 'web.network', tries: 4 },
  { title: 'a POST that may have arrived: reset', path: '/~reset/x', method: 'POST', code: 'web.network' },
  { title: 'a POST that may have arrived: 500', path: '/~status=500/x', method: 'POST', code: 'web.failed' },
  { title: 'a POST that may have arrived: 502', path: '/~status=502/x', method: 'POST', code: 'web.failed' },
  { title: 'a body that ends early', path: '/~truncate=10/x', code: 'web.truncated', says: /ended the projects after 10 of 1000 bytes/ },
  { title: 'a body that breaks off', path: '/~drop=10/x', code: 'web.truncated' },
  { title: 'a length that is too long', path: '/~length=7/x', code: 'web.truncated', says: /1000 of 1007/ },
  { title: 'broken compression', answer: { headers: { 'content-encoding': 'gzip' }, body: 'no gzip' }, code: 'web.failed' },
  { title: 'a redirect without a place', answer: { status: 302 }, code: 'web.failed' },
  { title: 'a redirect to a file', path: '/~redirect=file%3A%2F%2F%2Fetc%2Fpasswd/x', code: 'web.redirect' },
  {
    title: 'a redirect to itself',
    path: '/~redirect=%2Fx/x',
    code: 'web.redirect',
    tries: 2,
    answer: { status: 302, headers: { location: '/x' } },
  },
  {
    title: 'a link that Amazon calls over',
    answer: { status: 403, headers: xml, body: '<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>' },
    code: 'web.expired',
    says: /The link to the projects has expired/,
  },
  {
    title: 'a token that Amazon calls over',
    answer: { status: 400, headers: xml, body: '<Code>ExpiredToken</Code>' },
    code: 'web.expired',
  },
  { title: 'a link that a tool calls over', answer: { status: 410, headers: json, body: '{"error":"link expired"}' }, code: 'web.expired' },
  {
    title: 'a link that Azure calls over',
    answer: {
      status: 403,
      headers: xml,
      body: '<AuthenticationErrorDetail>Signature not valid in the specified time frame</AuthenticationErrorDetail>',
    },
    code: 'web.expired',
  },
  {
    title: 'a page that speaks of expiry',
    answer: { status: 403, headers: { 'content-type': 'text/html' }, body: 'your plan expired' },
    code: 'web.denied',
  },
];

describe('refusals', () => {
  for (const { title, answer = { body: content }, path, code, tries = 1, method, says } of refused) {
    test(title, async (t) => {
      const body = method === 'POST' ? { body: {} } : {};
      const { server, text } = await ask(t, { '/x': answer }, { path, what: 'the projects', ...(method ? { method } : {}), ...body });
      const error = await assertRejects(text());
      assert.equal(error.code, code, error.message);
      assert.equal(server.requests.length, tries);
      assert.ok(error.hint);
      if (says) assert.match(error.message, says);
    });
  }

  test('a link whose own time is over, to a server that says nothing', async (t) => {
    const { text } = await ask(t, { '/x': { status: 403 } }, { path: '/x?Expires=1500000000000&KeyName=k&Signature=s' });
    assert.equal((await assertRejects(text())).code, 'web.expired');
  });

  test('a server that is not there', async () => {
    const error = await assertRejects(web.send({ url: 'http://127.0.0.1:1/x' }));
    assert.equal(error.code, 'web.network');
  });

  test('a server that says nothing, and one that stops speaking', async (t) => {
    const server = await startServer(t, { '/mute': () => new Promise(() => undefined), '/x': { body: content } });
    const impatient = createWeb({ retryDelay: 1, attempts: 2, idleTimeout: 50 });
    for (const path of ['/mute', '/~stall=10/x']) {
      const error = await assertRejects(impatient.send({ url: server.origin + path }).then(textOf));
      assert.equal(error.code, 'web.network');
      assert.match(error.message, /does not answer/);
    }
  });
});

describe('cancelled', () => {
  test('before, while it waits, and while it reads', async (t) => {
    const server = await startServer(t, { '/x': { body: content }, '/mute': () => new Promise(() => undefined) });
    assert.equal((await assertRejects(web.send({ url: `${server.origin}/x`, signal: AbortSignal.abort() }))).code, 'cancelled');
    const leave = new AbortController();
    const waiting = assertRejects(web.send({ url: `${server.origin}/mute`, signal: leave.signal }));
    leave.abort();
    assert.equal((await waiting).code, 'cancelled');
    const stop = new AbortController();
    const response = await web.send({ url: `${server.origin}/~stall=10/x`, signal: stop.signal });
    const reading = assertRejects(textOf(response));
    stop.abort();
    assert.equal((await reading).code, 'cancelled');
  });

  test('while it waits to ask again', async (t) => {
    const leave = new AbortController();
    const server = await startServer(t, () => {
      leave.abort();
      return { status: 429, headers: { 'retry-after': '100' } };
    });
    assert.equal((await assertRejects(web.send({ url: server.origin, signal: leave.signal }))).code, 'cancelled');
  });
});

describe('what an answer says', () => {
  test('size, whole size, headers in lower case, address without query', async (t) => {
    const server = await startServer(t, { '/x': file(content, { ETag: '"e"' } as Record<string, string>) });
    const response = await web.send({ url: `${server.origin}/x?secret=1`, range: { start: 10, end: 30 } });
    const { status, size, totalSize, url } = response;
    assert.deepEqual({ status, size, totalSize, url }, { status: 206, size: 20, totalSize: 1000, url: `${server.origin}/x` });
    assert.equal(response.headers.get('etag'), '"e"');
    assert.equal(await textOf(response), content.slice(10, 30));
    assert.equal(server.requests[0]!.headers.range, 'bytes=10-29');
  });

  test('no size when it was compressed; as it was sent for who says how it may be', async (t) => {
    const server = await startServer(t, { '/x': { body: content } });
    const url = `${server.origin}/~gzip/x`;
    const inflated = await web.send({ url });
    assert.equal(inflated.size, undefined);
    assert.equal((await textOf(inflated)).length, 1000);
    const plain = await web.send({ url, headers: { 'Accept-Encoding': 'identity' } });
    assert.ok(plain.size! < 1000);
    assert.notEqual(await textOf(plain), content);
  });

  test('a status that is accepted is not asked again', async (t) => {
    const server = await startServer(t, { '/x': { status: 429, body: { slow: true } } });
    assert.deepEqual(await web.json({ url: `${server.origin}/x`, accept: [429] }), { slow: true });
    assert.equal(server.requests.length, 1);
  });
});

describe('JSON', () => {
  test('is asked for compressed and read again when it breaks off', async (t) => {
    const server = await startServer(t, { '/x': { body: { a: 'ü' } } });
    server.spoil('/x', { drop: 3, times: 2 });
    server.spoil('/x', { gzip: true });
    assert.deepEqual(await web.json({ url: `${server.origin}/x` }), { a: 'ü' });
    assert.equal(server.requests.length, 3);
    assert.match(server.requests[0]!.headers['accept-encoding']!, /gzip/);
  });

  test('a POST is sent with its body, and not again when the answer breaks off', async (t) => {
    const server = await startServer(t, { 'POST /x': { body: { a: 1 } } });
    server.spoil('/x', { drop: 3, times: 1 });
    const error = await assertRejects(web.json({ url: `${server.origin}/x`, method: 'POST', body: { q: 'ü' } }));
    assert.equal(error.code, 'web.truncated');
    assert.deepEqual(
      server.requests.map(({ body, headers }) => [JSON.parse(body), headers['content-type']]),
      [[{ q: 'ü' }, 'application/json']],
    );
  });

  test('a page for people is none', async (t) => {
    const server = await startServer(t, inTurn({ body: '<html>secret</html>' }));
    const error = await assertRejects(web.json({ url: server.origin }));
    assert.equal(error.code, 'web.failed');
    assert.doesNotMatch(error.message, /secret/);
    assert.equal(error.cause, undefined);
  });
});

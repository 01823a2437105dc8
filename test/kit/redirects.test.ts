/** Where a server may send a request, and what goes along. */
import assert from 'node:assert/strict';
import type { LookupFunction } from 'node:net';
import { describe, type TestContext, test } from 'node:test';
import type { DatapinError } from '../../server/core/errors.ts';
import type { WebRequest } from '../../server/core/web.ts';
import { firstHop, nextHop, redirectOf } from '../../server/kit/http/hops.ts';
import { type Reach, reachOf } from '../../server/kit/http/hosts.ts';
import { createWeb } from '../../server/kit/http/web.ts';
import { assertRejects } from '../connectors/contract.ts';
import { startServer, type TestServer } from '../connectors/httpServer.ts';

const web = createWeb({ retryDelay: 1, attempts: 3 });
const credentials = { headers: { Authorization: 'Bearer k', 'X-Api-Key': 'k' }, query: { access_key: 'k&=é' } };

/** A tool, and a store on another origin that it leads to. */
async function two(t: TestContext): Promise<{ tool: TestServer; store: TestServer }> {
  const store = await startServer(t, () => ({ body: { from: 'store' } }));
  const tool = await startServer(t, ({ path, query }) => {
    const to = query.get('to');
    return to === null ? { body: { from: `tool${path}` } } : { status: Number(query.get('status') ?? 302), headers: { location: to } };
  });
  return { tool, store };
}

const send = (url: string, request: Partial<WebRequest> = {}) => web.json({ url, credentials, ...request });
const leading = (tool: TestServer, to: string, status = 302) => `${tool.origin}/a?status=${status}&to=${encodeURIComponent(to)}`;

describe('credentials', () => {
  for (const status of [301, 302, 303, 307, 308]) {
    test(`stay with their origin at a ${status} that leaves it, and go along within it`, async (t) => {
      const { tool, store } = await two(t);
      assert.deepEqual(await send(leading(tool, `${store.origin}/b?c=1`, status)), { from: 'store' });
      assert.deepEqual(await send(leading(tool, '/b?c=1', status)), { from: 'tool/b' });
      const [at] = store.requests;
      assert.deepEqual([at!.headers.authorization, at!.headers['x-api-key'], at!.url], [undefined, undefined, '/b?c=1']);
      for (const request of tool.requests) {
        assert.deepEqual([request.headers.authorization, request.headers['x-api-key']], ['Bearer k', 'k']);
        assert.deepEqual(request.query.getAll('access_key'), ['k&=é']);
      }
    });
  }

  test('are not taken up again when another origin leads back', async (t) => {
    const { tool } = await two(t);
    const other = await startServer(t, () => ({ status: 302, headers: { location: `${tool.origin}/b` } }));
    await send(leading(tool, other.origin));
    assert.deepEqual([tool.requests.at(-1)!.headers.authorization, tool.requests.at(-1)!.url], [undefined, '/b']);
  });

  test('in the address go into a header, to its origin only', async (t) => {
    const { tool, store } = await two(t);
    const url = leading(tool, `${store.origin}/b`).replace('http://', 'http://us%20er:pa%40ss@');
    await web.json({ url });
    assert.equal(tool.requests[0]!.headers.authorization, `Basic ${Buffer.from('us er:pa@ss').toString('base64')}`);
    assert.equal(store.requests[0]!.headers.authorization, undefined);
  });

  test('headers that mean something to one server only are not told to another', async (t) => {
    const { tool, store } = await two(t);
    await send(leading(tool, store.origin), { headers: { 'X-Context': 'team', Accept: 'image/*', 'If-Match': '"e"' } });
    const { headers } = store.requests[0]!;
    assert.deepEqual([headers['x-context'], headers.accept, headers['if-match']], [undefined, 'image/*', '"e"']);
  });
});

describe('what was sent', () => {
  const post = (url: string) => send(url, { method: 'POST', body: { q: 1 } });
  for (const status of [307, 308]) {
    test(`goes along within its origin at ${status}, and never to another`, async (t) => {
      const { tool, store } = await two(t);
      await post(leading(tool, '/b', status));
      assert.deepEqual(
        tool.requests.map(({ method, body }) => [method, body]),
        Array(2).fill(['POST', '{"q":1}']),
      );
      assert.equal((await assertRejects(post(leading(tool, store.origin, status)))).code, 'web.redirect');
      assert.equal(store.requests.length, 0);
    });
  }
  for (const status of [301, 302, 303]) {
    test(`is not sent again at ${status}`, async (t) => {
      const { tool, store } = await two(t);
      await post(leading(tool, store.origin, status));
      const { method, body, headers } = store.requests[0]!;
      assert.deepEqual([method, body, headers['content-type'], headers['content-length']], ['GET', '', undefined, undefined]);
    });
  }
});

describe('ways that are not gone', () => {
  test('round in a circle', async (t) => {
    const server = await startServer(t, ({ path }) => ({ status: 302, headers: { location: path === '/1' ? '/2' : '/1' } }));
    assert.equal((await assertRejects(web.json({ url: `${server.origin}/1` }))).code, 'web.redirect');
    assert.equal(server.requests.length, 2);
  });

  test('from a POST to a GET of the same address is no circle', async (t) => {
    const server = await startServer(t, ({ method }) => (method === 'POST' ? { status: 303, headers: { location: '/1' } } : { body: {} }));
    assert.deepEqual(await web.json({ url: `${server.origin}/1`, method: 'POST', body: {} }), {});
  });

  test('ten times, but not eleven', async (t) => {
    const server = await startServer(t, ({ path }) => {
      const left = Number(path.slice(1));
      return left === 0 ? { body: {} } : { status: 302, headers: { location: `/${left - 1}` } };
    });
    assert.deepEqual(await web.json({ url: `${server.origin}/10` }), {});
    assert.equal((await assertRejects(web.json({ url: `${server.origin}/11` }))).code, 'web.redirect');
  });

  const plain = new URL('http://other.example/');
  const secure: { title: string; request: WebRequest; goes: boolean }[] = [
    { title: 'with a key', request: { url: 'https://a.example/', credentials }, goes: false },
    { title: 'with a signature', request: { url: 'https://a.example/x?X-Amz-Signature=s' }, goes: false },
    { title: 'with a password', request: { url: 'https://u:p@a.example/x' }, goes: false },
    { title: 'with no secret', request: { url: 'https://a.example/x' }, goes: true },
    { title: 'from http', request: { url: 'http://a.example/x', credentials }, goes: true },
  ];
  for (const { title, request, goes } of secure) {
    test(`to http ${title}: ${goes ? 'goes' : 'does not'}`, () => {
      const go = () => nextHop(firstHop(request, 'identity'), plain, { status: 302, wasPublic: false });
      if (goes) assert.equal(go().url.href, plain.href);
      else assert.throws(go, (error: DatapinError) => error.code === 'web.redirect');
    });
  }

  test('an address in UTF-8 leads where it says', () => {
    const header = Buffer.from('/ü b').toString('latin1');
    assert.equal(redirectOf(302, header, new URL('http://a.example/x'))!.href, 'http://a.example/%C3%BC%20b');
  });
});

const reaches: [string, Reach][] = [
  ['169.254.169.254', 'never'],
  ['169.254.0.1', 'never'],
  ['::ffff:169.254.169.254', 'never'],
  ['::ffff:a9fe:a9fe', 'never'],
  ['64:ff9b::a9fe:a9fe', 'never'],
  ['fe80::1', 'never'],
  ['fe80::1%eth0', 'never'],
  ['febf::1', 'never'],
  ['fd00:ec2::254', 'never'],
  ['168.63.129.16', 'never'],
  ['100.100.100.200', 'never'],
  ['127.0.0.1', 'private'],
  ['127.255.0.1', 'private'],
  ['0.0.0.0', 'private'],
  ['10.1.2.3', 'private'],
  ['172.16.0.1', 'private'],
  ['172.31.255.255', 'private'],
  ['192.168.1.1', 'private'],
  ['100.64.0.1', 'private'],
  ['::1', 'private'],
  ['::', 'private'],
  ['::ffff:10.0.0.1', 'private'],
  ['fd12::1', 'private'],
  ['172.32.0.1', 'public'],
  ['169.253.0.1', 'public'],
  ['8.8.8.8', 'public'],
  ['2001:4860:4860::8888', 'public'],
  ['::ffff:8.8.8.8', 'public'],
  ['fec0::1', 'private'],
];

describe('hosts', () => {
  for (const [address, reach] of reaches) test(`${address} is ${reach}`, () => assert.equal(reachOf(address), reach));

  for (const host of [
    '169.254.169.254',
    '[fe80::1]',
    '[fd00:ec2::254]',
    '[::ffff:169.254.169.254]',
    '2852039166',
    '0xA9FEA9FE',
    'metadata.google.internal',
    'METADATA.google.internal.',
  ]) {
    test(`${host} is never asked`, async () => {
      assert.equal((await assertRejects(web.send({ url: `http://${host}/latest/meta-data/` }))).code, 'web.refused-host');
    });
    test(`${host} is not asked for a server that leads there`, async (t) => {
      const server = await startServer(t, () => ({ status: 302, headers: { location: `http://${host}/` } }));
      assert.equal((await assertRejects(web.send({ url: server.origin }))).code, 'web.refused-host');
    });
  }

  for (const url of ['file:///etc/passwd', 'ftp://host/x', 'gopher://x', 'no address', '']) {
    test(`"${url}" is no web address`, async () => assert.equal((await assertRejects(web.send({ url }))).code, 'web.refused-host'));
  }

  /** Names of the test, as a resolver that its owner bends would answer. */
  const named = (addresses: Record<string, string[]>) =>
    createWeb({
      retryDelay: 1,
      hosts: {
        lookup: ((host, _, callback) =>
          callback(
            null,
            addresses[host]!.map((address) => ({ address, family: 4 })),
          )) as LookupFunction,
        reach: (address, host) => (host.startsWith('public') ? 'public' : reachOf(address)),
      },
    });

  test('a name that leads to a metadata server is not asked', async () => {
    const error = await assertRejects(named({ 'images.example': ['169.254.169.254'] }).send({ url: 'http://images.example/' }));
    assert.equal(error.code, 'web.refused-host');
    assert.match(error.message, /images\.example/);
  });

  test('of several addresses of a name the forbidden ones are left out', async (t) => {
    const server = await startServer(t, () => ({ body: {} }));
    const url = server.origin.replace('127.0.0.1', 'nas.example');
    assert.deepEqual(await named({ 'nas.example': ['169.254.1.1', '127.0.0.1'] }).json({ url }), {});
  });

  test('a public host leads to no neighbour, by address or by name, though a connection to it is open', async (t) => {
    const server = await startServer(t, ({ query }) => {
      const to = query.get('to');
      return to === null ? { body: {} } : { status: 302, headers: { location: to } };
    });
    const at = (host: string) => server.origin.replace('127.0.0.1', host);
    const bent = named({ 'public.example': ['127.0.0.1'], 'intranet.example': ['127.0.0.1'] });
    assert.deepEqual(await bent.json({ url: at('intranet.example') }), {});
    for (const to of [at('127.0.0.1'), at('intranet.example'), at('[::1]')]) {
      const error = await assertRejects(bent.send({ url: `${at('public.example')}/?to=${encodeURIComponent(to)}` }));
      assert.equal(error.code, 'web.refused-host', to);
    }
    assert.deepEqual(await bent.json({ url: `${at('intranet.example')}/?to=${encodeURIComponent(server.origin)}` }), {});
  });
});

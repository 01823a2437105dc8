/** Canaries: a key and a signed link go through everything that can go wrong, and turn up nowhere but where they are meant to. */
import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { inspect } from 'node:util';
import { createHttpConnector } from '../../server/connectors/http/connector.ts';
import { toRecord } from '../../server/core/errors.ts';
import { textOf } from '../../server/kit/http/body.ts';
import { createWeb } from '../../server/kit/http/web.ts';
import { assertRejects, bytesOf, listed } from '../connectors/contract.ts';
import { type Answer, file, type Handler, startServer, type TestServer } from '../connectors/httpServer.ts';

const canary = 'CANARY0f9e';
const credentials = {
  headers: { Authorization: `Bearer ${canary}`, 'X-Api-Key': canary, 'X-Tenant-Id': canary },
  query: { access_key: canary },
};
const signature = `X-Amz-Credential=${canary}&X-Amz-Signature=${canary}&token=${canary}&Key-Pair-Id=${canary}`;

/** Servers repeat what they were sent. */
const echo: Handler = (request) => ({
  status: 403,
  headers: { 'content-type': 'application/json', 'x-echo': canary },
  body: { said: inspect(request) },
});
const answers: Record<string, Answer | Handler> = {
  '/file': file('x'.repeat(2_000)),
  '/echo': echo,
  '/page': { body: `<html>${canary}</html>` },
  '/broken': { headers: { 'content-encoding': 'gzip' }, body: canary },
  '/gone': { status: 404, body: canary },
  '/expired': { status: 403, headers: { 'content-type': 'application/xml' }, body: `<Code>ExpiredToken</Code><Token>${canary}</Token>` },
  '/nowhere': { status: 302, headers: { location: `gopher://${canary}` } },
  '/circle': { status: 302, headers: { location: `/circle?${signature}` } },
};
const faults = ['drop=500', 'truncate=500', 'stall=500', 'reset', 'drip=9', 'gzip', 'length=9', 'no-ranges', 'no-head=405', 'no-etag'].map(
  (fault) => `/~${fault}/file`,
);
const statuses = [400, 401, 403, 404, 410, 429, 500, 503].map((status) => `/~status=${status}/file`);
const late = ['/~status=429&retry-after=99999/file', '/~status=503&retry-after=99999/file'];
const paths = [...Object.keys(answers), ...faults, ...statuses, ...late];

async function servers(t: TestContext): Promise<{ home: TestServer; away: TestServer }> {
  const away = await startServer(t, answers);
  const home = await startServer(t, answers);
  return { home, away };
}

const web = createWeb({ retryDelay: 1, attempts: 2, idleTimeout: 50 });

describe('the key is told to its own server only', () => {
  for (const path of paths) {
    for (const led of [false, true]) {
      test(`${path}${led ? ', on another origin' : ''}`, async (t) => {
        const said = listen(t);
        const { home, away } = await servers(t);
        const url = led ? `${home.origin}/~redirect=${encodeURIComponent(away.origin + path)}/x` : home.origin + path;
        for (const ask of [
          (): Promise<unknown> => web.json({ url, credentials }),
          () => web.send({ url, credentials, what: 'the projects' }).then(textOf),
        ]) {
          const error = await ask().then(
            () => undefined,
            (thrown: unknown) => thrown,
          );
          if (error) silent(error);
        }
        assert.ok(home.requests.length > 0 && home.requests.every(({ headers }) => headers['x-api-key'] === canary));
        if (led) assert.ok(away.requests.length > 0);
        silent(
          away.requests.map(({ url: asked, headers, body }) => ({
            asked: asked.replace(/token=[^&]*|X-Amz-[^&]*|Key-Pair-Id=[^&]*/g, ''),
            headers,
            body,
          })),
        );
        silent(said());
      });
    }
  }
});

describe('a signed link is told to its own server only', () => {
  for (const path of paths) {
    test(path, async (t) => {
      const said = listen(t);
      const { home } = await servers(t);
      const connector = createHttpConnector({ web: async () => web }, { retryDelay: 1 });
      const read = async () => {
        for (const found of await listed(connector, `${home.origin}${path}?${signature}`)) {
          silent(found);
          await bytesOf(connector, found);
        }
      };
      const error = await read().then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      if (error) silent(error);
      assert.ok(
        home.requests.some(({ url }) => url.includes(canary)),
        'the link was used',
      );
      silent(said());
    });
  }

  test('and to no host that cannot be', async () => {
    for (const host of [`user:${canary}@127.0.0.1:1`, '169.254.169.254', 'metadata.google.internal', '127.0.0.1:1', `[${canary}]`]) {
      silent(await assertRejects(web.send({ url: `http://${host}/x?${signature}`, credentials })));
    }
    silent(await assertRejects(web.send({ url: `file:///x?${signature}` })));
    silent(await assertRejects(web.send({ url: `http://h/x`, credentials: { headers: { Authorization: `bad\n${canary}` } } })));
  });
});

/** In no text, detail, hint or cause, however deep it is looked into. */
function silent(value: unknown): void {
  const texts = [inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true }), JSON.stringify(value)];
  if (value instanceof Error) texts.push(String(value.stack), JSON.stringify(toRecord(value)), inspect(value.cause));
  for (const text of texts) assert.ok(!text.includes(canary), `The canary is in: ${text}`);
}

/** What is written to a log or a terminal meanwhile. */
function listen(t: TestContext): () => string[] {
  const said: string[] = [];
  for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) {
    t.mock.method(console, method, (...words: unknown[]) => void said.push(inspect(words)));
  }
  const write = process.stderr.write.bind(process.stderr);
  t.mock.method(process.stderr, 'write', (text: string | Uint8Array) => {
    said.push(String(text));
    return write(text);
  });
  return () => said;
}

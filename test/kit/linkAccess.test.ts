/** Archives behind links that are good for a while, and waiting for what a tool makes. */
import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { DatapinError } from '../../server/core/errors.ts';
import { linkAccess } from '../../server/kit/archives/linkAccess.ts';
import { createWeb } from '../../server/kit/http/web.ts';
import { polled } from '../../server/kit/polling.ts';
import { expiring, file, type Handler, startServer } from '../connectors/httpServer.ts';
import { collected } from '../support/pieces.ts';

const web = createWeb({ retryDelay: 1 });
const bytes = Buffer.from('0123456789'.repeat(100));

async function open(t: TestContext, handler: Handler) {
  const asked: boolean[] = [];
  const server = await startServer(t, { '/zip': handler });
  const link = async (expired: boolean) => {
    asked.push(expired);
    return { url: `${server.origin}/zip` };
  };
  return { server, asked, access: await linkAccess({ name: 'x.zip', web, signal: undefined, link }) };
}

const read = async (access: { read(start: number, end: number): AsyncIterable<Uint8Array> }, start: number, end: number) =>
  Buffer.concat(await collected(access.read(start, end))).toString();

test('reads what is asked for, by ranges', async (t) => {
  const { access, asked, server } = await open(t, file(bytes));
  assert.equal(access.size, 1000);
  assert.equal(await read(access, 5, 8), '567');
  assert.equal(await read(access, 999, 1000), '9');
  assert.equal(await read(access, 7, 7), '');
  assert.deepEqual(asked, [false]);
  assert.deepEqual(
    server.requests.map(({ headers }) => headers.range),
    ['bytes=0-0', 'bytes=5-7', 'bytes=999-999'],
  );
});

test('asks for a fresh link when the old one is over', async (t) => {
  let uses = 0;
  const { access, asked } = await open(t, (request) => (++uses === 2 ? { status: 403 } : file(bytes)(request)));
  assert.equal(await read(access, 5, 8), '567');
  assert.deepEqual(asked, [false, true]);
});

test('says so when the fresh link is refused, too', async (t) => {
  const { access } = await open(t, expiring(file(bytes), 1));
  await assert.rejects(read(access, 5, 8), { code: 'web.expired' });
});

test('goes on where a connection was dropped', async (t) => {
  const { access, server } = await open(t, file(bytes));
  server.spoil('/zip', { drop: 10, times: 3 });
  assert.equal(await read(access, 0, 1000), bytes.toString());
});

test('does not mix two states of a file', async (t) => {
  let uses = 0;
  const { access } = await open(t, (request) => file(bytes, { etag: `"${++uses}"` })(request));
  await assert.rejects(read(access, 0, 10), { code: 'file.changed' });
});

test('keeps a file for a server without ranges, and takes it away', async (t) => {
  const { access } = await open(t, () => ({ body: bytes }));
  assert.deepEqual([access.size, access.name], [1000, 'x.zip']);
  assert.equal(await read(access, 5, 8), '567');
  await access.close();
  await assert.rejects(read(access, 5, 8), { code: 'ENOENT' });
});

describe('waiting', () => {
  const tooLate = () => new DatapinError('source.export', 'Too late.');

  test('ends when there is an answer', async () => {
    let asked = 0;
    const answer = await polled(async () => (++asked === 4 ? asked : undefined), { pause: 1 }, { signal: undefined, tooLate });
    assert.equal(answer, 4);
  });

  test('ends when it takes too long', async () => {
    await assert.rejects(
      polled(async () => undefined, { pause: 1, patience: 20 }, { signal: undefined, tooLate }),
      { code: 'source.export' },
    );
  });

  test('ends when it is cancelled, before and while it waits', async () => {
    const controller = new AbortController();
    const ask = async () => controller.abort();
    await assert.rejects(polled(ask, { pause: 1e6, patience: 1e9 }, { signal: controller.signal, tooLate }), { code: 'cancelled' });
    await assert.rejects(polled(ask, {}, { signal: controller.signal, tooLate }), { code: 'cancelled' });
  });
});

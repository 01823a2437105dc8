/** A process that is killed while it reads from far away: the next one goes on, and however long a list is, it is never held whole. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createWriteStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { after, before, describe, type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { AdoptRequest } from '../../server/core/adoption.ts';
import { awsMachine } from '../connectors/aws.ts';
import { startFaultProxy } from '../connectors/faultProxy.ts';
import { file, startServer } from '../connectors/httpServer.ts';
import { startListingServer } from '../support/listingServer.ts';
import { until } from '../support/poll.ts';
import { type Rgw, startRgw, withoutRgw } from '../support/rgw.ts';
import { makeBucket, putObjects, s3Client } from '../support/s3.ts';
import { tempFolder } from '../support/temp.ts';
import type { Orders } from './actor.ts';
import { runActor } from './actors.ts';
import { assertWhole } from './whole.ts';

const mebibyte = 1 << 20;
const size = 4 * mebibyte;
const count = 28;
/** When it is killed; by then this much must have been kept. */
const done = 20;
const kept = Math.floor((64 * mebibyte) / size);
const names = Array.from({ length: count }, (_, i) => `${i}.bin`);
const bytesOf = (name: string) => Buffer.alloc(size, name);

describe('killed while it reads', () => {
  let rgw: Rgw;
  before(async () => {
    if (withoutRgw()) return;
    rgw = await startRgw();
    const client = s3Client(rgw.endpoint, rgw);
    await makeBucket(client, 'large');
    await putObjects(client, 'large', Object.fromEntries(names.map((name) => [name, bytesOf(name)])));
    client.destroy();
  });
  after(() => rgw?.stop());

  test('a bucket', { skip: withoutRgw() }, async (t) => {
    const { accessKeyId, secretAccessKey, endpoint } = rgw;
    awsMachine(t, { variables: { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } });
    const proxy = await startFaultProxy(t, endpoint, () => undefined);
    const reads = () => proxy.requests.flatMap(({ line }) => /^GET \/large\/([^?]+)/.exec(line)?.[1] ?? []);
    const s3 = { endpoint: proxy.endpoint, region: 'us-east-1', pathStyle: true };
    await killedAndAgain(t, { s3, request: { locations: ['s3://large/'], as: 'far' } }, reads);
  });

  test('a list of addresses', async (t) => {
    const server = await startServer(t, (request) => file(bytesOf(request.path.slice(1)), { etag: `"${request.path}"` })(request));
    const list = join(tempFolder(t), 'list.txt');
    writeFileSync(list, names.map((name) => `${server.origin}/${name}\n`).join(''));
    const reads = () => server.requests.flatMap(({ method, path }) => (method === 'GET' ? path.slice(1) : []));
    const settled = () => until(async () => (await server.connections()) === 0, { what: 'the sockets of the killed process are closed' });
    await killedAndAgain(t, { request: { locations: [pathToFileURL(list).href], as: 'far' }, settled }, reads);
  });
});

async function killedAndAgain(
  t: TestContext,
  { s3, request, settled }: Pick<Orders, 's3'> & { request: AdoptRequest; settled?: () => Promise<unknown> },
  reads: () => string[],
): Promise<void> {
  const orders: Orders = { home: join(tempFolder(t), 'home'), ...(s3 ? { s3 } : {}), steps: [{ adopt: request }] };
  const onLine = (line: object) => 'progress' in line && (line.progress as { stage: string; done: number }).done >= done;
  const killed = await runActor(orders, { onLine });
  assert.equal(killed.signal, 'SIGKILL');
  assert.deepEqual(assertWhole(orders.home), [], 'nothing is half there');
  // what the killed process sent last may still be on its way
  await settled?.();
  const before = reads().length;
  const { errors } = await runActor(orders);
  assert.deepEqual(errors, []);
  assert.equal(assertWhole(orders.home).length, 1);
  const again = reads().slice(before);
  assert.deepEqual([...new Set(again)].toSorted(), again.toSorted(), 'nothing twice by the second process');
  assert.ok(again.length <= count - kept, `${again.length} of ${count} were read again, and ${kept} of them had been kept`);
  const quiet = reads().length;
  await runActor(orders);
  assert.equal(reads().length, quiet, 'nothing by the third');
}

/** Enough that either, held whole, would take more than JavaScript may hold. */
const [keys, forms] = [200_000, 8_000];
/** What JavaScript may hold. MiB. */
const heap = 96;
/** All that the process may take, with threads, compression and SQLite. */
const most = 768 * mebibyte;

describe('memory', () => {
  const lists: Record<string, (t: TestContext) => Promise<Pick<Orders, 's3'> & { request: AdoptRequest }>> = {
    [`a bucket of ${keys} keys`]: async (t) => {
      awsMachine(t, { variables: { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 'none' } });
      const at = (i: number) => `images/${String(i).padStart(8, '0')}.jpg`;
      const store = await startListingServer({ keys: { count: keys, at } });
      t.after(() => store.stop());
      const s3 = { endpoint: store.endpoint, region: 'us-east-1', pathStyle: true };
      return { s3, request: { locations: ['s3://bucket/images/'], as: 'far', hash: 'provider' } };
    },
    [`${forms} forms of a labelling tool`]: async (t) => {
      const folder = tempFolder(t);
      writeFileSync(join(folder, 'a.jpg'), 'bytes');
      const list = createWriteStream(join(folder, 'forms.jsonl'));
      for (let i = 0; i < forms; i++) list.write(`${JSON.stringify(form(i))}\n`);
      list.end();
      await finished(list);
      return {
        request: {
          locations: [pathToFileURL(join(folder, 'forms.jsonl')).href],
          as: 'far',
          root: pathToFileURL(`${folder}/`).href,
          keepGoing: true,
        },
      };
    },
  };
  for (const [title, start] of Object.entries(lists)) {
    test(`${title} are never held whole`, async (t) => {
      const { s3, request } = await start(t);
      const orders: Orders = { home: join(tempFolder(t), 'home'), ...(s3 ? { s3 } : {}), steps: [{ adopt: request }, { peak: true }] };
      const before = process.env.NODE_OPTIONS;
      t.after(() => {
        if (before === undefined) delete process.env.NODE_OPTIONS;
        else process.env.NODE_OPTIONS = before;
      });
      process.env.NODE_OPTIONS = `--max-old-space-size=${heap}`;
      const { answers, errors } = await runActor(orders);
      assert.deepEqual(errors, []);
      const last = answers.at(-1)!;
      assert.ok('peak' in last && last.peak < most, JSON.stringify(last));
    });
  }
});

/** One that tells the image and much besides: eight thousand characters. */
function form(i: number) {
  const text = createHash('sha256').update(String(i)).digest('hex').repeat(128);
  return { metadata: { folder_name: '', name: 'a.jpg', id: i }, data: { component: { value: text } } };
}

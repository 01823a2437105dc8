/** Listing by many at once finds what listing in order does: no key twice, none missing, whatever the keys are. */
import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { createS3Connector } from '../../server/connectors/s3/connector.ts';
import type { S3Options } from '../../server/connectors/s3/settings.ts';
import { comparePaths } from '../../server/core/manifest.ts';
import { keysOf, type ListingServerOptions, startListingServer } from '../support/listingServer.ts';
import { type Random, seeded } from '../support/random.ts';
import { all, assertRejects } from './contract.ts';

const credentials = { accessKeyId: 'AKIAIOSFODNN7DOUBLE', secretAccessKey: 'secret' };

async function serve(t: TestContext, options: ListingServerOptions, more: S3Options = {}) {
  const server = await startListingServer(options);
  t.after(() => server.stop());
  return { server, connector: createS3Connector({ endpoint: server.endpoint, credentials, retryDelay: 1, ...more }) };
}

const many = (count: number, key: (i: number) => string) => Array.from({ length: count }, (_, i) => key(i));
const digits = (i: number, length: number) => String(i).padStart(length, '0');
const word = (random: Random, alphabet: readonly string[], longest: number) =>
  many(1 + random.below(longest), () => random.pick(alphabet)).join('');
const hex = Array.from('0123456789abcdef');
const scripts = Array.from('aü\u07ffࠀ数字零\ud7ff\ue000\ufffd😀🏁\u{10ffff}');
const awkward = Array.from('a/ +%&<>"\'?#*[]{}~!=,;:@$()\\|^`');

/** Names of keys, from a seeded number generator. */
const shapes: Record<string, (random: Random) => string[]> = {
  'one folder, numbered': () => many(3000, (i) => `images/img_${digits(i, 7)}.jpg`),
  'numbers without zeros before them': () => many(3000, (i) => `${i * 7}.png`),
  hashes: (random) => many(3000, () => many(32, () => random.pick(hex)).join('')),
  'folders of classes': () => many(3000, (i) => `train/n${digits(i % 50, 5)}/${digits(i, 6)}.jpg`),
  'nearly all in one of the folders': () => many(3000, (i) => (i % 100 === 0 ? `val/${i}` : `train/${digits(i, 6)}`)),
  'deep folders': (random) => many(2000, (i) => `${many(60, () => random.pick(['a', 'b'])).join('/')}/${i}`),
  'one long way to all': () => many(2000, (i) => `${'deep/'.repeat(150)}${i}`),
  'other scripts': (random) => many(2000, () => word(random, scripts, 6)),
  'signs with a meaning elsewhere': (random) => many(2000, () => word(random, awkward, 8)),
  'one beginning of all': () => many(800, (i) => 'a'.repeat(i + 1)),
  'all characters': () => many(2000, (i) => String.fromCodePoint(i < 1000 ? i + 32 : i * 50 + 0xe000)),
  'folders and their markers': () => many(1500, (i) => (i % 3 === 0 ? `f${i}/` : `f${i - (i % 3)}/${i}`)),
};

describe('listing S3 by many at once', () => {
  for (const [title, keysFrom] of Object.entries(shapes)) {
    for (const { pageSize, versions } of [{ pageSize: 2 }, { pageSize: 7, versions: 2 }, { pageSize: 50 }]) {
      test(`${title}, ${pageSize} a page${versions ? ', with versions' : ''}`, async (t) => {
        const keys = keysOf(keysFrom(seeded(pageSize)).filter((_, i) => i % 1500 < pageSize * 60));
        const { server, connector } = await serve(t, { keys, ...(versions ? { versions } : {}) }, { pageSize });
        const found = (await all(connector.listBatches!('s3://bucket'))).flat().flatMap((item) => {
          if ('note' in item) return [];
          return 'skipped' in item ? [item.skipped.replace('s3://bucket/', '')] : [item.path];
        });
        const wanted = many(keys.count, (i) => keys.at(i)).filter((_, i) => !versions || i % 3 !== 2);
        assert.deepEqual(found.toSorted(comparePaths), wanted);
        assert.ok(server.busiest() <= 34, `${server.busiest()} requests at a time`);
        const pages = server.queries.filter((query) => query.get('max-keys') !== '1').length;
        const least = Math.ceil((keys.count * (versions ? 2.4 : 1)) / pageSize);
        assert.ok(pages <= least * 1.7 + 20, `${pages} pages where ${least} would do`);
        assert.ok(server.queries.length - pages <= 200 + least / 4, `${server.queries.length - pages} questions`);
      });
    }
  }

  for (const prefix of ['train/n00012/', 'train/', 'train/n00049/']) {
    test(`only what lies under ${prefix}`, async (t) => {
      const keys = keysOf(shapes['folders of classes']!(seeded(1)));
      const { connector } = await serve(t, { keys }, { pageSize: 5 });
      const found = (await all(connector.list(`s3://bucket/${prefix}`))).flatMap((item) => ('path' in item ? prefix + item.path : []));
      assert.deepEqual(
        found.toSorted(comparePaths),
        many(keys.count, (i) => keys.at(i)).filter((key) => key.startsWith(prefix)),
      );
    });
  }

  test('lists by many at once where there is much', async (t) => {
    const keys = keysOf(shapes['one folder, numbered']!(seeded(1)));
    const { server, connector } = await serve(t, { keys, latency: 5 }, { pageSize: 10 });
    await all(connector.listBatches!('s3://bucket'));
    assert.ok(server.busiest() >= 8, `${server.busiest()} requests at a time`);
  });

  test('a store that cannot be entered at a key is listed in order', async (t) => {
    const keys = keysOf(shapes.hashes!(seeded(1)));
    const { server, connector } = await serve(t, { keys, quirks: { ignoresStartAfter: true } }, { pageSize: 10 });
    const found = (await all(connector.list('s3://bucket'))).flatMap((item) => ('path' in item ? item.path : []));
    assert.deepEqual(
      found,
      many(keys.count, (i) => keys.at(i)),
    );
    assert.ok(server.queries.length < 400, `${server.queries.length} requests`);
  });

  test('a store that lists in no order is listed as it likes', async (t) => {
    const keys = keysOf(shapes.hashes!(seeded(1)));
    const order = (a: string, b: string) => (a < b ? 1 : -1);
    const { connector } = await serve(t, { keys, quirks: { order } }, { pageSize: 10 });
    const found = (await all(connector.list('s3://bucket'))).flatMap((item) => ('path' in item ? item.path : []));
    assert.deepEqual(
      found.toSorted(comparePaths),
      many(keys.count, (i) => keys.at(i)),
    );
  });

  test('nobody is more than a page ahead of who reads, and all leave with the reader', async (t) => {
    const keys = keysOf(shapes['one folder, numbered']!(seeded(1)));
    const { server, connector } = await serve(t, { keys }, { pageSize: 10 });
    let read = 0;
    for await (const _ of connector.listBatches!('s3://bucket')) {
      read++;
      await new Promise((resolve) => setImmediate(resolve));
      const pages = server.queries.filter((query) => query.get('max-keys') === '10').length;
      // some of the pages held nothing of the stretch they were asked for
      assert.ok(pages - read <= 2 * 16, `${pages} pages asked for and ${read} read`);
      if (read === 60) break;
    }
    const before = server.queries.length;
    await new Promise((resolve) => setImmediate(resolve));
    assert.ok(server.queries.length - before <= 16);
  });

  test('cancelling ends it at once', async (t) => {
    const leave = new AbortController();
    const keys = keysOf(shapes['one folder, numbered']!(seeded(1)));
    const intercept = () => {
      if (leave.signal.aborted) return true;
      if (server.queries.length === 50) leave.abort();
      return false;
    };
    const { server, connector } = await serve(t, { keys, intercept }, { pageSize: 10 });
    assert.equal((await assertRejects(all(connector.listBatches!('s3://bucket', leave.signal)))).code, 'cancelled');
  });
});

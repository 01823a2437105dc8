/** What others say of bytes, and what servers tell of them: compared, remembered and believed as far as that goes. */
import assert from 'node:assert/strict';
import nodeTest, { describe, test } from 'node:test';
import { type AdoptRequest, adopt } from '../../server/core/adoption.ts';
import type { SourceFile } from '../../server/core/connector.ts';
import type { Source, SourceItem } from '../../server/core/source.ts';
import { file, startServer } from '../connectors/httpServer.ts';
import { adoptItems, md5, memoryStore, problemsOf, sha, toolOf, worldWith } from './adoptionWorld.ts';
import { refusal, testWorld } from './fixture.ts';

const { app, data } = testWorld(nodeTest);
let made = 0;
const fresh = () => `d${++made}`;

describe('claims of files that were hashed while their folder was walked', () => {
  const location = data('walked', { 'a.png': 'cat', 'b.png': 'dog' });
  const claims: [what: string, algorithm: 'sha256' | 'md5', value: string, problem: RegExp | undefined][] = [
    ['the SHA-256 it has', 'sha256', sha('cat'), undefined],
    ['another SHA-256', 'sha256', sha('cow'), /^sums:1: .*a\.png has the SHA-256 77af/],
    ['the MD5 it has', 'md5', md5('cat'), undefined],
    ['another MD5', 'md5', md5('cow'), /^sums:1: .*a\.png has the MD5 d077/],
  ];
  for (const [what, algorithm, value, problem] of claims) {
    test(what, async () => {
      const layout = layoutOf(location, (found) =>
        found.path === 'a.png' ? { ...found, claims: [{ algorithm, value, at: 'sums:1' }] } : found,
      );
      const work = adoptItems(worldWith(app, { sources: [layout] }), fresh());
      if (problem) assert.match((await problemsOf(work)).join('\n'), problem);
      else
        assert.deepEqual(
          (await work).list.map(({ path, sha256, evidence }) => [path, sha256, evidence]),
          [
            ['a.png', sha('cat'), 'verified'],
            ['b.png', sha('dog'), 'verified'],
          ],
        );
    });
  }
});

describe('a file on the web is known again, whichever way it was read', () => {
  const ways = {
    'by its address': (url: string): SourceItem => ({ path: 'a', pointer: url, at: 'r' }),
    'by a link': (url: string): SourceItem => ({ path: 'a', pointer: url, at: 'r', access: async () => ({ url: `${url}?token=t` }) }),
  };
  const headers: Record<string, string>[] = [{ etag: '"x"' }, { 'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT' }, { etag: 'W/"x"' }];
  for (const [first, one] of Object.entries(ways)) {
    for (const [second, two] of Object.entries(ways)) {
      for (const told of headers) {
        test(`${first}, then ${second}, by ${Object.keys(told)} ${Object.values(told)}`, async (t) => {
          const served = await startServer(t, { '/a': file(Buffer.from('cat'), told) });
          const url = `${served.origin}/a`;
          const adoptBy = (item: SourceItem) => adoptItems(worldWith(app, { sources: [toolOf([item])] }), fresh());
          assert.equal((await adoptBy(one(url))).list[0]!.sha256, sha('cat'));
          let read = 0;
          const { list } = await adopt2(two(url), (bytes) => {
            read = bytes;
          });
          assert.deepEqual([list[0]!.sha256, read], [sha('cat'), 0]);
          assert.ok(served.requests.every((request) => request.headers['accept-encoding'] === 'identity'));
        });
      }
    }
  }
  const adopt2 = async (item: SourceItem, onBytes: (bytes: number) => void) => {
    const world = worldWith(app, { sources: [toolOf([item])] });
    const { version } = await adopt(
      world,
      { locations: ['tool://x'], as: fresh() },
      { onProgress: ({ stage, bytes }) => void (stage === 'hashing' && onBytes(bytes)) },
    );
    return { list: [...app.registry.versions.files(version)] };
  };
});

describe('the word of a store that says nothing of the bytes is not taken', () => {
  const note = 'Where a store tells nothing by which other bytes would be known, the bytes were read all the same.';
  const items: Record<string, SourceItem> = {
    listed: { path: 'a', location: 'mem://a', size: 3, signature: '' },
    'pointed at': { path: 'a', pointer: 'mem://a', at: 'r' },
  };
  for (const [what, item] of Object.entries(items)) {
    test(what, async () => {
      const store = memoryStore({ a: { bytes: 'cat', signature: '', etag: undefined } });
      const world = worldWith(app, { sources: [toolOf([item])], store });
      const { list, notes, version } = await adoptItems(world, fresh(), { hash: 'provider' });
      assert.deepEqual([list[0]!.sha256, list[0]!.evidence, version.identity], [sha('cat'), 'verified', 'content']);
      assert.deepEqual(notes, [note]);
      await adoptItems(world, fresh());
      assert.equal(store.reads.length, 2, 'nothing is remembered under a signature that says nothing');
    });
  }
});

test('what cannot be pinned is said once of each place', async () => {
  const store = memoryStore({ 'x/a': '1', 'x/b': '2', 'y/c': '3', 'z/d': { bytes: '4', versionId: 'v' } });
  store.connector.unpinned = async (location) => `${location.slice(0, 'mem://x'.length)} keeps no versions.`;
  const items = ['x/a', 'x/b', 'y/c', 'z/d'].map((path) => ({ path, pointer: `mem://${path}`, at: 'r' }));
  const { notes } = await adoptItems(worldWith(app, { sources: [toolOf(items)], store }), fresh());
  assert.deepEqual(notes.sort(), ['mem://x keeps no versions.', 'mem://y keeps no versions.']);
});

test('a source is told which files are wanted', async () => {
  const asked: (boolean | undefined)[] = [];
  const source = toolOf([{ path: 'a.png', made: 'x' }], {
    async *read(_, context) {
      asked.push(context.wanted?.('a.png'), context.wanted?.('b.txt'));
      yield { path: 'a.png', made: 'x' };
    },
  });
  await adoptItems(worldWith(app, { sources: [source] }), fresh(), { include: ['*.png'] });
  assert.deepEqual(asked, [true, false]);
});

describe('nothing to adopt', () => {
  const cases: [what: string, items: SourceItem[], request: Partial<AdoptRequest>, code: 'adopt.empty' | 'adopt.problems', hint: RegExp][] =
    [
      ['at all', [{ skipped: 'l', reason: 'a symbolic link' }], {}, 'adopt.empty', /^Check the location\.$/],
      [
        'but what has a problem',
        [{ path: 'a', pointer: 'mem://a', at: 'r' }],
        { keepGoing: true },
        'adopt.problems',
        /there is nothing else/,
      ],
    ];
  for (const [what, items, request, code, hint] of cases) {
    test(what, async () => {
      const world = worldWith(app, { sources: [toolOf(items)], store: memoryStore({}) });
      const error = await adoptItems(world, fresh(), request).then(
        () => assert.fail('it was adopted'),
        (thrown) => thrown,
      );
      assert.throws(() => {
        throw error;
      }, refusal(code));
      assert.match(error.hint, hint);
      assert.equal(error.details.length, 1);
    });
  }
});

function layoutOf(location: string, change: (found: SourceFile) => SourceFile): Source {
  return toolOf([], {
    async *read(_, context) {
      for await (const item of context.list(location)) yield 'path' in item ? change(item) : item;
    },
  });
}

/** What the registry keeps itself: it comes back as it was, once, with its version or not at all. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import nodeTest, { describe, test } from 'node:test';
import SqliteDatabase from 'better-sqlite3';
import { createContentConnector } from '../../server/connectors/content/connector.ts';
import { checkFiles } from '../../server/core/integrity.ts';
import { cutChunks, decodeChunk } from '../../server/core/registry/chunk.ts';
import { type ContentPart, contentHashOf, contentLocation, packPart, partBytes } from '../../server/core/registry/content.ts';
import { all, assertRejects, bytesOf, listed } from '../connectors/contract.ts';
import { aFile, draft, refusal, testWorld } from './fixture.ts';

const { app, home } = testWorld(nodeTest);
const { content, versions } = app.registry;
const connector = createContentConnector(content);
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

function partsOf(bytes: Buffer): ContentPart[] {
  const count = Math.max(1, Math.ceil(bytes.length / partBytes));
  return Array.from({ length: count }, (_, i) => packPart(sha(bytes), i, bytes.subarray(i * partBytes, (i + 1) * partBytes)));
}

function made(path: string, bytes: Buffer) {
  return aFile(path, { sha256: sha(bytes), size: bytes.length, location: contentLocation(sha(bytes)) });
}

const samples: Record<string, Buffer> = {
  'no byte': Buffer.alloc(0),
  'a line': Buffer.from('{"labels":[]}\n'),
  'bytes that are no text': Buffer.from([0, 255, 254, 0]),
  'exactly one part': Buffer.alloc(partBytes, 'abc'),
  'three parts': Buffer.alloc(2 * partBytes + 17, 'abcdefg'),
};

describe('content', () => {
  for (const [i, [what, bytes]] of Object.entries(samples).entries()) {
    test(what, async () => {
      const file = made('made', bytes);
      const { location } = file;
      assert.equal(content.size(sha(bytes)), undefined);
      assert.deepEqual(await connector.inspect(file), { state: 'missing' });
      assert.equal((await assertRejects(listed(connector, location))).code, 'file.vanished');
      assert.equal((await assertRejects(all(connector.read(file)))).code, 'file.vanished');

      versions.add({ ...draft(`made${i}`, [file]), content: partsOf(bytes) });
      assert.equal(content.size(sha(bytes)), bytes.length);
      assert.deepEqual(await connector.inspect(file), { state: 'present', size: bytes.length, signature: sha(bytes) });
      const [found] = await listed(connector, location);
      assert.ok((await bytesOf(connector, found!)).equals(bytes));
      for (const [start, end] of [
        [0, 0],
        [0, 5],
        [3, bytes.length],
        [partBytes - 2, partBytes + 2],
        [bytes.length, bytes.length + 5],
      ] as const) {
        const range = Buffer.concat(await all(connector.readRange!(file, { start, end })));
        assert.ok(range.equals(bytes.subarray(start, end)), `${start} to ${end}`);
      }
      assert.deepEqual(await checkFiles(app, [{ ...file, path: 'made' }], { reread: true }), []);
    });
  }

  test('is kept once, however many versions have it', () => {
    const bytes = Buffer.from('shared');
    for (const as of ['one', 'two']) versions.add({ ...draft(as, [made(as, bytes)]), content: partsOf(bytes) });
    assert.equal(content.size(sha(bytes)), bytes.length);
  });

  test('of a version that is refused is not there either', () => {
    const bytes = Buffer.from('refused');
    const failing = function* () {
      yield* partsOf(bytes);
      throw new Error('out of luck');
    };
    assert.throws(() => versions.add({ ...draft('refused', [made('a', bytes)]), content: failing() }), /out of luck/);
    assert.equal(content.size(sha(bytes)), undefined);
    assert.equal(app.registry.datasets.find('refused'), undefined);
  });

  test('is not asked for when its version is there already', () => {
    const bytes = Buffer.from('there');
    versions.add({ ...draft('there', [made('a', bytes)]), content: partsOf(bytes) });
    const asked = function* (): Generator<ContentPart> {
      yield assert.fail('nobody needs it');
    };
    assert.equal(versions.add({ ...draft('there', [made('a', bytes)]), content: asked() }).existed, true);
  });

  test('that was damaged is noticed', () => {
    for (const [i, damage] of ["data = x'00'", "data = (SELECT data FROM content WHERE hash <> x'00' AND size = 13)"].entries()) {
      const bytes = Buffer.from(`damaged ${i}`);
      versions.add({ ...draft(`damaged${i}`, [made('a', bytes)]), content: [...partsOf(bytes), ...partsOf(Buffer.from('another thing'))] });
      const db = new SqliteDatabase(join(home, 'registry.db'));
      db.prepare(`UPDATE content SET ${damage} WHERE hash = ?`).run(Buffer.from(sha(bytes), 'hex'));
      db.close();
      assert.throws(() => [...content.read(sha(bytes))], refusal('registry.corrupt'));
    }
  });
});

describe('a run of files says of made ones only that they are made', () => {
  const sizes = new Map<string, number>();
  const bytesAt = (i: number) => Buffer.from(`annotation ${i}`);
  const cases: Record<string, (i: number) => ReturnType<typeof aFile>> = {
    'all are made': (i) => made(`annotations/${String(i).padStart(4, '0')}.json`, bytesAt(i)),
    'every second is': (i) => (i % 2 ? made(`f${String(i).padStart(4, '0')}`, bytesAt(i)) : aFile(`f${String(i).padStart(4, '0')}`)),
    'none is': (i) => aFile(`annotations/${String(i).padStart(4, '0')}.json`),
    "one is another's": (i) => (i ? aFile(`f${i + 1000}`) : aFile('f1000', { location: contentLocation(sha(bytesAt(7))) })),
  };
  for (const [what, file] of Object.entries(cases)) {
    test(what, () => {
      const files = Array.from({ length: 400 }, (_, i) => file(i));
      const chunks = [...cutChunks(files)];
      assert.deepEqual(chunks.flatMap(decodeChunk), files);
      sizes.set(
        what,
        chunks.reduce((sum, { data }) => sum + data.length, 0),
      );
    });
  }
  test('and their hashes are stored once', () => {
    assert.ok(sizes.get('all are made')! < sizes.get('none is')! + 200, JSON.stringify([...sizes]));
  });
});

test('locations of content', () => {
  const hash = sha(Buffer.from('x'));
  assert.equal(contentHashOf(contentLocation(hash)), hash);
  for (const other of ['content:', 'content:abc', `content:${hash.toUpperCase()}`, `content:${hash}0`, `s3://content:${hash}`, hash]) {
    assert.equal(contentHashOf(other), undefined, other);
  }
});

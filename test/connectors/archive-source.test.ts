/** Archives as sources: what they yield is what the tools that know them find in them. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as nodeTest from 'node:test';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { createArchiveSource } from '../../server/connectors/archive/source.ts';
import type { SourceFile } from '../../server/core/connector.ts';
import { asDatapinError } from '../../server/core/errors.ts';
import { shown } from '../../server/core/location.ts';
import type { SourceContext } from '../../server/core/source.ts';
import { collected } from '../support/pieces.ts';
import { probed, problemLines, sourceContext, sourceWorld, yielded } from '../support/sourceContext.ts';
import { makeTar } from '../support/tarMaker.ts';
import { tempFolder } from '../support/temp.ts';
import { makeZip } from '../support/zipMaker.ts';
import { bytesOf } from './contract.ts';
import { file, startServer } from './httpServer.ts';

const source = createArchiveSource();
const home = tempFolder(nodeTest, 'archive-source');
const world = sourceWorld(nodeTest);

let written = 0;
function put(name: string, bytes: string | Uint8Array): string {
  const path = join(tempFolder(nodeTest, `archive-${written++}`), name);
  writeFileSync(path, bytes);
  return path;
}

const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const hashes = (files: readonly { path: string; sha256?: string | undefined }[]) =>
  Object.fromEntries(files.map((one) => [one.path, one.sha256]).toSorted());

const texts = { 'a.txt': 'first', 'folder/ü.txt': 'bytes'.repeat(50), empty: '' };
const zip = () =>
  makeZip({
    entries: Object.entries(texts).map(([name, data], i) => ({
      name,
      data,
      method: i % 2 ? 0 : 8,
      ...(i === 1 ? {} : { described: 'marked' as const }),
    })),
  });
const tar = () => makeTar(...Object.entries(texts).map(([name, data]) => ({ name, data })));
const expected = Object.fromEntries(
  Object.entries(texts)
    .map(([path, text]) => [path, sha256(text)])
    .toSorted(),
);

describe('what an archive is', () => {
  const cases: [name: string, bytes: string | Uint8Array, why: string | undefined][] = [
    ['x.zip', zip(), 'it is a zip of 3 members'],
    ['X.ZIP', makeZip({ entries: [{ name: 'a' }] }), 'it is a zip of 1 member'],
    ['x.zip', zip().subarray(0, 100), 'it begins as a zip'],
    ['x.zip', 'no zip', undefined],
    ['x.zip', '', undefined],
    ['x.tar', tar(), 'it is a tar'],
    ['x.tar', zip(), undefined],
    ['x.tar.gz', gzipSync(tar()), 'it is a tar compressed by gzip'],
    ['x.tgz', gzipSync(tar()), 'it is a tar compressed by gzip'],
    ['model.pt', zip(), undefined],
    ['data.npz', zip(), undefined],
    ['table.xlsx', zip(), undefined],
    ['log.gz', gzipSync('log'), undefined],
  ];
  for (const [name, bytes, why] of cases) {
    test(`${name}: ${why ?? 'nothing that is known'}`, async () => {
      assert.deepEqual(await probed(world, source, put(name, bytes)), why === undefined ? undefined : { certainty: 'likely', why });
    });
  }
  test('a folder is none', async () => assert.equal(await probed(world, source, `${home}/`), undefined));
});

describe('members become files', () => {
  for (const [name, bytes] of [
    ['x.zip', zip()],
    ['x.tar', tar()],
  ] as const) {
    test(`of ${name}: paths, hashes, and bytes that are read where they lie`, async () => {
      const path = put(name, bytes);
      const { files, facts, problems } = await yielded(world, source, path);
      assert.deepEqual(hashes(files), expected);
      assert.deepEqual([facts, problems], [{ archive: name, members: 3 }, []]);
      for (const one of files) {
        const connector = await world.connectorFor(one.location);
        assert.equal(sha256(await bytesOf(connector, one)), one.sha256);
        const now = await connector.inspect(one);
        assert.equal(now.state === 'present' && now.signature, one.signature);
        assert.equal(shown(one.location), `${path}/${one.path}`);
      }
    });

    test(`of ${name} on the web, in one long read, where nothing is recorded that is signed`, async (t) => {
      const server = await startServer(t, file(bytes));
      const { files } = await yielded(world, source, `${server.origin}/${name}?X-Amz-Signature=canary&X-Amz-Expires=60`);
      assert.deepEqual(hashes(files), expected);
      assert.doesNotMatch(JSON.stringify(files), /canary/);
      assert.ok(files.every(({ location }) => location.startsWith(`${name.slice(2)}+${server.origin}/${name}#`)));
      const gets = server.requests.filter(({ method }) => method === 'GET');
      assert.ok(gets.length <= 4, gets.map(({ headers }) => headers.range).join(' '));
    });

    test(`of ${name} are counted without their hashes`, async () => {
      const context: SourceContext = { ...sourceContext(world, source), counting: true };
      const items = await collected(source.read({ locations: [pathToFileURL(put(name, bytes)).href] }, context));
      const files = items.filter((item) => 'path' in item);
      assert.deepEqual(files.map(({ path }) => path).toSorted(), Object.keys(texts).toSorted());
      assert.ok(files.every((one) => !('sha256' in one)));
    });
  }

  test('of an archive that was hashed before, without reading it again; of another in its place with reading it', async () => {
    const data = Buffer.alloc(3_000_000, 'x');
    const makers = {
      'x.zip': () =>
        makeZip({
          entries: [
            { name: 'a', data },
            { name: 'b', data },
          ],
        }),
      'x.tar': () => makeTar({ name: 'a', data }, { name: 'b', data }),
    };
    for (const [name, make] of Object.entries(makers)) {
      const path = put(name, make());
      const read = async () => {
        const sum = { bytes: 0 };
        const items = await collected(source.read({ locations: [pathToFileURL(path).href] }, counted(sourceContext(world, source), sum)));
        return { files: items.filter((item) => 'path' in item) as SourceFile[], bytes: sum.bytes };
      };
      const first = await read();
      assert.ok(first.bytes > 6_000_000);
      const again = await read();
      assert.deepEqual(again.files, first.files);
      assert.ok(again.bytes < 2_000_000, `${again.bytes}`);
      data[0] = 1;
      writeFileSync(path, make());
      const other = await read();
      assert.deepEqual(hashes(other.files), { a: sha256(data), b: sha256(data) });
    }
  });

  test('of several archives, each in a folder of its own', async () => {
    const { files, facts } = await yielded(world, source, { locations: [put('one.zip', zip()), put('two.tar', tar())] });
    assert.deepEqual(files.map(({ path }) => path).toSorted(), [
      'one/a.txt',
      'one/empty',
      'one/folder/ü.txt',
      'two/a.txt',
      'two/empty',
      'two/folder/ü.txt',
    ]);
    assert.deepEqual(facts, { archive: 'one.zip, two.tar', members: 6 });
  });

  test('of a tar of tars', async () => {
    const inner = (name: string) => makeTar({ name: `${name}_1.JPEG`, data: name });
    const { files } = await yielded(
      world,
      source,
      put('ILSVRC.tar', makeTar({ name: 'n01.tar', data: inner('n01') }, { name: 'n02.tar', data: inner('n02') })),
    );
    assert.deepEqual(hashes(files), { 'n01/n01_1.JPEG': sha256('n01'), 'n02/n02_1.JPEG': sha256('n02') });
    for (const one of files) assert.equal(sha256(await bytesOf(await world.connectorFor(one.location), one)), one.sha256);
  });
});

describe('what is left out and what is wrong', () => {
  test('an archive that is written to meanwhile', async () => {
    const path = put('x.tar', tar());
    const context = sourceContext(world, source);
    const slow: SourceContext = {
      ...context,
      async *read(one, range) {
        if (range && range.end > 512) appendFileSync(path, ' ');
        yield* context.read(one, range);
      },
    };
    await assert.rejects(collected(source.read({ locations: [pathToFileURL(path).href] }, slow)), { code: 'file.changed' });
  });

  test('links, folders and what macOS adds', async () => {
    const bytes = makeZip({
      entries: [
        { name: 'd/' },
        { name: 'd/a', data: '1' },
        { name: 'link', data: 'd/a', external: 0o120777 << 16 },
        { name: '__MACOSX/d/._a', data: 'x' },
      ],
    });
    const { files, skipped } = await yielded(world, source, put('x.zip', bytes));
    assert.deepEqual(
      files.map(({ path }) => path),
      ['d/a'],
    );
    assert.deepEqual(skipped, [
      { skipped: 'link', reason: 'a symbolic link, which is not followed' },
      { skipped: '__MACOSX/d/._a', reason: 'what macOS adds to a zip' },
    ]);
  });

  test('each member that is wrong by a line, and the others are whole', async () => {
    const bytes = makeZip({
      entries: [
        { name: 'a', data: '1' },
        { name: '../b', data: '2' },
        { name: 'c', data: '3', crc: 1 },
        { name: 'd', data: '4', method: 8 },
      ],
    });
    const found = await yielded(world, source, put('x.zip', bytes));
    assert.deepEqual(hashes(found.files), { a: sha256('1'), d: sha256('4') });
    assert.deepEqual(problemLines(found), [
      'x.zip@32: The member "../b" has a name that leads out of the archive.',
      'x.zip@67: x.zip has a member whose checksum is wrong ("c" at byte 67).',
    ]);
  });

  test('a tar that is cut off, after what is whole', async () => {
    const path = put('x.tar', makeTar({ name: 'a', data: '1' }, { name: 'b', data: 'b'.repeat(2000) }).subarray(0, 2000));
    const found = await yielded(world, source, path);
    assert.deepEqual(hashes(found.files), { a: sha256('1') });
    assert.deepEqual(problemLines(found), [`${path}: x.tar ends too early: in or after the member at byte 1024.`]);
  });

  for (const [name, bytes] of [
    ['x.zip', zip()],
    ['x.tar', tar()],
  ] as const) {
    test(`nothing more of ${name} when it is told to leave`, async () => {
      const leave = new AbortController();
      const items = source.read(
        { locations: [pathToFileURL(put(name, bytes)).href] },
        sourceContext(world, source, { signal: leave.signal }),
      );
      await items[Symbol.asyncIterator]().next();
      leave.abort();
      await assert.rejects(collected(items), (error: unknown) => asDatapinError(error).code === 'cancelled');
    });
  }

  test('a compressed tar is one file, and said to be', async () => {
    const path = put('x.tar.gz', gzipSync(tar()));
    const { files, notes } = await yielded(world, source, path);
    assert.deepEqual(
      files.map(({ path, size, sha256: hash }) => [path, size, hash]),
      [['x.tar.gz', readFileSync(path).length, undefined]],
    );
    assert.match(notes[0]!, /^x\.tar\.gz is compressed as a whole \(gzip\)/);
  });

  for (const [title, place, code] of [
    ['no file', join(home, 'nowhere.zip'), 'source.location'],
    ['a folder', `${home}/`, 'source.location'],
    ['no archive', put('x.zip', 'hello'), 'source.malformed'],
  ] as const) {
    test(title, () => assert.rejects(yielded(world, source, place), { code }));
  }
});

/** Counts the bytes that come. */
function counted(context: SourceContext, sum: { bytes: number }): SourceContext {
  return {
    ...context,
    async *read(one, range) {
      for await (const piece of context.read(one, range)) {
        sum.bytes += piece.length;
        yield piece;
      }
    },
  };
}

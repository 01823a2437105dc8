/** Runs of files: what is stored is what comes back, and a changed file changes few of them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { DatasetFile } from '../../server/core/dataset.ts';
import { comparePaths } from '../../server/core/manifest.ts';
import { cutChunks, decodeChunk } from '../../server/core/registry/chunk.ts';
import { aFile, hex } from './fixture.ts';

const odd = [
  'a b',
  'ä',
  'e\u0301',
  '日本/語',
  '\u{1f600}',
  '\ue000',
  'a\nb',
  'a\rb',
  'a\tb',
  '\\',
  '100%',
  '%41',
  '?#&+=',
  '__proto__',
  '-n',
  '..x',
];

/** What a run may hold, by what is odd about it. */
const cases: Record<string, DatasetFile[]> = {
  'no file': [],
  'one file': [aFile('a')],
  'odd paths': odd.map((path) => aFile(path)),
  'sizes from nothing to more than 32 bits': [aFile('a', { size: 0 }), aFile('b', { size: 2 ** 32 + 1 }), aFile('c', { size: 2 ** 52 })],
  'files from several places': [
    aFile('a', { location: 's3://one/a' }),
    aFile('b', { location: 's3://two/prefix/b' }),
    aFile('c', { location: 'file:///x/y/other-name' }),
    aFile('d'),
  ],
  'a first file that lies under another name': [aFile('a', { location: 'file:///z' }), aFile('b'), aFile('c')],
  'a location that is the path alone': [aFile('a', { location: 'a' }), aFile('b', { location: 'b' })],
  'store versions of some': [aFile('a', { versionId: 'v 1"\\' }), aFile('b'), aFile('c', { versionId: 'null' })],
  'entity tags of some': [aFile('a'), aFile('b', { etag: 'd41d8-2' })],
  'provider identity': ['a', 'b', 'c'].map((path) => aFile(path, { sha256: undefined, etag: `etag of ${path}`, evidence: 'etag' })),
  'hashes of some, and all evidence': [
    aFile('a', { sha256: undefined, etag: '1:2:3:4', evidence: 'size+mtime' }),
    aFile('b', { sha256: undefined, versionId: 'x', evidence: 'version-id' }),
    aFile('c', { evidence: 'declared' }),
    aFile('d', { sha256: hex('x').replace(/^../, '00') }),
  ],
};

describe('a run of files comes back as it was', () => {
  for (const [name, files] of Object.entries(cases)) {
    test(name, () => {
      const chunks = [...cutChunks(files)];
      assert.deepEqual(chunks.flatMap(decodeChunk), files);
      assert.equal(
        chunks.reduce((sum, chunk) => sum + chunk.files, 0),
        files.length,
      );
      assert.equal(
        chunks.reduce((sum, chunk) => sum + chunk.bytes, 0),
        files.reduce((sum, file) => sum + file.size, 0),
      );
      assert.deepEqual(
        chunks.map((chunk) => chunk.firstPath),
        chunks.map((chunk) => decodeChunk(chunk)[0]!.path),
      );
    });
  }

  test('every byte of the content is under the hash', () => {
    const [chunk] = [...cutChunks(cases['hashes of some, and all evidence']!)];
    let unnoticed = 0;
    for (let at = 0; at < chunk!.data.length; at++) {
      const data = Buffer.from(chunk!.data);
      data[at]! ^= 0xff;
      try {
        // Bytes of the packing that carry nothing may differ, as long as the content is the same.
        assert.deepEqual(decodeChunk({ ...chunk!, data }), decodeChunk(chunk!));
        unnoticed++;
      } catch (error) {
        assert.notEqual((error as Error).name, 'AssertionError', `byte ${at}`);
      }
    }
    assert.ok(unnoticed < 8, `${unnoticed} bytes`);
  });

  test('equal files make equal runs, whenever they are cut', () => {
    const files = tree(5000);
    assert.deepEqual(hashes(files), hashes(structuredClone(files)));
  });
});

describe('versions share runs', () => {
  const files = tree(100_000);
  const known = new Set(hashes(files));
  const added = (changed: DatasetFile[]) => hashes(changed).filter((hash) => !known.has(hash)).length;
  const middle = files[50_000]!;

  test('runs are neither tiny nor huge', () => {
    const sizes = [...cutChunks(files)].map((chunk) => chunk.files);
    assert.ok(sizes.slice(0, -1).every((size) => size >= 128 && size <= 2048));
    assert.ok(sizes.length >= 49 && sizes.length < 400, `${sizes.length} runs`);
  });

  const changes: [what: string, changed: () => DatasetFile[], most: number][] = [
    ['nothing', () => files, 0],
    ['a file more at the beginning', () => [aFile('!'), ...files], 3],
    ['a file more in the middle', () => files.toSpliced(50_000, 0, aFile(`${files[49_999]!.path}~`)), 3],
    ['a file more at the end', () => [...files, aFile('~')], 2],
    ['a file less in the middle', () => files.toSpliced(50_000, 1), 3],
    ['other bytes in one file', () => files.with(50_000, { ...middle, sha256: hex('other') }), 1],
    ['a folder of 1,000 more', () => sorted([...files, ...tree(1000).map((file) => aFile(`img/0500/${file.path}`))]), 12],
  ];
  for (const [what, changed, most] of changes) {
    test(`of 100,000 files: ${what}`, () => {
      const count = added(changed());
      assert.ok(count <= most, `${count} new runs`);
      assert.equal(count === 0, what === 'nothing');
    });
  }
});

function tree(count: number): DatasetFile[] {
  return Array.from({ length: count }, (_, i) => {
    const number = String(i).padStart(6, '0');
    return aFile(`img/${number.slice(0, 4)}/${number}.png`, { size: i });
  });
}

function sorted(files: DatasetFile[]): DatasetFile[] {
  return files.toSorted((a, b) => comparePaths(a.path, b.path));
}

function hashes(files: DatasetFile[]): string[] {
  return [...cutChunks(files)].map((chunk) => chunk.hash.toString('hex'));
}

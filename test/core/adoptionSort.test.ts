/** Sorting more files than memory may hold gives what sorting them in memory gives, and leaves nothing on the disk. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import nodeTest, { describe, test } from 'node:test';
import { merged } from '../../server/core/adoption/merged.ts';
import { createProblems } from '../../server/core/adoption/problems.ts';
import { createSorter } from '../../server/core/adoption/sort.ts';
import type { DatasetFile } from '../../server/core/dataset.ts';
import { comparePaths } from '../../server/core/manifest.ts';
import { seeded } from '../support/random.ts';
import { tempFolder } from '../support/temp.ts';
import { aFile, hex } from './fixture.ts';

const folder = tempFolder(nodeTest, 'sort');
const pieces = ['a', 'b/', 'ä', '\u{1f600}', '\uffee', '\n', '"', '\\', ' ', '0', 'zz/', '\ue000', '%41', '.'];

function shuffled(seed: number, count: number): DatasetFile[] {
  const random = seeded(seed);
  const paths = new Set<string>();
  while (paths.size < count) {
    paths.add(Array.from({ length: 1 + random.below(6) }, () => pieces[random.below(pieces.length)]).join('') + paths.size);
  }
  return [...paths].map((path, i) => {
    if (i % 5 === 0) return aFile(path, { sha256: undefined, etag: `"e${i}`, versionId: `v\n${i}`, evidence: 'version-id' });
    return aFile(path, { size: random.below(2 ** 31) * 1024 });
  });
}

describe('files in order of their paths', () => {
  const cases: [files: number, limit: number][] = [
    [0, 3],
    [1, 3],
    [3, 3],
    [10, 3],
    [7, 1],
    [500, 7],
    [500, 499],
    [500, 500],
    [500, 501],
    [3000, 64],
  ];
  for (const [i, [files, limit]] of cases.entries()) {
    test(`${files} of them, ${limit} in memory`, () => {
      const all = shuffled(i + 1, files);
      const sorter = createSorter({ folder, limit });
      for (const file of all) sorter.add(file);
      const expected = all.toSorted((a, b) => comparePaths(a.path, b.path));
      assert.deepEqual([...sorter.sorted()], expected);
      assert.deepEqual([...sorter.sorted()], expected, 'also when asked again');
      sorter.close();
    });
  }

  test('a line longer than what is read at once', () => {
    const sorter = createSorter({ folder, limit: 2 });
    const long = ['c', 'a', 'b', 'd', 'e'].map((name) => aFile(`${name}${'x'.repeat(200_000)}`));
    for (const file of long) sorter.add(file);
    assert.deepEqual(
      [...sorter.sorted()].map(({ path }) => path[0]),
      ['a', 'b', 'c', 'd', 'e'],
    );
    sorter.close();
  });

  test('nothing of it has a name on the disk, even meanwhile', () => {
    const sorter = createSorter({ folder, limit: 2 });
    for (const file of shuffled(3, 20)) sorter.add(file);
    assert.deepEqual(readdirSync(folder), []);
    sorter.close();
  });
});

describe('files that are found twice', () => {
  const cases: Record<string, { files: DatasetFile[]; stays: (string | undefined)[][]; problems: RegExp[] }> = {
    'at the same place': { files: [aFile('a'), aFile('b'), aFile('a')], stays: [['a'], ['b']], problems: [] },
    'at the same place, once better known': {
      files: [aFile('a', { sha256: undefined, etag: 'x', evidence: 'etag' }), aFile('a', { evidence: 'verified' })],
      stays: [['a', 'verified']],
      problems: [],
    },
    'at two places': {
      files: [aFile('a', { location: 's3://z/a' }), aFile('a', { location: 's3://b/a' }), aFile('c')],
      stays: [['a', 'verified', 's3://b/a'], ['c']],
      problems: [/^Two files would have the path a: s3:\/\/b\/a and s3:\/\/z\/a\./],
    },
    'at three places': {
      files: ['1', '2', '3'].map((n) => aFile('a', { location: `s3://${n}/a` })),
      stays: [['a', 'verified', 's3://1/a']],
      problems: [/s3:\/\/1\/a and s3:\/\/2\/a/, /s3:\/\/1\/a and s3:\/\/3\/a/],
    },
    'and have changed between': {
      files: [aFile('a', { sha256: hex('1') }), aFile('a', { sha256: hex('2') })],
      stays: [['a']],
      problems: [/changed while it was read/],
    },
  };
  for (const [what, { files, stays, problems: expected }] of Object.entries(cases)) {
    for (const limit of [1, 100]) {
      test(`${what}, ${limit} in memory`, () => {
        const sorter = createSorter({ folder, limit });
        for (const file of files) sorter.add(file);
        const problems = createProblems();
        const left = [...merged(sorter.sorted(), problems)].map(({ path, evidence, location }) => [path, evidence, location]);
        assert.deepEqual(
          left.map((file, i) => file.slice(0, stays[i]?.length)),
          stays,
        );
        const lines = problems.lines(10);
        assert.equal(lines.length, expected.length);
        expected.forEach((words, i) => void assert.match(lines[i]!, words));
        sorter.close();
      });
    }
  }
});

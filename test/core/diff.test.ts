/** Differences of versions, held against the plainest way to find them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { DatasetFile } from '../../server/core/dataset.ts';
import { diffVersions, type VersionDiff } from '../../server/core/diff.ts';
import { comparePaths } from '../../server/core/manifest.ts';
import { sharedFiles } from '../../server/core/sharedFiles.ts';
import { type Random, seeded } from '../support/random.ts';
import { aFile, draft, hex, testWorld } from './fixture.ts';

/** Files as `path=bytes`. */
const cases: [what: string, a: string, b: string, lines: string][] = [
  ['nothing', '1=x', '1=x', '=1'],
  ['added', '1=x', '1=x 2=y', '+2 =1'],
  ['removed', '1=x 2=y', '1=x', '-2 =1'],
  ['changed', '1=x', '1=y', '~1'],
  ['moved', '1=x', '2=x', '>1>2'],
  ['moved and its place taken', '1=x', '1=y 2=x', '+2 ~1'],
  ['one of two of the same bytes moved', '1=x 2=x', '1=x 3=x', '>2>3 =1'],
  ['copied', '1=x', '1=x 2=x', '+2 =1'],
  ['two moved, first to first', 'a=x b=x', 'c=x d=x', '>a>c >b>d'],
  ['one of two lost', 'a=x b=x', 'c=x', '-b >a>c'],
  ['swapped', '1=x 2=y', '1=y 2=x', '~1 ~2'],
  ['all others', '1=x', '2=y', '+2 -1'],
  ['known by the word of a store', '1=@e 2=@f', '1=@e 2=@g', '~2 =1'],
  ['moved at a store', '1=@e', '2=@e', '>1>2'],
];

describe('from one version to another', () => {
  for (const [what, a, b, lines] of cases) {
    test(what, (t) => assert.equal(inWords(diffOf(t, parsed(a), parsed(b))), lines));
  }

  test('as the plainest way finds it', (t) => {
    const { app } = testWorld(t);
    const random = seeded(1);
    for (let round = 0; round < 150; round++) {
      const [a, b] = [randomFiles(random, 1 + random.below(12)), randomFiles(random, 1 + random.below(12))];
      app.registry.versions.add(draft(`a${round}:v1`, a));
      app.registry.versions.add(draft(`b${round}:v1`, b));
      const [left, right] = [app.registry.versions.find(`a${round}`, 'v1')!, app.registry.versions.find(`b${round}`, 'v1')!];
      assert.equal(inWords(diffVersions(app.registry, { a: left, b: right }, { limit: 99 })), naive(a, b), `round ${round}`);
    }
  });

  test('of 20,000 files, wherever the changes are', (t) => {
    const random = seeded(2);
    const a = Array.from({ length: 20_000 }, (_, i) => aFile(`d${i % 7}/${i}`, { sha256: hex(`${i}`), size: 1 }));
    const b = a.flatMap((file) => {
      const fate = random.below(400);
      if (fate === 0) return [];
      if (fate === 1) return [{ ...file, sha256: hex(`other ${file.path}`) }];
      if (fate === 2) return [{ ...file, path: `moved/${file.path}` }];
      return fate === 3 ? [file, aFile(`${file.path}.new`)] : [file];
    });
    const diff = diffOf(t, a, b);
    assert.equal(inWords(diff), naive(a, b));
    assert.ok(diff.totals.same.files > 19_000);
    const limited = diffOf(t, a, b, 3);
    assert.deepEqual(limited.totals, diff.totals);
    assert.deepEqual([limited.added.length, limited.removed.length, limited.changed.length, limited.moved.length], [3, 3, 3, 3]);
  });

  test('counts bytes', (t) => {
    const { totals } = diffOf(t, parsed('1=x 2=yyyy 3=zz'), parsed('1=xxx 3=zz 4=yyyy 5=q'));
    const bytes = Object.entries(totals).map(([kind, { files, bytes }]) => `${kind} ${files} ${bytes}`);
    assert.deepEqual(bytes, ['added 1 1', 'removed 0 0', 'changed 1 3', 'moved 1 4', 'same 1 2']);
  });

  test('the same files from another place are the same', (t) => {
    const files = parsed('1=x 2=y');
    const elsewhere = files.map((file) => ({ ...file, location: `s3://bucket/${file.path}` }));
    assert.equal(diffOf(t, files, [...elsewhere, ...parsed('3=z')]).totals.same.files, 2);
  });
});

describe('files in common', () => {
  const common: [a: string, b: string, count: number, example: string][] = [
    ['1.png=x', '2.png=y', 0, ''],
    ['1.png=x', '1.png=x', 1, '1.png 1.png'],
    ['1.png=x 2.png=y', 'v/9.png=y v/8.png=q', 1, '2.png v/9.png'],
    ['1.png=x 2.png=x', '3.png=x 4.png=x', 1, '1.png 3.png'],
    ['1.png=@e', '1.png=@e', 0, ''],
    ['1.png= 2.png=a', '3.png= 4.png=b', 0, ''],
    ['1.png=x LICENSE=l data.yaml=d', '1.png=y LICENSE=l data.yaml=d', 0, ''],
    ['1.txt=x 2.txt=y', '3.txt=x', 1, '1.txt 3.txt'],
    ['1.npy=x 2.txt=y', '3.npy=x 4.txt=y', 2, '1.npy 3.npy'],
  ];
  for (const [a, b, count, example] of common) {
    test(`${a} | ${b}`, (t) => {
      const found = sharedOf(t, parsed(a), parsed(b));
      assert.deepEqual(
        [
          found.count,
          found.examples
            .slice(0, 1)
            .map((one) => `${one.a} ${one.b}`)
            .join(),
        ],
        [count, example],
      );
    });
  }

  test('of 20,000 and 5,000 files', (t) => {
    const a = Array.from({ length: 20_000 }, (_, i) => aFile(`a/${i}.png`, { sha256: hex(`${i}`) }));
    const b = Array.from({ length: 5000 }, (_, i) => aFile(`b/${i}.png`, { sha256: hex(`${i * 7}`) }));
    const hashes = new Set(a.map(({ sha256 }) => sha256));
    assert.equal(sharedOf(t, a, b).count, b.filter(({ sha256 }) => hashes.has(sha256)).length);
  });
});

function sharedOf(t: Parameters<typeof testWorld>[0], a: DatasetFile[], b: DatasetFile[]) {
  const { app } = testWorld(t);
  app.registry.versions.add(draft('a:v1', a));
  app.registry.versions.add(draft('b:v1', b));
  return sharedFiles(app.registry, { dataset: 'a', name: 'v1' }, { dataset: 'b', name: 'v1' });
}

function diffOf(t: Parameters<typeof testWorld>[0], a: DatasetFile[], b: DatasetFile[], limit = 1000): VersionDiff {
  const { app } = testWorld(t);
  const add = (as: string, files: DatasetFile[]) => app.registry.versions.add(draft(as, files)).version;
  return diffVersions(app.registry, { a: add('a:v1', a), b: add('b:v1', b) }, { limit });
}

const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

function parsed(text: string): DatasetFile[] {
  return text.split(' ').map((one) => {
    const [path = '', bytes = ''] = one.split('=');
    if (bytes.startsWith('@')) return aFile(path, { sha256: undefined, etag: bytes, size: 1, evidence: 'etag' });
    return aFile(path, { sha256: bytes === '' ? empty : hex(bytes), size: bytes.length });
  });
}

function randomFiles(random: Random, count: number): DatasetFile[] {
  const paths = new Set(Array.from({ length: count }, () => `${random.pick(['a', 'b', 'é', '\u{1F600}'])}/${random.below(5)}`));
  return [...paths].map((path) => aFile(path, { sha256: hex(`${random.below(5)}`), size: 1 }));
}

function inWords({ added, removed, changed, moved, totals }: VersionDiff): string {
  return [
    ...added.map(({ path }) => `+${path}`),
    ...removed.map(({ path }) => `-${path}`),
    ...changed.map(({ path }) => `~${path}`),
    ...moved.map(({ path, before }) => `>${before!.path}>${path}`),
    ...(totals.same.files > 0 ? [`=${totals.same.files}`] : []),
  ].join(' ');
}

function naive(a: readonly DatasetFile[], b: readonly DatasetFile[]): string {
  const [before, after] = [new Map(a.map((file) => [file.path, file])), new Map(b.map((file) => [file.path, file]))];
  const sorted = (files: readonly DatasetFile[]) => files.toSorted((x, y) => comparePaths(x.path, y.path));
  const gone = sorted(a.filter(({ path }) => !after.has(path)));
  const moves: string[] = [];
  const added: string[] = [];
  for (const file of sorted(b.filter(({ path }) => !before.has(path)))) {
    const at = gone.findIndex(({ sha256 }) => sha256 === file.sha256);
    if (at < 0) added.push(`+${file.path}`);
    else moves.push(`>${gone.splice(at, 1)[0]!.path}>${file.path}`);
  }
  const both = sorted(b.filter(({ path }) => before.has(path)));
  const changed = both.filter(({ path, sha256 }) => before.get(path)!.sha256 !== sha256).map(({ path }) => `~${path}`);
  const same = both.length - changed.length;
  return [...added, ...gone.map(({ path }) => `-${path}`), ...changed, ...moves, ...(same > 0 ? [`=${same}`] : [])].join(' ');
}

/** Reading a version's files by folder, by prefix and by hash, against a plain list that is searched from end to end. */
import assert from 'node:assert/strict';
import nodeTest, { describe, test } from 'node:test';
import type { DatasetFile, Entry } from '../../server/core/dataset.ts';
import { comparePaths } from '../../server/core/manifest.ts';
import { applicationId } from '../../server/core/registry/migrations.ts';
import { openRegistry } from '../../server/core/registry/registry.ts';
import { openDatabase } from '../../server/core/registry/sqlite.ts';
import { type Random, seeded } from '../support/random.ts';
import { tempFolder } from '../support/temp.ts';
import { aFile, draft, hex } from './fixture.ts';

const registry = openRegistry(`${tempFolder(nodeTest, 'files')}/registry.db`, { user: 'tester' });
nodeTest.after(() => registry.close());

/** Trees that are hard on an order by bytes in which folders are only parts of paths. */
const trees: Record<string, string[]> = {
  'signs around the slash': ['a', 'a-b', 'a.b', 'a/b', 'a/b/c', 'a/b.c', 'a0', 'a/0', 'a!', 'a b/c', 'a+/x'],
  'a file beside a folder of its name': ['x', 'x/y', 'x/y/z', 'x.z', 'x0'],
  'folders that begin alike': ['a/1', 'ab/1', 'a-/1', 'a./1', 'a0/1', 'a/b/1', 'a/b0/1', 'a/b./1'],
  'one folder in another': ['a/b/c/d/e/f'],
  'one file': ['only'],
  'other scripts': ['\ue000/x', '\u{1f600}/y', '\uffee', 'é', 'e\u0301/z', '日本/語', '~'],
  'folders called as objects call their things': ['__proto__/a', 'constructor/b', 'toString'],
};
for (const seed of [1, 2, 3]) trees[`at random, seed ${seed}`] = randomTree(seeded(seed), 300);
trees['at random, of many runs'] = randomTree(seeded(4), 6000);
trees['large folders with large folders in them'] = ['a', 'a/x', 'a/x/y', 'a/y', 'b', 'b.c/d', 'b/a'].flatMap((folder) =>
  Array.from({ length: 1200 }, (_, i) => `${folder}/${i}.png`),
);

for (const [name, paths] of Object.entries(trees)) {
  describe(name, () => {
    const files = paths.map((path, i) => aFile(path, { size: i % 97 })).sort((a, b) => comparePaths(a.path, b.path));
    const { version } = registry.versions.add(draft(toName(name), files));
    const id = registry.versions.id(version);
    const folders = foldersOf(paths);

    test('all files in order', () => assert.deepEqual([...registry.files.all(id)], files));

    test('each folder, whole', () => {
      for (const folder of folders.slice(0, 500)) {
        assert.deepEqual(
          registry.files.entries(id, { folder, limit: files.length + 1 }),
          { entries: naiveEntries(files, folder), more: false },
          folder,
        );
      }
    });

    test('each folder, page by page', () => {
      for (const folder of folders.slice(0, 40)) {
        const whole = naiveEntries(files, folder);
        for (const limit of [1, 2, 3, 7, whole.length - 1, whole.length, whole.length + 1].filter((n) => n > 0)) {
          if (whole.length / limit <= 60) assert.deepEqual(paged(id, folder, limit), whole, `${folder} by ${limit}`);
        }
      }
    });

    test('each prefix, from each place', () => {
      const prefixes = [
        '',
        ...folders.map((folder) => `${folder}/`),
        ...paths.slice(0, 50),
        ...paths.slice(0, 50).map((path) => path.slice(0, -1)),
        'nothing',
      ];
      for (const prefix of prefixes.slice(0, 150)) {
        const within = files.filter((file) => file.path.startsWith(prefix));
        assert.deepEqual([...registry.files.range(id, { prefix })], within, prefix);
        for (const after of [within[0]?.path, within.at(-1)?.path, within[within.length >> 1]?.path, `${prefix}\0`, '!', '\u{10ffff}']) {
          if (after === undefined) continue;
          const rest = within.filter((file) => comparePaths(file.path, after) > 0);
          assert.deepEqual([...registry.files.range(id, { prefix, after })], rest, `${prefix} after ${after}`);
        }
      }
    });
  });
}

describe('large folders are counted', () => {
  const folders = ['a', 'b', 'c/d', 'c/e', 'f'];
  const files = folders.flatMap((name) => Array.from({ length: 3000 }, (_, i) => aFile(`${name}/${i}`, { size: 2 })));
  const add = (name: string) => {
    const path = `${tempFolder(nodeTest, name)}/registry.db`;
    const other = openRegistry(path, { user: 'tester' });
    nodeTest.after(() => other.close());
    const { version } = other.versions.add(draft(name, files));
    return { path, page: () => other.files.entries(other.versions.id(version), { folder: '', limit: 10 }) };
  };
  const whole = naiveEntries(files, '');
  /** What becomes of the registry, and whether the folders can be counted all the same. */
  const changes: [what: string, sql: string][] = [
    ['without opening a run', "UPDATE chunk SET data = x''"],
    ['by opening runs of which the folders are not kept, as those of older registries', 'DELETE FROM chunk_outline'],
  ];
  for (const [i, [what, sql]] of changes.entries()) {
    test(what, () => {
      const { path, page } = add(`counted${i}`);
      const db = openDatabase(path, { applicationId });
      db.exec(sql);
      db.close();
      assert.deepEqual(page(), { entries: whole, more: false });
    });
  }
});

describe('a folder that is not there', () => {
  const { version } = registry.versions.add(draft('gaps', [aFile('a/1'), aFile('c/1')]));
  const id = registry.versions.id(version);
  for (const folder of ['b', 'A', 'a/1', 'a/0', 'd', 'a/1/x']) {
    test(folder, () => assert.deepEqual(registry.files.entries(id, { folder, limit: 10 }), { entries: [], more: false }));
  }
});

describe('who saw these bytes', () => {
  const twin = hex('twin');
  const near = `${twin.slice(0, 13)}${'f'.repeat(51)}`;
  registry.versions.add(draft('seen:v1', [aFile('a', { sha256: twin }), aFile('b')]));
  registry.versions.add(draft('seen:v2', [aFile('a', { sha256: twin }), aFile('b'), aFile('c/copy', { sha256: twin })]));
  registry.versions.add(draft('other:v1', [aFile('a', { sha256: twin }), aFile('b'), aFile('d', { sha256: near })]));
  registry.versions.add(draft('same:v1', [aFile('a', { sha256: twin }), aFile('b')]));
  const where = (sha256: string) => registry.files.withHash(sha256).map(({ dataset, version, path }) => `${dataset}:${version} ${path}`);

  const questions: [what: string, sha256: string, answer: string[]][] = [
    ['every version and path', twin, ['seen:v1 a', 'seen:v2 a', 'seen:v2 c/copy', 'other:v1 a', 'same:v1 a']],
    ['not the bytes whose hash begins alike', near, ['other:v1 d']],
    ['nobody', hex('nobody'), []],
  ];
  for (const [what, sha256, answer] of questions) test(what, () => assert.deepEqual(where(sha256), answer));
});

/** All pages of a folder, each asked for by the last entry of the one before. */
function paged(id: number, folder: string, limit: number): Entry[] {
  const all: Entry[] = [];
  for (let after: string | undefined; ; ) {
    const { entries, more } = registry.files.entries(id, { folder, limit, ...(after === undefined ? {} : { after }) });
    all.push(...entries);
    const last = entries.at(-1);
    if (!more) return all;
    assert.equal(entries.length, limit);
    after = last!.type === 'folder' ? `${last!.path}/` : last!.path;
  }
}

function naiveEntries(files: DatasetFile[], folder: string): Entry[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  const entries = new Map<string, Entry>();
  for (const file of files.filter(({ path }) => path.startsWith(prefix))) {
    const [name, ...deeper] = file.path.slice(prefix.length).split('/') as [string, ...string[]];
    const path = prefix + name;
    if (deeper.length === 0) {
      entries.set(path, { type: 'file', name, path, file });
      continue;
    }
    const known = entries.get(`${path}/`);
    const { files = 0, bytes = 0 } = known?.type === 'folder' ? known : {};
    entries.set(`${path}/`, { type: 'folder', name, path, files: files + 1, bytes: bytes + file.size });
  }
  return [...entries.values()];
}

function foldersOf(paths: string[]): string[] {
  const folders = paths.flatMap((path) => path.split('/').map((_, i, parts) => parts.slice(0, i).join('/')));
  return [...new Set(folders)];
}

/** Few names, so that they meet: files beside folders, signs that sort before and after the slash. */
function randomTree(random: Random, count: number): string[] {
  const names = ['a', 'b', 'a.', 'a-', 'a0', 'a b', 'b!', 'ab', '~', 'é', '\u{1f600}', '\uffee'];
  const paths = new Set<string>();
  while (paths.size < count) {
    const depth = 1 + random.below(5);
    paths.add(Array.from({ length: depth }, () => random.pick(names)).join('/'));
  }
  return [...paths];
}

function toName(text: string): string {
  return text.replaceAll(/[^a-z0-9]+/g, '-');
}

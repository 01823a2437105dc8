/** Putting a version's files into a folder: the right bytes, in it and nowhere else, all or none. */
import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import nodeTest, { describe, test } from 'node:test';
import { adopt } from '../../server/core/adoption.ts';
import type { Connector } from '../../server/core/connector.ts';
import type { DatasetFile, Version } from '../../server/core/dataset.ts';
import type { ErrorCode } from '../../server/core/errors.ts';
import { placeFiles } from '../../server/core/placing.ts';
import type { World } from '../../server/core/world.ts';
import { refusal, testWorld } from './fixture.ts';

const { app, data, folder } = testWorld(nodeTest);
let made = 0;

const files = { a: 'aaaa', 'sub/deep/b': 'bbbb', 'ä b': 'odd', empty: '' };

/** What happens to one of the files between its adoption and its placing. */
const spoilers: Record<string, (path: string) => void> = {
  'a file was written to': (path) => writeFileSync(path, 'BBBB'),
  'a file is gone': (path) => rmSync(path),
  'a file has grown': (path) => writeFileSync(path, 'bbbbb'),
};

for (const copy of [false, true]) {
  describe(copy ? 'copied' : 'linked', () => {
    test('every file lies where it should', async () => {
      const { version, placements, from, to } = await adopted();
      const paths = await placeFiles(app, { version, placements, folder: to, copy });
      assert.deepEqual(
        paths,
        placements.map(({ as }) => join(to, as)),
      );
      for (const [path, content] of Object.entries(files)) {
        assert.equal(readFileSync(join(to, path), 'utf8'), content);
        assert.equal(lstatSync(join(to, path)).isSymbolicLink(), !copy);
        if (!copy) assert.equal(readlinkSync(join(to, path)), join(from, path));
      }
    });

    test('under other names', async () => {
      const { version, placements, to } = await adopted();
      const renamed = placements.map(({ file }, i) => ({ file, as: `x/${i}` }));
      await placeFiles(app, { version, placements: renamed, folder: to, copy });
      assert.deepEqual(readdirSync(join(to, 'x')), ['0', '1', '2', '3']);
    });

    for (const [what, spoil] of Object.entries(spoilers)) {
      test(`nothing is placed when ${what}`, async () => {
        const { version, placements, from, to } = await adopted();
        spoil(join(from, 'sub/deep/b'));
        const placing = placeFiles(app, { version, placements, folder: to, copy });
        await assert.rejects(placing, refusal('file.changed', /d\d+:v1 is broken: sub\/deep\/b.*datapin verify d/));
        assert.equal(existsSync(to), false);
      });
    }

    test('nothing is left when a file lies there already', async () => {
      const { version, placements, to } = await adopted();
      mkdirSync(join(to, 'sub/deep'), { recursive: true });
      writeFileSync(join(to, 'sub/deep/b'), 'mine');
      await assert.rejects(placeFiles(app, { version, placements, folder: to, copy }), refusal('checkout.exists', /empty folder/));
      assert.deepEqual(readdirSync(to, { recursive: true }).sort(), ['sub', 'sub/deep', 'sub/deep/b']);
      assert.equal(readFileSync(join(to, 'sub/deep/b'), 'utf8'), 'mine');
    });

    test('nothing is left when it is cancelled', async () => {
      const { version, placements, to } = await adopted();
      const abort = new AbortController();
      const onProgress = ({ stage, done }: { stage: string; done: number }) => {
        if (stage === 'placing' && done === 2) abort.abort();
      };
      await assert.rejects(
        placeFiles(app, { version, placements, folder: to, copy }, { signal: abort.signal, onProgress }),
        refusal('cancelled'),
      );
      assert.deepEqual(allFiles(to), []);
    });
  });
}

describe('refused before anything is placed', () => {
  const refused: [what: string, names: string[], code: ErrorCode][] = [
    ['up and out', ['ok', '../out'], 'file.name'],
    ['out by a detour', ['ok', 'a/../../out'], 'file.name'],
    ['out and back in', ['ok', 'a/../b'], 'file.name'],
    ['the parent itself', ['ok', '..'], 'file.name'],
    ['an absolute path', ['ok', '/tmp/out'], 'file.name'],
    ['twice the same', ['x', 'x'], 'checkout.exists'],
    ['a file where another needs a folder', ['x', 'x/y'], 'checkout.exists'],
    ['the same, the other way round', ['x/y/z', 'x'], 'checkout.exists'],
  ];
  for (const [what, names, code] of refused) {
    test(what, async () => {
      const { version, placements, to } = await adopted();
      const named = names.map((as, i) => ({ file: placements[i]!.file, as }));
      await assert.rejects(placeFiles(app, { version, placements: named, folder: to }), refusal(code));
      assert.equal(existsSync(to), false);
    });
  }

  test('but dots in a name lead nowhere', async () => {
    const { version, placements, to } = await adopted();
    const named = ['..a', 'a..', '...', 'x/..y/z'].map((as, i) => ({ file: placements[i]!.file, as }));
    await placeFiles(app, { version, placements: named, folder: to });
    assert.deepEqual(allFiles(to).length, 4);
  });

  test('a folder that is a file', async () => {
    const { version, placements, to } = await adopted();
    writeFileSync(to, 'mine');
    for (const folder of [to, join(to, 'deeper')]) {
      await assert.rejects(placeFiles(app, { version, placements, folder }), refusal('checkout.exists'));
    }
    assert.equal(readFileSync(to, 'utf8'), 'mine');
  });
});

describe('bytes that lie elsewhere', () => {
  test('are downloaded once, however often they are placed', async () => {
    const store = remote({ a: 'aaaa', b: 'bbbb' });
    const { world, files, home, to } = far(store);
    for (const [i, names] of [
      ['a', 'b'],
      ['c', 'd'],
    ].entries()) {
      const placements = names.map((as, k) => ({ file: files[k]!, as: `${i}/${as}` }));
      await placeFiles(world, { version: standIn, placements, folder: to });
      for (const [k, as] of names.entries()) assert.equal(readFileSync(join(to, String(i), as), 'utf8'), ['aaaa', 'bbbb'][k]);
    }
    assert.deepEqual(store.reads.sort(), ['far://a', 'far://b']);
    assert.equal(allFiles(join(home, 'downloads')).length, 2);
  });

  test('several at once, as many as the store takes', async () => {
    const store = remote(Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`f${i}`, String(i)])));
    let open = 0;
    let most = 0;
    const full = Promise.withResolvers<void>();
    const read: Connector['read'] = async function* (file) {
      most = Math.max(most, ++open);
      if (open === store.concurrency) full.resolve();
      await full.promise;
      yield* store.read(file);
      open--;
    };
    const { world, files, to } = far({ ...store, read });
    const placements = files.map((file) => ({ file, as: file.path }));
    const paths = await placeFiles(world, { version: standIn, placements, folder: to });
    assert.deepEqual(
      paths.map((path) => readFileSync(path, 'utf8')),
      files.map((_, i) => String(i)),
    );
    assert.equal(most, store.concurrency);
  });

  test('at once by several, too', async () => {
    const store = remote({ a: 'a'.repeat(3_000_000) });
    const { world, files, home, to } = far(store);
    const place = (name: string) =>
      placeFiles(world, { version: standIn, placements: [{ file: files[0]!, as: name }], folder: to, copy: true });
    await Promise.all(['1', '2', '3', '4'].map(place));
    for (const name of ['1', '2', '3', '4']) assert.equal(readFileSync(join(to, name)).length, 3_000_000);
    assert.equal(allFiles(join(home, 'downloads')).length, 1);
  });

  const failures: [what: string, broken: Partial<Connector>, code: ErrorCode][] = [
    ['that are not those of the version', { read: () => Readable.from([Buffer.from('AAAA')]) }, 'file.changed'],
    ['that end early', { read: () => Readable.from([Buffer.from('aa')]) }, 'file.changed'],
  ];
  for (const [what, broken, code] of failures) {
    test(`${what} are not kept`, async () => {
      const { world, files, home, to } = far({ ...remote({ a: 'aaaa' }), ...broken });
      await assert.rejects(placeFiles(world, { version: standIn, placements: [{ file: files[0]!, as: 'a' }], folder: to }), refusal(code));
      assert.deepEqual([...allFiles(join(home, 'downloads')), ...allFiles(to)], []);
    });
  }

  test('that break off half-way leave nothing', async () => {
    async function* half() {
      yield Buffer.from('aa');
      throw new Error('the line went dead');
    }
    const { world, files, home, to } = far({ ...remote({ a: 'aaaa' }), read: half });
    await assert.rejects(
      placeFiles(world, { version: standIn, placements: [{ file: files[0]!, as: 'a' }], folder: to }),
      /the line went dead/,
    );
    assert.deepEqual([...allFiles(join(home, 'downloads')), ...allFiles(to)], []);
  });
});

const standIn: Pick<Version, 'dataset' | 'name'> = { dataset: 'd', name: 'v1' };

async function adopted() {
  const name = `d${++made}`;
  const { version } = await adopt(app, { locations: [data(name, files)], as: name });
  const placements = [...app.registry.versions.files(version)].map((file) => ({ file, as: file.path }));
  return { version, placements, from: join(folder, name), to: join(folder, `${name}-to`) };
}

/** A store in memory whose bytes are on no disk of this machine. */
function remote(objects: Record<string, string>): Connector & { reads: string[]; files: DatasetFile[] } {
  const reads: string[] = [];
  const facts = (content: string) => ({ size: content.length, signature: content, etag: hash('sha256', content) });
  return {
    id: 'far',
    concurrency: 4,
    reads,
    files: Object.entries(objects).map(([path, content]) => ({
      path,
      location: `far://${path}`,
      size: content.length,
      sha256: hash('sha256', content),
      etag: hash('sha256', content),
      versionId: undefined,
      evidence: 'declared',
    })),
    async *list() {},
    read({ location }) {
      reads.push(location);
      return Readable.from([Buffer.from(objects[location.slice('far://'.length)]!)]);
    },
    inspect: async ({ location }) => ({ state: 'present', ...facts(objects[location.slice('far://'.length)]!) }),
  };
}

function far(store: Connector & { files: DatasetFile[] }) {
  const home = join(folder, `far${++made}`);
  const world: World = { ...app, home, connectorFor: async () => store };
  return { world, files: store.files, home, to: join(home, 'to') };
}

/** Everything below a folder that is no folder. */
function allFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => entry.name);
}

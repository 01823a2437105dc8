/** What every connector keeps to, as data: the same questions are put to a folder of this machine and to a bucket. */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { Connector, SourceFile } from '../../server/core/connector.ts';
import { asDatapinError, type DatapinError } from '../../server/core/errors.ts';
import { encodePath } from '../../server/core/location.ts';

/** An empty place in a store, and the means to fill it behind the connector's back. */
export interface Place {
  connector: Connector;
  /** Location of the place; ends with a slash. */
  folder: string;
  put(path: string, bytes: string | Uint8Array): Promise<unknown>;
  remove(path: string): Promise<unknown>;
  /** Location of one file, where that is more than the folder's and the path. */
  locate?(path: string): string;
}

export interface ContractOptions {
  /** A new place for each test. */
  open(): Promise<Place>;
  /** Code of the error for a location where nothing is. */
  nothingThere: DatapinError['code'];
  /** The store keeps every version, so that what was listed stays as it was. */
  keepsVersions?: boolean;
  /** A location is one file: nothing is listed under it. */
  singleFiles?: boolean;
  /** A backslash may be part of no name. */
  noBackslashes?: boolean;
}

const trees = [
  { title: 'nested folders', paths: ['a.png', 'train/0/1.png', 'train/0/2.png', 'train/1/1.png', 'val/1.png'] },
  { title: 'names that begin alike', paths: ['key', 'key2', 'key-more', 'key.png', 'key1/x', 'keys/key'] },
  {
    title: 'spaces and signs',
    paths: [' lead', 'trail ', 'a b', 'a  b', 'a+b', '100%', '%41', 'A', 'a%2Fb', 'a?b#c', '~t', '-d', '.h', '...'],
  },
  { title: 'quotes and brackets', paths: ['it\'s "x"', '<x>', '&amp;', '[a]{b}', 'back\\slash', 'a=b;c:d', '*!(x)', 'a,b@c$d'] },
  { title: 'other scripts', paths: ['ü', 'e\u0301', '\u00e9', '数字/零.png', '😀.png', '\uffee', 'ё/ж'] },
  { title: 'control characters', paths: ['tab\tx', 'line\nbreak', 'return\rx', 'bell\u0007', 'delete\u007f'] },
];

const contents = [
  { title: 'no byte', bytes: Buffer.alloc(0) },
  { title: 'one byte', bytes: Buffer.from([0]) },
  { title: 'three megabytes', bytes: Buffer.alloc(3_000_001, 'abcdefg') },
];

const folders = [
  { title: 'a folder with a slash', ask: 'x/', finds: ['1', 'y/2'] },
  { title: 'a folder without a slash', ask: 'x', finds: ['1', 'y/2'] },
  { title: 'a folder in a folder', ask: 'x/y', finds: ['2'] },
  { title: 'one file', ask: 'x/y/2', finds: ['2'] },
  { title: 'one file whose name begins others', ask: 'x2', finds: ['x2'] },
];

export function connectorContract(name: string, options: ContractOptions): void {
  describe(`${name}: the contract of connectors`, () => {
    let place: Place;
    const fresh = async (files: Record<string, string | Uint8Array> = {}) => {
      const made = await options.open();
      for (const [path, bytes] of Object.entries(files)) await made.put(path, bytes);
      return made;
    };
    const locate = (from: Place, path = '') => from.locate?.(path) ?? from.folder + encodePath(path);
    const found = (from: Place, path = '') => listed(from.connector, locate(from, path));
    const each = async (from: Place, paths: string[]) => {
      if (!options.singleFiles) return found(from);
      const alone = await Promise.all(paths.map(async (path) => ({ path, files: await found(from, path) })));
      return alone.flatMap(({ path, files }) => files.map((file) => ({ ...file, path })));
    };

    for (const { title, paths: all } of trees) {
      const paths = all.filter((path) => !options.noBackslashes || !path.includes('\\'));
      test(`lists ${title}, and each location alone`, async () => {
        const tree = await fresh(Object.fromEntries(paths.map((path) => [path, path])));
        const files = await each(tree, paths);
        assert.deepEqual(pathsOf(files), paths.toSorted());
        for (const file of files) {
          assert.equal(file.size, Buffer.byteLength(file.path));
          assert.deepEqual(await listed(tree.connector, file.location), [{ ...file, path: file.path.split('/').at(-1) }]);
          assert.equal((await bytesOf(tree.connector, file)).toString(), file.path);
        }
      });
    }

    test('lists many at a time, if it can, what it lists one by one', async (t) => {
      const tree = await fresh({ a: 'a', 'b/c': 'c', 'b/d': 'd', 'b/e/f': 'f' });
      if (!tree.connector.listBatches) return t.skip('it cannot');
      for (const path of ['', 'b', 'b/c']) {
        const location = tree.folder + path;
        assert.deepEqual((await all(tree.connector.listBatches(location))).flat(), await all(tree.connector.list(location)));
      }
    });

    test('finds one file by its location alone', async () => {
      const tree = await fresh({ 'x/1': 'one', 'x/10': 'ten' });
      const at = (path: string) => tree.connector.inspect({ location: locate(tree, path), size: 0 });
      const [file] = await found(tree, 'x/1');
      const now = await at('x/1');
      assert.ok(now.state === 'present');
      assert.deepEqual([now.size, now.signature], [3, file!.signature]);
      for (const path of ['x', 'x/', 'x/100', 'X/1']) assert.equal((await at(path)).state, 'missing', path);
    });

    describe('exactly what is asked for', () => {
      before(async () => {
        place = await fresh({ 'x/1': '1', 'x/y/2': '2', x2: 'x2', 'x2.png': '', 'x-more/3': '3', X: '' });
      });
      for (const { title, ask, finds } of folders.filter(({ title }) => !options.singleFiles || /^one file/.test(title))) {
        test(title, async () => assert.deepEqual(pathsOf(await found(place, ask)), finds));
      }
      for (const ask of ['nowhere', 'nowhere/', 'x/y/2/', 'x/y/2/3', 'x3', 'x/y/22']) {
        test(`nothing at ${ask}`, async () => {
          const error = await assertRejects(found(place, ask));
          assert.equal(error.code, options.nothingThere);
          assert.ok(error.hint);
        });
      }
    });

    for (const { title, bytes } of contents) {
      test(`reads ${title}`, async () => {
        const { connector, ...rest } = await fresh({ file: bytes });
        const [file] = await found({ connector, ...rest }, 'file');
        assert.equal(file!.size, bytes.length);
        assert.ok((await bytesOf(connector, file!)).equals(bytes));
      });
    }

    test('inspects what is there, what was written to and what is gone', async () => {
      const tree = await fresh({ file: 'first' });
      const [file] = await found(tree, 'file');
      const { signature, size, etag } = file!;
      const inspect = async () => {
        const now = await tree.connector.inspect(file!);
        return now.state === 'missing' ? now.state : [now.signature, now.size, now.etag];
      };
      assert.deepEqual(await inspect(), [signature, size, etag]);
      await tree.put('file', 'other');
      const [written] = await found(tree, 'file');
      assert.notEqual(written!.signature, signature);
      assert.deepEqual(await inspect(), options.keepsVersions ? [signature, size, etag] : [written!.signature, 5, written!.etag]);
      await tree.remove('file');
      assert.deepEqual(await inspect(), options.keepsVersions ? [signature, size, etag] : 'missing');
      if (options.keepsVersions) assert.equal((await bytesOf(tree.connector, file!)).toString(), 'first');
      else await assert.rejects(bytesOf(tree.connector, file!));
    });

    describe('leaves when it is told to', () => {
      before(async () => {
        const paths = Array.from({ length: 12 }, (_, i) => `${i}/file`);
        place = await fresh({ ...Object.fromEntries(paths.map((path) => [path, path])), big: Buffer.alloc(3_000_000) });
      });
      const gone = AbortSignal.abort();
      test('before it lists', async () => {
        assert.equal((await assertRejects(listed(place.connector, locate(place, 'big'), gone))).code, 'cancelled');
      });
      test('while it lists', async () => {
        const leave = new AbortController();
        const list = async () => {
          for await (const _ of place.connector.list(locate(place, options.singleFiles ? 'big' : ''), leave.signal)) leave.abort();
        };
        assert.equal((await assertRejects(list())).code, 'cancelled');
      });
      test('before and while it reads', async () => {
        const [file] = await found(place, 'big');
        assert.equal((await assertRejects(bytesOf(place.connector, file!, gone))).code, 'cancelled');
        const leave = new AbortController();
        const read = async () => {
          for await (const _ of place.connector.read(file!, leave.signal)) leave.abort();
        };
        assert.equal((await assertRejects(read())).code, 'cancelled');
      });
    });
  });
}

/** The files of a location; what was skipped is left out. */
export async function listed(connector: Connector, location: string, signal?: AbortSignal): Promise<SourceFile[]> {
  const items = await all(connector.list(location, signal));
  return items.filter((item) => 'path' in item);
}

/** Sorted as the tests write them. */
export function pathsOf(files: SourceFile[]): string[] {
  return files.map((file) => file.path).toSorted();
}

export async function bytesOf(connector: Connector, file: SourceFile, signal?: AbortSignal): Promise<Buffer> {
  return Buffer.concat(await all(connector.read(file, signal)));
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** The error that a promise is rejected with, as a front end sees it. */
export async function assertRejects(work: Promise<unknown>): Promise<DatapinError> {
  try {
    await work;
  } catch (error) {
    return asDatapinError(error);
  }
  assert.fail('This was to be refused.');
}

/** Folders hashed while they are walked: what comes out, what is read again, and what is left when it is stopped. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import nodeTest, { describe, test } from 'node:test';
import type { FolderListing } from '../../server/core/connector.ts';
import type { DatasetFile } from '../../server/core/dataset.ts';
import type { ErrorCode } from '../../server/core/errors.ts';
import { type FolderBatch, type FolderHashOptions, hashFolders } from '../../server/core/folderHashing.ts';
import { combinedHash, comparePaths } from '../../server/core/manifest.ts';
import type { Progress } from '../../server/core/world.ts';
import { until } from '../support/poll.ts';
import { refusal, testWorld, writeFiles } from './fixture.ts';

const { app, folder } = testWorld(nodeTest);
let made = 0;

interface Found {
  files: DatasetFile[];
  problems: FolderBatch['problems'];
  skipped: FolderBatch['skipped'];
  /** Bytes that were read. */
  read: number;
  progress: Progress[];
}

describe('what is found', () => {
  const many = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`x/${i}.txt`, `${i}`]));
  const trees: Record<string, Record<string, string | Uint8Array>> = {
    'one file': { a: 'a' },
    'a few, in folders': { a: '1', 'x/b': '2', 'x/y/c': '3', 'z z/ü': '4', 'x/empty': '' },
    'names that sort otherwise than as JavaScript sorts': { '\uffee': '1', '😀': '2', a: '3', A: '4' },
    'more than are looked at at once': many,
    'more bytes than are read at once': Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [`${i}.bin`, Buffer.alloc(3_000_000, String(i))]),
    ),
    'a file bigger than the buffer': { big: Buffer.alloc(5_000_001, 'x'), exact: Buffer.alloc(1 << 20, 'y') },
  };
  for (const [what, files] of Object.entries(trees)) {
    test(what, async () => {
      const at = make(files);
      const found = await hashed(at);
      const line = "find . -type f -printf '%P\\0' | LC_ALL=C sort -z | xargs -0 sha256sum -- | sha256sum";
      assert.equal(`${combinedHash(found.files)}  -\n`, execFileSync('sh', ['-c', line], { cwd: at, encoding: 'utf8' }));
      assert.equal(found.read, sizes(found.files));
      assert.deepEqual(found.progress.at(-1), { stage: 'hashing', done: found.files.length, total: found.files.length, bytes: found.read });
    });
  }

  test('one file by itself, also behind a link', async () => {
    const at = make({ a: 'a', b: 'b' });
    symlinkSync('a', join(at, 'link'));
    assert.deepEqual(
      (await hashed(join(at, 'a'))).files.map(({ path }) => path),
      ['a'],
    );
    assert.deepEqual(
      (await hashed(join(at, 'link'))).files.map(({ path, size }) => [path, size]),
      [['link', 1]],
    );
  });

  test('what is skipped', async () => {
    const at = make({ 'x/a': 'a' });
    symlinkSync('a', join(at, 'x/link'));
    execFileSync('mkfifo', [join(at, 'pipe')]);
    const { skipped } = await hashed(at);
    assert.deepEqual(skipped, [
      { skipped: 'pipe', reason: 'no regular file' },
      { skipped: 'x/link', reason: 'a symbolic link, which is not followed' },
    ]);
  });
});

describe('what is read again', () => {
  const names = Array.from({ length: 3000 }, (_, i) => `x/${i * 7}.txt`);
  const write = (at: string, path: string, text: string) => writeFileSync(join(at, path), text);
  const changes: [what: string, change: (at: string) => void, paths: string[], wanted?: (path: string) => boolean][] = [
    ['nothing', () => undefined, []],
    ['a file that was written to', (at) => write(at, 'x/7.txt', '7777'), ['x/7.txt']],
    ['a file that was added', (at) => write(at, 'x/10000a.txt', 'new'), ['x/10000a.txt']],
    ['the first of all', (at) => write(at, 'x/!', 'new'), ['x/!']],
    ['what is left when others are gone', (at) => names.slice(500, 1500).forEach((name) => void rmSync(join(at, name))), []],
    ['a file that was renamed', (at) => renameSync(join(at, 'x/7.txt'), join(at, 'x/8.txt')), ['x/8.txt']],
    ['one that took the place of another', (at) => renameSync(join(at, 'x/7.txt'), join(at, 'x/0.txt')), ['x/0.txt']],
    [
      'what is asked for',
      (at) => ['x/7.txt', 'x/14.txt'].forEach((name) => void write(at, name, 'new')),
      ['x/7.txt'],
      (path) => path === 'x/7.txt',
    ],
  ];
  for (const [what, change, paths, wanted] of changes) {
    test(what, async () => {
      const at = make(Object.fromEntries(names.map((name) => [name, name])));
      await settled(at);
      await hashed(at);
      change(at);
      await settled(at);
      const found = await hashed(at, { wanted });
      const read = found.files.filter(({ path }) => paths.includes(path));
      assert.deepEqual([read.length, found.read], [paths.length, sizes(read)]);
      assert.equal((await hashed(at, { wanted })).read, 0);
      assert.deepEqual(found.files, (await hashed(at, { wanted, cached: false })).files);
    });
  }

  test('everything, when the cache does not count, and it is remembered anew', async () => {
    const at = make({ a: '1', b: '22' });
    await settled(at);
    await hashed(at);
    assert.deepEqual([(await hashed(at, { cached: false })).read, (await hashed(at)).read], [3, 0]);
  });

  test('what had only just been written', async () => {
    const at = make({ old: 'old' });
    await settled(at);
    write(at, 'new', 'new!');
    const first = await hashed(at);
    const now = lstatSync(join(at, 'new')).ctimeMs;
    await settled(at);
    // A slow machine may have met it late enough to trust its times.
    assert.ok([0, 4].includes((await hashed(at)).read) && first.read === 7 && now > 0);
    assert.equal((await hashed(at)).read, 0);
  });

  test('what was not asked for is still known', async () => {
    const at = make({ a: '1', b: '22', c: '333' });
    await settled(at);
    await hashed(at, { wanted: (path) => path !== 'b' });
    assert.equal((await hashed(at, { wanted: (path) => path === 'b' })).read, 2);
    assert.equal((await hashed(at)).read, 0);
  });

  test('by location and signature, as every file of a store', async () => {
    const at = make({ 'a b': '1', 'x/ü': '2' });
    await settled(at);
    const { files } = await hashed(at);
    const connector = await connectorOf(at);
    for (const file of files) {
      const found = await connector.inspect(file);
      assert.ok(found.state === 'present');
      assert.equal(app.hashes.get(file.location, found.signature), file.sha256);
      assert.equal(app.hashes.get(file.location, found.signature.replace(/\d:/, '9:')), undefined);
      assert.equal(app.hashes.get(`${file.location}x`, found.signature), undefined);
    }
  });
});

describe('what goes wrong with a file between its listing and its reading', () => {
  const changes: [what: string, change: (path: string) => void, code: ErrorCode][] = [
    ['removed', (path) => rmSync(path), 'file.vanished'],
    ['replaced by a folder', replacing((path) => mkdirSync(path)), 'file.changed'],
    ['replaced by a pipe', replacing((path) => execFileSync('mkfifo', [path])), 'file.changed'],
    ['replaced by a link to itself', replacing((path) => symlinkSync(basename(path), path)), 'file.unreadable'],
  ];
  for (const known of [false, true]) {
    for (const [what, change, code] of changes) {
      test(`${what}, ${known ? 'known' : 'unknown'} before`, async () => {
        const at = make({ a: '1', b: '2', c: '3' });
        await settled(at);
        if (known) await hashed(at);
        const { files, problems } = await hashed(at, {}, () => change(join(at, 'b')));
        assert.deepEqual(
          files.map(({ path }) => path),
          ['a', 'c'],
        );
        assert.deepEqual(
          problems.map(({ path, problem }) => [path, problem.code, problem.hint !== undefined]),
          [['b', code, true]],
        );
      });
    }
  }

  test('a name that is no UTF-8', { skip: process.platform !== 'linux' && 'this system has no such names' }, async () => {
    const at = make({ a: '1' });
    execFileSync('sh', ['-c', 'touch "$(printf \'b\\377\')"'], { cwd: at });
    const { problems } = await hashed(at);
    assert.deepEqual(
      problems.map(({ problem }) => problem.code),
      ['file.name'],
    );
  });
});

describe('ended early', () => {
  test('by whoever receives: what was hashed is remembered', async () => {
    const at = make(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`${i}`, Buffer.alloc(3_000_000, String(i))])));
    await settled(at);
    let got = 0;
    for await (const batch of hashFolders(app, await connectorOf(at), await listings(at), { stage: 'hashing', cached: true })) {
      got = sizes(batch.files);
      if (got > 0) break;
    }
    const { read, files } = await hashed(at);
    assert.ok(got > 0 && read <= sizes(files) - got, `${read}`);
  });

  test('by a signal', async () => {
    const at = make(Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`${i % 9}/${i}`, String(i)])));
    const abort = new AbortController();
    const onProgress = ({ done }: Progress) => done > 100 && abort.abort();
    await assert.rejects(hashed(at, { signal: abort.signal, onProgress }), refusal('cancelled'));
    assert.equal((await hashed(at)).files.length, 2000);
  });

  test('in the middle of a big file', async () => {
    const at = make({ big: '' });
    truncateSync(join(at, 'big'), 2 ** 33);
    const abort = new AbortController();
    let bytes = 0;
    const onProgress = (progress: Progress) => {
      bytes = progress.bytes;
      if (bytes > 0) abort.abort();
    };
    await assert.rejects(hashed(at, { signal: abort.signal, onProgress }), refusal('cancelled'));
    assert.ok(bytes > 0 && bytes < 2 ** 33, `${bytes}`);
  });

  test('by the walk', async () => {
    const at = make({ 'a/1': '1', 'b/2': '2' });
    async function* broken(): AsyncGenerator<FolderListing> {
      for await (const listing of await listings(at)) {
        yield listing;
        if (listing.path === 'a') throw new Error('out of luck');
      }
    }
    const work = hashFolders(app, await connectorOf(at), broken(), { stage: 'hashing', cached: true });
    await assert.rejects(Array.fromAsync(work), /out of luck/);
  });
});

test('two at once', async () => {
  const at = make(Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`${i % 3}/${i}`, String(i)])));
  const [first, second] = await Promise.all([hashed(at), hashed(at)]);
  assert.equal(first.files.length, 3000);
  assert.deepEqual(first.files, second.files);
});

async function hashed(at: string, options: Partial<FolderHashOptions> = {}, whenListed?: () => void): Promise<Found> {
  const found: Found = { files: [], problems: [], skipped: [], read: 0, progress: [] };
  const onProgress = (progress: Progress) => {
    if (progress.stage === 'hashing') found.progress.push(progress);
    options.onProgress?.(progress);
  };
  const all = { stage: 'hashing', cached: true, ...options, onProgress } as const;
  for await (const batch of hashFolders(app, await connectorOf(at), await listings(at, whenListed), all)) {
    found.files.push(...batch.files);
    found.problems.push(...batch.problems);
    found.skipped.push(...batch.skipped);
  }
  found.files.sort((a, b) => comparePaths(a.path, b.path));
  found.read = found.progress.at(-1)?.bytes ?? 0;
  return found;
}

async function listings(at: string, whenListed?: () => void): Promise<AsyncIterable<FolderListing>> {
  const { href } = new URL(`file://${at.split('/').map(encodeURIComponent).join('/')}`);
  const walk = (await connectorOf(at)).folders!(href);
  async function* then(): AsyncGenerator<FolderListing> {
    const all = await Array.fromAsync(walk);
    whenListed?.();
    yield* all;
  }
  return whenListed ? then() : walk;
}

function connectorOf(at: string) {
  return app.connectorFor(`file://${at}`);
}

function make(files: Record<string, string | Uint8Array>): string {
  const at = join(folder, `tree${++made}`);
  writeFiles(at, files);
  return at;
}

function replacing(put: (path: string) => void): (path: string) => void {
  return (path) => {
    rmSync(path);
    put(path);
  };
}

/** A hash is only remembered of a file whose times would tell of another write. */
async function settled(at: string): Promise<void> {
  const newest = Math.max(...readdirSync(at, { recursive: true }).map((path) => lstatSync(join(at, String(path))).ctimeMs));
  await until(() => Date.now() - newest > 200, { what: 'the clock has ticked' });
}

function sizes(files: DatasetFile[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

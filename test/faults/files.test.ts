/** Files that are odd, or do not keep still: nothing is adopted that was not read whole, and nothing hangs. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { hash } from 'node:crypto';
import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import nodeTest, { afterEach, describe, test } from 'node:test';
import { createLocalConnector } from '../../server/connectors/local/connector.ts';
import { adopt, planAdoption } from '../../server/core/adoption.ts';
import type { ErrorCode } from '../../server/core/errors.ts';
import type { World } from '../../server/core/world.ts';
import { refusal, testWorld, writeFiles } from '../core/fixture.ts';
import { withoutProgram } from '../support/environment.ts';
import { assertWhole } from './whole.ts';

const { app, data, folder, home } = testWorld(nodeTest);
const skip = process.platform === 'win32' && 'these files are of another system';
let made = 0;
/** The name of a dataset, and of the folder with its files. */
const fresh = () => `d${++made}`;
const adopted: string[] = [];
const adoptAs = async (as: string, location: string, world: World = app) => {
  const result = await adopt(world, { locations: [location], as });
  adopted.push(`${as}:v1`);
  return result;
};
afterEach(() => assert.deepEqual(assertWhole(home), adopted));

describe('a file changes between its listing and its reading', { skip }, () => {
  const gone: [what: string, change: (path: string) => void, code: ErrorCode][] = [
    ['removed', (path) => rmSync(path), 'file.vanished'],
    ['moved away with its folder', (path) => renameSync(join(path, '..'), join(path, '..', '..', 'away')), 'file.vanished'],
    ['replaced by a folder', (path) => replace(path, () => mkdirSync(path)), 'file.changed'],
    ['replaced by a pipe that nobody writes to', (path) => replace(path, () => execFileSync('mkfifo', [path])), 'file.changed'],
    ['replaced by a link to nothing', (path) => replace(path, () => symlinkSync('nothing', path)), 'file.vanished'],
    ['replaced by a link to itself', (path) => replace(path, () => symlinkSync(path, path)), 'file.unreadable'],
  ];
  for (const [what, change, code] of gone) {
    test(`${what}: refused`, async () => {
      const as = fresh();
      const location = data(as, { first: '1', 'sub/file': 'as it was' });
      await assert.rejects(
        adoptAs(
          as,
          location,
          afterListing(() => change(join(folder, as, 'sub/file'))),
        ),
        refusal(code, /Nothing was adopted/),
      );
    });
  }

  const others: [what: string, change: (path: string) => void, bytes: string][] = [
    ['written to', (path) => writeFileSync(path, 'other bytes'), 'other bytes'],
    ['grown', (path) => appendFileSync(path, ' and more'), 'as it was and more'],
    ['emptied', (path) => truncateSync(path), ''],
    ['replaced by another file', (path) => replace(path, () => writeFileSync(path, 'another')), 'another'],
  ];
  for (const [what, change, bytes] of others) {
    test(`${what}: what was read is what is adopted`, async () => {
      const as = fresh();
      const location = data(as, { 'sub/file': 'as it was' });
      const { version } = await adoptAs(
        as,
        location,
        afterListing(() => change(join(folder, as, 'sub/file'))),
      );
      const [file] = [...app.registry.versions.files(version)];
      assert.deepEqual([file?.sha256, file?.size, version.bytes], [hash('sha256', bytes), bytes.length, bytes.length]);
    });
  }

  test('a folder vanishes while its parent is listed', async () => {
    const as = fresh();
    const location = data(as, { a: '1', 'sub/file': '2' });
    const world = listingWith(async function* (items) {
      for await (const item of items) {
        rmSync(join(folder, as, 'sub'), { recursive: true, force: true });
        yield item;
      }
    });
    await assert.rejects(adoptAs(as, location, world), refusal('file.vanished', /sub/));
  });
});

describe('a file is written to while it is read', { skip }, () => {
  /** What another process does to a file of 128 MB, again and again, as fast as it can. */
  const writers: Record<string, string> = {
    'appending to it': "const fd = fs.openSync(path, 'a'); const work = () => fs.writeSync(fd, 'x')",
    // a few megabytes at a time: with more to be written to the disk, the system makes a writer wait, and the file lies still
    'appending much to it':
      "const fd = fs.openSync(path, 'a'); const much = Buffer.alloc(1 << 20); let n = 0; const work = () => { if (n++ < 8) fs.writeSync(fd, much); else { fs.ftruncateSync(fd, 1 << 27); n = 0; } }",
    'writing into it': "const fd = fs.openSync(path, 'r+'); const work = () => fs.writeSync(fd, String(Math.random()), 1 << 26)",
  };
  for (const [what, source] of Object.entries(writers)) {
    test(what, async () => {
      const as = fresh();
      const location = data(as, { other: '1', big: '' });
      const path = join(folder, as, 'big');
      truncateSync(path, 1 << 27);
      const program = `const fs = require('node:fs'); const path = process.argv[1]; ${source}; work(); process.stdout.write('x'); for (;;) work();`;
      const writer = spawn(process.execPath, ['-e', program, path], { stdio: ['ignore', 'pipe', 'inherit'] });
      try {
        await new Promise((resolve) => writer.stdout.once('data', resolve));
        await assert.rejects(adoptAs(as, location), refusal('file.changed', /big changed while it was read/));
      } finally {
        writer.kill('SIGKILL');
        await new Promise((resolve) => writer.once('close', resolve));
      }
      await adoptAs(as, location);
    });
  }
});

describe('what is no regular file', { skip }, () => {
  test('is said, and left out', async () => {
    const as = fresh();
    const location = data(as, { file: '1', 'sub/file': '2' });
    const at = (name: string) => join(folder, as, name);
    symlinkSync('file', at('link'));
    symlinkSync('nothing', at('dangling'));
    symlinkSync('..', at('sub/up'));
    symlinkSync('loop', at('loop'));
    execFileSync('mkfifo', [at('pipe')]);
    const server = createServer().listen(at('socket'));
    try {
      const { version, notes } = await adoptAs(as, location);
      assert.equal(version.files, 2);
      assert.deepEqual(notes.sort(), [
        'dangling was left out: a symbolic link, which is not followed.',
        'link was left out: a symbolic link, which is not followed.',
        'loop was left out: a symbolic link, which is not followed.',
        'pipe was left out: no regular file.',
        'socket was left out: no regular file.',
        'sub/up was left out: a symbolic link, which is not followed.',
      ]);
    } finally {
      server.close();
    }
  });

  const locations: [what: string, make: (path: string) => void, code: ErrorCode][] = [
    ['a link to nothing', (path) => symlinkSync('nothing', path), 'folder.missing'],
    ['a link to itself', (path) => symlinkSync(path, path), 'folder.missing'],
    ['a pipe', (path) => execFileSync('mkfifo', [path]), 'folder.missing'],
    ['a folder with nothing in it', (path) => mkdirSync(path), 'adopt.empty'],
    ['a file in place of a folder', (path) => writeFileSync(path, ''), 'folder.missing'],
  ];
  for (const [what, make, code] of locations) {
    test(`cannot be adopted itself: ${what}`, async () => {
      const as = fresh();
      make(join(folder, as));
      const location = `file://${join(folder, as)}${what.startsWith('a file') ? '/x' : ''}`;
      await assert.rejects(adoptAs(as, location), refusal(code));
    });
  }

  test('a link to a folder or a file is followed when it is what was asked for', async () => {
    for (const target of ['', 'file']) {
      const as = fresh();
      data(`${as}-real`, { file: 'bytes' });
      symlinkSync(join(folder, `${as}-real`, target), join(folder, as));
      const { version } = await adoptAs(as, `file://${join(folder, as)}`);
      assert.equal([...app.registry.versions.files(version)][0]?.sha256, hash('sha256', 'bytes'));
    }
  });
});

describe('names', { skip }, () => {
  const strange = Buffer.from([0x66, 0xff, 0x66]);
  for (const [what, below] of [
    ['a file', []],
    ['a folder', ['inside']],
  ] as const) {
    test(`that are no UTF-8: ${what}`, async () => {
      const as = fresh();
      const location = data(as, { a: '1' });
      const path = Buffer.concat([Buffer.from(`${join(folder, as)}/`), strange]);
      if (below.length > 0) mkdirSync(path);
      writeFileSync(Buffer.concat([path, ...below.map((name) => Buffer.from(`/${name}`))]), 'x');
      await assert.rejects(adoptAs(as, location), refusal('file.name', /UTF-8.*convmv/));
      rmSync(path, { recursive: true });
      await adoptAs(as, location);
    });
  }

  test('as long as they may be', async () => {
    const as = fresh();
    const { version } = await adoptAs(as, data(as, { [`${'ä'.repeat(127)}/${'x'.repeat(255)}`]: '1' }));
    assert.equal(version.files, 1);
  });

  test('of folders in folders, longer than the system can open', { skip: withoutProgram('python3') }, async () => {
    const as = fresh();
    const location = data(as, { a: '1' });
    const at = join(folder, as);
    execFileSync(
      'python3',
      ['-c', "import os\nfor _ in range(20):\n  os.mkdir('n' * 250)\n  os.chdir('n' * 250)\nopen('file', 'w').close()"],
      { cwd: at },
    );
    try {
      await assert.rejects(adoptAs(as, location), refusal('file.name', /longer path.*Shorten/));
    } finally {
      execFileSync('rm', ['-rf', at]);
    }
  });
});

test('a file has one location, from whichever folder it is found', async () => {
  const signs = ['day=2024-01-02', 'a b', 'ä', "it's (1)!~", 'a&b+c,d;e@f$g', '[x]{y}|^`', '100%'];
  for (const sign of signs) {
    const as = fresh();
    const location = writeFiles(join(folder, as), { [`${sign}/file`]: sign });
    const inner = writeFiles(join(folder, as, sign), {});
    const plan = await planAdoption(app, { locations: [location, inner, `${inner}file`], as });
    assert.equal(plan.files, 1, sign);
  }
});

function afterListing(hook: () => void): World {
  return listingWith(async function* (items) {
    yield* items;
    hook();
  });
}

/** The world with something that happens while the local connector lists. */
function listingWith(
  list: (items: ReturnType<ReturnType<typeof createLocalConnector>['list']>) => ReturnType<ReturnType<typeof createLocalConnector>['list']>,
): World {
  // Without folders, which are hashed while they are listed.
  const { folders: _, ...local } = createLocalConnector();
  const connector = { ...local, list: (location: string, signal?: AbortSignal) => list(local.list(location, signal)) };
  return { ...app, connectorFor: async () => connector };
}

function replace(path: string, put: () => void): void {
  rmSync(path);
  put();
}

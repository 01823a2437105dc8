/** The code state of a folder, asked of a real git. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { codeState } from '../../server/core/code.ts';
import { withoutProgram } from '../support/environment.ts';
import { tempFolder } from '../support/temp.ts';

const skip = withoutProgram('git', 'mkfifo');

interface Repository {
  folder: string;
  write(path: string, text: string): void;
  git(...args: string[]): string;
}

function repository(t: TestContext, committed: Record<string, string> = { 'a.txt': 'a\n', '.gitignore': 'ignored\n' }): Repository {
  const folder = tempFolder(t, 'code');
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.org', ...args], {
      cwd: folder,
      encoding: 'utf8',
      env,
      stdio: 'pipe',
    }).trim();
  const write = (path: string, text: string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  git('init', '-q');
  for (const [path, text] of Object.entries(committed)) write(path, text);
  if (Object.keys(committed).length > 0) {
    git('add', '.');
    git('commit', '-q', '-m', 'first');
  }
  return { folder, write, git };
}

describe('the code of a folder', { skip }, () => {
  test('outside a repository there is none', async (t) => {
    assert.deepEqual(await codeState(tempFolder(t, 'code')), { dirty: false });
  });

  test('of a folder that is not there neither', async (t) => {
    assert.deepEqual(await codeState(join(tempFolder(t, 'code'), 'no')), { dirty: false });
  });

  test('without git neither', async (t) => {
    const { folder } = repository(t);
    const path = process.env.PATH;
    t.after(() => {
      process.env.PATH = path;
    });
    process.env.PATH = folder;
    assert.deepEqual(await codeState(folder), { dirty: false });
  });

  test('is a commit', async (t) => {
    const { folder, git } = repository(t);
    assert.deepEqual(await codeState(folder), { commit: git('rev-parse', 'HEAD'), dirty: false });
  });

  test('before the first commit it is what lies there', async (t) => {
    const { folder, write, git } = repository(t, {});
    assert.deepEqual(await codeState(folder), { commit: undefined, dirty: false });
    write('a.txt', 'a');
    const untracked = await codeState(folder);
    git('add', '.');
    const staged = await codeState(folder);
    for (const state of [untracked, staged]) {
      assert.equal(state.commit, undefined);
      assert.equal(state.dirty, true);
      assert.match(state.diffHash ?? '', /^[0-9a-f]{64}$/);
    }
  });

  const staged = ({ write, git }: Repository) => {
    write('a.txt', 'b\n');
    git('add', '.');
  };
  const inner = ({ folder }: Repository) => {
    execFileSync('git', ['init', '-q', join(folder, 'inner')]);
    writeFileSync(join(folder, 'inner', 'x'), '');
  };
  const pipe = ({ folder, write }: Repository) => {
    write('pipe.txt', '');
    execFileSync('mkfifo', [join(folder, 'pipe')]);
  };
  const changes: [title: string, change: (repository: Repository) => void][] = [
    ['a changed file', ({ write }) => write('a.txt', 'b\n')],
    ['a changed file that is staged', staged],
    ['a removed file', ({ folder }) => rmSync(join(folder, 'a.txt'))],
    ['an executable bit', ({ folder }) => chmodSync(join(folder, 'a.txt'), 0o755)],
    ['a new file', ({ write }) => write('new.txt', 'x')],
    ['a new file of a strange name', ({ write }) => write('ne w"\n\tü.txt', 'x')],
    ['a new file in a folder', ({ write }) => write('sub/new.txt', 'x')],
    ['a binary file', ({ write }) => write('a.txt', 'a\0b')],
    ['a new link', ({ folder }) => symlinkSync('nowhere', join(folder, 'link'))],
    ['a repository in the repository', inner],
    ['a file beside a pipe, which nobody ever writes to', pipe],
  ];
  const seen = new Map<string, string>();
  for (const [title, change] of changes) {
    test(`${title} makes it dirty, in the same way each time and from every folder`, async (t) => {
      const made = repository(t);
      change(made);
      const state = await codeState(made.folder);
      assert.equal(state.dirty, true);
      assert.match(state.diffHash ?? '', /^[0-9a-f]{64}$/);
      mkdirSync(join(made.folder, 'deep', 'er'), { recursive: true });
      assert.deepEqual(await codeState(join(made.folder, 'deep', 'er')), state);
      // Staged or not, the same difference is the same code.
      if (!title.includes('staged')) assert.equal(seen.get(state.diffHash ?? ''), undefined);
      seen.set(state.diffHash ?? '', title);
    });
  }

  test('an ignored file is none of it', async (t) => {
    const { folder, write } = repository(t);
    write('ignored', 'x');
    assert.equal((await codeState(folder)).dirty, false);
  });

  test('the content of a new file counts, its time does not', async (t) => {
    const { folder, write } = repository(t);
    write('new.txt', 'x');
    const { diffHash } = await codeState(folder);
    write('new.txt', 'x');
    assert.equal((await codeState(folder)).diffHash, diffHash);
    write('new.txt', 'y');
    assert.notEqual((await codeState(folder)).diffHash, diffHash);
  });

  test('of many new files only so many are read, the smallest first', async (t) => {
    const { folder, write } = repository(t);
    for (let i = 0; i < 2_001; i++) write(`data/${i}`, 'image');
    write('small', 'code');
    const changes: [path: string, text: string, noticed: boolean][] = [
      ['small', 'cope', true],
      ['data/0', 'imagf', true],
      ['data/999', 'imagf', false],
      ['data/999', 'image and more', true],
    ];
    for (const [path, text, noticed] of changes) {
      utimesSync(join(folder, path), 1, 1);
      const { diffHash } = await codeState(folder);
      write(path, text);
      utimesSync(join(folder, path), 1, 1);
      assert.equal((await codeState(folder)).diffHash !== diffHash, noticed, `${path}: ${text}`);
    }
  });

  test('a new file that is large is known by its size and time', async (t) => {
    const { folder, write } = repository(t);
    write('large', '');
    truncateSync(join(folder, 'large'), 33 << 20);
    const { diffHash } = await codeState(folder);
    utimesSync(join(folder, 'large'), 1, 1);
    assert.notEqual((await codeState(folder)).diffHash, diffHash);
  });

  test("a user's settings change nothing, and start nothing", async (t) => {
    const { folder, write, git } = repository(t);
    write('a.txt', 'b\n');
    const { diffHash } = await codeState(folder);
    const trap = join(folder, '.git', 'trap');
    writeFileSync(trap, `#!/bin/sh\ntouch ${folder}/.git/sprung\nexec sleep 600\n`, { mode: 0o755 });
    for (const name of ['diff.external', 'core.fsmonitor', 'core.pager']) git('config', name, trap);
    for (const [name, value] of [
      ['diff.noprefix', 'true'],
      ['color.ui', 'always'],
      ['diff.renames', 'copies'],
      ['diff.mnemonicPrefix', 'true'],
    ] as const)
      git('config', name, value);
    writeFileSync(join(folder, '.git', 'info', 'attributes'), '*.txt diff=odd\n');
    git('config', 'diff.odd.textconv', trap);
    git('config', 'diff.odd.command', trap);
    assert.equal((await codeState(folder)).diffHash, diffHash);
    assert.throws(() => execFileSync('ls', [join(folder, '.git', 'sprung')], { stdio: 'ignore' }));
  });

  test('variables that git sets for a hook do not lead elsewhere', async (t) => {
    const { folder, git } = repository(t);
    const other = repository(t, { 'b.txt': 'b' });
    process.env.GIT_DIR = join(other.folder, '.git');
    t.after(() => {
      delete process.env.GIT_DIR;
    });
    const state = await codeState(folder);
    delete process.env.GIT_DIR;
    assert.deepEqual(state, { commit: git('rev-parse', 'HEAD'), dirty: false });
  });

  test('can be given up', async (t) => {
    const { folder } = repository(t);
    await assert.rejects(codeState(folder, AbortSignal.abort()), { name: 'AbortError' });
  });
});

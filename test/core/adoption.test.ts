import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type App, openApp, toLocation } from '../../server/app.ts';
import { adopt } from '../../server/core/adoption.ts';
import { DatapinError } from '../../server/core/errors.ts';
import { manifestText } from '../../server/core/manifest.ts';

/**
 * The line that anyone can run to get a folder's hash. The `--` keeps a file called `-n` from being read as an option;
 * nothing helps a file called `-`, which sha256sum takes for its standard input.
 */
const shellLine = "find . -type f -printf '%P\\0' | LC_ALL=C sort -z | xargs -0 sha256sum -- | sha256sum";
const manifestLine = "find . -type f -printf '%P\\0' | LC_ALL=C sort -z | xargs -0 sha256sum --";

const shell = (folder: string, line: string) => execFileSync('sh', ['-c', line], { cwd: folder, encoding: 'utf8' });

/** Folders by what is odd about them: path -> content. */
const folders: Record<string, Record<string, string | Buffer>> = {
  plain: { 'a.txt': 'a', 'b/c.txt': 'c' },
  spaces: { 'with space.txt': '1', ' leading': '2', 'trailing ': '3', 'tab\there': '4' },
  unicode: { 'é.png': '1', 'e\u0301.png': '2', '日本/語.txt': '3', '\u{1f600}.png': '4', '\uff5e.png': '5', '\ue000': '6' },
  newlines: { 'a\nb': '1', 'a\rb': '2', '\n': '3' },
  backslashes: { 'a\\b': '1', '\\': '2', 'a\\nb': '3' },
  dashes: { '-n': '1', '--help': '2', '-/x': '3' },
  empty: { zero: '', 'also/zero': '' },
  percent: { '100%': '1', '%41': '2', 'a?b#c': '3', 'x+y&z=1': '4' },
  order: { 'a/b': '1', 'a.b': '2', 'a-b': '3', ab: '4', 'a b': '5', A: '6' },
  big: { big: Buffer.alloc((1 << 20) * 3 + 17, 7), exact: Buffer.alloc(1 << 20, 1), hidden: '' },
  hidden: { '.dot': '1', '.git/config': '2' },
};

describe('adopting a folder gives the hash of the shell line', () => {
  const { home, app, root } = fixture();

  for (const [name, files] of Object.entries(folders)) {
    test(name, async () => {
      const folder = join(root(), name);
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), content);
      }
      const { version } = await adopt(app(), { locations: [toLocation(folder, '/')], as: name });
      assert.equal(`${version.hash}  -\n`, shell(folder, shellLine));
      assert.equal([...manifestText(app().registry.versions.files(version))].join(''), shell(folder, manifestLine));
      assert.equal(version.files, Object.keys(files).length);
    });
  }

  test('the same bytes again are the version that is there, under whatever name', async () => {
    const folder = join(root(), 'plain');
    const again = await adopt(app(), { locations: [toLocation(folder, '/')], as: 'plain:v7' });
    assert.equal(again.existed, true);
    assert.equal(again.version.name, 'v1');
  });

  test('a version never changes', async () => {
    const folder = join(root(), 'spaces');
    await assert.rejects(adopt(app(), { locations: [toLocation(folder, '/')], as: 'plain:v1' }), code('version.exists'));
    assert.equal(app().registry.datasets.find('plain')?.versions, 1);
  });

  test('symbolic links are said, not followed', async () => {
    const folder = join(root(), 'links');
    mkdirSync(folder);
    writeFileSync(join(folder, 'file'), 'x');
    symlinkSync('.', join(folder, 'loop'));
    symlinkSync('file', join(folder, 'link'));
    const { version, notes } = await adopt(app(), { locations: [toLocation(folder, '/')], as: 'links' });
    assert.equal(`${version.hash}  -\n`, shell(folder, shellLine));
    assert.deepEqual(notes.sort(), [
      'link was left out: a symbolic link, which is not followed.',
      'loop was left out: a symbolic link, which is not followed.',
    ]);
  });

  test('several locations are named by their way from the folder they share', async () => {
    const at = (path: string) => toLocation(join(root(), path), '/');
    const { version } = await adopt(app(), { locations: [at('plain'), at('order/ab'), at('plain/a.txt')], as: 'several' });
    assert.deepEqual(
      [...app().registry.versions.files(version)].map((file) => file.path),
      ['order/ab', 'plain/a.txt', 'plain/b/c.txt'],
    );
  });

  test('globs choose', async () => {
    const at = toLocation(join(root(), 'plain'), '/');
    const { version } = await adopt(app(), { locations: [at], as: 'chosen', include: ['**/*.txt'], exclude: ['a.*'] });
    assert.deepEqual(
      [...app().registry.versions.files(version)].map((file) => file.path),
      ['b/c.txt'],
    );
    await assert.rejects(adopt(app(), { locations: [at], as: 'chosen', include: ['*.png'] }), code('adopt.empty'));
  });

  test('a folder that is not there', async () => {
    await assert.rejects(adopt(app(), { locations: [toLocation(join(home(), 'nowhere'), '/')], as: 'x' }), code('folder.missing'));
    assert.equal(app().registry.datasets.find('x'), undefined);
  });
});

function code(expected: string) {
  return (error: unknown) => error instanceof DatapinError && error.code === expected && error.hint !== undefined;
}

function fixture() {
  let folder = '';
  let app: App;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'datapin-adoption-'));
    app = openApp({ home: join(folder, 'home') });
  });
  after(async () => {
    await app.close();
    rmSync(folder, { recursive: true });
  });
  return { home: () => folder, root: () => join(folder, 'data'), app: () => app };
}

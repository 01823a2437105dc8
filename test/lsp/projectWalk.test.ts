/** Which files of a folder are looked at. */
import assert from 'node:assert/strict';
import { chmodSync, symlinkSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, test } from 'node:test';
import { isWalked, walkProject } from '../../server/projectWalk.ts';
import { writeFiles } from '../support/project.ts';
import { tempFolder } from '../support/temp.ts';

/** Paths that are there, and the mark of those that must be found. */
const cases: [name: string, paths: string[]][] = [
  [
    'pipeline files at any depth',
    ['+ valohai.yaml', '+ datapin.yaml', '+ a/b/c/valohai.yaml', '- other.yaml', '- valohai.yml', '- xvalohai.yaml'],
  ],
  ['Python and notebooks', ['+ train.py', '+ a/explore.ipynb', '- train.pyc', '- notes.md', '- py', '- setup.pyx']],
  ['hidden folders', ['- .git/hook.py', '- a/.ipynb_checkpoints/x.ipynb', '- .venv/a.py', '+ .hidden.py']],
  [
    'what tools made or fetched',
    ['- node_modules/a/gyp.py', '- a/__pycache__/a.py', '- build/lib/a.py', '- dist/a.py', '- lib/site-packages/a.py'],
  ],
  ['an environment by its usual name', ['- venv/a.py', '+ venvs/a.py']],
  ['an environment by its mark', ['- tools/env/pyvenv.cfg', '- tools/env/a.py', '- tools/env/lib/b.py', '+ tools/a.py']],
  ['an environment that is the open folder itself', ['- pyvenv.cfg', '+ train.py', '+ a/b.py']],
  ['names that only look alike', ['+ builder/a.py', '+ distance/a.py', '+ my_node_modules/a.py', '+ build.py', '+ dist.py']],
  ['names of every kind', ['+ ä ö/ü.py', '+ a#b/c%20d.py', "+ it's/x.py"]],
];

describe('a walk finds', () => {
  for (const [name, paths] of cases) {
    test(name, async (t) => {
      const folder = treeOf(tempFolder(t), paths);
      const { files, truncated } = await walkProject([folder]);
      const wanted = paths.filter((path) => path.startsWith('+')).map((path) => path.slice(2));
      assert.deepEqual(named(folder, files).sort(), wanted.sort());
      assert.equal(truncated, false);
    });
  }
});

test('what was left out by its name is known without a walk', () => {
  const at = (path: string) => isWalked(join('/p', ...path.split('/')), '/p');
  assert.deepEqual(['a.py', 'a/b.py', '.x.py', 'dist.py'].filter(at), ['a.py', 'a/b.py', '.x.py', 'dist.py']);
  assert.deepEqual(['.git/a.py', 'a/node_modules/b/c.py', 'dist/a.py', '../a.py', '../p2/a.py'].filter(at), []);
});

describe('a walk is bounded', () => {
  const paths = ['+ a.py', '+ b.py', '- x/c.py', '- x/y/d.py', '- pictures/1.png', '- pictures/2.png'];
  const limits: [name: string, limits: { entries: number; names: number }, wanted: string[], truncated: boolean][] = [
    ['by nothing', { entries: 100, names: 100 }, ['a.py', 'b.py', 'x/c.py', 'x/y/d.py'], false],
    ['by as much as there is', { entries: 7, names: 9 }, ['a.py', 'b.py', 'x/c.py', 'x/y/d.py'], false],
    ['by entries: the deepest is lost', { entries: 6, names: 100 }, ['a.py', 'b.py', 'x/c.py'], true],
    ['by names: what comes first stays', { entries: 100, names: 4 }, ['a.py', 'b.py'], true],
  ];
  for (const [name, limit, wanted, truncated] of limits) {
    test(name, async (t) => {
      const folder = treeOf(tempFolder(t), paths);
      const walked = await walkProject([folder], undefined, limit);
      assert.deepEqual([named(folder, walked.files), walked.truncated], [wanted, truncated]);
    });
  }
});

test('folders that overlap, are closed, are gone or lead back to themselves', async (t) => {
  const folder = treeOf(tempFolder(t), ['+ a/x.py', '- closed/y.py']);
  symlinkSync(folder, join(folder, 'a', 'again'));
  chmodSync(join(folder, 'closed'), 0);
  const { files } = await walkProject([folder, join(folder, 'a'), join(folder, 'gone')]);
  chmodSync(join(folder, 'closed'), 0o755);
  const open = process.getuid?.() === 0 ? ['closed/y.py'] : [];
  assert.deepEqual(named(folder, files).sort(), ['a/x.py', ...open]);
});

test('a walk that was given up ends without an error', async (t) => {
  const folder = treeOf(tempFolder(t), ['+ a/x.py']);
  assert.deepEqual((await walkProject([folder], AbortSignal.abort())).files, []);
});

function treeOf(folder: string, paths: readonly string[]): string {
  return writeFiles(folder, Object.fromEntries(paths.map((path) => [path.slice(2), ''])));
}

function named(folder: string, files: readonly string[]): string[] {
  return files.map((file) => relative(folder, file).split(sep).join('/'));
}

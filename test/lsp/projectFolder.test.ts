/** The project over files on disk, and what is open in front of them. */
import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { SourceFile } from '../../server/language/project.ts';
import { createProjectFolder, type OpenFiles } from '../../server/projectFolder.ts';
import { isWithin, pathOf } from '../../server/uriPaths.ts';
import { open as opened } from '../support/languageDocument.ts';
import { writeFiles } from '../support/project.ts';
import { tempFolder } from '../support/temp.ts';

const step = (name: string) => `- step:\n    name: ${name}\n    image: a\n    command: a\n`;
const uses = 'import valohai\n';

describe('the path of a URI', () => {
  const cases: [uri: string, path: string | undefined][] = [
    ['file:///p/a%20b.py', '/p/a b.py'],
    ['file:///p/a.py?x#y', '/p/a.py'],
    ['file:///p/%C3%A4.py', '/p/ä.py'],
    ['vscode-notebook-cell:/p/nb.ipynb#W0sZmlsZQ%3D%3D', '/p/nb.ipynb'],
    ['vscode-notebook-cell:///p/nb.ipynb#x', '/p/nb.ipynb'],
    ['vscode-notebook-cell://ssh-remote%2Bbox/p/nb.ipynb#x', '/p/nb.ipynb'],
    ['untitled:/p/new.py', '/p/new.py'],
    ['untitled:Untitled-1', undefined],
    ['file://another-computer/p/a.py', undefined],
    ['file:///p/a%2Fb.py', undefined],
    ['file:///p/%E0%A4%A.py', undefined],
    ['git:/p/a.py', undefined],
    ['', undefined],
  ];
  for (const [uri, path] of cases) test(uri, { skip: sep === '\\' }, () => assert.equal(pathOf(uri), path));
});

test('what lies in a folder, and what is only called alike', () => {
  const inside = ['/a', '/a/b', '/a/..b', '/a/b/../c'];
  const outside = ['/', '/ab', '/b', '/a/../b', '/a/..'];
  assert.deepEqual(
    [...inside, ...outside].filter((path) => isWithin(path, '/a')),
    inside,
  );
});

describe('the pipeline file of a document', () => {
  const tree = {
    'valohai.yaml': step('top'),
    'a/datapin.yaml': step('own'),
    'a/valohai.yaml': step('other'),
    'a/b/train.py': uses,
    'c/nb.ipynb': '{"cells": []}',
    'd/valohai.yaml/x.py': uses,
  };
  const cases: [of: string, pipeline: string][] = [
    ['train.py', 'valohai.yaml'],
    ['a/b/train.py', 'a/datapin.yaml'],
    ['a/b/not/there/yet.py', 'a/datapin.yaml'],
    ['a/valohai.yaml', 'a/valohai.yaml'],
    ['a/datapin.yaml', 'a/datapin.yaml'],
    ['c/nb.ipynb', 'valohai.yaml'],
    ['d/x.py', 'valohai.yaml'],
  ];
  for (const [of, pipeline] of cases) {
    test(of, (t) => {
      const folder = writeFiles(tempFolder(t), tree);
      const found = createProjectFolder().pipelineOf(pathToFileURL(join(folder, of)).href);
      assert.equal(found && nameIn(folder, found), pipeline);
      assert.ok(found?.analysis.pipeline, 'it is read as one');
    });
  }

  test('of a cell', (t) => {
    const folder = writeFiles(tempFolder(t), tree);
    const uri = pathToFileURL(join(folder, 'a', 'nb.ipynb')).href.replace('file://', 'vscode-notebook-cell:');
    assert.equal(nameIn(folder, createProjectFolder().pipelineOf(`${uri}#W3`)!), 'a/datapin.yaml');
  });

  test('of nothing', () => {
    const project = createProjectFolder();
    assert.deepEqual(['untitled:Untitled-1', '', 'nonsense'].map(project.pipelineOf), [undefined, undefined, undefined]);
  });

  test('one that is open and not saved yet', (t) => {
    const folder = writeFiles(tempFolder(t), { 'valohai.yaml': step('top') });
    const shown = opened('datapin.yaml', step('new'));
    const project = createProjectFolder({ open: openAt({ [join(folder, 'a', 'datapin.yaml')]: shown }) });
    assert.equal(project.pipelineOf(pathToFileURL(join(folder, 'a', 'b', 'x.py')).href), shown);
    assert.equal(nameIn(folder, project.pipelineOf(pathToFileURL(join(folder, 'x.py')).href)!), 'valohai.yaml');
  });
});

test('files: what is open, then what may matter', async (t) => {
  const tree = {
    'valohai.yaml': step('top'),
    'train.py': uses,
    'plain.py': 'print("model")\n',
    'link.py': 'x = "dataset://digits/v1"\n',
    'call.py': 'dataset("digits:v1")\n',
    'shown.py': uses,
    'nb.ipynb': '{"cells": [{"cell_type": "code", "source": ["import valohai"]}]}',
    'empty.ipynb': '{"cells": []}',
  };
  const folder = writeFiles(tempFolder(t), tree);
  const shown = opened('shown.py', 'x = 1\n');
  const project = createProjectFolder({ open: openAt({ [join(folder, 'shown.py')]: shown }) });
  assert.deepEqual([...project.files()], [shown], 'nothing was walked yet');
  await project.walk([folder]);
  assert.equal([...project.files()][0], shown);
  const rest = [...project.files()].slice(1).map((file) => nameIn(folder, file));
  assert.deepEqual(rest.sort(), ['call.py', 'link.py', 'nb.ipynb', 'train.py', 'valohai.yaml']);
  assert.equal(
    project.file(pathToFileURL(join(folder, 'plain.py')).href)?.document.getText(),
    tree['plain.py'],
    'a script that a step names',
  );
});

test('what else counts as a reference makes a file matter', async (t) => {
  const folder = writeFiles(tempFolder(t), { 'a.py': 'fetch("digits:v1")\n', 'b.py': 'dataset("digits:v1")\n' });
  const languages = [{}, { referenceCalls: ['ours.fetch', 'fetch'] }];
  let language = languages[0]!;
  const project = createProjectFolder({ languageOf: () => language });
  await project.walk([folder]);
  const found = () => [...project.files()].map((file) => [nameIn(folder, file), file.analysis.references.length]);
  assert.deepEqual(found(), [['b.py', 1]]);
  language = languages[1]!;
  assert.deepEqual(found(), [['a.py', 1]]);
});

describe('a file that changes on disk', () => {
  const changes: [name: string, change: (path: string) => void, seen: string | undefined][] = [
    ['is written', (path) => writeFileSync(path, `${uses}# longer\n`), `${uses}# longer\n`],
    ['is replaced', (path) => renameSync(join(writeFiles(`${path}.new`, { a: `${uses}#2\n` }), 'a'), path), `${uses}#2\n`],
    ['is gone', (path) => rmSync(path), undefined],
    ['became a folder', becomeFolder, undefined],
    ['grew beyond what is read', (path) => writeFileSync(path, `${uses}${'#'.repeat(1_000_001)}`), undefined],
  ];
  for (const [name, change, seen] of changes) {
    test(name, async (t) => {
      const folder = writeFiles(tempFolder(t), { 'a.py': uses });
      const path = join(folder, 'a.py');
      const [looking, kept] = [createProjectFolder({ recheckAfter: () => 0 }), createProjectFolder()];
      for (const project of [looking, kept]) await project.walk([folder]);
      const text = (project: typeof kept) => project.file(pathToFileURL(path).href)?.document.getText();
      assert.deepEqual([text(looking), text(kept)], [uses, uses]);
      assert.equal(looking.disk.at(path), looking.disk.at(path), 'read once');
      change(path);
      assert.deepEqual([text(looking), text(kept)], [seen, uses], 'one looks again, one does not until it is told');
      kept.changed(path);
      assert.equal(text(kept), seen);
      assert.equal(kept.paths().has(path), seen !== undefined);
    });
  }
});

test('files that come and go between two walks', async (t) => {
  const folder = writeFiles(tempFolder(t), { 'env/pyvenv.cfg': '', 'a.py': uses });
  const elsewhere = tempFolder(t);
  const project = createProjectFolder();
  await project.walk([folder]);
  const appear = (root: string, name: string) => project.changed(join(writeFiles(root, { [name]: uses }), name));
  assert.deepEqual(
    [
      appear(folder, 'b/c.py'),
      appear(folder, 'notes.md'),
      appear(folder, 'env/x.py'),
      appear(folder, '.git/x.py'),
      appear(elsewhere, 'x.py'),
    ],
    [true, false, false, false, false],
  );
  rmSync(join(folder, 'a.py'));
  assert.equal(project.changed(join(folder, 'a.py')), true);
  assert.equal(project.changed(join(folder, 'a.py')), false, 'no news any more');
  assert.deepEqual(
    [...project.files()].map((file) => nameIn(folder, file)),
    ['b/c.py'],
  );
});

function becomeFolder(path: string): void {
  rmSync(path);
  mkdirSync(path);
}

/** What an editor shows, by path. */
function openAt(files: Record<string, SourceFile>): OpenFiles {
  return {
    byUri: (uri) => files[pathOf(uri) ?? ''],
    uriAt: (path) => (path in files ? pathToFileURL(path).href : undefined),
    all: () => Object.values(files),
    stamp: (uri) => ((pathOf(uri) ?? '') in files ? 'open' : undefined),
  };
}

function nameIn(folder: string, { document }: SourceFile): string {
  return relative(folder, pathOf(document.uri)!).split(sep).join('/');
}

/** Diagnostics of what is not open: which files, when they are told again, and when not. */
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { FileChangeType } from 'vscode-languageserver/node';
import { until } from '../support/poll.ts';
import { writeFiles } from '../support/project.ts';
import { type Owner, tempFolder } from '../support/temp.ts';
import { startClient, type TestClient } from './client.ts';
import { codesIn, type FileReport, pullWorkspace, tellOfChange, uriIn } from './workspace.ts';

const pipeline = `- step:
    name: train
    image: python:3.13
    command: python train.py
    inputs:
      - name: images
      - name: labels
`;
const script = 'import valohai\nvalohai.inputs("images").path()\n';

const tree = {
  'valohai.yaml': pipeline,
  'train.py': script,
  'lib/load.py': 'dataset("digits:v1")\n',
  'nb.ipynb': JSON.stringify({ cells: [{ cell_type: 'code', source: ['x = "dataset://digits/v1"\n'] }] }),
  'plain.py': 'print(1)\n',
  'broken/datapin.yaml': '- step:\n    name: a\n    image: b\n    command: c\n    colour: red\n',
  '.venv/lib/a.py': 'dataset("digits:v1")\n',
};
const first = {
  'valohai.yaml': ['unused-input'],
  'train.py': [],
  'lib/load.py': ['unknown-dataset'],
  'nb.ipynb': ['unknown-dataset'],
  'broken/datapin.yaml': ['unknown-key'],
};
const unchanged = Object.fromEntries(Object.keys(first).map((name) => [name, 'unchanged']));

interface Open {
  folder: string;
  client: TestClient;
  reports: FileReport[];
}

/** Watched files are told at once; what is not told is found within a second or so. */
async function openFolder(t: Owner, files: Record<string, string> = tree): Promise<Open> {
  const folder = writeFiles(tempFolder(t), files);
  const client = await startClient(t, { home: tempFolder(t), folders: [uriIn(folder)] });
  return { folder, client, reports: await pullWorkspace(client) };
}

test('every file that holds something for us, and no other', async (t) => {
  const { folder, client, reports } = await openFolder(t);
  assert.deepEqual(codesIn(folder, reports), first);
  assert.deepEqual(codesIn(folder, await pullWorkspace(client, reports)), unchanged);
  assert.deepEqual(codesIn(folder, await pullWorkspace(client)), first, 'a client that has nothing is told everything');
});

test('what is open is left to its own pull', async (t) => {
  const { folder, client, reports } = await openFolder(t);
  client.show(uriIn(folder, 'lib/load.py'), 'x = 1\n');
  const { 'lib/load.py': _, ...others } = unchanged;
  assert.deepEqual(codesIn(folder, await pullWorkspace(client, reports)), others);
  await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: uriIn(folder, 'lib/load.py') } });
  const again = codesIn(folder, await pullWorkspace(client));
  assert.deepEqual(again, first, 'what was not saved is gone');
});

describe('after a change, that is told again which would be told differently', () => {
  const usesBoth = `${script}valohai.inputs("labels").path()\n`;
  const changes: [name: string, change: Record<string, string | undefined>, told: Record<string, unknown>][] = [
    ['a file', { 'lib/load.py': 'x = 1\n# dataset://\n' }, { 'lib/load.py': [] }],
    ['a file that holds nothing any more', { 'lib/load.py': '' }, { 'lib/load.py': [] }],
    ['a file that is gone', { 'lib/load.py': undefined }, { 'lib/load.py': [] }],
    ['a new file', { 'new/x.py': 'dataset("other:v1")\n' }, { 'new/x.py': ['unknown-dataset'] }],
    ['the inputs that a script asks for', { 'train.py': usesBoth }, { 'train.py': [], 'valohai.yaml': [] }],
    ['a comment in a script', { 'train.py': `# new\n${script}` }, { 'train.py': [] }],
    [
      'the inputs that a step has',
      { 'valohai.yaml': pipeline.replace('labels', 'extra') },
      { 'valohai.yaml': ['unused-input'], 'train.py': [], 'lib/load.py': ['unknown-dataset'], 'nb.ipynb': ['unknown-dataset'] },
    ],
    ['the image of a step', { 'valohai.yaml': pipeline.replace('3.13', '3.14') }, { 'valohai.yaml': ['unused-input'] }],
  ];
  for (const [name, change, told] of changes) {
    test(name, async (t) => {
      const { folder, client, reports } = await openFolder(t);
      for (const [file, text] of Object.entries(change)) await write({ folder, client }, file, text);
      const after = codesIn(folder, await pullWorkspace(client, reports));
      assert.deepEqual(after, { ...unchanged, ...told });
    });
  }
});

test('an open document counts for the files around it as it is shown', async (t) => {
  const { folder, client, reports } = await openFolder(t);
  client.show(uriIn(folder, 'train.py'), `${script}valohai.inputs("labels").path()\n`);
  const { 'train.py': _, ...others } = unchanged;
  assert.deepEqual(codesIn(folder, await pullWorkspace(client, reports)), { ...others, 'valohai.yaml': [] });
});

test('a client that does not watch is told all the same', async (t) => {
  const { folder, client } = await openFolder(t);
  writeFileSync(join(folder, 'train.py'), 'dataset("other:v1")\n');
  writeFiles(folder, { 'late.py': 'dataset("other:v1")\n' });
  await until(
    async () => {
      const { 'train.py': changed, 'late.py': added } = codesIn(folder, await pullWorkspace(client));
      return [changed, added].every((one) => String(one) === 'unknown-dataset');
    },
    { what: 'the files to be looked at again', every: 200 },
  );
});

test('folders that are opened and closed', async (t) => {
  const { folder, client, reports } = await openFolder(t);
  const other = writeFiles(tempFolder(t), { 'x.py': 'dataset("other:v1")\n' });
  const change = (added: string[], removed: string[]) => {
    const named = (folders: string[]) => folders.map((one) => ({ uri: uriIn(one), name: one }));
    return client.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: named(added), removed: named(removed) },
    });
  };
  await change([other], [folder]);
  const after = await pullWorkspace(client, reports);
  assert.deepEqual(codesIn(other, after)['x.py'], ['unknown-dataset']);
  const gone = codesIn(
    folder,
    after.filter(({ uri }) => uri !== uriIn(other, 'x.py')),
  );
  assert.deepEqual(gone, Object.fromEntries(Object.keys(first).map((name) => [name, []])));
});

async function write({ folder, client }: Omit<Open, 'reports'>, name: string, text: string | undefined): Promise<void> {
  const path = join(folder, name);
  if (text === undefined) rmSync(path);
  else writeFiles(folder, { [name]: text });
  await tellOfChange(client, uriIn(folder, name), text === undefined ? FileChangeType.Deleted : FileChangeType.Changed);
}

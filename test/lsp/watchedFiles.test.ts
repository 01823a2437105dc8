/** What the server wants to be told of, and what it does with it. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { FileChangeType } from 'vscode-languageserver/node';
import { until } from '../support/poll.ts';
import { writeFiles } from '../support/project.ts';
import { type Owner, tempFolder } from '../support/temp.ts';
import { startClient } from './client.ts';
import { codesIn, pullWorkspace, tellOfChange, uriIn } from './workspace.ts';

const method = 'workspace/didChangeWatchedFiles';
const watching = { workspace: { didChangeWatchedFiles: { dynamicRegistration: true }, diagnostics: { refreshSupport: true } } };

test('a client that can watch is asked to', async (t) => {
  const client = await startClient(t, { home: tempFolder(t), capabilities: watching });
  await until(() => method in client.registered(), { what: 'the registration' });
  assert.deepEqual(client.registered(), {
    [method]: { watchers: ['**/{valohai,datapin}.yaml', '**/*.py', '**/*.ipynb'].map((globPattern) => ({ globPattern })) },
  });
});

test('a client that cannot is not', async (t) => {
  const client = await startClient(t, { home: tempFolder(t), capabilities: {} });
  await pullWorkspace(client);
  assert.deepEqual(client.registered(), {});
});

describe('a change on disk', () => {
  const cases: [name: string, change: (folder: string) => string, type: FileChangeType, told: Record<string, unknown>][] = [
    ['of a file', (folder) => write(folder, 'a.py', 'x = "://"\n'), FileChangeType.Changed, { 'a.py': [] }],
    [
      'a new file',
      (folder) => write(folder, 'b.py', 'dataset("b:v1")\n'),
      FileChangeType.Created,
      { 'a.py': ['unknown-dataset'], 'b.py': ['unknown-dataset'] },
    ],
    ['a file that went', (folder) => remove(folder, 'a.py'), FileChangeType.Deleted, {}],
  ];
  for (const [name, change, type, told] of cases) {
    test(`${name} is seen, and the client asked to pull again`, async (t) => {
      const { folder, client } = await watched(t);
      await tellOfChange(client, change(folder), type);
      await until(() => client.refreshes() > 0, { what: 'the refresh' });
      assert.deepEqual(codesIn(folder, await pullWorkspace(client)), told);
    });
  }
});

test('a change of what is open, or of what is not ours, is no news', async (t) => {
  const { folder, client } = await watched(t);
  client.show(uriIn(folder, 'a.py'), 'x = 1\n');
  await tellOfChange(client, write(folder, 'a.py', 'dataset("c:v1")\n'), FileChangeType.Changed);
  await tellOfChange(client, write(folder, 'node_modules/x.py', 'dataset("c:v1")\n'), FileChangeType.Created);
  await tellOfChange(client, 'untitled:Untitled-1', FileChangeType.Created);
  // the next change is: had the others been, there would be two
  await tellOfChange(client, write(folder, 'b.py', 'dataset("b:v1")\n'), FileChangeType.Created);
  await until(() => client.refreshes() > 0, { what: 'the refresh' });
  assert.deepEqual(codesIn(folder, await pullWorkspace(client)), { 'b.py': ['unknown-dataset'] });
  assert.equal(client.refreshes(), 1);
});

async function watched(t: Owner) {
  const folder = writeFiles(tempFolder(t), { 'a.py': 'dataset("a:v1")\n' });
  const client = await startClient(t, { home: tempFolder(t), folders: [uriIn(folder)], capabilities: watching });
  assert.deepEqual(codesIn(folder, await pullWorkspace(client)), { 'a.py': ['unknown-dataset'] });
  return { folder, client };
}

function write(folder: string, name: string, text: string): string {
  writeFiles(folder, { [name]: text });
  return uriIn(folder, name);
}

function remove(folder: string, name: string): string {
  rmSync(join(folder, name));
  return uriIn(folder, name);
}

/** Diagnostics for a client that does not ask for them. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { FileChangeType } from 'vscode-languageserver/node';
import { openApp } from '../../server/app.ts';
import { aFile, draft } from '../core/fixture.ts';
import { until } from '../support/poll.ts';
import { tempFolder } from '../support/temp.ts';
import { startClient, type TestClient } from './client.ts';
import { codes, openNotebook, tellOfChange, uriIn } from './workspace.ts';

const script = 'file:///p/a.py';
const unknown = 'dataset("digits:v1")\n';
const asksNothing = { textDocument: {} };

/** Waits until the last that was sent says this. */
async function untilSent(client: TestClient, uri: string, expected: readonly string[]): Promise<void> {
  const last = () => codes(client.sent(uri).at(-1)?.diagnostics ?? []);
  await until(() => client.sent(uri).length > 0 && JSON.stringify(last()) === JSON.stringify(expected), {
    what: `${expected.join(', ') || 'nothing'} to be said of ${uri}`,
  });
}

test('on open and change; nothing is left of a document that was closed', async (t) => {
  const client = await startClient(t, { home: tempFolder(t), capabilities: asksNothing });
  client.show(script, unknown);
  await untilSent(client, script, ['unknown-dataset']);
  assert.equal(client.sent(script).at(-1)!.version, 1);
  client.show(script, 'x = 1\n');
  await untilSent(client, script, []);
  client.show(script, unknown);
  await untilSent(client, script, ['unknown-dataset']);
  await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: script } });
  await untilSent(client, script, []);
});

test('a burst of keys is one change', async (t) => {
  const client = await startClient(t, { home: tempFolder(t), capabilities: asksNothing });
  const keys = 200;
  for (let key = 1; key <= keys; key++) client.show(script, `dataset("digits:v${key}")\n`);
  await until(() => client.sent(script).at(-1)?.version === keys, { what: 'the last key to be told of' });
  assert.ok(client.sent(script).length < keys / 10, `${client.sent(script).length} for ${keys} keys`);
});

test('the registry, settings and other files change what is said', async (t) => {
  const folder = tempFolder(t);
  const home = join(folder, 'home');
  const project = join(folder, 'project');
  mkdirSync(project);
  const settings: Record<string, unknown> = {};
  const workspace = { configuration: true, didChangeWatchedFiles: { dynamicRegistration: true } };
  const client = await startClient(t, { home, folders: [uriIn(project)], settings, capabilities: { workspace } });
  const script = uriIn(project, 'a.py');
  client.show(script, unknown);
  await untilSent(client, script, ['unknown-dataset']);

  settings['datapin.diagnostics'] = { severity: { 'unknown-dataset': 'off' } };
  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  await untilSent(client, script, []);
  delete settings['datapin.diagnostics'];
  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  await untilSent(client, script, ['unknown-dataset']);

  const app = openApp({ home });
  t.after(() => app.close());
  app.registry.transaction(() => app.registry.versions.add(draft('digits:v1', [aFile('a')])));
  await untilSent(client, script, []);

  // in `b.py` of a step that the pipeline file does not give the input at first
  const uses = uriIn(project, 'b.py');
  const pipeline = (input: string) =>
    `- step:\n    name: train\n    image: x\n    command: python b.py\n    inputs:\n      - name: ${input}\n`;
  writeFileSync(join(project, 'valohai.yaml'), pipeline('labels'));
  await tellOfChange(client, uriIn(project, 'valohai.yaml'), FileChangeType.Created);
  client.show(uses, 'import valohai\nvalohai.inputs("images").path()\n');
  await untilSent(client, uses, ['unknown-input']);
  writeFileSync(join(project, 'valohai.yaml'), pipeline('images'));
  await tellOfChange(client, uriIn(project, 'valohai.yaml'), FileChangeType.Changed);
  await untilSent(client, uses, []);
});

test('the cells of a notebook', async (t) => {
  const client = await startClient(t, { home: tempFolder(t), capabilities: asksNothing });
  const notebook = await openNotebook(client, 'file:///p/a.ipynb', ['pass', 'd("a:v1")']);
  await untilSent(client, notebook.cell(1), []);
  await notebook.change(0, 'from datapin import dataset as d');
  await untilSent(client, notebook.cell(1), ['unknown-dataset']);
  await notebook.close();
  await untilSent(client, notebook.cell(1), []);
});

test('who asks is sent nothing', async (t) => {
  const client = await startClient(t, { home: tempFolder(t) });
  const other = await startClient(t, { home: tempFolder(t), capabilities: asksNothing });
  for (const one of [client, other]) one.show(script, unknown);
  assert.deepEqual(codes(await client.diagnostics(script)), ['unknown-dataset']);
  await untilSent(other, script, ['unknown-dataset']);
  await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: script } });
  // answered after whatever the close brought about
  await client.connection.sendRequest('shutdown');
  assert.deepEqual(client.sent(script), []);
});

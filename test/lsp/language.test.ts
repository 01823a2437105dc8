/** The language features over the wire, on a registry that changes while they are asked. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { CompletionItem, Hover, LocationLink } from 'vscode-languageserver/node';
import { adopt, progressed, registryChanged } from '../../server/protocol/requests.ts';
import { until } from '../support/poll.ts';
import { writeFiles } from '../support/project.ts';
import { tempFolder } from '../support/temp.ts';
import { positionOf, startClient } from './client.ts';

const pipeline = 'file:///project/valohai.yaml';
const script = 'file:///project/train.py';

const step = (written: string) =>
  `- step:\n    name: train\n    image: python:3.13\n    command: python train.py\n    inputs:\n      - name: images\n        default: ${written}\n`;

test('a reference from its first letter to its manifest', async (t) => {
  const folder = tempFolder(t, 'lsp');
  const client = await startClient(t, { home: join(folder, 'home'), trusted: true });
  const codes = async (uri: string) => (await client.diagnostics(uri)).map(({ code }) => code);

  await t.test('unknown until it is adopted', async () => {
    client.show(pipeline, step('digits:v1'));
    client.show(script, 'dataset("digits:v1")\n');
    assert.deepEqual([await codes(pipeline), await codes(script)], [['unknown-dataset'], ['unknown-dataset']]);
    const before = await client.pull(pipeline);
    assert.equal((await client.pull(pipeline, before.resultId)).kind, 'unchanged');

    const data = writeFiles(join(folder, 'digits'), { 'a.txt': 'a', 'b/c.txt': 'bc' });
    const { version } = await client.ask(adopt, { locations: [data], as: 'digits' });
    assert.equal(version.ref, 'digits:v1');
    await until(() => client.refreshes() > 0 && client.heard(registryChanged).length > 0, { what: 'news of the change' });
    assert.equal((await client.pull(pipeline, before.resultId)).kind, 'full');
    assert.deepEqual([await codes(pipeline), await codes(script)], [[], []]);
  });

  await t.test('completion, and its card', async () => {
    const text = step('dig');
    client.show(pipeline, text);
    const names = await client.complete(pipeline, positionOf(text, 'default: dig'));
    assert.deepEqual(
      names?.items.map(({ label }) => label),
      ['digits'],
    );
    const typed = step('digits:');
    client.show(pipeline, typed);
    const versions = await client.complete(pipeline, positionOf(typed, 'digits:'));
    assert.deepEqual(
      versions?.items.map(({ label }) => label),
      ['v1', 'latest'],
    );
    const item = await client.connection.sendRequest<CompletionItem>('completionItem/resolve', versions!.items[0]);
    assert.match((item.documentation as { value: string }).value, /\*\*digits:v1\*\*[\s\S]*2 files · 3 B[\s\S]*by tester/);
    assert.equal(await client.complete(pipeline, { line: 0, character: 0 }), null);
  });

  await t.test('hover and definition', async () => {
    const text = 'x = "dataset://digits/latest"\n';
    client.show(script, text);
    const at = { textDocument: { uri: script }, position: positionOf(text, 'digits', 2) };
    const card = await client.connection.sendRequest<Hover>('textDocument/hover', at);
    assert.deepEqual(card.range, { start: { line: 0, character: 5 }, end: { line: 0, character: 28 } });
    const [link] = await client.connection.sendRequest<LocationLink[]>('textDocument/definition', at);
    assert.deepEqual([link?.targetUri, link?.originSelectionRange], ['datapin:/digits%20v1.sha256', card.range]);
    const nowhere = { textDocument: { uri: script }, position: { line: 0, character: 0 } };
    assert.equal(await client.connection.sendRequest('textDocument/hover', nowhere), null);
  });

  await t.test('changes in pieces', async () => {
    client.show(pipeline, step('digits:v1'));
    assert.deepEqual(await codes(pipeline), []);
    const start = positionOf(step('digits:v1'), 'digits:v');
    await client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: pipeline, version: 99 },
      contentChanges: [{ range: { start, end: { ...start, character: start.character + 1 } }, text: '7' }],
    });
    const [diagnostic] = await client.diagnostics(pipeline);
    assert.equal(diagnostic?.code, 'unknown-version');
  });

  await t.test('a closed document has nothing to say', async () => {
    await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: pipeline } });
    assert.deepEqual(await client.diagnostics(pipeline), []);
    assert.equal(await client.complete(pipeline, { line: 6, character: 17 }), null);
  });

  assert.deepEqual(client.heard(progressed), [], 'nobody asked for progress');
  assert.equal(await client.end(), 0);
  assert.equal(client.errors(), '');
});

test('what counts as a reference in Python is a setting', async (t) => {
  const settings = { 'datapin.python': { referenceFunctions: ['fetch', 'ours.load'] } };
  const client = await startClient(t, { home: tempFolder(t), settings });
  client.show(script, 'fetch("a:v1")\ndatapin.fetch("b:v1")\nours.load("c:v1")\nload("d:v1")\ndataset("e:v1")\n');
  const lines = (await client.diagnostics(script)).map(({ range }) => range.start.line);
  assert.deepEqual(lines, [0, 1, 2]);
  settings['datapin.python'].referenceFunctions = ['dataset'];
  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  assert.deepEqual(
    (await client.diagnostics(script)).map(({ range }) => range.start.line),
    [4],
  );
});

test('a client that can do little is served all the same', async (t) => {
  const client = await startClient(t, { home: tempFolder(t), capabilities: {}, trusted: true });
  const data = writeFiles(tempFolder(t), { a: 'a' });
  await client.ask(adopt, { locations: [data], as: 'digits' });
  client.show(script, 'dataset("digits:v1")\n');
  assert.deepEqual(await client.diagnostics(script), []);
  const at = { textDocument: { uri: script }, position: { line: 0, character: 12 } };
  const places = await client.connection.sendRequest<{ uri: string }[]>('textDocument/definition', at);
  assert.deepEqual(
    places.map(({ uri }) => uri),
    ['datapin:/digits%20v1.sha256'],
  );
  assert.equal(client.refreshes(), 0);
});

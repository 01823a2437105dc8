/** The read-only documents of versions and executions: hierarchies that begin there, and files for clients that cannot show them. */
import assert from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { CallHierarchyItem, CallHierarchyOutgoingCall, DocumentLink, Location, SymbolInformation } from 'vscode-languageserver/node';
import { openApp } from '../../server/app.ts';
import { manifestText } from '../../server/core/manifest.ts';
import { aFile, anExecution, draft } from '../core/fixture.ts';
import { until } from '../support/poll.ts';
import { type Owner, tempFolder } from '../support/temp.ts';
import { startClient, type TestClient } from './client.ts';

const files = [aFile('a'), aFile('b')];
const text = [...manifestText(files)].join('');
const script = 'file:///p/a.py';
const position = { line: 0, character: 12 };
const prepareMethods = ['textDocument/prepareCallHierarchy', 'textDocument/prepareTypeHierarchy'];

interface Filled {
  home: string;
  /** Folder of `digits:1`, which took `digits:v1`. */
  run: string;
}

function fill(owner: Owner, more: (registry: ReturnType<typeof openApp>['registry']) => void = () => undefined): Filled {
  const folder = tempFolder(owner, 'own');
  const home = join(folder, 'home');
  const app = openApp({ home });
  owner.after(() => app.close());
  const { registry } = app;
  registry.transaction(() => {
    registry.versions.add(draft('digits:v1', files));
    const made = registry.executions.add(registry.executions.ensureProject(folder, 'digits'), anExecution(), () => folder);
    const version = `version:${registry.versions.id({ dataset: 'digits', name: 'v1' })}` as const;
    registry.lineage.add(version, `execution:${registry.executions.id(made)}`, 'images');
    more(registry);
  });
  return { home, run: folder };
}

describe('a hierarchy begins at a document that is not open', () => {
  const cases: [uri: string, call: string | null, type: string | null][] = [
    ['datapin:/digits%20v1.sha256', 'digits:v1', 'digits:v1'],
    ['datapin:/digits v1.sha256', 'digits:v1', 'digits:v1'],
    ['datapin-log:/digits-1.log?digits%3A1', 'digits:1', null],
    ['datapin-log:/digits-1.log?digits:1', 'digits:1', null],
    ['datapin:/digits%20v2.sha256', null, null],
    ['datapin:/%zz%20v1.sha256', null, null],
    ['datapin:/', null, null],
    ['datapin-log:/digits-1.log', null, null],
    ['datapin-log:/digits-1.log?%', null, null],
    ['datapin-log:/digits-9.log?digits%3A9', null, null],
    ['datapin-log:/digits-1.log?digits%3Alatest', null, null],
    ['file:///p/digits%20v1.sha256', null, null],
  ];
  test('by their URIs', async (t) => {
    const client = await startClient(t, fill(t));
    for (const [uri, ...expected] of cases) {
      const answers = prepareMethods.map((method) =>
        client.connection.sendRequest<CallHierarchyItem[] | null>(method, { textDocument: { uri }, position }),
      );
      const names = (await Promise.all(answers)).map((items) => items?.[0]?.name ?? null);
      assert.deepEqual(names, expected, uri);
    }
  });
});

describe('who is told for which documents we answer', () => {
  const dynamic = { callHierarchy: { dynamicRegistration: true }, typeHierarchy: { dynamicRegistration: true } };
  test('a client that shows them', async (t) => {
    const client = await startClient(t, { home: tempFolder(t), capabilities: { textDocument: dynamic } });
    await until(() => Object.keys(client.registered()).length > 0, { what: 'the registrations' });
    const registered = { documentSelector: [{ scheme: 'datapin' }, { scheme: 'datapin-log' }] };
    assert.deepEqual(client.registered(), Object.fromEntries(prepareMethods.map((method) => [method, registered])));
  });
  test('not one that does not', async (t) => {
    const capabilities = { textDocument: dynamic, workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } };
    const client = await startClient(t, { home: tempFolder(t), capabilities, about: { commands: undefined } });
    await until(() => Object.keys(client.registered()).length > 0, { what: 'the registrations' });
    assert.deepEqual(Object.keys(client.registered()), ['workspace/didChangeWatchedFiles']);
  });
});

/** One that knows our schemes as little as any editor. */
async function startOther(owner: Owner, { home }: Filled): Promise<TestClient> {
  const client = await startClient(owner, { home, capabilities: {}, about: { commands: undefined } });
  client.show(script, 'dataset("digits:v1")\n');
  return client;
}

const at = { textDocument: { uri: script }, position };

async function define({ connection }: TestClient): Promise<string[]> {
  return (await connection.sendRequest<Location[]>('textDocument/definition', at)).map(({ uri }) => uri);
}

describe('a client that cannot show them', () => {
  test('is given a manifest as a file that is whole, read-only, and again when it went or was changed', async (t) => {
    const filled = fill(t);
    const client = await startOther(t, filled);
    const path = join(filled.home, 'manifests', 'digits', 'v1.sha256');
    assert.ok(!existsSync(path), 'nobody asked yet');
    const overwrite = () => {
      chmodSync(path, 0o644);
      writeFileSync(path, 'x');
    };
    for (const harm of [() => undefined, () => rmSync(path), overwrite, () => undefined]) {
      harm();
      assert.deepEqual(await define(client), [pathToFileURL(path).href]);
      assert.equal(readFileSync(path, 'utf8'), text);
      assert.equal(statSync(path).mode & 0o777, 0o444);
    }
  });

  test('follows a link to it', async (t) => {
    const filled = fill(t);
    const client = await startOther(t, filled);
    const [link] = await client.connection.sendRequest<DocumentLink[]>('textDocument/documentLink', { textDocument: { uri: script } });
    assert.equal(link!.target, undefined);
    assert.ok(!existsSync(join(filled.home, 'manifests')));
    const { target } = await client.connection.sendRequest<DocumentLink>('documentLink/resolve', link);
    assert.equal(readFileSync(fileURLToPath(target!), 'utf8'), text);
  });

  test('finds both in hierarchies and by name, executions by their logs', async (t) => {
    const filled = fill(t);
    const client = await startOther(t, filled);
    const manifest = pathToFileURL(join(filled.home, 'manifests', 'digits', 'v1.sha256')).href;
    const log = join(filled.run, 'log.jsonl');
    const symbols = async () =>
      (await client.connection.sendRequest<SymbolInformation[]>('workspace/symbol', { query: 'digits:' })).map(
        ({ location }) => location.uri,
      );
    const [item] = await client.connection.sendRequest<CallHierarchyItem[]>(prepareMethods[0]!, at);
    assert.equal(item!.uri, manifest);
    const runs = async () =>
      (await client.connection.sendRequest<CallHierarchyOutgoingCall[]>('callHierarchy/outgoingCalls', { item })).map(({ to }) => to.uri);
    assert.deepEqual(await symbols(), [manifest], 'there is no log yet');
    assert.deepEqual(await runs(), ['datapin-log:/digits-1.log?digits%3A1']);
    writeFileSync(log, '');
    assert.deepEqual(await symbols(), [pathToFileURL(log).href, manifest]);
    assert.deepEqual(await runs(), [pathToFileURL(log).href]);
  });

  test('is not given a manifest that takes long to write', async (t) => {
    const many = Array.from({ length: 100_001 }, (_, i) => aFile(String(i).padStart(6, '0')));
    const filled = fill(t, (registry) => registry.versions.add(draft('digits:large', many)));
    const client = await startOther(t, filled);
    client.show(script, 'dataset("digits:large")\n');
    assert.deepEqual(await define(client), []);
    assert.ok(!existsSync(join(filled.home, 'manifests')));
    const [link] = await client.connection.sendRequest<DocumentLink[]>('textDocument/documentLink', { textDocument: { uri: script } });
    await assert.rejects(client.connection.sendRequest('documentLink/resolve', link), /Manifest of digits:large cannot be shown here/);
  });
});

/** Lineage and derivation over the wire, on a real registry that another process fills. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  SymbolInformation,
  TypeHierarchyItem,
} from 'vscode-languageserver/node';
import { openApp } from '../../server/app.ts';
import { manifestUri } from '../../server/protocol/manifestUri.ts';
import { aFile, anExecution, draft } from '../core/fixture.ts';
import { positionAt } from '../support/markedText.ts';
import { type Owner, tempFolder } from '../support/temp.ts';
import { startClient, type TestClient } from './client.ts';
import { uriIn } from './workspace.ts';

const pipeline = `- step:
    name: train
    image: python:3.13
    command: python train.py
    inputs:
      - name: images
        default: digits:v2
`;

/** `digits:v1` was filtered to `digits:v2`, of which an execution of `train` made `net:v1`. */
function fill(owner: Owner, { home, project }: { home: string; project: string }): void {
  const app = openApp({ home });
  owner.after(() => app.close());
  const { registry } = app;
  registry.transaction(() => {
    for (const as of ['digits:v1', 'digits:v2', 'net:v1']) registry.versions.add(draft(as, [aFile(as), aFile('b')]));
    const made = registry.executions.add(registry.executions.ensureProject(project, 'digits'), anExecution(), () => project);
    registry.executions.update(made, { status: 'complete', duration: 120 });
    const version = (dataset: string, name: string) => `version:${registry.versions.id({ dataset, name })}` as const;
    const execution = `execution:${registry.executions.id(made)}` as const;
    registry.lineage.add(version('digits', 'v1'), version('digits', 'v2'), 'derive');
    registry.lineage.add(version('digits', 'v2'), execution, 'images');
    registry.lineage.add(execution, version('net', 'v1'), 'output');
  });
}

interface Asking {
  client: TestClient;
  uri: string;
}

function at({ uri }: Asking, piece: string) {
  return { textDocument: { uri }, position: positionAt(pipeline, pipeline.indexOf(piece) + 1) };
}

function names(items: readonly { name: string; detail?: string }[]): string[] {
  return items.map(({ name, detail }) => `${name} (${detail})`);
}

test('hierarchies of a version and of a step', async (t) => {
  const folder = tempFolder(t, 'hierarchies');
  const home = join(folder, 'home');
  const project = join(folder, 'project');
  fill(t, { home, project });
  const client = await startClient(t, { home });
  const asking = { client, uri: uriIn(project, 'valohai.yaml') };
  const { connection } = client;
  client.show(asking.uri, pipeline);
  const prepare = (kind: 'Call' | 'Type', piece: string) =>
    connection.sendRequest<CallHierarchyItem[] | null>(`textDocument/prepare${kind}Hierarchy`, at(asking, piece));
  const incoming = async (item: CallHierarchyItem) =>
    (await connection.sendRequest<CallHierarchyIncomingCall[]>('callHierarchy/incomingCalls', { item })).map(({ from }) => from);
  const outgoing = async (item: CallHierarchyItem) =>
    (await connection.sendRequest<CallHierarchyOutgoingCall[]>('callHierarchy/outgoingCalls', { item })).map(({ to }) => to);

  await t.test('lineage, from a reference down to the model', async () => {
    const [item] = (await prepare('Call', 'digits:v2'))!;
    assert.deepEqual(names([item!]), ['digits:v2 (2 files, 10 B)']);
    assert.equal(item!.uri, manifestUri('digits', 'v2'));
    assert.deepEqual(names(await incoming(item!)), ['digits:v1 (2 files, 10 B)']);
    const [run] = await outgoing(item!);
    assert.deepEqual(names([run!]), ['digits:1 (train, complete, 2 min)']);
    assert.equal(run!.uri, 'datapin-log:/digits-1.log?digits%3A1');
    assert.deepEqual(names(await outgoing(run!)), ['net:v1 (2 files, 7 B)']);
  });

  await t.test("lineage, from a step's name up from its last execution", async () => {
    const [run] = (await prepare('Call', 'train\n'))!;
    assert.equal(run!.name, 'digits:1');
    assert.deepEqual(names(await incoming(run!)), ['digits:v2 (2 files, 10 B)']);
  });

  await t.test('derivation', async () => {
    const [item] = (await prepare('Type', 'digits:v2'))!;
    const ask = async (direction: string) =>
      names(await connection.sendRequest<TypeHierarchyItem[]>(`typeHierarchy/${direction}`, { item }));
    assert.deepEqual([await ask('supertypes'), await ask('subtypes')], [['digits:v1 (2 files, 10 B)'], ['net:v1 (2 files, 7 B)']]);
    assert.equal(await prepare('Type', 'train\n'), null);
  });

  await t.test('all of it is found by name', async () => {
    const found = await connection.sendRequest<SymbolInformation[]>('workspace/symbol', { query: 'digits:' });
    assert.deepEqual(
      found.map(({ name, location }) => [name, location.uri]),
      [
        ['digits:1 train', 'datapin-log:/digits-1.log?digits%3A1'],
        ['digits:v1', manifestUri('digits', 'v1')],
        ['digits:v2', manifestUri('digits', 'v2')],
      ],
    );
  });
});

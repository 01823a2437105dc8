/** Requests that are taken back, and requests that come while long ones are answered. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CancellationTokenSource,
  LSPErrorCodes,
  type ProgressToken,
  ProgressType,
  ResponseError,
  type WorkspaceDiagnosticReport,
  type WorkspaceDiagnosticReportPartialResult,
} from 'vscode-languageserver/node';
import { listDatasets } from '../../server/protocol/requests.ts';
import { writeFiles } from '../support/project.ts';
import { type Owner, tempFolder } from '../support/temp.ts';
import { startClient, type TestClient } from './client.ts';
import { uriIn } from './workspace.ts';

const files = 1500;

/** A folder that takes seconds to go through, and its client. */
async function largeFolder(t: Owner): Promise<TestClient> {
  const body = 'def f(x):\n    return dataset("digits:v1") if x else [y for y in (1, 2, 3)]\n'.repeat(120);
  const names = Array.from({ length: files }, (_, i) => `p${i % 30}/m${i}.py`);
  const folder = writeFiles(tempFolder(t), Object.fromEntries(names.map((name) => [name, body])));
  return startClient(t, { home: tempFolder(t), folders: [uriIn(folder)] });
}

test('a pull of a large workspace ends when it is taken back, with the code for that', async (t) => {
  const client = await largeFolder(t);
  const cancel = new CancellationTokenSource();
  let told = 0;
  onPart(client, 'part', ({ items }) => {
    told += items.length;
    cancel.cancel();
  });
  const params = { previousResultIds: [], partialResultToken: 'part' };
  await assert.rejects(client.connection.sendRequest('workspace/diagnostic', params, cancel.token), isTakenBack);
  assert.ok(told > 0 && told < files, `it told of ${told} files of ${files}`);
});

test('a pull of a large workspace lets others through', async (t) => {
  const client = await largeFolder(t);
  const done: string[] = [];
  const asked: Promise<unknown>[] = [];
  const ask = async (name: string, request: Promise<unknown>) => {
    await request;
    done.push(name);
  };
  let told = 0;
  onPart(client, 'part', ({ items }) => {
    told += items.length;
    if (asked.length > 0) return;
    client.show('file:///p/a.py', 'dataset("digits:v1")\n');
    asked.push(ask('document', client.diagnostics('file:///p/a.py')), ask('list', client.ask(listDatasets, {})));
  });
  const params = { previousResultIds: [], partialResultToken: 'part' };
  const last = await client.connection.sendRequest<WorkspaceDiagnosticReport>('workspace/diagnostic', params);
  done.push('workspace');
  await Promise.all(asked);
  assert.deepEqual(done.toSorted(), ['document', 'list', 'workspace']);
  assert.equal(done.at(-1), 'workspace', 'the long one is the last');
  assert.equal(told + last.items.length, files, 'each file is told of once');
});

test('whatever is taken back before its turn is answered as such', async (t) => {
  const client = await startClient(t, { home: tempFolder(t) });
  client.show('file:///p/a.py', 'dataset("digits:v1")\n'.repeat(2000));
  const textDocument = { uri: 'file:///p/a.py' };
  const position = { line: 0, character: 10 };
  const requests: [method: string, params: object][] = [
    ['textDocument/hover', { textDocument, position }],
    ['textDocument/completion', { textDocument, position }],
    ['textDocument/definition', { textDocument, position }],
    ['textDocument/diagnostic', { textDocument }],
    ['workspace/diagnostic', { previousResultIds: [] }],
  ];
  const cancel = new CancellationTokenSource();
  const answers = requests.map(([method, params]) => client.connection.sendRequest(method, params, cancel.token));
  const results = Promise.allSettled(answers);
  cancel.cancel();
  const kept = (await results).filter((result) => result.status === 'fulfilled' || !isTakenBack(result.reason));
  assert.deepEqual(kept, []);
  assert.equal((await client.diagnostics('file:///p/a.py')).length, 2000, 'the server goes on');
});

function onPart(client: TestClient, token: ProgressToken, heard: (part: WorkspaceDiagnosticReportPartialResult) => void): void {
  client.connection.onProgress(new ProgressType<WorkspaceDiagnosticReportPartialResult>(), token, heard);
}

function isTakenBack(error: unknown): boolean {
  return error instanceof ResponseError && error.code === LSPErrorCodes.RequestCancelled;
}

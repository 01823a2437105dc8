/** Requests at the wrong time, and requests without what they are about. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { createProtocolConnection, ErrorCodes, ResponseError, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { tempFolder } from '../support/temp.ts';
import { source, startClient } from './client.ts';

const textDocument = { uri: 'file:///p/a.py' };

/** The code and the words that a request is refused with. */
async function refusal(request: Promise<unknown>): Promise<[code: number, message: string]> {
  const error = await request.then(
    () => assert.fail('It was answered.'),
    (error: unknown) => error,
  );
  assert.ok(error instanceof ResponseError);
  return [error.code, error.message];
}

test('before initialize', async (t) => {
  const child = spawn(process.execPath, [source, '--stdio'], { env: { ...process.env, DATAPIN_HOME: tempFolder(t) }, stdio: 'pipe' });
  const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  t.after(() => child.kill('SIGKILL'));
  connection.listen();
  const early = await refusal(connection.sendRequest('textDocument/foldingRange', { textDocument }));
  assert.deepEqual(early, [ErrorCodes.ServerNotInitialized, '"textDocument/foldingRange" was sent before "initialize".']);
  assert.equal((await refusal(connection.sendRequest('initialize', null)))[0], ErrorCodes.InvalidParams);
  await connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities: {} });
  assert.equal(await connection.sendRequest('textDocument/foldingRange', { textDocument }), null);
  connection.dispose();
});

test('after shutdown', async (t) => {
  const client = await startClient(t, { home: tempFolder(t) });
  await client.connection.sendRequest('shutdown');
  for (const method of ['textDocument/hover', 'datapin/datasets', 'shutdown']) {
    const late = await refusal(client.connection.sendRequest(method, { textDocument, position: { line: 0, character: 0 } }));
    assert.deepEqual(late, [ErrorCodes.InvalidRequest, `"${method}" was sent after "shutdown".`]);
  }
});

test('without parameters', async (t) => {
  const client = await startClient(t, { home: tempFolder(t) });
  const cases: [method: string, params: unknown, message: RegExp][] = [
    ['textDocument/hover', null, /needs parameters/],
    ['textDocument/hover', {}, /needs a textDocument/],
    ['textDocument/hover', { textDocument: null }, /needs a textDocument/],
    ['textDocument/completion', { textDocument: { uri: 3 } }, /needs a textDocument/],
    ['textDocument/rename', 'x', /needs parameters/],
    ['workspace/symbol', null, /needs parameters/],
    ['completionItem/resolve', null, /needs parameters/],
    ['callHierarchy/incomingCalls', null, /needs parameters/],
  ];
  for (const [method, params, message] of cases) {
    // the library of the client would refuse to send some of these by their types
    const [code, words] = await refusal(client.connection.sendRequest(method, params));
    assert.equal(code, ErrorCodes.InvalidParams, `${method} ${JSON.stringify(params)}: ${words}`);
    assert.match(words, message);
  }
  await assert.rejects(client.connection.sendRequest('nothing/atAll', null), /Unhandled method/);
  assert.equal(await client.end(), 0, 'which needs none');
});

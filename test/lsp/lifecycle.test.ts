/** How the server lives and ends: transports, broken input, exit codes. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { listDatasets } from '../../server/protocol/requests.ts';
import { tempFolder } from '../support/temp.ts';
import { source, startClient } from './client.ts';

test('over IPC, as an editor starts it', async (t) => {
  const client = await startClient(t, { home: tempFolder(t), transport: 'ipc' });
  client.show('file:///p/a.py', 'dataset("digits:v1")\n');
  assert.equal((await client.diagnostics('file:///p/a.py')).length, 1);
  assert.equal(await client.end(), 0);
});

test('an editor that is gone takes its server with it', async (t) => {
  for (const transport of ['stdio', 'ipc'] as const) {
    const client = await startClient(t, { home: tempFolder(t), transport });
    const exit = once(client.process, 'exit');
    client.connection.dispose();
    if (transport === 'stdio') client.process.stdin!.end();
    else client.process.disconnect();
    assert.deepEqual(await exit, [1, null], transport);
  }
});

test('a server that was shut down has closed the registry', async (t) => {
  const home = tempFolder(t);
  const client = await startClient(t, { home });
  await client.ask(listDatasets, {});
  assert.ok(existsSync(join(home, 'registry.db-wal')), 'it is open');
  await client.connection.sendRequest('shutdown');
  assert.ok(!existsSync(join(home, 'registry.db-wal')));
});

test('exit without shutdown is a failure', async (t) => {
  const client = await startClient(t, { home: tempFolder(t) });
  const exit = once(client.process, 'exit');
  await client.connection.sendNotification('exit');
  assert.deepEqual(await exit, [1, null]);
});

test('an error that nobody foresaw ends the server, and its log says why', async (t) => {
  const fault = 'data:text/javascript,process.on("SIGUSR2", () => { throw new Error("unforeseen"); })';
  const client = await startClient(t, { home: tempFolder(t), program: ['--import', fault, source] });
  const exit = once(client.process, 'close');
  client.process.kill('SIGUSR2');
  assert.deepEqual(await exit, [1, null]);
  assert.match(client.errors(), /uncaughtException: Error: unforeseen\n\s+at /);
});

test('input that is no message, and requests that mean nothing, do no harm', async (t) => {
  const client = await startClient(t, { home: tempFolder(t) });
  const broken = '{"jsonrpc": "2.0", "id": 1, "method": ';
  client.process.stdin!.write(`Content-Length: ${broken.length}\r\n\r\n${broken}`);
  await assert.rejects(client.connection.sendRequest('datapin/nothing', {}), /Unhandled method/);
  await client.connection.sendNotification('datapin/nothing', {});
  await client.connection.sendNotification('textDocument/didChange', {
    textDocument: { uri: 'file:///never-opened', version: 2 },
    contentChanges: [{ text: 'x' }],
  });
  const at = { textDocument: { uri: 'file:///never-opened' }, position: { line: 9, character: 9 } };
  assert.equal(await client.connection.sendRequest('textDocument/hover', at), null);
  client.show('file:///p/valohai.yaml', '- step: [\u0000\ud800 {{{ *x &y !!z\n\t- ');
  assert.notEqual((await client.diagnostics('file:///p/valohai.yaml')).length, 0);
  const outside = { textDocument: { uri: 'file:///p/valohai.yaml' }, position: { line: 900, character: 900 } };
  assert.equal(await client.connection.sendRequest('textDocument/completion', outside), null);
  assert.deepEqual(await client.ask(listDatasets, {}), []);
  assert.equal(await client.end(), 0);
});

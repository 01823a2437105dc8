/** While another process writes to the registry, the server answers. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openApp } from '../../server/app.ts';
import { listDatasets, listExecutions, readLog, registryChanged, stopExecution } from '../../server/protocol/requests.ts';
import { anExecution } from '../core/fixture.ts';
import { holdLock } from '../support/lock.ts';
import { until } from '../support/poll.ts';
import { tempFolder } from '../support/temp.ts';
import { startClient } from './client.ts';

const script = 'file:///p/a.py';

test('what has to be written does not keep a language request waiting', async (t) => {
  const home = tempFolder(t, 'lsp');
  const app = openApp({ home });
  t.after(() => app.close());
  const client = await startClient(t, { home, trusted: true });
  client.show(script, 'dataset("digits:v1")\n');
  await client.diagnostics(script);
  const lock = await holdLock(t, home, () => {
    // nobody prepares it and it has no job: the next look finds that it was lost, and would write so
    app.registry.executions.add(app.registry.executions.ensureProject('/p', 'p'), anExecution(), () => join(home, 'nowhere'));
  });
  await until(() => client.heard(registryChanged).length > 0, { what: 'the server to look' });
  const answered: string[] = [];
  const stopped = client.send(stopExecution, { id: 'p:1' }).finally(() => answered.push('stop'));
  const log = client.send(readLog, { id: 'p:1', offset: 0 });
  assert.equal((await client.diagnostics(script)).length, 1);
  answered.push('diagnostics');
  assert.deepEqual(await client.ask(listDatasets, {}), []);
  assert.equal((await log).ok, true);
  assert.equal((await client.ask(listExecutions, { limit: 1 })).executions[0]?.status, 'created');
  assert.deepEqual(answered, ['diagnostics'], 'the stop waits for the lock, and nobody else does');
  await lock.release();
  const outcome = await stopped;
  assert.equal(outcome.ok ? 'stopped' : outcome.problem.code, 'execution.ended');
  assert.equal((await client.ask(listExecutions, { limit: 1 })).executions[0]?.status, 'crashed');
  assert.equal(await client.end(), 0);
});

test('a registry that somebody is just making is opened by the next look', async (t) => {
  const home = join(tempFolder(t, 'lsp'), 'home');
  mkdirSync(home);
  const lock = await holdLock(t, home);
  const client = await startClient(t, { home });
  client.show(script, 'dataset("digits:v1@")\ndataset("digits:v1")\n');
  const codes = async () => (await client.diagnostics(script)).map(({ code }) => code);
  assert.deepEqual(await codes(), ['malformed-reference'], 'what is written can be judged without it');
  const outcome = await client.send(listDatasets, {});
  assert.equal(outcome.ok ? 'listed' : outcome.problem.code, 'registry.locked');
  await lock.release();
  await until(() => client.refreshes() > 0, { what: 'the server to open the registry by itself' });
  assert.deepEqual(await codes(), ['malformed-reference', 'unknown-dataset']);
  assert.equal(await client.end(), 0);
});

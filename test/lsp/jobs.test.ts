/** Work on a thread of its own: it answers when it is done, whatever a store's library has left open. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { S3Settings } from '../../server/app.ts';
import { runJob } from '../../server/worker/client.ts';
import { awsMachine } from '../connectors/aws.ts';
import { anExecution, refusal, testWorld } from '../core/fixture.ts';
import { holdLock } from '../support/lock.ts';
import { until } from '../support/poll.ts';
import { tempFolder } from '../support/temp.ts';

/** A program that gives credentials never, and keeps whoever started it alive. */
function endless(t: TestContext): { started(): Promise<number>; app: { home: string } } {
  const folder = tempFolder(t, 'jobs');
  const file = join(folder, 'pid');
  let pid: number | undefined;
  // the shell becomes the program that is to be ended
  awsMachine(t, { config: `[default]\ncredential_process = sh -c 'echo $$ > "${file}"; exec sleep 600'` });
  const started = async () => {
    pid = await until(() => Number(readFileSync(file, 'utf8')), { what: 'the program to start' });
    return pid;
  };
  t.after(() => void (pid && process.kill(pid, 'SIGKILL')));
  return { started, app: { home: join(folder, 'home') } };
}

const request = { locations: ['s3://bucket/key'], as: 'far' };

test('a failed job is answered while what it started goes on', async (t) => {
  const { started, app } = endless(t);
  const s3: S3Settings & { credentialsTimeout: number } = { credentialsTimeout: 1000 };
  await assert.rejects(runJob('adopt', request, { app: { ...app, s3 } }), refusal('s3.credentials'));
  assert.ok(process.kill(await started(), 0), 'it goes on');
});

test('a job is taken back while it waits for credentials', async (t) => {
  const { started, app } = endless(t);
  const abort = new AbortController();
  const job = runJob('adopt', request, { app, signal: abort.signal });
  await Promise.race([started(), job]);
  abort.abort();
  await assert.rejects(job, refusal('cancelled'));
});

test('a job that hears nothing is taken back all the same', async (t) => {
  const { app, home } = testWorld(t);
  const { executions } = app.registry;
  // it is lost, which is to be written while another process writes
  executions.add(executions.ensureProject('/p', 'p'), anExecution(), () => join(home, 'nowhere'));
  const lock = await holdLock(t, home);
  const abort = new AbortController();
  const job = runJob('stop', { project: 'p', number: 1 }, { app: { home }, signal: abort.signal });
  abort.abort();
  await assert.rejects(job, refusal('cancelled'));
  await lock.release();
});

/** Runs that nobody looked after: killed at every moment, then put right. Real processes, really killed. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import Database from 'better-sqlite3';
import type { LogLine } from '../../server/core/engine.ts';
import type { Execution } from '../../server/core/execution.ts';
import { identify, isAlive } from '../../server/core/processIdentity.ts';
import { executionLogs, waitForExecution } from '../../server/core/runs/logs.ts';
import { reconcile } from '../../server/core/runs/reconcile.ts';
import { startExecution } from '../../server/core/runs/start.ts';
import type { World } from '../../server/core/world.ts';
import { createProcessEngine } from '../../server/engines/process/engine.ts';
import { readClaim, readStatus } from '../../server/engines/process/jobFolder.ts';
import { until } from '../support/poll.ts';
import { endedRun, gated, inputOf, only, type RunWorld, running, runWorld, stepOf } from './runWorld.ts';

const script = new URL('../../server/worker/supervisor.ts', import.meta.url);
const source = (path: string) => JSON.stringify(new URL(`../../server/${path}`, import.meta.url).href);

const status = ({ app }: RunWorld, run: Execution) => app.registry.executions.get(run).status;
const openGate = ({ project }: RunWorld) => writeFileSync(join(project, 'go'), '');
const supervisorOf = (run: Execution) => readClaim(run.folder)?.supervisor?.pid ?? assert.fail('no supervisor');

/** Starts a run in a process of its own, which is killed when `when` says so. */
async function startElsewhere({ home, project }: RunWorld, when: 'placing' | 'started'): Promise<void> {
  const kill = "process.kill(process.pid, 'SIGKILL')";
  const code = `
    import { openApp } from ${source('app.ts')};
    import { startExecution } from ${source('core/runs/start.ts')};
    const app = openApp({ home: ${JSON.stringify(home)} });
    const request = { step: ${JSON.stringify({ ...gated, inputs: [inputOf('images', { default: ['digits:v1'] })] })}, root: ${JSON.stringify(project)}, file: 'valohai.yaml' };
    await startExecution(app, request, { onProgress: () => { ${when === 'placing' ? kill : ''} } });
    ${kill};`;
  const child = spawn(process.execPath, ['-e', code], { stdio: 'inherit' });
  const signal = await new Promise((resolve) => child.once('exit', (_code, name) => resolve(name)));
  assert.equal(signal, 'SIGKILL');
}

describe('the process that starts a run is killed', () => {
  test('while it prepares: the run never began', async (t) => {
    const world = runWorld(t);
    await world.adopt('digits:v1', { a: '1' });
    await startElsewhere(world, 'placing');
    assert.equal(only(world).status, 'created');
    const [result, ...others] = await reconcile(world.app);
    assert.equal(others.length, 0);
    assert.equal(result?.execution.status, 'crashed');
    assert.match(result?.execution.message ?? '', /^It was never started: the process that prepared it ended first\./);
    assert.deepEqual(await reconcile(world.app), []);
  });

  test('when it has started: the run ends as if nothing had happened', async (t) => {
    const world = runWorld(t);
    await world.adopt('digits:v1', { a: '1' });
    await startElsewhere(world, 'started');
    const run = only(world);
    await running(run);
    assert.deepEqual(await reconcile(world.app), []);
    openGate(world);
    await until(() => status(world, run) === 'complete', { what: 'its supervisor finishes it' });
    assert.deepEqual(only(world).outputs, ['train-outputs:v1']);
  });
});

test('a run that is still being prepared is left alone', async (t) => {
  const world = runWorld(t);
  await world.adopt('digits:v1', { a: '1' });
  const request = {
    step: stepOf('s', 'true', { inputs: [inputOf('i', { default: ['digits:v1'] })] }),
    root: world.project,
    file: 'valohai.yaml',
  };
  let seen: Promise<unknown> | undefined;
  const started = await startExecution(world.app, request, {
    onProgress: () => {
      seen ??= reconcile(world.app);
    },
  });
  assert.deepEqual(await seen, []);
  assert.equal((await waitForExecution(world.app, started)).status, 'complete');
});

describe('the supervisor is killed', () => {
  test('while the command runs: the run is lost, what is left of it ends, and nothing becomes a version', async (t) => {
    const world = runWorld(t);
    const run = await world.start(gated);
    await running(run);
    const command = readStatus(run.folder)?.command;
    assert.ok(command);
    process.kill(supervisorOf(run), 'SIGKILL');
    const [result] = (await until(
      async () => {
        const results = await reconcile(world.app);
        return results.length > 0 && results;
      },
      { what: 'it is lost' },
    )) as Awaited<ReturnType<typeof reconcile>>;
    assert.equal(result?.problem, undefined);
    assert.equal(result?.execution.status, 'crashed');
    assert.match(result?.execution.message ?? '', /killed, or the machine was restarted\. What it wrote was kept in/);
    assert.deepEqual(result?.execution.outputs, []);
    assert.equal(readFileSync(join(run.folder, 'outputs', 'model'), 'utf8'), 'half\n');
    await until(() => !groupRuns(command.pid), { what: 'the command has ended' });
    openGate(world);
    assert.deepEqual(await reconcile(world.app), []);
    assert.equal(status(world, run), 'crashed');
    assert.deepEqual(world.app.registry.versions.all(), []);
  });

  test('while it finishes: another process finishes', async (t) => {
    const world = runWorld(t);
    const run = await world.start(gated);
    await running(run);
    const lock = new Database(world.app.registry.path);
    t.after(() => lock.close());
    lock.exec('BEGIN IMMEDIATE');
    openGate(world);
    await until(() => readStatus(run.folder)?.state === 'ended', { what: 'the command has ended' });
    await until(() => existsSync(join(run.folder, 'metadata.jsonl')), { what: 'it is being finished' });
    assert.deepEqual(await reconcile(world.app), [], 'while it lives, nobody else does its work');
    process.kill(supervisorOf(run), 'SIGKILL');
    lock.exec('ROLLBACK');
    await until(async () => (await reconcile(world.app)).length > 0, { what: 'it is finished' });
    const finished = only(world);
    assert.equal(finished.status, 'complete');
    assert.deepEqual(finished.outputs, ['train-outputs:v1']);
  });

  test('or the machine restarted: its number may be in use again, and is left in peace', async (t) => {
    const world = runWorld(t);
    const run = endedRun(world);
    const bystander = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
    t.after(() => bystander.kill('SIGKILL'));
    const reused = { ...identify(bystander.pid), start: '1', boot: 'before the restart' };
    writeFileSync(join(run.folder, 'claim.json'), JSON.stringify({ supervisor: reused }));
    writeFileSync(join(run.folder, 'status.json'), JSON.stringify({ state: 'running', startedAt: run.createdAt, command: reused }));
    await reconcile(world.app);
    assert.equal(status(world, run), 'crashed');
    assert.ok(groupRuns(bystander.pid ?? 0));
  });
});

test('what could not be finished is finished later', async (t) => {
  const world = runWorld(t);
  writeFileSync(join(world.project, 'file'), '');
  const broken = createProcessEngine({ script, home: join(world.project, 'file') });
  const elsewhere: World = { ...world.app, engine: async () => broken };
  const run = await startExecution(elsewhere, { step: gated, root: world.project, file: 'valohai.yaml' });
  const supervisor = readClaim(run.folder)?.supervisor;
  openGate(world);
  await until(() => supervisor && !isAlive(supervisor), { what: 'the supervisor has given up' });
  assert.equal(status(world, run), 'started');
  assert.match(readFileSync(join(run.folder, 'supervisor.log'), 'utf8'), /cannot be opened or written/);
  const [result] = await reconcile(world.app);
  assert.equal(result?.execution.status, 'complete');
  assert.deepEqual(result?.execution.outputs, ['train-outputs:v1']);
});

test('two processes that put things right do it once', async (t) => {
  const world = runWorld(t);
  const runs = Array.from({ length: 5 }, (_, i) => endedRun(world, { outputs: { a: String(i) } }));
  const other = world.reopen();
  const results = await Promise.all([reconcile(world.app), reconcile(other), reconcile(other)]);
  await reconcile(world.app);
  for (const run of runs) assert.equal(status(world, run), 'complete');
  assert.ok(results.flat().every(({ problem }) => problem === undefined));
  assert.deepEqual(
    world.app.registry.versions.all().map(({ name }) => name),
    ['v1', 'v2', 'v3', 'v4', 'v5'],
  );
});

test('one run that cannot be helped does not keep the others', async (t) => {
  const world = runWorld(t);
  const [bad, good] = [endedRun(world), endedRun(world)];
  world.app.registry.executions.update(bad, { engine: 'gone' });
  const results = await reconcile(world.app);
  assert.deepEqual(
    results.map(({ execution, problem }) => [execution.number, execution.status, problem?.code]),
    [
      [bad.number, 'created', 'engine.unknown'],
      [good.number, 'complete', undefined],
    ],
  );
});

describe('the log of a run', () => {
  test('can be followed from another process while it runs', async (t) => {
    const world = runWorld(t);
    const run = await world.start(gated);
    const seen: LogLine[] = [];
    for await (const line of executionLogs(world.reopen(), run, { follow: true })) {
      seen.push(line);
      openGate(world);
    }
    assert.deepEqual(
      seen.map(({ stream, text }) => [stream, text]),
      [['stdout', 'begun']],
    );
    assert.equal((await waitForExecution(world.app, run)).status, 'complete');
  });

  test('of one that never began is the reason', async (t) => {
    const world = runWorld(t);
    await world.adopt('digits:v1', { a: '1' });
    await startElsewhere(world, 'placing');
    const lines = await Array.fromAsync(executionLogs(world.app, only(world), { follow: true }));
    assert.deepEqual(
      lines.map(({ stream }) => stream),
      ['status'],
    );
    assert.match(lines[0]!.text, /never started/);
  });

  test('and its end can be given up', async (t) => {
    const world = runWorld(t);
    const run = await world.start(gated);
    await assert.rejects(waitForExecution(world.app, run, { signal: AbortSignal.timeout(300) }), { code: 'cancelled' });
    openGate(world);
    await waitForExecution(world.app, run);
  });
});

function groupRuns(leader: number): boolean {
  try {
    process.kill(-leader, 0);
    return true;
  } catch {
    return false;
  }
}

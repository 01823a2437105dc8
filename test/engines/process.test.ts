/** The engine for this machine: the contract, and what is its own. Real processes throughout. */
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Job } from '../../server/core/engine.ts';
import { identify, isAlive, isGone, type ProcessIdentity } from '../../server/core/processIdentity.ts';
import { createProcessEngine } from '../../server/engines/process/engine.ts';
import { readClaim, readJob, readStatus, writeJob } from '../../server/engines/process/jobFolder.ts';
import { createSplitter } from '../../server/engines/process/logFile.ts';
import { until } from '../support/poll.ts';
import { ended, engineContract, gate, isRunning, jobOf, linesOf } from './contract.ts';

const script = new URL('../../server/worker/supervisor.ts', import.meta.url);
const grace = { interrupt: 60_000, terminate: 60_000 };
const newNamespace = ['--pid', '--fork', '--mount-proc'];
const engine = createProcessEngine({ script, grace });
const hasty = createProcessEngine({ script, grace: { interrupt: 200, terminate: 200 } });

engineContract('process', () => ({
  engine,
  hasty,
  submitFromElsewhere,
  async lose(handle) {
    const claim = readClaim(folderOf(handle));
    assert.ok(claim?.supervisor);
    process.kill(claim.supervisor.pid, 'SIGKILL');
  },
}));

const folderOf = (handle: string) => handle.slice('process:'.length);

/** A process that submits and is killed right away. */
async function submitFromElsewhere(job: Job): Promise<string> {
  const module = new URL('../../server/engines/process/engine.ts', import.meta.url).href;
  const code = `
    import { createProcessEngine } from ${JSON.stringify(module)};
    const engine = createProcessEngine({ script: new URL(${JSON.stringify(script.href)}), grace: ${JSON.stringify(grace)} });
    process.stdout.write(await engine.submit(${JSON.stringify(job)}));
    process.kill(process.pid, 'SIGKILL');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  let handle = '';
  for await (const piece of child.stdout.setEncoding('utf8')) handle += piece;
  return handle;
}

describe('the supervisor', () => {
  test('outlives a closed terminal, and is neither in the session nor a child of its submitter', async (t) => {
    const job = jobOf(t, [gate]);
    const handle = await engine.submit(job);
    const supervisor = readClaim(job.folder)?.supervisor?.pid ?? 0;
    const [, parent, , session] = statOf(supervisor);
    assert.notEqual(parent, String(process.pid));
    assert.notEqual(session, statOf(process.pid)[3]);
    process.kill(supervisor, 'SIGHUP');
    assert.equal((await engine.inspect(handle)).state, 'running');
    writeFileSync(join(job.cwd, 'go'), '');
    assert.equal((await ended(engine, handle)).exitCode, 0);
  });

  test('asked to stop twice, the command ends at once', async (t) => {
    const job = jobOf(t, [`trap '' INT TERM; ${gate}`]);
    const handle = await engine.submit(job);
    await until(() => existsSync(join(job.cwd, 'ready')), { what: 'the command runs' });
    await engine.cancel(handle);
    await until(async () => (await engine.inspect(handle)).state === 'stopping', { what: 'it is stopping' });
    await engine.cancel(handle);
    assert.equal((await ended(engine, handle)).signal, 'SIGKILL');
  });

  test('told to stop before it has begun, it begins nothing', async (t) => {
    const job = jobOf(t, ['touch begun']);
    const handle = await submitAfterStop(job);
    const state = await ended(engine, handle);
    assert.equal(state.stopped, true);
    assert.equal(existsSync(join(job.cwd, 'begun')), false);
  });

  test('that is ended by the machine ends the command in order', async (t) => {
    const job = jobOf(t, [`trap 'echo saved; exit 0' INT; ${gate}`]);
    const handle = await engine.submit(job);
    await until(() => existsSync(join(job.cwd, 'ready')), { what: 'the command runs' });
    process.kill(readClaim(job.folder)?.supervisor?.pid ?? 0, 'SIGTERM');
    assert.deepEqual(
      { ...(await ended(engine, handle)), startedAt: '', endedAt: '' },
      { state: 'ended', exitCode: 0, signal: undefined, stopped: true, startedAt: '', endedAt: '' },
    );
    assert.deepEqual(
      (await linesOf(engine, handle)).map(({ text }) => text),
      ['saved'],
    );
  });

  test('that cannot start is told of with what it said', async (t) => {
    const broken = createProcessEngine({ script: new URL('file:///no/such/supervisor.ts') });
    const job = jobOf(t, ['true']);
    await assert.rejects(broken.submit(job), {
      code: 'engine.start',
      message: /Cannot find module.*supervisor\.ts/,
      hint: /supervisor\.log/,
    });
    assert.equal((await broken.inspect(`process:${job.folder}`)).state, 'lost');
  });

  test('killed with the last line half-written, the log up to there can be read', async (t) => {
    const job = jobOf(t, ['echo 1']);
    const handle = await engine.submit(job);
    await ended(engine, handle);
    writeFileSync(join(job.folder, 'log.jsonl'), '{"time":"2026-01-01T00:00:00.000Z","str', { flag: 'a' });
    assert.deepEqual(
      (await linesOf(engine, handle)).map(({ text }) => text),
      ['1'],
    );
  });
});

test('a job of a container or another machine runs on as its status says, and cannot be stopped from here', async (t) => {
  const job = jobOf(t, ['true']);
  const handle = await engine.submit(job);
  await ended(engine, handle);
  const status = readStatus(job.folder);
  const supervisor = { ...identify()!, numbers: 'pid:[1]', host: 'a-container' };
  writeFileSync(join(job.folder, 'claim.json'), JSON.stringify({ supervisor }));
  writeFileSync(join(job.folder, 'status.json'), JSON.stringify({ ...status, state: 'running', command: supervisor }));
  assert.equal((await engine.inspect(handle)).state, 'running');
  await assert.rejects(engine.cancel(handle), { code: 'execution.elsewhere', message: /runs on a-container/ });
});

describe('a job without a supervisor', () => {
  test('is lost once its submitter is gone, and then no supervisor may begin it', async (t) => {
    const job = jobOf(t, ['touch begun']);
    const { folder } = job;
    mkdirSync(folder);
    writeJob(folder, { job, submittedBy: await exitedProcess(), grace });
    assert.deepEqual(await engine.inspect(`process:${folder}`), {
      state: 'lost',
      reason: 'It was never started.',
    });
    const late = spawn(process.execPath, [script.pathname, folder], { stdio: 'ignore' });
    assert.equal(await new Promise((resolve) => late.once('exit', resolve)), 0);
    assert.equal(existsSync(join(job.cwd, 'begun')), false);
    assert.equal(readStatus(folder), undefined);
  });

  test('that nobody has submitted is lost', async (t) => {
    assert.equal((await engine.inspect(`process:${jobOf(t, []).folder}`)).state, 'lost');
  });

  test('is not taken for another process of the same number', async (t) => {
    const job = jobOf(t, ['true']);
    const handle = await engine.submit(job);
    await ended(engine, handle);
    const status = readStatus(job.folder);
    // As after a restart of the machine: a number that is in use again, by somebody else.
    const reused = { ...identify()!, start: '1', boot: 'another' };
    writeFileSync(join(job.folder, 'status.json'), JSON.stringify({ ...status, state: 'running', command: reused }));
    writeFileSync(join(job.folder, 'claim.json'), JSON.stringify({ supervisor: reused }));
    assert.equal((await engine.inspect(handle)).state, 'lost');
    await engine.cancel(handle);
    assert.ok(isRunning(process.pid));
    assert.equal(readJob(job.folder)?.job.execution, 'p:1');
  });
});

describe('the identity of a process', () => {
  test('is the same each time it is asked for', () => {
    const self = identify();
    assert.deepEqual(identify(process.pid), self);
    assert.ok(self && isAlive(self));
  });

  test('is another one for another process', async () => {
    const child = spawn('sleep', ['600'], { stdio: 'ignore' });
    const identity = identify(child.pid);
    assert.ok(identity && isAlive(identity));
    assert.equal(isAlive({ ...identity, start: 'other' }), false);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    assert.equal(isAlive(identity), false);
    assert.equal(isGone(identity), true);
  });

  test('means nothing in a container, where the same number may be another process', { skip: withoutNamespaces() }, () => {
    const module = new URL('../../server/core/processIdentity.ts', import.meta.url).href;
    const code = `
      import { isAlive, isGone } from ${JSON.stringify(module)};
      const identity = JSON.parse(process.argv[1]);
      console.log(isAlive(identity), isGone(identity));`;
    const args = ['--input-type=module', '-e', code, JSON.stringify(identify())];
    assert.equal(execFileSync('unshare', [...newNamespace, process.execPath, ...args], { encoding: 'utf8' }), 'false false\n');
  });

  const places: [title: string, other: Partial<ProcessIdentity>, alive: boolean, gone: boolean][] = [
    ['here', {}, true, false],
    ['here, whose number is in use again', { start: '1' }, false, true],
    ['here, before the machine was given another name', { host: 'other' }, process.platform === 'linux', false],
    ['of this machine before it was restarted', { boot: 'other' }, false, true],
    ['of a container of this machine', { numbers: 'pid:[1]', host: 'other' }, false, false],
    ['of a container that shares the name of this machine', { numbers: 'pid:[1]' }, false, false],
    ['of another machine', { host: 'other', boot: 'other' }, false, false],
  ];
  for (const [title, other, alive, gone] of places) {
    test(`tells of a process ${title}`, () => {
      const identity = { ...identify()!, ...other };
      assert.deepEqual({ alive: isAlive(identity), gone: isGone(identity) }, { alive, gone });
    });
  }
});

describe('lines', () => {
  const pieces: [title: string, limit: number, pushed: string[], lines: string[]][] = [
    ['are cut where they end', 100, ['a\nb', 'c\n', '\nd'], ['a', 'bc', '', 'd']],
    ['that are too long are cut', 4, ['abcdefghij\nk'], ['abcd', 'efgh', 'ij', 'k']],
    ['are cut before they end when they are too long', 4, ['abcde', 'fgh', 'i\n'], ['abcd', 'efgh', 'i']],
    ['are never cut inside a character', 4, ['abc😀d\n'], ['abc', '😀d']],
    ['forget what was overwritten, also across pieces', 100, ['1%\r', '2%\r3', '%\r\n4\r5'], ['3%', '5']],
    ['keep a carriage return that ends a piece for what follows', 100, ['a\r', '\nb\r'], ['a', 'b']],
  ];
  for (const [title, limit, pushed, lines] of pieces) {
    test(title, () => {
      const splitter = createSplitter(limit);
      assert.deepEqual([...pushed.flatMap((text) => splitter.push(Buffer.from(text))), ...splitter.end()], lines);
    });
  }

  test('do not pile up while a progress bar is drawn', () => {
    const splitter = createSplitter(1000);
    for (let i = 0; i < 10_000; i++) assert.deepEqual(splitter.push(Buffer.from(`\r${i} of 10000`)), []);
    assert.deepEqual(splitter.end(), ['9999 of 10000']);
  });
});

/** The reason to skip what needs another namespace of process numbers, or false. */
function withoutNamespaces(): string | false {
  return spawnSync('unshare', [...newNamespace, 'true']).status !== 0 && 'no namespace can be made here';
}

/** A submitter that is stopped by `stop` before its supervisor is there. */
async function submitAfterStop(job: Job): Promise<string> {
  mkdirSync(job.folder, { recursive: true });
  writeFileSync(join(job.folder, 'stop'), '');
  return engine.submit(job);
}

async function exitedProcess() {
  const child = spawn('sleep', ['600'], { stdio: 'ignore' });
  const identity = identify(child.pid);
  assert.ok(identity);
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  return identity;
}

/** State, parent, group, session … of a process. */
function statOf(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

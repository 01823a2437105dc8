/** Runs one job to its end, apart from whoever submitted it, and writes down what became of it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Job } from '../../core/engine.ts';
import { lacksRoom } from '../../core/errors.ts';
import { identify } from '../../core/processIdentity.ts';
import { isAskedToStop } from '../../core/runs/runFolder.ts';
import { interpreterOf } from '../../core/shell.ts';
import { endGroup, signalGroup } from './group.ts';
import { type JobRecord, logName, readJob, type Status, takeClaim, writeStatus } from './jobFolder.ts';
import { type LogWriter, openLog } from './logFile.ts';
import { createStopper } from './stopper.ts';

/** Milliseconds that a pipe may stay open after its command has ended: a daemon that left the group may hold it for ever. */
const pipePatience = 2_000;

/** Seconds that a full disk is waited for. */
const endAttempts = 60;

/**
 * Runs the job of a folder. False when it is not ours to run: another took it, or it was given up.
 * `beforeEnd` is called when the command has ended and nobody knows it yet; it may fail for want of room.
 */
export async function supervise(folder: string, { beforeEnd }: { beforeEnd?: () => void } = {}): Promise<boolean> {
  const record = readJob(folder);
  const self = identify();
  if (!record || !self) throw new Error(`There is no job in ${folder}.`);
  const stopper = createStopper(record.grace);
  try {
    if (!takeClaim(folder, { supervisor: self })) return false;
    const log = openLog(join(folder, logName));
    const startedAt = new Date().toISOString();
    const end = isAskedToStop({ folder }) ? { stopped: true } : await run(record, { log, stopper, startedAt });
    log.close();
    unlessFull(() => beforeEnd?.());
    await writeEnd(folder, { state: 'ended', startedAt, endedAt: new Date().toISOString(), ...end });
    return true;
  } finally {
    stopper.dispose();
  }
}

/** A shell's own word for a program that is not there. */
const notFound: End = { exitCode: 127 };

type End = Pick<Status, 'exitCode' | 'signal' | 'stopped'>;

interface Run {
  log: LogWriter;
  stopper: ReturnType<typeof createStopper>;
  startedAt: string;
}

async function run({ job, grace }: JobRecord, { log, stopper, startedAt }: Run): Promise<End> {
  const child = start(job, log);
  const running = child && (await started(child, log));
  if (!running) return notFound;
  const command = identify(running.pid);
  try {
    writeStatus(job.folder, { state: 'running', command, startedAt });
  } catch (error) {
    // Nobody would know of the command, so it must not go on.
    signalGroup(running.pid, 'SIGKILL');
    throw error;
  }
  stopper.watch(running.pid, () => unlessFull(() => writeStatus(job.folder, { state: 'stopping', command, startedAt })));
  const { code, signal } = await running.exited;
  stopper.ended();
  await endGroup(running.pid, grace.terminate);
  await Promise.race([running.closed, wait(pipePatience, undefined, { ref: false })]);
  for (const pipe of [child.stdout, child.stderr]) pipe?.destroy();
  return { exitCode: code ?? undefined, signal: signal ?? undefined, ...(stopper.stopped() ? { stopped: true } : {}) };
}

/** The command is a file, since one argument of a program has a length limit that a script may exceed. */
function start(job: Job, log: LogWriter): ChildProcess | undefined {
  if (!existsSync(job.cwd)) {
    log.say(`The folder ${job.cwd} is not there.`);
    return undefined;
  }
  const script = join(job.folder, 'command.sh');
  writeFileSync(script, job.command);
  chmodSync(script, 0o755);
  const [program = 'sh', ...args] = interpreterOf(job.command);
  const child = spawn(program, [...args, script], {
    cwd: job.cwd,
    env: commandEnvironment(job),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.on('data', (bytes: Buffer) => log.push('stdout', bytes));
  child.stderr.on('data', (bytes: Buffer) => log.push('stderr', bytes));
  return child;
}

interface Running {
  pid: number;
  exited: Promise<{ code: number | null; signal: string | null }>;
  closed: Promise<void>;
}

async function started(child: ChildProcess, log: LogWriter): Promise<Running | undefined> {
  const exited = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return new Promise((resolve) => {
    child.once('spawn', () => resolve({ pid: child.pid!, exited, closed }));
    child.once('error', (error) => {
      log.say(`The command could not be started: ${error.message}`);
      resolve(undefined);
    });
  });
}

/** Does what a run can go on without. */
function unlessFull(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!lacksRoom(error)) throw error;
  }
}

/** A full disk may have room again in a moment; the end of a long run is worth some waiting. */
async function writeEnd(folder: string, status: Status): Promise<void> {
  for (let left = endAttempts; ; left--) {
    try {
      writeStatus(folder, status);
      return;
    } catch (error) {
      if (left === 0 || !lacksRoom(error)) throw error;
    }
    await wait(1_000);
  }
}

/** What the supervisor needs to run inside an editor is not the command's business: a Node or an Electron in it would break. */
function commandEnvironment(job: Job): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:ELECTRON_|VSCODE_)/.test(name));
  return { ...Object.fromEntries(inherited), ...job.env };
}

/** The engine for this machine: a detached supervisor for each job, known by the folder of its run. */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Engine, Job, JobState } from '../../core/engine.ts';
import { DatapinError, systemCode } from '../../core/errors.ts';
import { readTextFile } from '../../core/files.ts';
import { identify, isAlive, isGone, type ProcessIdentity } from '../../core/processIdentity.ts';
import { askToStop, leaveHandle } from '../../core/runs/runFolder.ts';
import { endGroup } from './group.ts';
import { type JobRecord, logName, readClaim, readJob, readStatus, type Status, takeClaim, writeJob } from './jobFolder.ts';
import { readLog } from './logFile.ts';

export interface ProcessEngineOptions {
  /** The supervisor's script. */
  script: URL;
  /** Folder of the registry in which the supervisor finishes the execution; without it the job only runs. */
  home?: string;
  /** Milliseconds that a command is given after SIGINT, and then after SIGTERM. */
  grace?: JobRecord['grace'];
}

const scheme = 'process:';
const supervisorLog = 'supervisor.log';
const usualGrace = { interrupt: 10_000, terminate: 5_000 };

export function createProcessEngine(options: ProcessEngineOptions): Engine {
  return {
    id: 'process',
    submit: (job) => submit(job, options),
    inspect: async (handle) => inspect(folderOf(handle)),
    cancel: (handle) => cancel(folderOf(handle)),
    logs(handle, { follow = false, signal } = {}) {
      const folder = folderOf(handle);
      const ended = async () => !follow || ['ended', 'lost'].includes(inspect(folder).state);
      return readLog(join(folder, logName), { ended, signal });
    },
  };
}

async function submit(job: Job, options: ProcessEngineOptions): Promise<string> {
  if (process.platform === 'win32') {
    throw new DatapinError('engine.start', 'Steps run as processes of Linux and macOS, not of Windows.', {
      hint: 'Open the folder in WSL or in a container and run the step there.',
    });
  }
  const submittedBy = identify();
  if (!submittedBy) throw new DatapinError('engine.start', 'The system does not tell when a process was started.');
  mkdirSync(job.folder, { recursive: true });
  writeJob(job.folder, { job, submittedBy, grace: options.grace ?? usualGrace });
  leaveHandle(job, scheme + job.folder);
  await launch(job.folder, options);
  return scheme + job.folder;
}

/** Comes back when the supervisor has taken the job; from then on it needs nobody. */
async function launch(folder: string, options: ProcessEngineOptions): Promise<void> {
  const supervisor = await spawnOrphan(folder, options);
  while (!readStatus(folder)) {
    const gone = supervisor === undefined || !isAlive(supervisor);
    // It may have written its status and ended between the two looks.
    if (gone && !readStatus(folder)) {
      takeClaim(folder, { supervisor: null });
      throw notStarted(folder);
    }
    await wait(10);
  }
}

/**
 * Starts the supervisor as nobody's child: editors end a server together with all its descendants, and a run shall
 * outlive them. The shell that starts it in a session of its own is gone at once.
 */
async function spawnOrphan(folder: string, { script, home }: ProcessEngineOptions): Promise<ProcessIdentity | undefined> {
  const errors = openSync(join(folder, supervisorLog), 'a');
  const command = [process.execPath, fileURLToPath(script), folder, ...(home ? [home] : [])];
  const shell = spawn('sh', ['-c', '"$@" >/dev/null & echo $!', 'sh', ...command], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', errors] as const,
    // In an editor the program is Electron, which is a Node only when it is told so.
    env: process.versions.electron ? { ...process.env, ELECTRON_RUN_AS_NODE: '1' } : process.env,
  });
  closeSync(errors);
  const failed = new Promise<never>((_, reject) => {
    shell.once('error', (cause) => {
      reject(
        new DatapinError('engine.start', `The run could not be started: ${cause.message}.`, { hint: 'A run needs sh on the PATH.', cause }),
      );
    });
  });
  const pid = Number(await Promise.race([text(shell.stdout!), failed]));
  return identify(pid);
}

function notStarted(folder: string): DatapinError {
  const path = join(folder, supervisorLog);
  const lines = (readTextFile(path) ?? '').split('\n').filter((line) => line.trim() !== '');
  const said =
    lines.find((line) => /^\w*(?:Error|error)\b/.test(line)) ?? lines.at(-1) ?? 'The process that watches over it ended at once.';
  return new DatapinError('engine.start', `The run could not be started. ${said}`, { hint: `See ${path}.` });
}

function inspect(folder: string): JobState {
  const status = readStatus(folder);
  if (status?.state === 'ended') return endedState(status);
  const claim = readClaim(folder);
  if (claim === undefined) return unclaimed(folder);
  if (claim.supervisor === null) return { state: 'lost', reason: 'It was never started.' };
  if (!isGone(claim.supervisor)) return status ? { state: status.state, startedAt: status.startedAt } : { state: 'queued' };
  // It may have ended well between the two looks.
  const last = readStatus(folder);
  if (last?.state === 'ended') return endedState(last);
  return { state: 'lost', reason: 'The process that watched over it was killed, or the machine was restarted.' };
}

function unclaimed(folder: string): JobState {
  const record = readJob(folder);
  if (record && !isGone(record.submittedBy)) return { state: 'queued' };
  if (!record) return { state: 'lost', reason: `There is no job in ${folder}.` };
  takeClaim(folder, { supervisor: null });
  return inspect(folder);
}

function endedState(status: Status): JobState {
  const { exitCode, signal, stopped, startedAt, endedAt } = status;
  return { state: 'ended', exitCode, signal, stopped, startedAt, endedAt: endedAt ?? startedAt };
}

async function cancel(folder: string): Promise<void> {
  // First the word, then the signal: a supervisor that is just starting finds one or the other.
  askToStop({ folder });
  const { state } = inspect(folder);
  const claim = readClaim(folder);
  if (state === 'lost') await endOrphan(folder);
  else if (state !== 'ended' && claim?.supervisor) interrupt(claim.supervisor);
}

/** A command goes on when its supervisor is killed; nobody would ever read what it makes. */
async function endOrphan(folder: string): Promise<void> {
  const command = readStatus(folder)?.command;
  if (command && isAlive(command)) await endGroup(command.pid, readJob(folder)?.grace.terminate ?? usualGrace.terminate);
}

function interrupt(supervisor: ProcessIdentity): void {
  if (isGone(supervisor)) return; // it has just ended
  if (!isAlive(supervisor)) {
    throw new DatapinError('execution.elsewhere', `It runs on ${supervisor.host}, and cannot be stopped from here.`, {
      hint: 'Stop it on the machine or in the container that started it.',
    });
  }
  try {
    process.kill(supervisor.pid, 'SIGTERM');
  } catch (error) {
    if (systemCode(error) !== 'ESRCH') throw error; // it has just ended
  }
}

function folderOf(handle: string): string {
  if (!handle.startsWith(scheme)) throw new DatapinError('engine.unknown', `"${handle}" is no handle of a local process.`);
  return handle.slice(scheme.length);
}

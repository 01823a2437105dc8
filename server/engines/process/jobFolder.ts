/** The small files by which a job's submitter, its supervisor and everybody else know of each other. */
import { join } from 'node:path';
import type { Job } from '../../core/engine.ts';
import { createWhole, readJsonFile, writeWhole } from '../../core/files.ts';
import type { ProcessIdentity } from '../../core/processIdentity.ts';

/** `job.json`: written by the submitter. */
export interface JobRecord {
  job: Job;
  submittedBy: ProcessIdentity;
  /** Milliseconds that a command is given after SIGINT, and then after SIGTERM. */
  grace: { interrupt: number; terminate: number };
}

/** `status.json`: written by the supervisor. */
export interface Status {
  state: 'running' | 'stopping' | 'ended';
  /** Leader of the command's process group. */
  command?: ProcessIdentity | undefined;
  /** ISO 8601, UTC. */
  startedAt: string;
  endedAt?: string | undefined;
  exitCode?: number | undefined;
  signal?: string | undefined;
  stopped?: boolean | undefined;
}

/** Who may run the job: its supervisor, or nobody any more. */
export type Claim = { supervisor: ProcessIdentity } | { supervisor: null };

export const logName = 'log.jsonl';

export function readJob(folder: string): JobRecord | undefined {
  return readJsonFile(join(folder, 'job.json'));
}

export function writeJob(folder: string, record: JobRecord): void {
  writeWhole(join(folder, 'job.json'), JSON.stringify(record, null, 2));
}

export function readStatus(folder: string): Status | undefined {
  return readJsonFile(join(folder, 'status.json'));
}

export function writeStatus(folder: string, status: Status): void {
  writeWhole(join(folder, 'status.json'), JSON.stringify(status, null, 2));
}

export function readClaim(folder: string): Claim | undefined {
  return readJsonFile(join(folder, 'claim.json'));
}

/**
 * Takes the job, once and for all: false when it is taken. A job whose submitter died is taken by whoever declares it
 * lost, so that a supervisor that comes late cannot start it behind everybody's back.
 */
export function takeClaim(folder: string, claim: Claim): boolean {
  return createWhole(join(folder, 'claim.json'), JSON.stringify(claim));
}

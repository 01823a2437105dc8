/** An execution: one run of a step, and the status words it goes through. */

/** `created` before it is handed to its engine; the last four are final. */
export type ExecutionStatus = 'created' | 'queued' | 'started' | 'stopping' | 'complete' | 'error' | 'crashed' | 'stopped';

export const finalStatuses: readonly ExecutionStatus[] = ['complete', 'error', 'crashed', 'stopped'];

export function isFinal(status: ExecutionStatus): boolean {
  return finalStatuses.includes(status);
}

/** A JSON value, as parameters and metadata hold it. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The code an execution ran from. */
export interface CodeState {
  /** Full commit id; absent outside a git repository or before its first commit. */
  commit?: string | undefined;
  /** Whether tracked or untracked files differed from the commit. */
  dirty: boolean;
  /**
   * SHA-256 of `git diff HEAD` and of the untracked files' names and hashes, when dirty. Of untracked files beyond 2,000
   * files or 32 MB, counted from the smallest, size and time stand for the content.
   */
  diffHash?: string | undefined;
}

/** One input as it was resolved when the execution was made. */
export interface ExecutionInput {
  /** Name of the input in its step. */
  input: string;
  /** As it was written, e.g. `digits:latest`. */
  written: string;
  /** What it was then, e.g. `digits:v3`. */
  ref: string;
  /** The version's hash, hex. */
  hash: string;
}

export interface Execution {
  project: string;
  number: number;
  step: string;
  status: ExecutionStatus;
  engine: string;
  environment: string;
  /** The engine's own name for the job, once it was submitted. */
  handle: string | undefined;
  /** Folder of the run. */
  folder: string;
  image: string | undefined;
  /** The command line as it was run. */
  command: string;
  parameters: Record<string, Json>;
  inputs: ExecutionInput[];
  /** References of the versions it made. */
  outputs: string[];
  code: CodeState;
  createdAt: string;
  createdBy: string;
  startedAt: string | undefined;
  endedAt: string | undefined;
  /** Seconds from start to end. */
  duration: number | undefined;
  /** Currency units per hour of its environment, and what the run cost by it. */
  pricePerHour: number;
  cost: number | undefined;
  exitCode: number | undefined;
  /** Why it failed, in words. */
  message: string | undefined;
  /** Last value of each metadata key. */
  metadata: Record<string, Json>;
}

export function executionName(execution: Pick<Execution, 'project' | 'number'>): string {
  return `${execution.project}:${execution.number}`;
}

/** Long work by name: what each job is given, what it answers, and how it is done. */
import type { App } from '../app.ts';
import { type AdoptRequest, type AdoptResult, adopt } from '../core/adoption.ts';
import type { ErrorRecord } from '../core/errors.ts';
import type { Execution } from '../core/execution.ts';
import { type VerifyRequest, type VerifyResult, verify } from '../core/integrity.ts';
import type { VersionName } from '../core/registry/versions.ts';
import { type RunRequest, startExecution } from '../core/runs/start.ts';
import { stopExecution } from '../core/runs/stop.ts';
import type { Progress, WorkOptions } from '../core/world.ts';
import { watchExecutions } from './watch.ts';

export interface DeprecateRequest {
  version: VersionName;
  how: { why: string; use?: VersionName | undefined } | undefined;
}

export interface Jobs {
  adopt: (app: App, request: AdoptRequest, options: WorkOptions) => Promise<AdoptResult>;
  verify: (app: App, request: VerifyRequest, options: WorkOptions) => Promise<VerifyResult>;
  run: (app: App, request: RunRequest, options: WorkOptions) => Promise<Execution>;
  /** Asks an execution to stop; answers it as it stands then. */
  stop: (app: App, request: Pick<Execution, 'project' | 'number'>) => Promise<Execution>;
  /** Calls a version deprecated; without `how`, takes that back. */
  deprecate: (app: App, request: DeprecateRequest) => Promise<void>;
  /** Keeps unfinished executions up to date for a while, or until there are none; answers the problems it met. */
  watch: (app: App, request: null, options: WorkOptions) => Promise<string[]>;
}

export type JobName = keyof Jobs;
export type JobRequest<N extends JobName> = Parameters<Jobs[N]>[1];
export type JobResult<N extends JobName> = Awaited<ReturnType<Jobs[N]>>;

/** What the thread tells its starter; the last message is `done` or `failed`. */
export type FromWorker =
  | { type: 'progress'; progress: Progress }
  | { type: 'done'; value: unknown }
  | { type: 'failed'; problem: ErrorRecord };

/** What the starter tells the thread. */
export type ToWorker = 'abort';

export const jobs: Jobs = {
  adopt,
  verify,
  run: startExecution,
  stop: stopExecution,
  deprecate: async ({ registry }, { version, how }) => registry.versions.deprecate(version, how),
  watch: watchExecutions,
};

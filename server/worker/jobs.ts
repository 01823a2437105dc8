/** Long work by name: what each job is given, what it answers, and how it is done. */
import type { App } from '../app.ts';
import { type AdoptPlan, type AdoptRequest, type AdoptResult, adopt, planAdoption } from '../core/adoption.ts';
import { compare, type DiffRequest, type DiffResult } from '../core/compare.ts';
import type { BrowsePage } from '../core/connector.ts';
import { deriveAll } from '../core/derive/derive.ts';
import type { DeriveRequest, DeriveResult } from '../core/derive/request.ts';
import type { ErrorRecord } from '../core/errors.ts';
import type { Execution } from '../core/execution.ts';
import { type VerifyRequest, type VerifyResult, verify } from '../core/integrity.ts';
import type { VersionName } from '../core/registry/versions.ts';
import { type RunRequest, startExecution } from '../core/runs/start.ts';
import { stopExecution } from '../core/runs/stop.ts';
import { type SharedFiles, sharedFiles } from '../core/sharedFiles.ts';
import type { SourceChoice } from '../core/source.ts';
import type { Progress, WorkOptions } from '../core/world.ts';
import * as sources from './sourceJobs.ts';
import { watchExecutions } from './watch.ts';

export interface DeprecateRequest {
  version: VersionName;
  how: { why: string; use?: VersionName | undefined } | undefined;
}

export interface SharedRequest {
  pairs: readonly (readonly [VersionName, VersionName])[];
}

export interface Jobs {
  adopt: (app: App, request: AdoptRequest, options: WorkOptions) => Promise<AdoptResult>;
  plan: (app: App, request: AdoptRequest, options: WorkOptions) => Promise<AdoptPlan>;
  sources: (app: App, request: null) => Promise<sources.SourceFacts[]>;
  probe: (app: App, request: { location: string }, options: WorkOptions) => Promise<sources.ProbeResult>;
  choices: (app: App, request: sources.ChoicesRequest, options: WorkOptions) => Promise<{ choices: SourceChoice[]; more: boolean }>;
  browse: (app: App, request: { location: string; after?: string | undefined }, options: WorkOptions) => Promise<BrowsePage>;
  /** The bytes of a version's file. */
  file: (app: App, request: sources.FileRequest, options: WorkOptions) => Promise<Uint8Array>;
  /** One result, or one of each part of a split. */
  derive: (app: App, request: DeriveRequest, options: WorkOptions) => Promise<DeriveResult[]>;
  diff: (app: App, request: DiffRequest, options: WorkOptions) => Promise<DiffResult>;
  /** What the versions of each pair have in common. Nothing for a pair of which one is no longer there. */
  shared: (app: App, request: SharedRequest) => Promise<(SharedFiles | undefined)[]>;
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
  plan: planAdoption,
  sources: sources.listSources,
  probe: sources.probe,
  choices: sources.choices,
  browse: sources.browse,
  file: sources.readVersionFile,
  derive: deriveAll,
  diff: compare,
  shared: async ({ registry }, { pairs }) =>
    pairs.map(([a, b]) =>
      registry.versions.findId(a) === undefined || registry.versions.findId(b) === undefined ? undefined : sharedFiles(registry, a, b),
    ),
  verify,
  run: startExecution,
  stop: stopExecution,
  deprecate: async ({ registry }, { version, how }) => registry.versions.deprecate(version, how),
  watch: watchExecutions,
};

/** The custom messages of the language server, each declared once; those of one theme in the file of the theme. */
import { notification, type Outcome, request } from './messages.ts';
import type { WireSecrets } from './sources.ts';
import type { WireDataset, WireEntry, WireExecution, WireLineage, WireProgress, WireStep, WireVersion } from './wire.ts';

export * from './derivation.ts';
export type { NotificationName, Outcome, RequestName } from './messages.ts';
export * from './sources.ts';

/** All datasets, by name. */
export const listDatasets = request<Record<string, never>, Outcome<WireDataset[]>>('datapin/datasets');

/** Versions of a dataset, newest first. */
export const listVersions = request<{ dataset: string }, Outcome<WireVersion[]>>('datapin/versions');

/** Folders and files right under a folder of a version, `limit` at a time; `after` is the last path that was shown, ending with `/` for a folder. */
export const listEntries = request<
  { ref: string; folder: string; after?: string; limit: number },
  Outcome<{ entries: WireEntry[]; more: boolean }>
>('datapin/entries');

/** Executions, newest first, `limit` at a time; all projects when none is named. */
export const listExecutions = request<
  { project?: string; before?: number; limit: number },
  Outcome<{ executions: WireExecution[]; more: boolean }>
>('datapin/executions');

/** Names of the projects that have executions. */
export const listProjects = request<Record<string, never>, Outcome<string[]>>('datapin/projects');

/** The graph around a version or an execution; the whole graph when nothing is named. */
export const getLineage = request<{ id?: string; up?: number; down?: number }, Outcome<WireLineage>>('datapin/lineage');

/** Steps of one pipeline file, by its URI; of all those of the open folders when none is named. */
export const listSteps = request<{ file?: string }, Outcome<WireStep[]>>('datapin/steps');

/** Runs a step. Inputs and parameters that are not named keep their defaults. Reports under `token` how far its inputs are placed. */
export const runStep = request<
  { file: string; step: string; parameters?: Record<string, unknown>; inputs?: Record<string, string[]>; token?: string },
  Outcome<WireExecution>
>('datapin/run');

/** Asks an execution to stop. */
export const stopExecution = request<{ id: string }, Outcome<null>>('datapin/stop');

/** The log of an execution from a character offset on, for a view that polls while it is open. */
export const readLog = request<{ id: string; offset: number }, Outcome<{ text: string; offset: number; ended: boolean }>>('datapin/log');

/** Reads every byte of a version again and compares. */
export const verify = request<
  { ref: string; secrets?: WireSecrets; token?: string },
  Outcome<{ checked: number; broken: { path: string; reason: string }[]; unproven: number }>
>('datapin/verify');

/** Says that a version should no longer be used, and why; without `how`, takes that back. Answers the version as it is then. */
export const deprecate = request<{ ref: string; how?: { why: string; use?: string } }, Outcome<WireVersion>>('datapin/deprecate');

/** The manifest text of a version, for a read-only document. */
export const readManifest = request<{ ref: string }, Outcome<{ text: string; truncated: boolean }>>('datapin/manifest');

/** Server to client: the registry changed, by this process or another. Views ask again. */
export const registryChanged = notification<Record<string, never>>('datapin/changed');

/** Server to client: how far the work that was started under `token` has come. */
export const progressed = notification<{ token: string; progress: WireProgress }>('datapin/progress');

/** Client to server: the folder was trusted (or is, at start). Nothing is run or fetched before. */
export const trustGranted = notification<{ trusted: boolean }>('datapin/trust');

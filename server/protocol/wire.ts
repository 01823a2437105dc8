/** What crosses client <-> server <-> page. Imports nothing; server/lsp/toWire.ts makes these of domain values. */

/** A problem in words, with its stable code and what to do. */
export interface WireProblem {
  code: string;
  message: string;
  hint?: string;
  /** What is wrong, one line a thing, when it is many things. */
  details?: readonly string[];
}

export interface WireDataset {
  name: string;
  kind: 'dataset' | 'model';
  versions: number;
  latest?: string;
}

export interface WireVersion {
  /** `dataset:version`. */
  ref: string;
  dataset: string;
  name: string;
  kind: 'dataset' | 'model';
  /** `sha256:<hex>`. */
  hash: string;
  identity: 'content' | 'provider';
  files: number;
  bytes: number;
  /** ISO 8601. */
  createdAt: string;
  createdBy: string;
  aliases: string[];
  /** In words: `adopted from file:///…`, `made by digits:3`. */
  origin: string;
  integrity: 'unchecked' | 'whole' | 'broken';
  /** Set when it should no longer be used: why, and the reference to use instead. */
  deprecated?: { why: string; use?: string };
}

export type WireEntry =
  | { type: 'folder'; name: string; path: string; files: number; bytes: number }
  | { type: 'file'; name: string; path: string; bytes: number; location: string };

export interface WireExecution {
  /** `project:number`. */
  id: string;
  project: string;
  number: number;
  step: string;
  status: 'created' | 'queued' | 'started' | 'stopping' | 'complete' | 'error' | 'crashed' | 'stopped';
  createdAt: string;
  createdBy: string;
  startedAt?: string;
  endedAt?: string;
  /** Seconds. */
  duration?: number;
  cost?: number;
  commit?: string;
  dirty: boolean;
  image?: string;
  command: string;
  parameters: Record<string, unknown>;
  /** What each input was when the run was made. */
  inputs: { input: string; ref: string }[];
  outputs: string[];
  exitCode?: number;
  message?: string;
  metadata: Record<string, unknown>;
}

export type WireLineageNode =
  | { id: string; type: 'version'; version: WireVersion }
  | { id: string; type: 'execution'; execution: WireExecution };

/** Data flows from source to target. */
export interface WireLineageEdge {
  source: string;
  target: string;
  role: string;
}

export interface WireLineage {
  focus?: string;
  nodes: WireLineageNode[];
  edges: WireLineageEdge[];
  /** Whether the depth limit left neighbours out. */
  truncated: boolean;
}

/** A step of a pipeline file, as the picker of `Run step` shows it. */
export interface WireStep {
  name: string;
  /** URI of the pipeline file. */
  file: string;
  image?: string;
  inputs: { name: string; default: string[]; optional: boolean }[];
  parameters: { name: string; type: string; default?: unknown; choices?: unknown[]; optional: boolean; multiple: boolean }[];
}

/** Progress of long work; `total` is absent while it is not known. */
export interface WireProgress {
  done: number;
  total?: number;
  /** Bytes read so far. */
  bytes: number;
  /** What is being done: `listing`, `hashing`, `registering`, `verifying`. */
  stage: string;
  /** What is waited for: "Labelbox makes the export, 40 %". */
  words?: string;
}

/**
 * What the language service may ask of the registry. Answers come from memory or one indexed look-up of the local
 * registry (well under a millisecond): no request waits for a store or for hashing.
 */

export interface CatalogVersion {
  name: string;
  kind: 'dataset' | 'model';
  /** Hex SHA-256 of the manifest text. */
  hash: string;
  identity: 'content' | 'provider';
  files: number;
  bytes: number;
  /** ISO 8601. */
  createdAt: string;
  createdBy: string;
  aliases: readonly string[];
  /** In words: where it was adopted from, or which execution made it. */
  origin: string;
  integrity: 'unchecked' | 'whole' | 'broken';
  /** Set when it should no longer be used: why, and the reference (`digits:v4`) to use instead. */
  deprecated?: { why: string; use?: string } | undefined;
}

export interface CatalogDataset {
  name: string;
  kind: 'dataset' | 'model';
  /** Newest first. */
  versions: readonly CatalogVersion[];
}

export interface CatalogExecution {
  /** `project:number`. */
  id: string;
  step: string;
  status: 'created' | 'queued' | 'started' | 'stopping' | 'complete' | 'error' | 'crashed' | 'stopped';
  /** ISO 8601. */
  createdAt: string;
  createdBy: string;
  /** Seconds, when it has ended. */
  duration?: number | undefined;
}

/** A version or an execution, as the graph of lineage names it. */
export type CatalogNode =
  | { type: 'version'; dataset: string; version: CatalogVersion }
  | { type: 'execution'; execution: CatalogExecution };

/** What names a node. */
export type NodeName = { type: 'version'; dataset: string; name: string } | { type: 'execution'; id: string };

/** A neighbour in the graph, and by which input (or `output`, `derive`) it is one. */
export interface CatalogNeighbour {
  node: CatalogNode;
  role: string;
}

/** A folder or file right under a folder of a version. */
export interface CatalogEntry {
  type: 'folder' | 'file';
  name: string;
  /** From the root of the version; a folder's ends with `/`. */
  path: string;
  bytes: number;
  /** URI at which a file's bytes lie. */
  location?: string | undefined;
}

/** A version by its names, and the hash that it has. */
export interface VersionAt {
  dataset: string;
  name: string;
  hash: string;
}

/** Files that two versions have in common, wherever these stand. */
export interface CatalogShared {
  count: number;
  /** Their paths in both. */
  examples: readonly { a: string; b: string }[];
}

export interface Catalog {
  /** Names of all datasets, or of those of one kind, sorted. */
  names(kind?: 'dataset' | 'model'): readonly string[];
  dataset(name: string): CatalogDataset | undefined;
  /** The newest version alone, which costs less than all of them. */
  newest(name: string): CatalogVersion | undefined;
  /** Folders and files right under a folder (`''` is the root) of a version, in order; at most `limit`. */
  entries(of: { dataset: string; version: string; folder: string; limit: number }): readonly CatalogEntry[];
  /** What a node was made from (`in`) or what was made from it (`out`), one step away. */
  neighbours(of: NodeName, direction: 'in' | 'out'): readonly CatalogNeighbour[];
  node(name: NodeName): CatalogNode | undefined;
  /** Nothing while that is not known: who asks is told to ask again once it is. */
  shared(a: VersionAt, b: VersionAt): CatalogShared | undefined;
  /**
   * Newest first; of one step, of the project whose folder that is or is around it (a path or a `file:` URI), or of
   * everything. At most `limit`.
   */
  executions(query: { step?: string; folder?: string; limit: number }): readonly CatalogExecution[];
}

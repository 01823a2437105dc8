/** What is said between `hashFolders` and a thread: parts of folders as columns, so that messages are few and small. */
import type { FileProblem } from './fileProblems.ts';

export interface FolderRequest {
  /** Path of the folder, with a separator at its end. */
  folder: string;
  /** With a NUL between them. */
  names: string;
  /** What is known, as in `FolderPart`; absent when nothing is. */
  signatures?: Float64Array | undefined;
}

/** A thread answers early when it has read much, so that others can help with the rest. */
export interface FolderReply {
  /** Names that it looked at, from the first. */
  done: number;
  /** Absent when all of these are as they were known to be. */
  found?: FolderFindings;
  /** Bytes read that were not told of meanwhile. */
  bytes: number;
}

export interface FolderFindings {
  /** A `FileState` a name. */
  states: Uint8Array;
  signatures: Float64Array;
  hashes: Uint8Array;
  problems: { index: number; problem: FileProblem }[];
}

/** same: as it was known to be · hashed: read · fresh: read, but the next write might not change its times · problem: neither */
export const fileState = { same: 0, hashed: 1, fresh: 2, problem: 3 } as const;

/** A thread answers early once it has read so much. */
export const jobBytes = 1 << 24;

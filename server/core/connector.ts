/** What a room in connectors/ offers. It lists and reads; hashing, adopting and registering are core's. */

import type { DatapinError } from './errors.ts';

/** One object that a connector found. */
export interface SourceFile {
  /** Relative to the listed location, `/`-separated. */
  path: string;
  /** Bytes. */
  size: number;
  /** Absolute URI of the object, without credentials or signature. */
  location: string;
  /** Changes whenever the bytes may have changed: a stat line, an ETag with a version id. Equal signature, equal hash. */
  signature: string;
  versionId?: string | undefined;
  etag?: string | undefined;
  /** Hex SHA-256 of the whole object that the store vouches for. */
  declaredSha256?: string | undefined;
}

/** Something seen while listing that is not adopted, with the reason: a symbolic link, a socket. */
export interface Skipped {
  /** Its path, as of a `SourceFile`. */
  skipped: string;
  reason: string;
  /** Set when nothing may be adopted without it, unless a person has excluded it: a folder that cannot be read. */
  problem?: DatapinError;
}

/** What a store says today of an object that was adopted earlier. */
export type Inspection =
  | { state: 'missing' }
  | { state: 'present'; size: number; signature: string; versionId?: string | undefined; etag?: string | undefined };

export interface Connector {
  readonly id: string;
  /** Objects under a location, in any order. Throws a DatapinError when the location cannot be listed whole. */
  list(location: string, signal?: AbortSignal): AsyncIterable<SourceFile | Skipped>;
  /** The bytes of one object, pinned to its version id where it has one. Ends early only by throwing. */
  read(file: StoredFile, signal?: AbortSignal): AsyncIterable<Uint8Array>;
  /** Asks the store about one object without reading its bytes. */
  inspect(file: StoredFile, signal?: AbortSignal): Promise<Inspection>;
  /** Absolute path, where the bytes lie on this machine, so that worker threads may read them. */
  localPath?(file: StoredFile): string;
  /** Requests or files worth having in flight at once. */
  readonly concurrency: number;
}

/** The part of a file that is enough to find its bytes again. */
export type StoredFile = Pick<SourceFile, 'location' | 'size' | 'versionId' | 'etag'>;

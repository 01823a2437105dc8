/** What a room in connectors/ offers. It lists and reads; hashing, adopting and registering are core's. */

import type { DatapinError } from './errors.ts';
import type { ByteRange, Claim, SourceNote } from './source.ts';

/** One object that a connector found. */
export interface SourceFile {
  /** Relative to the listed location, `/`-separated. */
  path: string;
  /** Bytes. */
  size: number;
  /** Absolute URI of the object, without credentials or signature. */
  location: string;
  /**
   * Changes whenever the bytes may have changed: a stat line, an ETag with a version id. Equal signature, equal hash. Empty
   * where the store tells nothing by which other bytes would be known: these are read each time.
   */
  signature: string;
  versionId?: string | undefined;
  etag?: string | undefined;
  /** Hex SHA-256 of the whole object that the store vouches for. */
  declaredSha256?: string | undefined;
  /** Hex SHA-256 that whoever listed the file made of its bytes on the way, e.g. of a member of an archive. */
  sha256?: string | undefined;
  /** What others say of the bytes; compared with them when they are read. */
  claims?: readonly Claim[] | undefined;
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
  | {
      state: 'present';
      size: number;
      signature: string;
      versionId?: string | undefined;
      etag?: string | undefined;
      /** Hex SHA-256 of the whole object that the store vouches for. */
      declaredSha256?: string | undefined;
    };

/** What listing finds; told apart by the field that only one of them has. */
export type Listed = SourceFile | Skipped | SourceNote;

export interface ListOptions {
  /** Leaves out what a `.datapinignore` in the folder or its subfolders says, and these files themselves; notes how many. */
  ignoring?: boolean | undefined;
}

/** What is right in one folder. */
export interface FolderListing {
  /** Of the folder, relative to the listed location; '' is itself. */
  path: string;
  /** URI of the folder, with a slash at its end. A file's is this and its encoded name. */
  location: string;
  /** Of regular files, in any order. They were not looked at any further. */
  names: string[];
  /** With paths relative to the listed location. */
  skipped: (Skipped | SourceNote)[];
}

/** What a person chooses from who looks around in a store. */
export interface BrowseEntry {
  /** What `list` is given for it; a folder's ends with a slash. */
  location: string;
  /** Its last segment, as people read it, without a slash. */
  name: string;
  kind: 'folder' | 'file';
  /** Bytes, of a file. */
  size?: number;
}

/** One page of what is in a folder. */
export interface BrowsePage {
  entries: BrowseEntry[];
  /** Asks for the next page, given as `after`; absent on the last. */
  next?: string;
}

export interface Connector {
  readonly id: string;
  /**
   * What is worth knowing of where an object lies that was found by its address and has no version id; the same words for all
   * that lie there. Listing says it of itself.
   */
  unpinned?(location: string, signal?: AbortSignal): Promise<string | undefined>;
  /** Objects under a location, in any order. Throws a DatapinError when the location cannot be listed whole. */
  list(location: string, signal?: AbortSignal, options?: ListOptions): AsyncIterable<Listed>;
  /** The same, many at a time, where a promise for each of a million would cost more than the listing. */
  listBatches?(location: string, signal?: AbortSignal): AsyncIterable<Listed[]>;
  /** The same by folders, where `localPath` lets worker threads look at the files. A file as location gives a listing with one name. */
  folders?(location: string, signal?: AbortSignal, options?: ListOptions): AsyncIterable<FolderListing>;
  /** The bytes of one object, pinned to its version id where it has one. Ends early only by throwing. */
  read(file: StoredFile, signal?: AbortSignal): AsyncIterable<Uint8Array>;
  /** Some bytes of one object, where the store can; an archive's members are read so. */
  readRange?(file: StoredFile, range: ByteRange, signal?: AbortSignal): AsyncIterable<Uint8Array>;
  /** Asks the store about one object, without reading its bytes. The location names it exactly, never as a prefix; the rest may be unknown. */
  inspect(file: StoredFile, signal?: AbortSignal): Promise<Inspection>;
  /**
   * What is right in a folder; without a location, what there is at the top (buckets). A page at a time: `after` is the
   * `next` of the page before.
   */
  browse?(location: string | undefined, after?: string, signal?: AbortSignal): Promise<BrowsePage>;
  /** Absolute path, where the bytes lie on this machine, so that worker threads may read them. */
  localPath?(file: StoredFile): string;
  /** Requests or files worth having in flight at once. */
  readonly concurrency: number;
}

/** The part of a file that is enough to find its bytes again. */
export type StoredFile = Pick<SourceFile, 'location' | 'size' | 'versionId' | 'etag'>;

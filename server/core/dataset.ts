/** The words of DESIGN's domain as types: file, dataset, version, alias. Values only; no behaviour, no storage. */

import type { Recipe } from './recipe.ts';

/** How it is known that the bytes are these, weakest first. */
export type Evidence = 'size+mtime' | 'etag' | 'version-id' | 'declared' | 'verified';

/** content: every file has a SHA-256 · provider: at least one file is only known by what its store says of it. */
export type Identity = 'content' | 'provider';

export type DatasetKind = 'dataset' | 'model';

/** One object of a version. */
export interface DatasetFile {
  /** Relative, `/`-separated, unique in its version. */
  path: string;
  /** Bytes. */
  size: number;
  /** Lower-case hex of the SHA-256 of the bytes; absent under provider identity. */
  sha256?: string | undefined;
  /** Where the bytes can be read: `file:///…`, `s3://bucket/key`. Never with credentials or a signature. */
  location: string;
  /** The store's own version of the object, where it keeps versions. */
  versionId?: string | undefined;
  /** The store's entity tag, without its quotes. */
  etag?: string | undefined;
  evidence: Evidence;
}

/** Which kind of source a version was adopted from, when it was more than files as they lie. */
export interface OriginSource {
  /** `labelbox`, `coco`. */
  id: string;
  /** `{ project: 'cars', release: 'v3' }`. */
  facts: Readonly<Record<string, string | number>>;
  /** Hex SHA-256 of what the tool said of each item, as NDJSON, kept in the registry. */
  record?: string | undefined;
}

/** How a version came to be. */
export type Origin =
  | {
      type: 'adopt';
      locations: string[];
      include: string[];
      exclude: string[];
      notes: string[];
      source?: OriginSource | undefined;
      /** Problems that were passed over because a person said so, one line each: of files that were left out, of labels. */
      leftOut?: string[] | undefined;
    }
  | { type: 'derive'; recipe: Recipe; notes: string[] }
  | { type: 'execution'; execution: string; from?: string | undefined };

export interface Dataset {
  name: string;
  kind: DatasetKind;
  /** ISO 8601, UTC. */
  createdAt: string;
  versions: number;
  /** Name of the newest version. */
  latest: string | undefined;
}

/** An immutable list of files under `dataset:version`. */
export interface Version {
  dataset: string;
  name: string;
  kind: DatasetKind;
  /** Lower-case hex of the SHA-256 of the manifest text. */
  hash: string;
  identity: Identity;
  files: number;
  bytes: number;
  /** ISO 8601, UTC. */
  createdAt: string;
  createdBy: string;
  origin: Origin;
  aliases: string[];
  /** The last integrity check, if there was one. */
  integrity: IntegrityRecord | undefined;
  /** Set when it should no longer be used. */
  deprecated: Deprecation | undefined;
}

/** That a version should no longer be used. It can be, all the same. */
export interface Deprecation {
  why: string;
  /** The version to use instead, as `dataset:version`. */
  use?: string | undefined;
  /** ISO 8601, UTC. */
  at: string;
  by: string;
}

/** What the last verification of a version found. */
export interface IntegrityRecord {
  state: 'whole' | 'broken';
  checkedAt: string;
  /** Files looked at. */
  checked: number;
  /** Files whose bytes are no longer those that were adopted. */
  broken: number;
}

/** One move of an alias; `to` is a version's name. */
export interface AliasMove {
  alias: string;
  from: string | undefined;
  to: string;
  movedAt: string;
  movedBy: string;
}

/** A folder or a file of a version, as a tree shows it. */
export type Entry =
  | { type: 'folder'; name: string; path: string; files: number; bytes: number }
  | { type: 'file'; name: string; path: string; file: DatasetFile };

/** What an adoption is asked, and what it answers. */
import type { DatasetKind, Version } from '../dataset.ts';
import type { PlannedStore, Requests } from './cost.ts';

export interface AdoptRequest {
  /** URIs: `file:///…`, `s3://bucket/prefix`, `labelbox://projects/x`. */
  locations: string[];
  /** `dataset` or `dataset:version`. */
  as: string;
  kind?: DatasetKind;
  /** Id of the source that the locations are read by; `files` for files as they lie. It is found by looking when absent. */
  from?: string;
  /** Location where relative names, and images that have no address of their own, lie. */
  root?: string;
  /** Which of several fields, columns or inputs holds the image. */
  field?: string;
  /** Globs on the path in the version; none means everything. */
  include?: string[];
  exclude?: string[];
  /** Adopts what a folder's ignore files would leave out, too. */
  includeIgnored?: boolean;
  /** `provider`: believe what the store says instead of reading the bytes. */
  hash?: 'content' | 'provider';
  /** Adopts the rest when something has a problem. */
  keepGoing?: boolean;
}

/** Which kind of source the locations are, and how that is known. */
export interface AdoptedSource {
  id: string;
  title: string;
  /** "annotations/instances_val.json names images and categories". */
  why: string;
}

export interface AdoptPlan {
  /** Absent: files as they lie. */
  source?: AdoptedSource;
  files: number;
  /** Bytes of all files, as far as they are known. */
  bytes: number;
  /** Files of which nobody has said how large they are. */
  unsized: number;
  /** The most frequent extensions, in lower case, at most 20; '' for names without one. */
  kinds: { name: string; files: number; bytes: number }[];
  /** Of all stores together. */
  requests: Requests;
  /** By store, in order of their names. */
  stores: PlannedStore[];
  /** What has to be read: neither declared nor remembered. */
  toRead: { files: number; bytes: number };
  /** US dollars at public prices; absent where the price of a store is not known. */
  cost?: number;
  /** An estimate. */
  seconds: number;
  /** One line each; nothing is adopted then, unless by `keepGoing`. */
  problems: string[];
  /** What was seen and left out, in words. */
  notes: string[];
}

export interface AdoptResult {
  version: Version;
  /** The dataset had a version of these very bytes already; `version` is that one. */
  existed: boolean;
  /** It existed, but not all of its bytes were where they had been; now they are read from here. */
  relocated: boolean;
  source?: AdoptedSource;
  files: number;
  bytes: number;
  notes: string[];
  /** What had a problem and was left out, one line each, the first thousand. */
  leftOut: string[];
}

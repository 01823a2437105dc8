/** Messages about where versions are adopted from: kinds of sources, what can be chosen there, what would be adopted, adopting. */
import { type Outcome, request } from './messages.ts';
import type { WireVersion } from './wire.ts';

/** Values of secrets by name, as `{ LABELBOX_API_KEY: '…' }`. They go with one request, and are kept nowhere by the server. */
export type WireSecrets = Readonly<Record<string, string>>;

export interface WireSource {
  /** `labelbox`. */
  id: string;
  /** As people call it: "Labelbox". */
  title: string;
  /** Of the locations that name one of its projects; absent when it reads files only. */
  scheme?: string;
  /** What it takes, in words: "A project, or an export file of it". */
  takes: string;
  /** Whether it reads files that were exported from it. */
  hasExports: boolean;
  /** How one of its projects is named when a person types it: the beginning of its location, and what comes behind it. */
  typed?: { start: string; what: string; placeholder: string };
  /** What may be asked for, and how a person calls it: "API key of Labelbox". */
  secrets: { name: string; title: string }[];
  /** Whether its projects can be listed. */
  hasChoices: boolean;
}

/** What a location is taken for, and why. */
export interface WireProbe {
  /** Absent: files as they lie. */
  source?: string;
  /** "COCO", "A folder of files". */
  title: string;
  why: string;
  secrets: { name: string; title: string }[];
}

/** A project, a release, or whatever else can be chosen in a tool. */
export interface WireChoice {
  location: string;
  title: string;
  description?: string;
  /** It holds further choices: its name for the next question. */
  parent?: string;
}

/** Something that lies in a store: a bucket, a folder, an object. */
export interface WireStored {
  type: 'folder' | 'file';
  name: string;
  /** That of a folder ends with a slash. */
  location: string;
  bytes?: number;
}

/** What is adopted, and how. */
export interface WireAdoption {
  locations: string[];
  include?: string[];
  exclude?: string[];
  /** Id of a source; it is found by looking when there is none. */
  from?: string;
  /** Where relative names lie. */
  root?: string;
  /** Which of several fields holds the image. */
  field?: string;
  /** Adopts the rest when something has a problem. */
  keepGoing?: boolean;
  /** `provider`: by the store's word, without reading the bytes. */
  hash?: 'content' | 'provider';
  secrets?: WireSecrets;
  token?: string;
}

/** What would be adopted. */
export interface WirePlan {
  files: number;
  bytes: number;
  /** How many files of each kind, the most frequent first: `png`. */
  kinds: { name: string; files: number; bytes: number }[];
  /** Bytes that have to be read, and how many requests that takes; absent where nobody can tell. */
  toRead?: { files: number; bytes: number };
  requests?: number;
  /** In US dollars, for the transfer out of the store. */
  cost?: number;
  /** Seconds. */
  seconds?: number;
  /** What it was taken for, and why. */
  source?: { title: string; why: string };
  /** Worth knowing before. */
  notes: string[];
  /** What is wrong, one line each; nothing is adopted then, unless by `keepGoing`. */
  problems: string[];
}

/** Kinds of sources. */
export const listSources = request<Record<string, never>, Outcome<WireSource[]>>('datapin/sources');

/** Looks what a location is, reading little. */
export const probe = request<{ location: string }, Outcome<WireProbe>>('datapin/probe');

/** What can be chosen in a tool; in one of its choices, when that is named. At most some thousands. */
export const listChoices = request<
  { source: string; parent?: string; secrets?: WireSecrets },
  Outcome<{ choices: WireChoice[]; more: boolean }>
>('datapin/choices');

/** What lies right in a folder, a page at a time; `after` is where the page before ended. `s3://` answers the buckets. */
export const browse = request<{ location: string; after?: string }, Outcome<{ entries: WireStored[]; after?: string }>>('datapin/browse');

/** Counts what would be adopted, without reading its bytes. Reports progress under `token`. */
export const planAdoption = request<WireAdoption, Outcome<WirePlan>>('datapin/planAdoption');

/** Makes a version from what is there. Reports progress under `token`; cancelled like any request. */
export const adopt = request<WireAdoption & { as: string }, Outcome<{ version: WireVersion; existed: boolean; notes: string[] }>>(
  'datapin/adopt',
);

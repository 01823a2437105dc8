/**
 * What a room in connectors/ offers that knows a kind of source: a labelling tool, the layout of a public set, a list of
 * files. A source says which files a version is made of; where bytes lie is a store's business (`connector.ts`), and
 * hashing, naming and registering are core's.
 */
import type { Skipped, SourceFile, StoredFile } from './connector.ts';
import type { DatapinError } from './errors.ts';
import type { Web } from './web.ts';

export interface Source {
  /** As in `--from labelbox`. */
  readonly id: string;
  /** As people call it: "Labelbox". */
  readonly title: string;
  /** Scheme of the locations that name one of its projects, as in `labelbox://projects/x`; absent when it reads files only. */
  readonly scheme?: string;
  /** Secrets it may ask for, by the environment variable that holds them. */
  readonly secrets?: readonly SecretRule[];
  /** What can be set, by name: where its servers are. */
  readonly settings?: readonly SettingRule[];
  /** Looks, reading little, whether this is of its kind. Nothing: it is not. Must not throw for what it does not know. */
  probe(subject: Subject, context: SourceContext): Promise<Match | undefined>;
  /** Everything that a version of this would be made of, in any order. Ends early only by throwing. */
  read(request: SourceRequest, context: SourceContext): AsyncIterable<SourceItem>;
  /** What can be chosen from: projects, then what is in the one called `parent`. Absent where there is nothing to list. */
  choices?(context: SourceContext, parent?: string): AsyncIterable<SourceChoice>;
}

export interface SecretRule {
  /** `LABELBOX_API_KEY`. */
  name: string;
  /** What a person calls it: "API key of Labelbox". */
  title: string;
}

export interface SettingRule {
  /** `endpoint`. In the editor `labelbox.endpoint` of `datapin.sources`. */
  name: string;
  /** Environment variable. */
  env: string;
  default: string;
}

/** One thing that a person has named or dropped, to be looked at. */
export interface Subject {
  location: string;
  kind: 'file' | 'folder';
  /** Last segment of the location, decoded. */
  name: string;
  /** Bytes; 0 for a folder. */
  size: number;
  /** The first bytes of a file, at most 64 KiB. Empty for a folder. */
  head(): Promise<Uint8Array>;
  /** Names right under a folder of it (`''` is itself), folders with a slash at their end, at most 1,000, sorted. */
  entries(folder?: string): Promise<readonly string[]>;
  /** A small file of a folder, whole, when it is there and has at most 1 MiB. */
  text(path: string): Promise<string | undefined>;
}

export interface Match {
  /** sure: nothing else looks like this · likely: several things do */
  certainty: 'sure' | 'likely';
  /** In words, for people: "its first line is a Labelbox data row". */
  why: string;
}

export interface SourceRequest {
  /** What was named: a location of its scheme, or files and folders. */
  locations: readonly string[];
  /** Where relative names, and images that have no address of their own, lie. A location, with a slash at its end. */
  root?: string | undefined;
  /** Which of several fields, columns or inputs holds the image. */
  field?: string | undefined;
}

/** What can be chosen, and how it is named as a location. */
export interface SourceChoice {
  location: string;
  title: string;
  /** "1,204 images, 3 days ago". */
  description?: string;
  /** It holds further choices, e.g. releases: its name for `choices`. */
  parent?: string;
}

/** What a source may ask of its surroundings. */
export interface SourceContext {
  readonly signal: AbortSignal | undefined;
  readonly web: Web;
  /** The value of one of its `secrets`. Throws `secret.missing`. */
  secret(name: string): Promise<string>;
  /** The same, where it can do without. */
  optionalSecret(name: string): Promise<string | undefined>;
  /** The value of one of its `settings`. */
  setting(name: string): string;
  /** What a store finds under a location. */
  list(location: string): AsyncIterable<SourceFile | Skipped>;
  /** What a store holds under exactly this location, never by its beginning; nothing when that is no object. */
  find(location: string): Promise<SourceFile | undefined>;
  /** The bytes of an object, from `range.start` to `range.end` (the first byte that is no longer wanted). */
  read(file: StoredFile, range?: ByteRange): AsyncIterable<Uint8Array>;
  /** The SHA-256 that was made of a file's bytes under this signature before; nothing when they have to be read. */
  remembered?(file: Pick<SourceFile, 'location' | 'signature'>): string | undefined;
  /** Keeps one that was made on the way, so that it need not be made again. */
  remember?(file: Pick<SourceFile, 'location' | 'signature'>, sha256: string): void;
  /** Whether a person wants this path of the version; what nobody wants need not be read, and is left out in the end. */
  wanted?: ((path: string) => boolean) | undefined;
  /** Files are only counted: no bytes need be read for their hash. */
  readonly counting?: boolean | undefined;
  /** Says in words what is waited for: "Labelbox makes the export, 40 %". */
  say(words: string): void;
}

export interface ByteRange {
  start: number;
  end: number;
}

/** Told apart by the field that only one of them has. */
export type SourceItem = SourceFile | Pointer | MadeFile | ProviderRecord | Skipped | SourceProblem | SourceNote | SourceFacts;

/** A file whose store was not asked yet: core asks for size and signature. The location is meant exactly, never as a prefix. */
export interface Pointer {
  /** In the version, `/`-separated. */
  path: string;
  /** Canonical: without signature, without credentials. */
  pointer: string;
  versionId?: string | undefined;
  /** Bytes, as somebody says; another size is a problem. */
  size?: number | undefined;
  /** Equal signature, equal bytes: given where the source knows of its immutability, e.g. the id of an upload. */
  signature?: string | undefined;
  claims?: readonly Claim[] | undefined;
  /**
   * A way to the bytes that is good for now only and is never recorded: a signed link. Without it the location's store is
   * asked. Called again with `expired` when the link is refused.
   */
  access?: ((expired: boolean) => Promise<Access>) | undefined;
  /** Where it is declared, for problems: `export.ndjson:12`. */
  at: string;
}

export interface Access {
  url: string;
  /** Sent to the origin of `url` only. */
  headers?: Record<string, string>;
}

/** What somebody says of a file's bytes. Counts as said until the bytes were read; another digest then is a problem. */
export interface Claim {
  algorithm: 'sha256' | 'md5';
  /** Lower-case hex of the right length: what is malformed is a `SourceNote`, never a claim. */
  value: string;
  /** Where it is declared: `manifest.csv:3`. */
  at: string;
}

/** A file that Datapin makes itself, e.g. an image's annotation; its bytes are kept in the registry. */
export interface MadeFile {
  path: string;
  made: string | Uint8Array;
}

/** What a tool says of one item, whole; kept beside the version, outside its hash, without secrets and addresses of people. */
export interface ProviderRecord {
  record: unknown;
}

/** Something is wrong with one row, item or file. Nothing is adopted, unless a person says to go on without it. */
export interface SourceProblem {
  problem: DatapinError;
  /** File and row, or offset: `export.ndjson:12`, `labels.zip@2048`, `item 63d842aa`. */
  at: string;
}

/** Worth knowing, and no reason to refuse: said once with the version. */
export interface SourceNote {
  note: string;
}

/** What is recorded of the source with the version: `{ project: 'cars', release: 'v3' }`. Given at most once. */
export interface SourceFacts {
  facts: Readonly<Record<string, string | number>>;
}

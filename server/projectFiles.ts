/** Files of projects as they are on disk, read and analysed when first asked for and kept until they change. */
import { readFileSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { systemCode } from './core/errors.ts';
import { analyse, type LanguageOptions, newDocumentCache } from './language/document.ts';
import type { SourceFile } from './language/project.ts';
import { defaultReferenceCalls } from './language/reference/inPython.ts';
import { type DiskKind, diskKindOf } from './projectWalk.ts';

export interface DiskFiles {
  /** A file as it is now; nothing for one that is not there, too large, closed to us or of no kind of ours. */
  at(path: string): SourceFile | undefined;
  /** Whether a file can hold a reference or a name of a step at all: cheaper than to analyse it. */
  isRelevant(path: string): boolean;
  /** Another text whenever the file is another; nothing for one that is not there for us. */
  stamp(path: string): string | undefined;
  /** Looks at a file again when it is next asked for. */
  forget(path: string): void;
}

export interface DiskFilesOptions {
  /** How a file is to be read; as usual when absent. */
  languageOf?: ((path: string) => LanguageOptions) | undefined;
  /** Milliseconds after which a file is looked at again; never when absent. */
  recheckAfter?: (() => number) | undefined;
  /** Whether large files are read too, which an index leaves out. */
  anySize?: boolean | undefined;
}

export function createDiskFiles(options: DiskFilesOptions = {}): DiskFiles {
  const { languageOf = () => noOptions, recheckAfter = () => Infinity, anySize = false } = options;
  const known = new Map<string, KnownFile>();
  const kept = recentlyRead();
  const look = (path: string): KnownFile => {
    const now = performance.now();
    const before = known.get(path);
    if (before && now - before.lookedAt < recheckAfter()) return before;
    const stamp = stampOf(path, anySize);
    if (before && before.stamp === stamp) {
      before.lookedAt = now;
      return before;
    }
    kept.drop(path);
    const after: KnownFile = { stamp, lookedAt: now };
    known.set(path, after);
    return after;
  };
  const read = (path: string) => (look(path).stamp === undefined ? undefined : kept.get(path, () => readText(path)));
  return {
    at(path) {
      const file = read(path);
      if (!file) return undefined;
      const options = languageOf(path);
      if (file.source?.calls !== options.referenceCalls || !file.source) {
        file.source = { file: analysed(path, file.text, options), calls: options.referenceCalls };
      }
      return file.source.file;
    },
    isRelevant(path) {
      const file = look(path);
      if (file.stamp === undefined || diskKindOf(path) === 'pipeline') return file.stamp !== undefined;
      const { referenceCalls } = languageOf(path);
      if (!file.relevant || file.relevant.calls !== referenceCalls) {
        file.relevant = { answer: mayMatter(read(path)?.text ?? '', referenceCalls), calls: referenceCalls };
        if (!file.relevant.answer) kept.drop(path);
      }
      return file.relevant.answer;
    },
    stamp: (path) => look(path).stamp,
    forget(path) {
      known.delete(path);
      kept.drop(path);
    },
  };
}

type ReferenceCalls = LanguageOptions['referenceCalls'];

interface KnownFile {
  /** Nothing when there is no file for us. */
  stamp: string | undefined;
  lookedAt: number;
  /** As of these calls. */
  relevant?: { answer: boolean; calls: ReferenceCalls };
}

interface ReadFile {
  text: string;
  /** As of these calls. */
  source?: { file: SourceFile; calls: ReferenceCalls };
}

const noOptions: LanguageOptions = {};

/** Bytes, for an index; what is larger was written by a machine. Outputs make notebooks large. */
const largest: Readonly<Record<DiskKind, number>> = { pipeline: 1_000_000, python: 1_000_000, notebook: 5_000_000 };

const languageIds: Readonly<Record<DiskKind, string>> = { pipeline: 'yaml', python: 'python', notebook: 'json' };

/** What a system says of a file that is not there for us. */
const notThere = [
  'ENOENT',
  'ENOTDIR',
  'EISDIR',
  'EACCES',
  'EPERM',
  'ELOOP',
  'ENAMETOOLONG',
  'ERR_INVALID_ARG_VALUE',
  'ERR_STRING_TOO_LONG',
  'ERR_FS_FILE_TOO_LARGE',
];

function stampOf(path: string, anySize: boolean): string | undefined {
  const kind = diskKindOf(path);
  if (!kind) return undefined;
  return ifThere(() => {
    const stats = statSync(path);
    return stats.isFile() && (anySize || stats.size <= largest[kind]) ? `${stats.mtimeMs}/${stats.size}/${stats.ino}` : undefined;
  });
}

function readText(path: string): ReadFile | undefined {
  return ifThere(() => ({ text: readFileSync(path, 'utf8') }));
}

function ifThere<T>(ask: () => T | undefined): T | undefined {
  try {
    return ask();
  } catch (error) {
    if (notThere.includes(systemCode(error) ?? '')) return undefined;
    throw error;
  }
}

function analysed(path: string, text: string, options: LanguageOptions): SourceFile {
  const document = TextDocument.create(pathToFileURL(path).href, languageIds[diskKindOf(path)!], 0, text);
  return { document, analysis: analyse(document, newDocumentCache(), options) };
}

/** `datapin.model` may be called by any name once `datapin` was imported. */
function mayMatter(text: string, calls: ReferenceCalls = defaultReferenceCalls): boolean {
  return ['valohai', '://', ...calls.map((call) => call.split('.')[0]!)].some((word) => text.includes(word));
}

/** Characters of text that are kept together with what was read from it: beyond that a project is read anew whenever all of it is asked for. */
const keptCharacters = 32_000_000;

interface RecentlyRead {
  get(path: string, read: () => ReadFile | undefined): ReadFile | undefined;
  drop(path: string): void;
}

/** What was asked for long ago is given up first. */
function recentlyRead(): RecentlyRead {
  const files = new Map<string, ReadFile>();
  let characters = 0;
  const drop = (path: string) => {
    characters -= files.get(path)?.text.length ?? 0;
    files.delete(path);
  };
  return {
    drop,
    get(path, read) {
      const file = files.get(path) ?? read();
      if (!file) return undefined;
      drop(path);
      files.set(path, file);
      characters += file.text.length;
      for (const oldest of files.keys()) {
        if (characters <= keptCharacters || oldest === path) break;
        drop(oldest);
      }
      return file;
    },
  };
}

/** An export of SuperAnnotate: `classes/classes.json`, and a document for each item, in a folder for each folder. */
import { DatapinError } from '../../core/errors.ts';
import type { SourceItem, SourceProblem } from '../../core/source.ts';
import { type ExportFile, type ExportFiles, parseDocument } from '../../kit/exportFiles.ts';
import { type Classes, noClasses, toClasses } from './classes.ts';
import { type SaDocument, toDocument } from './document.ts';

export interface Entry {
  /** Of the item, as the file is called. */
  name: string;
  document: ExportFile;
  /** The picture that has the pixels of its masks. */
  mask: ExportFile | undefined;
  /** The image itself, where it lies beside. */
  image: ExportFile | undefined;
}

export interface Parts {
  classes: ExportFile | undefined;
  /** By folder of SuperAnnotate; '' is the top. */
  folders: ReadonlyMap<string, readonly Entry[]>;
  /** Paths of what is none of it. */
  rest: readonly string[];
}

/** Names of documents: today's, and those of earlier years for vectors and pixels. */
const documentName = /^(.+?)(?:___objects|___pixel)?\.json$/s;
const maskEnd = '___save.png';

export function partsOf(files: readonly ExportFile[]): Parts {
  const classes = files
    .filter(({ path }) => /(^|\/)classes\/classes\.json$/.test(path))
    .toSorted((a, b) => a.path.length - b.path.length)[0];
  const top = classes?.path.slice(0, -'classes/classes.json'.length) ?? '';
  const byPath = new Map(files.map((file) => [file.path, file]));
  const folders = new Map<string, Entry[]>();
  const used = new Set([classes?.path]);
  for (const document of files) {
    const { path } = document;
    if (document === classes || !path.startsWith(top) || path.startsWith(`${top}classes/`)) continue;
    const cut = path.lastIndexOf('/') + 1;
    const name = documentName.exec(path.slice(cut))?.[1];
    if (name === undefined) continue;
    const beside = (end: string) => byPath.get(path.slice(0, cut) + name + end);
    const entry = { name, document, mask: beside(maskEnd), image: beside('') };
    for (const one of [document, entry.mask, entry.image]) used.add(one?.path);
    const folder = path.slice(top.length, Math.max(top.length, cut - 1));
    const entries = folders.get(folder);
    if (entries) entries.push(entry);
    else folders.set(folder, [entry]);
  }
  return { classes, folders, rest: files.map(({ path }) => path).filter((path) => !used.has(path)) };
}

/** What is said of the export as a whole; returns its classes. */
export async function* readClasses({ others, read }: ExportFiles, { classes, rest }: Parts): AsyncGenerator<SourceItem, Classes> {
  yield* others;
  for (const path of rest) yield { skipped: path, reason: 'it is no part of what people have labelled' };
  if (!classes) return noClasses;
  for await (const one of read([classes])) {
    if ('problem' in one) {
      yield one;
      continue;
    }
    const parsed = parseDocument(one.bytes);
    const found = 'fault' in parsed ? noClasses : toClasses(parsed.value);
    if (found.text === undefined) yield malformed(classes.at, 'It is no list of classes.');
    else yield { path: 'classes.json', made: found.text };
    return found;
  }
  return noClasses;
}

/** The documents of some entries, in their order. */
export async function* readDocuments(
  { read }: ExportFiles,
  entries: readonly Entry[],
): AsyncGenerator<{ entry: Entry; document: SaDocument } | SourceProblem> {
  const byPath = new Map(entries.map((entry) => [entry.document.path, entry]));
  for await (const one of read(entries.map((entry) => entry.document))) {
    if ('problem' in one) {
      yield one;
      continue;
    }
    const { at } = one.file;
    const parsed = parseDocument(one.bytes);
    const document = 'fault' in parsed ? `It is no JSON: ${parsed.fault}.` : toDocument(parsed.value);
    yield typeof document === 'string' ? malformed(at, document) : { entry: byPath.get(one.file.path)!, document };
  }
}

export function malformed(at: string, message: string): SourceProblem {
  const problem = new DatapinError('source.malformed', message, {
    hint: 'Make the export again in SuperAnnotate, or correct the file.',
  });
  return { problem, at };
}

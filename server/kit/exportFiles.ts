/** The files of what a person exported from a tool, or the tool made: in a zip, in a folder, or a single one. */
import { isUtf8 } from 'node:buffer';
import type { Skipped, SourceFile } from '../core/connector.ts';
import { asDatapinError, DatapinError } from '../core/errors.ts';
import type { SourceContext, SourceProblem } from '../core/source.ts';
import { type RandomAccess, storedAccess } from './archives/access.ts';
import { accessCursor } from './archives/cursor.ts';
import { archiveKind } from './archives/kinds.ts';
import { memberFile } from './archives/members.ts';
import { readEntry, type ZipEntry, zipEntries } from './archives/zip.ts';
import { nameOf } from './beside.ts';
import { namedFile } from './namedFile.ts';
import { type Parsed, parseJson } from './rows/json.ts';

export interface ExportFile {
  /** In the export, `/`-separated. */
  path: string;
  size: number;
  /** Where it is, for problems: `release.zip: cars/1.json`. */
  at: string;
  /** As a file of a version, where it lies in a store and not behind a link. */
  stored: SourceFile | undefined;
}

export interface ExportFiles {
  /** As people call it: `release.zip`. */
  name: string;
  /** In the order in which they are best read. */
  files: readonly ExportFile[];
  /** What is wrong with it, or left out. */
  others: readonly (SourceProblem | Skipped)[];
  /** The bytes of some of its files, in the order given; what cannot be read is a problem, and the others follow. */
  read(files: Iterable<ExportFile>): AsyncGenerator<{ file: ExportFile; bytes: Buffer } | SourceProblem>;
}

/** A document of JSON that is larger is none that a tool has made of one item. */
const largest = 256 * 1024 * 1024;

/** Opens a zip, a folder (which ends with a slash) or a file. Throws `source.location` and `archive.*`. */
export async function openExport(location: string, context: SourceContext): Promise<ExportFiles> {
  if (location.endsWith('/')) return folderFiles(location, context);
  const { name, file } = await namedFile(location, context);
  const head = await collected(context.read(file, { start: 0, end: Math.min(512, file.size) }));
  if (archiveKind(head) === 'zip') {
    return zipFiles(storedAccess(file, context.read), context.signal, (entry) => memberFile({ file, kind: 'zip' }, entry));
  }
  return { name, files: [{ path: name, size: file.size, at: name, stored: file }], others: [], read: storedReader(context) };
}

/** The same of a zip that is read from anywhere. */
export async function zipFiles(
  access: RandomAccess,
  signal: AbortSignal | undefined,
  toStored?: (entry: ZipEntry) => SourceFile,
): Promise<ExportFiles> {
  const entries = new Map<ExportFile, ZipEntry>();
  const others: (SourceProblem | Skipped)[] = [];
  for await (const entry of zipEntries(access, { signal })) {
    if ('problem' in entry) others.push(entry);
    else if (entry.isSymlink) others.push({ skipped: entry.path, reason: 'a symbolic link, which is not followed' });
    else if (!entry.isDirectory && !isDebris(entry.path)) {
      const { path, size } = entry;
      entries.set({ path, size, at: `${access.name}: ${path}`, stored: toStored?.(entry) }, entry);
    }
  }
  const files = [...entries].toSorted(([, a], [, b]) => a.offset - b.offset).map(([file]) => file);
  return {
    name: access.name,
    files,
    others,
    async *read(wanted) {
      const cursor = accessCursor(access, { signal });
      try {
        for (const file of wanted) yield await whole(file, () => readEntry(access, entries.get(file)!, { cursor, signal }));
      } finally {
        await cursor.close();
      }
    },
  };
}

/** The text of a document as a value, or what is wrong with it in words that quote nothing of it. */
export function parseDocument(bytes: Buffer): Parsed {
  if (!isUtf8(bytes)) return { fault: 'it is no UTF-8' };
  return parseJson(bytes.toString('utf8').replace(/^\uFEFF/, ''));
}

async function folderFiles(location: string, context: SourceContext): Promise<ExportFiles> {
  const files: ExportFile[] = [];
  const others: Skipped[] = [];
  for await (const item of context.list(location)) {
    if ('skipped' in item) others.push(item);
    else if (!isDebris(item.path)) files.push({ path: item.path, size: item.size, at: item.path, stored: item });
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { name: nameOf(location), files, others, read: storedReader(context) };
}

function storedReader(context: SourceContext): ExportFiles['read'] {
  return async function* (wanted) {
    for (const file of wanted) {
      const found = await context.find(file.stored!.location);
      yield await whole(found ? { ...file, size: found.size } : file, () => context.read(found ?? file.stored!));
    }
  };
}

async function whole(
  file: ExportFile,
  read: () => AsyncIterable<Uint8Array>,
): Promise<{ file: ExportFile; bytes: Buffer } | SourceProblem> {
  try {
    if (file.size > largest) throw tooLarge();
    return { file, bytes: await collected(read()) };
  } catch (error) {
    const problem = asDatapinError(error);
    if (!/^(archive|file|source)\./.test(problem.code)) throw error;
    return { problem, at: file.at };
  }
}

function tooLarge(): DatapinError {
  return new DatapinError('source.malformed', 'It is larger than 256 MiB.', { hint: 'Export it again; a document of one item is small.' });
}

async function collected(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

/** What systems leave behind in folders and zips. */
function isDebris(path: string): boolean {
  return /(^|\/)(__MACOSX\/|\._|\.DS_Store$|Thumbs\.db$)/.test(path);
}

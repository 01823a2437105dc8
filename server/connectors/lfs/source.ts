/** A clone whose large files are pointers of Git LFS: what a pointer stands for is meant, never its own hundred bytes. */
import type { SourceFile } from '../../core/connector.ts';
import { DatapinError } from '../../core/errors.ts';
import type { Match, Source, SourceContext, SourceItem, SourceProblem, SourceRequest, Subject } from '../../core/source.ts';
import { type LfsPointer, lfsPointer, longestPointer } from '../../kit/lfsPointer.ts';
import { hubFolder } from './remote.ts';

/** Folders looked into, of a clone and of what may be a part of one, and files of each. */
const mostFolders = { clone: 32, part: 4 };
const mostFiles = 4;
const small = 1 << 20;

export function createLfsSource(): Source {
  return { id: 'lfs', title: 'Clone with Git LFS', probe, read };
}

/**
 * Looks at a few files of the upper folders: a clone that was fetched whole has no pointers. A folder of one, and what was
 * downloaded as a zip, have them without saying so; far folders are not asked on the chance.
 */
async function probe(subject: Subject): Promise<Match | undefined> {
  if (subject.kind !== 'folder') return undefined;
  const attributes = (await subject.entries()).includes('.gitattributes') ? await subject.text('.gitattributes') : undefined;
  const isClone = /^[^#\n]*\bfilter=lfs\b/m.test(attributes ?? '');
  if (!isClone && (attributes !== undefined || !subject.location.startsWith('file:'))) return undefined;
  const most = isClone ? mostFolders.clone : mostFolders.part;
  const folders = [''];
  for (let i = 0; i < folders.length && i < most; i++) {
    const folder = folders[i]!;
    const names = await subject.entries(folder.replace(/\/$/, ''));
    for (const name of names.filter((one) => !one.endsWith('/') && !one.startsWith('.git')).slice(0, mostFiles)) {
      const path = folder + name;
      if (lfsPointer((await subject.text(path)) ?? '')) return { certainty: 'sure', why: `${path} is a pointer of Git LFS` };
    }
    folders.push(...names.filter((one) => one.endsWith('/') && one !== '.git/').map((name) => folder + name));
  }
  return undefined;
}

async function* read({ locations }: SourceRequest, context: SourceContext): AsyncGenerator<SourceItem> {
  let pointers = 0;
  for (const location of locations) {
    const folder = location.replace(/\/*$/, '/');
    const kept = lazily(() => hubFiles(folder, context));
    let history = false;
    for await (const item of context.list(folder)) {
      const path = 'skipped' in item ? item.skipped : item.path;
      if (path === '.git' || path.startsWith('.git/')) history = true;
      else {
        const pointer = 'path' in item ? await pointerIn(item, context) : undefined;
        if (pointer) pointers++;
        yield pointer ? pointedAt(path, pointer, await kept()) : item;
      }
    }
    if (history) yield { skipped: '.git', reason: 'it holds the history of the clone, not its files' };
  }
  yield { facts: { pointers } };
}

async function pointerIn(file: SourceFile, context: SourceContext): Promise<LfsPointer | undefined> {
  // a file that is not wanted is listed without its size
  if (file.size > longestPointer) return undefined;
  const pieces: Uint8Array[] = [];
  for await (const piece of context.read(file, { start: 0, end: longestPointer + 1 })) pieces.push(piece);
  return lfsPointer(Buffer.concat(pieces).toString('latin1'));
}

/** The file itself where it is known to lie with these bytes, else what to do. */
function pointedAt(path: string, { sha256, size }: LfsPointer, kept: ReadonlyMap<string, SourceFile>): SourceFile | SourceProblem {
  const file = kept.get(path);
  if (file?.declaredSha256 === sha256 && file.size === size) return { ...file, path };
  const problem = new DatapinError('file.unreadable', 'Only a pointer of Git LFS lies here, not the file.', {
    hint: 'Fetch the files with git lfs pull.',
  });
  return { problem, at: path };
}

/** What the hub has at the commit that is checked out; nothing for clones from elsewhere, and where the hub cannot be asked. */
async function hubFiles(folder: string, context: SourceContext): Promise<ReadonlyMap<string, SourceFile>> {
  const files = new Map<string, SourceFile>();
  try {
    const hub = await hubFolder((path) => textOf(folder + path, context));
    if (hub === undefined) return files;
    context.say('Hugging Face lists the files of the clone');
    for await (const item of context.list(hub)) if ('path' in item) files.set(item.path, item);
    return files;
  } catch (error) {
    if (error instanceof DatapinError && error.code !== 'cancelled') return files;
    throw error;
  }
}

async function textOf(location: string, context: SourceContext): Promise<string | undefined> {
  const file = await context.find(location);
  if (!file || file.size > small) return undefined;
  return Buffer.concat(await Array.fromAsync(context.read(file))).toString('utf8');
}

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

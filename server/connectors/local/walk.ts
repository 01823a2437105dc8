/** Walks a folder of this machine, a listing a folder, without looking at its files. Symbolic links are said, not followed. */
import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { FolderListing, ListOptions, Skipped } from '../../core/connector.ts';
import { throwIfCancelled } from '../../core/errors.ts';
import { encodePath } from '../../core/location.ts';
import { unlistable } from './errors.ts';
import { type Ignoring, ignoreFileName, ignoringIn, noIgnoring } from './ignoring.ts';

export interface Tree {
  root: string;
  /** URI of the root, with a slash at its end. */
  base: string;
}

interface Folder {
  path: string;
  ignoring: Ignoring;
}

/** Folders come in order of their paths, each before those in it. */
export async function* walk(tree: Tree, signal?: AbortSignal, { ignoring = false }: ListOptions = {}): AsyncGenerator<FolderListing> {
  const ignored = { files: 0, folders: 0 };
  const folders: Folder[] = [{ path: '', ignoring: noIgnoring }];
  for (let folder = folders.pop(); folder; folder = folders.pop()) {
    // Reading folders waits for nothing: without a pause nobody could cancel it, or be answered meanwhile.
    await turn();
    throwIfCancelled(signal);
    const { listing, inside } = read(tree, folder, { ignoring, ignored });
    yield listing;
    for (let i = inside.length - 1; i >= 0; i--) folders.push(inside[i]!);
  }
  const note = ignoredNote(ignored);
  if (note !== undefined) yield { path: '', location: tree.base, names: [], skipped: [{ note }] };
}

interface Leaving {
  ignoring: boolean;
  ignored: { files: number; folders: number };
}

function read(tree: Tree, folder: Folder, leaving: Leaving): { listing: FolderListing; inside: Folder[] } {
  const { path } = folder;
  const at = join(tree.root, path);
  const prefix = path === '' ? '' : `${path}/`;
  const listing: FolderListing = { path, location: tree.base + encodePath(prefix), names: [], skipped: [] };
  const inside: Folder[] = [];
  try {
    const entries = readdirSync(at, { withFileTypes: true });
    const ignoring = leaving.ignoring ? ignoringIn(at, { prefix, entries, above: folder.ignoring }) : noIgnoring;
    for (const entry of entries) {
      if (ignoring !== noIgnoring && leftOut(entry, { prefix, ignoring, leaving })) continue;
      if (entry.isFile()) listing.names.push(entry.name);
      else if (entry.isDirectory()) inside.push({ path: prefix + entry.name, ignoring });
      else listing.skipped.push(irregular(entry, prefix));
    }
  } catch (error) {
    listing.skipped.push({ skipped: path, reason: 'it cannot be read', problem: unlistable(at, error) });
  }
  return { listing, inside };
}

function leftOut(entry: Dirent, { prefix, ignoring, leaving }: { prefix: string; ignoring: Ignoring; leaving: Leaving }): boolean {
  const folder = entry.isDirectory();
  if (entry.name === ignoreFileName && entry.isFile()) return true;
  if (!ignoring(prefix + entry.name, folder)) return false;
  leaving.ignored[folder ? 'folders' : 'files']++;
  return true;
}

function irregular(entry: Dirent, prefix: string): Skipped {
  const reason = entry.isSymbolicLink() ? 'a symbolic link, which is not followed' : 'no regular file';
  return { skipped: prefix + entry.name, reason };
}

function ignoredNote({ files, folders }: { files: number; folders: number }): string | undefined {
  if (files + folders === 0) return undefined;
  const counts = [counted(files, 'file'), counted(folders, 'folder')].filter((text) => text !== undefined);
  return `${counts.join(' and ')} ${files + folders === 1 ? 'was' : 'were'} left out by ${ignoreFileName}.`;
}

function counted(number: number, what: string): string | undefined {
  return number === 0 ? undefined : `${number} ${what}${number === 1 ? '' : 's'}`;
}

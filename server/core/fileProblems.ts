/** What can be wrong with a file of this machine. */
import { accessSync, constants } from 'node:fs';
import { dirname } from 'node:path';
import { DatapinError, systemCode } from './errors.ts';

/** What a hashing thread says of a file that it has no hash for; the detail is a system error's code, if there was one. */
export interface FileProblem {
  problem: 'changed' | 'vanished' | 'unreadable';
  detail: string;
}

export function changed(what: string): DatapinError {
  return new DatapinError('file.changed', `${what} changed while it was read.`, { hint: 'Try again when nothing writes there.' });
}

export function localProblem(path: string, { problem, detail }: FileProblem): DatapinError {
  if (problem === 'changed') return changed(path);
  const nameless = unnameable(path, problem === 'vanished' ? 'ENOENT' : detail);
  if (nameless) return nameless;
  if (problem === 'vanished') {
    return new DatapinError('file.vanished', `${path} vanished before it was read.`, { hint: 'Try again when nothing writes there.' });
  }
  if (detail === 'EACCES' && !mayEnter(dirname(path))) {
    return new DatapinError('folder.unreadable', `${dirname(path)} may not be entered (EACCES): nothing in it can be read.`, {
      hint: 'Give yourself permission to enter it, or leave it out with --exclude.',
    });
  }
  return new DatapinError('file.unreadable', `${path} cannot be read (${detail}).`, {
    hint: 'Give yourself permission to read it, or leave it out.',
  });
}

/** A folder may tell its names and nothing else: what is wrong then is said of the folder, once. */
function mayEnter(folder: string): boolean {
  try {
    accessSync(folder, constants.X_OK);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EACCES') return false;
    throw error;
  }
}

/** For a path that the system's error says is too long, or that nothing can be found under. */
export function unnameable(path: string, code: string | undefined): DatapinError | undefined {
  if (code === 'ENAMETOOLONG') {
    return new DatapinError('file.name', `${path.slice(0, 200)}… is a longer path than the system can open.`, {
      hint: 'Shorten the names of its folders, or move it up.',
    });
  }
  // Node shows bytes that are no UTF-8 as U+FFFD, and then cannot find the name again.
  if ((code === 'ENOENT' || code === 'ENOTDIR') && path.includes('\ufffd')) {
    return new DatapinError('file.name', `${path} has a name that is not UTF-8.`, { hint: 'Rename it, e.g. with convmv.' });
  }
  return undefined;
}

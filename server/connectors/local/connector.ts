/** Files and folders of this machine: `file:///…`. Symbolic links are said, not followed, as `find -type f` does. */
import { type BigIntStats, createReadStream, lstatSync, readdirSync, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Connector, Skipped, SourceFile, StoredFile } from '../../core/connector.ts';
import { DatapinError, systemCode, throwIfCancelled } from '../../core/errors.ts';
import { fileSignature } from '../../core/fileSignature.ts';
import { encodePath } from '../../core/location.ts';

/** Between two pauses of a walk. */
const entriesAtOnce = 256;

export function createLocalConnector(): Connector {
  return {
    id: 'local',
    concurrency: 16,
    list,
    read: (file, signal) => createReadStream(fileURLToPath(file.location), { signal, highWaterMark: 1 << 18 }),
    async inspect(file) {
      try {
        const found = await stat(fileURLToPath(file.location), { bigint: true });
        if (!found.isFile()) return { state: 'missing' };
        return { state: 'present', size: Number(found.size), signature: fileSignature(found) };
      } catch (error) {
        if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes(systemCode(error) ?? '')) return { state: 'missing' };
        throw unreadable(fileURLToPath(file.location), error);
      }
    },
    localPath: (file: StoredFile) => fileURLToPath(file.location),
  };
}

async function* list(location: string, signal?: AbortSignal): AsyncGenerator<SourceFile | Skipped> {
  const root = fileURLToPath(location);
  const found = statRoot(root);
  if (found.isFile()) {
    yield toSourceFile({ root: join(root, '..'), base: parentUri(root) }, basename(root), found);
    return;
  }
  if (!found.isDirectory()) {
    throw new DatapinError('folder.missing', `${root} is neither a file nor a folder.`, { hint: 'Name a file or a folder.' });
  }
  yield* walk({ root, base: folderUri(root) }, signal);
}

interface Tree {
  root: string;
  /** URI of the root, with a slash at its end. */
  base: string;
}

async function* walk(tree: Tree, signal?: AbortSignal): AsyncGenerator<SourceFile | Skipped> {
  const folders = [''];
  let seen = 0;
  // Reading folders waits for nothing: without a pause nobody could cancel it, or be answered meanwhile.
  const pause = async () => {
    if (seen++ % entriesAtOnce === 0) await turn();
    throwIfCancelled(signal);
  };
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    await pause();
    const entries = attempt(tree, folder, (at) => readdirSync(at, { withFileTypes: true }));
    if ('skipped' in entries) {
      yield entries;
      continue;
    }
    for (const entry of entries) {
      await pause();
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile()) yield attempt(tree, path, (at) => toSourceFile(tree, path, lstatSync(at, { bigint: true })));
      else yield { skipped: path, reason: entry.isSymbolicLink() ? 'a symbolic link, which is not followed' : 'no regular file' };
    }
  }
}

function attempt<T>(tree: Tree, path: string, work: (at: string) => T): T | Skipped {
  const at = join(tree.root, path);
  try {
    return work(at);
  } catch (error) {
    return { skipped: path, reason: 'it cannot be read', problem: explain(at, error) };
  }
}

function toSourceFile(tree: Tree, path: string, stat: BigIntStats): SourceFile {
  return { path, size: Number(stat.size), location: tree.base + encodePath(path), signature: fileSignature(stat) };
}

function statRoot(root: string): BigIntStats {
  try {
    return statSync(root, { bigint: true });
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') {
      throw new DatapinError('folder.missing', `There is no file or folder ${root}.`, { hint: 'Check the path.', cause: error });
    }
    if (systemCode(error) === 'ELOOP') {
      throw new DatapinError('folder.missing', `${root} is a symbolic link that leads back to itself.`, {
        hint: 'Name the folder itself.',
        cause: error,
      });
    }
    throw unreadable(root, error);
  }
}

/** Why something that its folder named a moment ago cannot be read. */
function explain(path: string, error: unknown): DatapinError {
  if (systemCode(error) === 'ENAMETOOLONG') {
    return new DatapinError('file.name', `${path.slice(0, 200)}… is a longer path than the system can open.`, {
      hint: 'Shorten the names of its folders, or move it up.',
      cause: error,
    });
  }
  if (systemCode(error) !== 'ENOENT' && systemCode(error) !== 'ENOTDIR') return unreadable(path, error);
  // Node shows bytes that are no UTF-8 as U+FFFD, and then cannot find the name again.
  if (path.includes('\ufffd')) {
    return new DatapinError('file.name', `${path} has a name that is not UTF-8.`, { hint: 'Rename it, e.g. with convmv.', cause: error });
  }
  return new DatapinError('file.vanished', `${path} vanished while its folder was listed.`, {
    hint: 'Try again when nothing writes there.',
    cause: error,
  });
}

function unreadable(path: string, cause: unknown): DatapinError {
  return new DatapinError('folder.unreadable', `${path} cannot be read (${systemCode(cause) ?? cause}).`, {
    hint: 'Give yourself permission to read it, or leave it out.',
    cause,
  });
}

/** In the spelling of `encodePath`, so that a file has the same location from whichever folder it was found. */
function folderUri(folder: string): string {
  const uri = pathToFileURL(folder);
  const path = encodePath(decodeURIComponent(uri.pathname)).replace(/^\/([A-Za-z])%3A/, '/$1:');
  return `file://${uri.host}${path.replace(/\/?$/, '/')}`;
}

function parentUri(path: string): string {
  return folderUri(join(path, '..'));
}

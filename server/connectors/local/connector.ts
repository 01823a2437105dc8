/** Files and folders of this machine: `file:///…`. Symbolic links are said, not followed, as `find -type f` does. */
import { type BigIntStats, createReadStream, lstatSync, readdirSync, statSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Connector, Skipped, SourceFile, StoredFile } from '../../core/connector.ts';
import { DatapinError, systemCode, throwIfCancelled } from '../../core/errors.ts';
import { fileSignature } from '../../core/fileSignature.ts';
import { encodePath } from '../../core/registry/chunk.ts';

export function createLocalConnector(): Connector {
  return {
    id: 'local',
    schemes: ['file'],
    concurrency: 16,
    list,
    read: (file, signal) => createReadStream(fileURLToPath(file.location), { signal, highWaterMark: 1 << 18 }),
    async inspect(file) {
      try {
        const stat = await lstat(fileURLToPath(file.location), { bigint: true });
        if (!stat.isFile()) return { state: 'missing' };
        return { state: 'present', size: Number(stat.size), signature: fileSignature(stat) };
      } catch (error) {
        if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return { state: 'missing' };
        throw unreadable(fileURLToPath(file.location), error);
      }
    },
    localPath: (file: StoredFile) => fileURLToPath(file.location),
  };
}

async function* list(location: string, signal?: AbortSignal): AsyncGenerator<SourceFile | Skipped> {
  const root = fileURLToPath(location);
  const stat = statRoot(root);
  if (stat.isFile()) {
    yield toSourceFile({ root: join(root, '..'), base: parentUri(root) }, basename(root), stat);
    return;
  }
  if (!stat.isDirectory()) throw new DatapinError('folder.missing', `${root} is neither a file nor a folder.`);
  yield* walk({ root, base: folderUri(root) }, '', signal);
}

interface Tree {
  root: string;
  /** URI of the root, with a slash at its end. */
  base: string;
}

async function* walk(tree: Tree, folder: string, signal?: AbortSignal): AsyncGenerator<SourceFile | Skipped> {
  throwIfCancelled(signal);
  for (const entry of readFolder(join(tree.root, folder))) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      yield* walk(tree, path, signal);
    } else if (entry.isFile()) {
      yield toSourceFile(tree, path, statFile(join(tree.root, path)));
    } else {
      yield { skipped: path, reason: entry.isSymbolicLink() ? 'a symbolic link, which is not followed' : 'no regular file' };
    }
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

function readFolder(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw explain(folder, error);
  }
}

function statFile(path: string): BigIntStats {
  try {
    return lstatSync(path, { bigint: true });
  } catch (error) {
    throw explain(path, error);
  }
}

/** Why something that its folder named a moment ago cannot be read. */
function explain(path: string, error: unknown): DatapinError {
  if (systemCode(error) !== 'ENOENT') return unreadable(path, error);
  // Node shows bytes that are no UTF-8 as U+FFFD, and then cannot find the name again.
  if (path.includes('\ufffd')) {
    return new DatapinError('file.name', `${path} has a name that is not UTF-8.`, { hint: 'Rename it, e.g. with convmv.', cause: error });
  }
  return new DatapinError('file.vanished', `${path} vanished while its folder was listed.`, { hint: 'Try again when nothing writes there.', cause: error });
}

function unreadable(path: string, cause: unknown): DatapinError {
  return new DatapinError('folder.unreadable', `${path} cannot be read (${systemCode(cause) ?? cause}).`, {
    hint: 'Give yourself permission to read it, or leave it out.',
    cause,
  });
}

function folderUri(folder: string): string {
  const uri = pathToFileURL(folder).href;
  return uri.endsWith('/') ? uri : `${uri}/`;
}

function parentUri(path: string): string {
  return folderUri(join(path, '..'));
}

/** Files and folders of this machine: `file:///…`. Symbolic links are said, not followed, as `find -type f` does. */
import { type BigIntStats, createReadStream, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Connector, FolderListing, Listed, ListOptions, Skipped, SourceFile, StoredFile } from '../../core/connector.ts';
import { DatapinError, systemCode, throwIfCancelled } from '../../core/errors.ts';
import { fileSignature } from '../../core/fileSignature.ts';
import { encodePath } from '../../core/location.ts';
import { notThere, unlistable, unreadable } from './errors.ts';
import { walk } from './walk.ts';

/** Between two pauses of a listing. */
const entriesAtOnce = 256;

export function createLocalConnector(): Connector {
  return {
    id: 'local',
    concurrency: 16,
    list,
    folders,
    read: (file, signal) => createReadStream(fileURLToPath(file.location), { signal, highWaterMark: 1 << 18 }),
    readRange: (file, { start, end }, signal) =>
      end > start ? createReadStream(fileURLToPath(file.location), { signal, start, end: end - 1 }) : Readable.from([]),
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

async function* list(location: string, signal?: AbortSignal, options?: ListOptions): AsyncGenerator<Listed> {
  let seen = 0;
  for await (const folder of folders(location, signal, options)) {
    yield* folder.skipped;
    for (const name of folder.names) {
      if (++seen % entriesAtOnce === 0) await turn();
      throwIfCancelled(signal);
      yield lookAt(folder, name);
    }
  }
}

async function* folders(location: string, signal?: AbortSignal, options?: ListOptions): AsyncGenerator<FolderListing> {
  throwIfCancelled(signal);
  const root = fileURLToPath(location);
  const found = statRoot(root);
  if (found.isFile()) {
    yield { path: '', location: folderUri(join(root, '..')), names: [basename(root)], skipped: [] };
    return;
  }
  if (!found.isDirectory()) {
    throw new DatapinError('folder.missing', `${root} is neither a file nor a folder.`, { hint: 'Name a file or a folder.' });
  }
  yield* walk({ root, base: folderUri(root) }, signal, options);
}

function statRoot(root: string): BigIntStats {
  try {
    return statSync(root, { bigint: true });
  } catch (error) {
    throw notThere(root, error);
  }
}

function lookAt(folder: FolderListing, name: string): SourceFile | Skipped {
  const path = folder.path === '' ? name : `${folder.path}/${name}`;
  const at = fileURLToPath(folder.location) + name;
  try {
    const found = statSync(at, { bigint: true });
    return { path, size: Number(found.size), location: folder.location + encodePath(name), signature: fileSignature(found) };
  } catch (error) {
    return { skipped: path, reason: 'it cannot be read', problem: unlistable(at, error) };
  }
}

/** In the spelling of `encodePath`, so that a file has the same location from whichever folder it was found. */
function folderUri(folder: string): string {
  const uri = pathToFileURL(folder);
  const path = encodePath(decodeURIComponent(uri.pathname)).replace(/^\/([A-Za-z])%3A/, '/$1:');
  return `file://${uri.host}${path.replace(/\/?$/, '/')}`;
}

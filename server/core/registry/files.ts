/** The files of versions: stored as shared runs, read in order, by folder, or by hash. */
import type { DatasetFile, Entry } from '../dataset.ts';
import { comparePaths } from '../manifest.ts';
import { type Chunk, decodeChunk, hashPrefix } from './chunk.ts';
import type { TableContext } from './registry.ts';
import { corrupt } from './sqliteErrors.ts';

export interface FileTable {
  /** Stores a version's runs. Inside a transaction. */
  insert(versionId: number, chunks: Chunk[]): void;
  /** Stores other runs in place of a version's own. Inside a transaction. */
  replace(versionId: number, chunks: Chunk[]): void;
  /** The hashes of a version's runs, in order: equal runs, equal files at equal places. */
  chunkHashes(versionId: number): Buffer[];
  /** All files in order of path. */
  all(versionId: number): Generator<DatasetFile>;
  /** Files whose path begins with `prefix`, after `after`. */
  range(versionId: number, range: { prefix?: string; after?: string }): Generator<DatasetFile>;
  /**
   * Folders and files right under a folder (`''` is the root), at most `limit`, and whether there are more.
   * `after` is the path of the last one that was shown, with a trailing `/` when that was a folder.
   */
  entries(versionId: number, query: { folder: string; after?: string; limit: number }): { entries: Entry[]; more: boolean };
  /** Where these bytes stand: every `dataset:version` and path with the hash. */
  withHash(sha256: string): { dataset: string; version: string; path: string }[];
}

interface RunRow {
  position: number;
  chunk_id: number;
  first_path: string;
  files: number;
  bytes: number;
}

export function fileTable(context: TableContext): FileTable {
  const { db } = context;
  const decode = cached((chunkId) => {
    const chunk = db.prepare<[number], Pick<Chunk, 'data' | 'hash'>>('SELECT data, hash FROM chunk WHERE id = ?').get(chunkId);
    try {
      return decodeChunk(chunk!);
    } catch (error) {
      throw corrupt(db.path, 'the list of files of a version is damaged', error);
    }
  });
  const runsOf = (versionId: number) =>
    db
      .prepare<[number], RunRow>(
        'SELECT position, chunk_id, first_path, files, bytes FROM version_chunk WHERE version_id = ? ORDER BY position',
      )
      .all(versionId);

  function* from(runs: RunRow[], start: string): Generator<DatasetFile> {
    for (let i = runAt(runs, start); i < runs.length; i++) {
      for (const file of decode(runs[i]!.chunk_id)) if (comparePaths(file.path, start) >= 0) yield file;
    }
  }

  function* range(versionId: number, { prefix = '', after }: { prefix?: string; after?: string }): Generator<DatasetFile> {
    const start = after !== undefined && comparePaths(after, prefix) > 0 ? after : prefix;
    for (const file of from(runsOf(versionId), start)) {
      if (!file.path.startsWith(prefix)) return;
      if (file.path !== after) yield file;
    }
  }

  /** Files and bytes before a path; only the run that the path falls into is opened. */
  const before = (runs: RunRow[], path: string) => {
    const at = runAt(runs, path);
    const total = { files: 0, bytes: 0 };
    for (const run of runs.slice(0, at)) {
      total.files += run.files;
      total.bytes += run.bytes;
    }
    const run = runs[at];
    if (run) {
      for (const file of decode(run.chunk_id)) {
        if (comparePaths(file.path, path) >= 0) break;
        total.files++;
        total.bytes += file.size;
      }
    }
    return total;
  };

  const insert = (versionId: number, chunks: Chunk[]) => {
    const findChunk = db.prepare<[Buffer], { id: number }>('SELECT id FROM chunk WHERE hash = ?');
    const addChunk = db.prepare<[Buffer, Buffer]>('INSERT INTO chunk (hash, data) VALUES (?, ?)');
    const addRun = db.prepare(
      'INSERT INTO version_chunk (version_id, position, chunk_id, first_path, files, bytes) VALUES (?, ?, ?, ?, ?, ?)',
    );
    const addHash = db.prepare<[number, number]>('INSERT OR IGNORE INTO file_hash (prefix, chunk_id) VALUES (?, ?)');
    const newHashes: [prefix: number, chunkId: number][] = [];
    chunks.forEach((chunk, position) => {
      let chunkId = findChunk.get(chunk.hash)?.id;
      if (chunkId === undefined) {
        chunkId = Number(addChunk.run(chunk.hash, chunk.data).lastInsertRowid);
        for (const prefix of chunk.prefixes) newHashes.push([prefix, chunkId]);
      }
      addRun.run(versionId, position, chunkId, chunk.firstPath, chunk.files, chunk.bytes);
    });
    // In order of the index, so that its pages are filled one after another.
    newHashes.sort((a, b) => a[0] - b[0]);
    for (const [prefix, chunkId] of newHashes) addHash.run(prefix, chunkId);
  };

  return {
    insert,
    replace(versionId, chunks) {
      db.prepare<[number]>('DELETE FROM version_chunk WHERE version_id = ?').run(versionId);
      insert(versionId, chunks);
    },
    chunkHashes: (versionId) =>
      db
        .prepare<[number], { hash: Buffer }>(
          'SELECT c.hash FROM version_chunk v JOIN chunk c ON c.id = v.chunk_id WHERE v.version_id = ? ORDER BY v.position',
        )
        .all(versionId)
        .map(({ hash }) => hash),
    all: (versionId) => range(versionId, {}),
    range,
    entries(versionId, { folder, after, limit }) {
      const runs = runsOf(versionId);
      const prefix = folder === '' ? '' : `${folder}/`;
      const entries: Entry[] = [];
      let start = after === undefined ? prefix : following(after);
      for (;;) {
        const next = from(runs, start).next();
        if (next.done || !next.value.path.startsWith(prefix)) return { entries, more: false };
        if (entries.length === limit) return { entries, more: true };
        const file = next.value;
        const slash = file.path.indexOf('/', prefix.length);
        if (slash < 0) {
          entries.push({ type: 'file', name: file.path.slice(prefix.length), path: file.path, file });
          start = `${file.path}\0`;
        } else {
          const path = file.path.slice(0, slash);
          const [low, high] = [before(runs, `${path}/`), before(runs, `${path}0`)];
          entries.push({
            type: 'folder',
            name: path.slice(prefix.length),
            path,
            files: high.files - low.files,
            bytes: high.bytes - low.bytes,
          });
          // "0" is the character after "/": the first path that is not in the folder
          start = `${path}0`;
        }
      }
    },
    withHash(sha256) {
      const rows = db
        .prepare<[number], { dataset: string; version: string; chunk_id: number }>(
          `SELECT d.name AS dataset, v.name AS version, h.chunk_id FROM file_hash h
           JOIN version_chunk c ON c.chunk_id = h.chunk_id JOIN version v ON v.id = c.version_id JOIN dataset d ON d.id = v.dataset_id
           WHERE h.prefix = ? ORDER BY v.id`,
        )
        .all(hashPrefix(sha256));
      return rows.flatMap(({ dataset, version, chunk_id }) =>
        decode(chunk_id)
          .filter((file) => file.sha256 === sha256)
          .map((file) => ({ dataset, version, path: file.path })),
      );
    },
  };
}

/** Index of the run that a path falls into: the last one that begins at or before it. */
function runAt(runs: RunRow[], path: string): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comparePaths(runs[middle]!.first_path, path) <= 0) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

/** The first path that can follow an entry that was shown; a folder's path ends with `/`. */
function following(after: string): string {
  return after.endsWith('/') ? `${after.slice(0, -1)}0` : `${after}\0`;
}

/** Keeps the last few decoded runs: a folder page asks for the same ones again and again. */
function cached(decode: (chunkId: number) => DatasetFile[]): (chunkId: number) => DatasetFile[] {
  const kept = new Map<number, DatasetFile[]>();
  return (chunkId) => {
    const files = kept.get(chunkId) ?? decode(chunkId);
    kept.delete(chunkId);
    kept.set(chunkId, files);
    if (kept.size > 8) kept.delete(kept.keys().next().value!);
    return files;
  };
}

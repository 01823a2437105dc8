/** The files of versions: stored as shared runs, read in order, by folder, or by hash. */
import type { DatasetFile } from '../dataset.ts';
import { comparePaths } from '../manifest.ts';
import { type Chunk, filesOf, hashPrefix, lowerBound, type OpenChunk, openChunk, rawHashes } from './chunk.ts';
import { type EntriesPage, type EntriesQuery, pageOf, type RunRow, runAt } from './entries.ts';
import { addHashes, type NewHashes } from './hashIndex.ts';
import { fullOutline, type Outline, parseOutline } from './outline.ts';
import type { TableContext } from './registry.ts';
import { corrupt } from './sqliteErrors.ts';

export interface FileTable {
  /** Stores a version's runs. Inside a transaction. */
  insert(versionId: number, chunks: Chunk[]): void;
  /** Stores other runs in place of a version's own. Inside a transaction. */
  replace(versionId: number, chunks: Chunk[]): void;
  /** The hashes of a version's runs, in order: equal runs, equal files at equal places. */
  chunkHashes(versionId: number): Buffer[];
  /** A version's runs, in order. Equal ids, equal files at equal places; no run stands in a version twice. */
  runs(versionId: number): { id: number; files: number; bytes: number }[];
  /** One run, opened. */
  run(runId: number): OpenChunk;
  /** The hashes of a run's files as 32 raw bytes each, zeros where one has none; cheaper than the files. */
  runHashes(runId: number): Buffer;
  /** All files in order of path. */
  all(versionId: number): Generator<DatasetFile>;
  /** Files whose path begins with `prefix`, after `after`. */
  range(versionId: number, range: { prefix?: string; after?: string }): Generator<DatasetFile>;
  /** Folders and files right under a folder, at most `limit`, and whether there are more. */
  entries(versionId: number, query: EntriesQuery): EntriesPage;
  /** Where these bytes stand: every `dataset:version` and path with the hash. */
  withHash(sha256: string): { dataset: string; version: string; path: string }[];
}

export function fileTable(context: TableContext): FileTable {
  const { db } = context;
  const open = (chunkId: number) => {
    const chunk = db.prepare<[number], Pick<Chunk, 'data' | 'hash'>>('SELECT data, hash FROM chunk WHERE id = ?').get(chunkId);
    try {
      return openChunk(chunk!);
    } catch (error) {
      throw corrupt(db.path, 'the list of files of a version is damaged', error);
    }
  };
  const opened = cached(open);
  const fullOutlines = cached((chunkId) => fullOutline(opened(chunkId).paths, opened(chunkId).sizes));
  const runsOf = (versionId: number) =>
    db
      .prepare<[number], RunRow>('SELECT chunk_id, first_path, files, bytes FROM version_chunk WHERE version_id = ? ORDER BY position')
      .all(versionId);

  const outline = ({ chunk_id }: RunRow, depth: number): Outline => {
    const kept = db.prepare<[number], { outline: string }>('SELECT outline FROM chunk_outline WHERE chunk_id = ?').get(chunk_id);
    const known = kept && parseOutline(kept.outline);
    return known && known.depth >= depth ? known : fullOutlines(chunk_id);
  };

  function* from(runs: RunRow[], start: string): Generator<DatasetFile> {
    for (let at = runAt(runs, start); at < runs.length; at++) {
      const { paths, file } = opened(runs[at]!.chunk_id);
      for (let i = lowerBound(paths, start); i < paths.length; i++) yield file(i);
    }
  }

  function* range(versionId: number, { prefix = '', after }: { prefix?: string; after?: string }): Generator<DatasetFile> {
    const start = after !== undefined && comparePaths(after, prefix) > 0 ? after : prefix;
    for (const file of from(runsOf(versionId), start)) {
      if (!file.path.startsWith(prefix)) return;
      if (file.path !== after) yield file;
    }
  }

  const insert = (versionId: number, chunks: Chunk[]) => {
    const findChunk = db.prepare<[Buffer], { id: number }>('SELECT id FROM chunk WHERE hash = ?');
    const addChunk = db.prepare<[Buffer, Buffer]>('INSERT INTO chunk (hash, data) VALUES (?, ?)');
    const addOutline = db.prepare<[number, string]>('INSERT INTO chunk_outline (chunk_id, outline) VALUES (?, ?)');
    const addRun = db.prepare(
      'INSERT INTO version_chunk (version_id, position, chunk_id, first_path, files, bytes) VALUES (?, ?, ?, ?, ?, ?)',
    );
    const newHashes: NewHashes[] = [];
    chunks.forEach((chunk, position) => {
      let chunkId = findChunk.get(chunk.hash)?.id;
      if (chunkId === undefined) {
        chunkId = Number(addChunk.run(chunk.hash, chunk.data).lastInsertRowid);
        if (chunk.outline !== undefined) addOutline.run(chunkId, chunk.outline);
        newHashes.push({ prefixes: chunk.prefixes, chunkId });
      }
      addRun.run(versionId, position, chunkId, chunk.firstPath, chunk.files, chunk.bytes);
    });
    addHashes(db, newHashes);
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
    runs: (versionId) => runsOf(versionId).map(({ chunk_id, files, bytes }) => ({ id: chunk_id, files, bytes })),
    run: open,
    runHashes: (runId) => rawHashes(db.prepare<[number], Pick<Chunk, 'data'>>('SELECT data FROM chunk WHERE id = ?').get(runId)!.data),
    all: (versionId) => range(versionId, {}),
    range,
    entries: (versionId, query) => pageOf({ runs: runsOf(versionId), open: (run) => opened(run.chunk_id), outline }, query),
    withHash(sha256) {
      const rows = db
        .prepare<[number], { dataset: string; version: string; chunk_id: number }>(
          `SELECT d.name AS dataset, v.name AS version, h.chunk_id FROM file_hash h
           JOIN version_chunk c ON c.chunk_id = h.chunk_id JOIN version v ON v.id = c.version_id JOIN dataset d ON d.id = v.dataset_id
           WHERE h.prefix = ? ORDER BY v.id`,
        )
        .all(hashPrefix(sha256));
      return rows.flatMap(({ dataset, version, chunk_id }) =>
        filesOf(opened(chunk_id))
          .filter((file) => file.sha256 === sha256)
          .map((file) => ({ dataset, version, path: file.path })),
      );
    },
  };
}

/** Keeps the last few: whoever reads a folder asks for the same ones again and again. */
function cached<T>(make: (chunkId: number) => T): (chunkId: number) => T {
  const kept = new Map<number, T>();
  return (chunkId) => {
    const value = kept.get(chunkId) ?? make(chunkId);
    kept.delete(chunkId);
    kept.set(chunkId, value);
    if (kept.size > 8) kept.delete(kept.keys().next().value!);
    return value;
  };
}

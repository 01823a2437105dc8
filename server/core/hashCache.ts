/**
 * Remembers which hash an object had under which signature, so that an unchanged tree is not read again and a killed
 * adoption goes on where it was. A cache in a file of its own: losing it costs time, never truth.
 *
 * What a walk finds of a folder is kept as parts of some hundred files, a row each; what is found of objects one by one,
 * a row each. Both are facts that never turn wrong: this signature, this hash.
 */
import { rmSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatapinError, systemCode } from './errors.ts';
import { decodePart, encodePart, type FolderPart, gather, hashUnder } from './folderPart.ts';
import { decode } from './location.ts';
import { comparePaths } from './manifest.ts';
import { type Database, openDatabase } from './registry/sqlite.ts';

export interface HashCache {
  get(location: string, signature: string): string | undefined;
  /** Kept for other processes from the next `flush` on, or after some thousand entries. */
  put(location: string, signature: string, sha256: string): void;
  /** What is known of files of a folder (a location with a slash at its end) that may be called `first` to `last`. */
  parts(folder: string, range: NameRange): FolderPart[];
  /** Takes the place of what was known of the files from `first` to `last`. Kept as `put` does, and told from then on. */
  putPart(folder: string, range: NameRange, part: FolderPart): void;
  flush(): void;
  /** For a disk that is full: this process goes on without a file, and one that is larger than what room is left is removed. */
  release(): void;
  close(): void;
}

/** Names of files, both included, in the order of `comparePaths`. */
export interface NameRange {
  first: string;
  last: string;
}

const inMemory = ':memory:';
/** "DPHC" */
const applicationId = 0x44504843;
/** Files. */
const batch = 4096;
const format = 1;
/** A part has some ten kilobytes. */
const pageSize = 1 << 15;

/** A row a local file is what older programs wrote. */
const create = `
  DELETE FROM seen WHERE location >= 'file:' AND location < 'file;';
  CREATE TABLE part (folder TEXT NOT NULL, first TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY (folder, first));
  PRAGMA user_version = ${format};`;
const createSeen =
  'CREATE TABLE IF NOT EXISTS seen (location TEXT PRIMARY KEY, signature TEXT NOT NULL, sha256 BLOB NOT NULL) WITHOUT ROWID';
const select = 'SELECT signature, sha256 FROM seen WHERE location = ?';
const replace = 'INSERT OR REPLACE INTO seen (location, signature, sha256) VALUES (?, ?, ?)';
/** The last part that begins at or before a name may hold it. */
const selectParts = `
  WITH asked (folder, first, last) AS (SELECT ?, ?, ?)
  SELECT part.data FROM asked JOIN part ON part.folder = asked.folder AND part.first <= asked.last AND part.first >= ifnull(
    (SELECT max(first) FROM part before WHERE before.folder = asked.folder AND before.first <= asked.first), asked.first)
  ORDER BY part.first`;
const selectNext = 'SELECT min(first) AS first FROM part WHERE folder = ? AND first > ?';
const removeParts = 'DELETE FROM part WHERE folder = ? AND first >= ? AND first <= ?';
const addPart = 'INSERT INTO part (folder, first, data) VALUES (?, ?, ?)';

interface Pending {
  seen: Map<string, { signature: string; sha256: string }>;
  parts: { folder: string; range: NameRange; part: FolderPart }[];
  files: number;
}

/**
 * Opens the cache at `path`. It never fails the work that it only speeds up: a damaged file is thrown away, and where
 * no file can be had or kept, the process's memory is the cache.
 */
export function openHashCache(path: string): HashCache {
  let db = openFile(path) ?? openMemory();
  let pending = nothingPending();
  let recent: { folder: string; parts: FolderPart[] } | undefined;
  const attempt = <T>(work: (db: Database) => T): T => {
    try {
      return work(db);
    } catch (error) {
      abandon(path, db, error);
      db = openMemory();
      return work(db);
    }
  };
  const flush = () => {
    if (pending.files === 0) return;
    attempt((db) => db.write(() => write(db, pending)));
    pending = nothingPending();
    recent = undefined;
  };
  const count = (files: number) => {
    pending.files += files;
    if (pending.files >= batch) flush();
  };
  const parts = (folder: string, { first, last }: NameRange) =>
    attempt((db) => db.prepare<[string, string, string], { data: Buffer }>(selectParts).all(folder, first, last)).flatMap(
      ({ data }) => decodePart(folder, data) ?? [],
    );
  /** Files are asked for one after another: the part that held the last one mostly holds the next. */
  const inParts = (location: string, signature: string) => {
    const slash = location.lastIndexOf('/') + 1;
    const [folder, name] = [location.slice(0, slash), decode(location.slice(slash))];
    const find = () => recent?.parts.map((part) => hashUnder(part, name, signature)).find((found) => found !== undefined);
    const found = recent?.folder === folder ? find() : undefined;
    if (found !== undefined) return found;
    recent = { folder, parts: parts(folder, { first: name, last: name }) };
    return find();
  };
  return {
    get(location, signature) {
      const waiting = pending.seen.get(location);
      if (waiting) return waiting.signature === signature ? waiting.sha256 : undefined;
      const row = attempt((db) => db.prepare<[string], { signature: string; sha256: Buffer }>(select).get(location));
      if (row?.signature === signature) return row.sha256.toString('hex');
      return location.startsWith('file:') ? inParts(location, signature) : undefined;
    },
    put(location, signature, sha256) {
      pending.seen.set(location, { signature, sha256 });
      count(1);
    },
    parts,
    putPart(folder, range, part) {
      pending.parts.push({ folder, range, part });
      count(Math.max(1, part.names.length));
    },
    flush,
    release() {
      if (db.path === inMemory) return;
      abandon(path, db, new DatapinError('registry.full', 'The disk is full.'));
      db = openMemory();
      recent = undefined;
    },
    close() {
      flush();
      db.close();
    },
  };
}

function nothingPending(): Pending {
  return { seen: new Map(), parts: [], files: 0 };
}

function write(db: Database, { seen, parts }: Pending): void {
  const statement = db.prepare<[string, string, Buffer]>(replace);
  for (const [location, { signature, sha256 }] of seen) statement.run(location, signature, Buffer.from(sha256, 'hex'));
  const remove = db.prepare<[string, string, string]>(removeParts);
  const add = db.prepare<[string, string, Buffer]>(addPart);
  for (const { folder, range, part } of parts) {
    keepRest(db, folder, range.last);
    remove.run(folder, range.first, range.last);
    if (part.names.length > 0) add.run(folder, range.first, encodePart(folder, part));
  }
}

/** A part that reaches beyond what is replaced is still needed from there on, up to where the next one begins. */
function keepRest(db: Database, folder: string, end: string): void {
  const held = db.prepare<[string, string, string], { data: Buffer }>(selectParts).all(folder, end, end)[0];
  const part = held && decodePart(folder, held.data);
  if (!part) return;
  const next = db.prepare<[string, string], { first: string | null }>(selectNext).get(folder, end)?.first ?? undefined;
  const rest = part.names.filter((name) => comparePaths(name, end) > 0 && (next === undefined || comparePaths(name, next) < 0));
  if (rest[0] !== undefined) db.prepare<[string, string, Buffer]>(addPart).run(folder, rest[0], encodePart(folder, gather(rest, [part])));
}

function openFile(path: string, mayDiscard = true): Database | undefined {
  let db: Database | undefined;
  try {
    db = openDatabase(path, { applicationId, pageSize });
    prepare(db);
    return db;
  } catch (error) {
    const discarded = abandon(path, db, error);
    return discarded && mayDiscard ? openFile(path, false) : undefined;
  }
}

function openMemory(): Database {
  const db = openDatabase(inMemory, { applicationId });
  prepare(db);
  return db;
}

function prepare(db: Database): void {
  if (db.pragma('user_version') === format) return;
  db.write(() => {
    // Another process may have done it while this one waited for the lock.
    if (db.pragma('user_version') === format) return;
    db.exec(createSeen);
    db.exec(create);
  });
}

/**
 * Closes a file that failed, and removes it when it is damaged, or is what fills the disk; says whether it did. What is no
 * failure of the file is thrown.
 */
function abandon(path: string, db: Database | undefined, error: unknown): boolean {
  if (!(error instanceof DatapinError)) throw error;
  db?.close();
  try {
    if (error.code !== 'registry.corrupt' && !(error.code === 'registry.full' && isLarge(path))) return false;
    for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
    return true;
  } catch (cause) {
    // In a folder that may not be written to, the damaged file stays, and is not used.
    if (systemCode(cause) === undefined) throw cause;
    return false;
  }
}

/** Whether it takes more room than its disk has left. */
function isLarge(path: string): boolean {
  const sizes = ['', '-wal'].map((suffix) => statSync(path + suffix, { throwIfNoEntry: false })?.size ?? 0);
  const { bavail, bsize } = statfsSync(dirname(path));
  return sizes.reduce((sum, size) => sum + size) > bavail * bsize;
}

/**
 * Remembers which hash an object had under which signature, so that an unchanged tree is not read again and a killed
 * adoption goes on where it was. A cache in a file of its own: losing it costs time, never truth.
 */
import { rmSync } from 'node:fs';
import { DatapinError, systemCode } from './errors.ts';
import { type Database, openDatabase } from './registry/sqlite.ts';

export interface HashCache {
  get(location: string, signature: string): string | undefined;
  /** Kept for other processes from the next `flush` on, or after some thousand entries. */
  put(location: string, signature: string, sha256: string): void;
  flush(): void;
  close(): void;
}

/** "DPHC" */
const applicationId = 0x44504843;
const batch = 4096;

const create = 'CREATE TABLE IF NOT EXISTS seen (location TEXT PRIMARY KEY, signature TEXT NOT NULL, sha256 BLOB NOT NULL) WITHOUT ROWID';
const select = 'SELECT signature, sha256 FROM seen WHERE location = ?';
const replace = 'INSERT OR REPLACE INTO seen (location, signature, sha256) VALUES (?, ?, ?)';

/**
 * Opens the cache at `path`. It never fails the work that it only speeds up: a damaged file is thrown away, and where
 * no file can be had or kept, the process's memory is the cache.
 */
export function openHashCache(path: string): HashCache {
  let file = openFile(path);
  let pending = new Map<string, { signature: string; sha256: string }>();
  const attempt = <T>(work: (db: Database) => T): T | undefined => {
    if (!file) return undefined;
    try {
      return work(file);
    } catch (error) {
      abandon(path, file, error);
      file = undefined;
      return undefined;
    }
  };
  const flush = () => {
    if (pending.size === 0) return;
    const write = (db: Database) =>
      db.write(() => {
        const statement = db.prepare<[string, string, Buffer]>(replace);
        for (const [location, { signature, sha256 }] of pending) statement.run(location, signature, Buffer.from(sha256, 'hex'));
        return true;
      });
    if (attempt(write)) pending = new Map();
  };
  return {
    get(location, signature) {
      const waiting = pending.get(location);
      if (waiting) return waiting.signature === signature ? waiting.sha256 : undefined;
      const row = attempt((db) => db.prepare<[string], { signature: string; sha256: Buffer }>(select).get(location));
      return row?.signature === signature ? row.sha256.toString('hex') : undefined;
    },
    put(location, signature, sha256) {
      pending.set(location, { signature, sha256 });
      if (pending.size >= batch) flush();
    },
    flush,
    close() {
      flush();
      file?.close();
    },
  };
}

function openFile(path: string, mayDiscard = true): Database | undefined {
  let db: Database | undefined;
  try {
    db = openDatabase(path, { applicationId });
    db.exec(create);
    return db;
  } catch (error) {
    const discarded = abandon(path, db, error);
    return discarded && mayDiscard ? openFile(path, false) : undefined;
  }
}

/** Closes a file that failed, and removes it when it is damaged; says whether it did. What is no failure of the file is thrown. */
function abandon(path: string, db: Database | undefined, error: unknown): boolean {
  if (!(error instanceof DatapinError)) throw error;
  db?.close();
  if (error.code !== 'registry.corrupt') return false;
  try {
    for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
    return true;
  } catch (cause) {
    // In a folder that may not be written to, the damaged file stays, and is not used.
    if (systemCode(cause) === undefined) throw cause;
    return false;
  }
}

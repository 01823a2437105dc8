/**
 * Remembers which hash an object had under which signature, so that an unchanged tree is not read again and a killed
 * adoption goes on where it was. A cache in a file of its own: losing it costs time, never truth.
 */
import { rmSync } from 'node:fs';
import { DatapinError } from './errors.ts';
import { type Database, openDatabase, write } from './registry/sqlite.ts';

export interface HashCache {
  get(location: string, signature: string): string | undefined;
  /** Remembered at the next `flush`, or after some thousand entries. */
  put(location: string, signature: string, sha256: string): void;
  flush(): void;
  close(): void;
}

/** "DPHC" */
const applicationId = 0x44504843;
const batch = 4096;

/** Opens the cache at `path`; a damaged one is thrown away, and one that cannot be opened at all is replaced by memory. */
export function openHashCache(path: string): HashCache {
  const db = openOrReplace(path);
  db.exec('CREATE TABLE IF NOT EXISTS seen (location TEXT PRIMARY KEY, signature TEXT NOT NULL, sha256 BLOB NOT NULL) WITHOUT ROWID');
  const select = db.prepare<[string], { signature: string; sha256: Buffer }>('SELECT signature, sha256 FROM seen WHERE location = ?');
  const replace = db.prepare<[string, string, Buffer]>('INSERT OR REPLACE INTO seen (location, signature, sha256) VALUES (?, ?, ?)');
  let pending = new Map<string, { signature: string; sha256: string }>();

  const flush = () => {
    if (pending.size === 0) return;
    const entries = pending;
    pending = new Map();
    write(db, () => {
      for (const [location, { signature, sha256 }] of entries) replace.run(location, signature, Buffer.from(sha256, 'hex'));
    });
  };
  return {
    get(location, signature) {
      const waiting = pending.get(location);
      if (waiting) return waiting.signature === signature ? waiting.sha256 : undefined;
      const row = select.get(location);
      return row?.signature === signature ? row.sha256.toString('hex') : undefined;
    },
    put(location, signature, sha256) {
      pending.set(location, { signature, sha256 });
      if (pending.size >= batch) flush();
    },
    flush,
    close() {
      flush();
      db.close();
    },
  };
}

function openOrReplace(path: string): Database {
  try {
    return openDatabase(path, { applicationId });
  } catch (error) {
    if (!(error instanceof DatapinError) || error.code !== 'registry.corrupt') throw error;
    for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
    return openDatabase(path, { applicationId });
  }
}

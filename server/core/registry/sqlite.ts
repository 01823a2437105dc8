/** The only file that knows better-sqlite3: opening a database safely, and its error codes in our words. */
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { DatapinError, systemCode } from '../errors.ts';

export type Database = SqliteDatabase.Database;
export type Statement<P extends unknown[], R> = SqliteDatabase.Statement<P, R>;

/** better-sqlite3's binary needs Node-API 10; on an older runtime it does not fail, it takes the process down. */
const requiredNodeApi = 10;

/** Milliseconds to wait for another process's write. */
const busyTimeout = 10_000;

export interface OpenOptions {
  /** Stored in the file's header, to tell our files from other programs' databases. */
  applicationId: number;
  readonly?: boolean;
  /** How long to wait for another process's write, in milliseconds. */
  timeout?: number;
}

/** Opens or creates a database file. Throws `registry.*` and `runtime.*` errors. */
export function openDatabase(path: string, options: OpenOptions): Database {
  if (Number(process.versions.napi) < requiredNodeApi) {
    throw new DatapinError('runtime.too-old', `Node ${process.versions.node} is too old for Datapin's registry.`, {
      hint: 'Use Node 22.15 or later, or VS Code 1.101 or later.',
    });
  }
  const readonly = options.readonly ?? mustBeReadonly(path);
  return guard(path, () => {
    if (!readonly) mkdirSync(dirname(path), { recursive: true });
    const db = new SqliteDatabase(path, { readonly, timeout: options.timeout ?? busyTimeout });
    try {
      prepare(db, options.applicationId, readonly);
    } catch (error) {
      db.close();
      throw error;
    }
    return db;
  });
}

/** Runs database work and turns SQLite's errors into ours. */
export function guard<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw translate(path, error);
  }
}

/** Runs work in one write transaction that takes the write lock at its start. */
export function write<T>(db: Database, work: () => T): T {
  return guard(db.name, () => db.transaction(work).immediate());
}

function prepare(db: Database, applicationId: number, readonly: boolean): void {
  const found = db.pragma('application_id', { simple: true }) as number;
  const tables = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM sqlite_schema').get()?.n ?? 0;
  if (found !== applicationId && tables > 0) throw corrupt(db.name, "it is another program's database");
  if (readonly) return;
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.pragma('foreign_keys = ON');
  if (found !== applicationId) db.pragma(`application_id = ${applicationId}`);
}

/** Write-protected files and folders can still be read; SQLite only says so at the first write. */
function mustBeReadonly(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    accessSync(path, constants.W_OK);
    accessSync(dirname(path), constants.W_OK);
    return false;
  } catch (error) {
    if (systemCode(error) === 'EACCES' || systemCode(error) === 'EROFS') return true;
    throw error;
  }
}

function corrupt(path: string, why: string, cause?: unknown): DatapinError {
  return new DatapinError('registry.corrupt', `${path} cannot be read: ${why}.`, {
    hint: 'Nothing was changed. Put back a backup of the file, or move it away to start with an empty registry.',
    cause,
  });
}

function translate(path: string, error: unknown): unknown {
  if (error instanceof DatapinError) return error;
  const code = systemCode(error) ?? '';
  if (code === 'SQLITE_CORRUPT' || code.startsWith('SQLITE_CORRUPT_') || code === 'SQLITE_NOTADB') {
    return corrupt(path, 'the file is damaged or is no database', error);
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new DatapinError('registry.locked', 'The registry is locked by another program.', {
      hint: 'Try again in a moment; if it stays, end the program that holds the registry open.',
      cause: error,
    });
  }
  if (code === 'SQLITE_FULL' || code === 'ENOSPC') {
    return new DatapinError('registry.full', 'The disk is full: the registry could not be written.', {
      hint: 'Free some space and try again; nothing was half-written.',
      cause: error,
    });
  }
  if (code.startsWith('SQLITE_READONLY') || code === 'EROFS') return readOnly(path, error);
  if (
    code.startsWith('SQLITE_CANTOPEN') ||
    code.startsWith('SQLITE_IOERR') ||
    code === 'EACCES' ||
    code === 'ENOTDIR' ||
    code === 'EEXIST'
  ) {
    return new DatapinError('registry.unavailable', `The registry at ${path} cannot be opened or written.`, {
      hint: 'Check the folder that DATAPIN_HOME names, its permissions and its free space.',
      cause: error,
    });
  }
  if (code === 'ERR_DLOPEN_FAILED' || code === 'MODULE_NOT_FOUND') {
    return new DatapinError('runtime.sqlite', 'The database library of Datapin cannot be loaded on this system.', {
      hint: 'On Linux it needs glibc 2.34 or later (Ubuntu 22.04, Debian 12, RHEL 9).',
      cause: error,
    });
  }
  return error;
}

export function readOnly(path: string, cause?: unknown): DatapinError {
  return new DatapinError('registry.read-only', `The registry at ${path} is read-only.`, {
    hint: 'Reading goes on working. To write, make the file and its folder writable or set DATAPIN_HOME elsewhere.',
    cause,
  });
}

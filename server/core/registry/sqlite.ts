/** The only file that knows better-sqlite3: a database that is opened safely and whose every error is in our words. */
import { accessSync, constants, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { DatapinError, systemCode } from '../errors.ts';
import { fileSignature } from '../fileSignature.ts';
import { corrupt, guard } from './sqliteErrors.ts';

/** All of it throws `registry.*`. */
export interface Database {
  readonly path: string;
  readonly readonly: boolean;
  prepare<P extends unknown[] = unknown[], R = unknown>(sql: string): Statement<P, R>;
  exec(sql: string): void;
  /** Sets a pragma or answers its value. */
  pragma(text: string): unknown;
  /** Runs work in one write transaction that takes the write lock at its start. */
  write<T>(work: () => T): T;
  /** Changes when another connection has committed. */
  dataVersion(): string;
  close(): void;
}

export interface Statement<P extends unknown[], R> {
  get(...values: P): R | undefined;
  all(...values: P): R[];
  run(...values: P): { lastInsertRowid: number | bigint };
}

export interface OpenOptions {
  /** Stored in the file's header, to tell our files from other programs' databases. */
  applicationId: number;
  readonly?: boolean;
  /** How long to wait for another process's write, in milliseconds. */
  timeout?: number;
  /** Of a file that is made now, in bytes. Large ones suit rows of many kilobytes. */
  pageSize?: number;
}

/** better-sqlite3's binary needs Node-API 10; on an older runtime it does not fail, it takes the process down. */
const requiredNodeApi = 10;

/** Milliseconds to wait for another process's write. */
const busyTimeout = 10_000;

/** Opens or creates a database file. Throws `registry.*` and `runtime.*` errors. */
export function openDatabase(path: string, options: OpenOptions): Database {
  if (Number(process.versions.napi) < requiredNodeApi) {
    throw new DatapinError('runtime.too-old', `Node ${process.versions.node} is too old for Datapin's registry.`, {
      hint: 'Use Node 22.15 or later, or VS Code 1.101 or later.',
    });
  }
  return guard(path, () => {
    const readonly = options.readonly ?? mustBeReadonly(path);
    return wrap(path, () => connect(path, { ...options, readonly }));
  });
}

interface Connection {
  db: SqliteDatabase.Database;
  readonly: boolean;
  /** Of the file that was read into memory; absent when SQLite works on the file itself. */
  snapshot?: string;
}

function wrap(path: string, open: () => Connection): Database {
  let connection = open();
  let reopened = 0;
  /** By their text, so that none is compiled twice. */
  const statements = new Map<string, unknown>();
  const guarded = <T>(work: (db: SqliteDatabase.Database) => T) => guard(path, () => work(connection.db));
  const compile = <P extends unknown[], R>(sql: string): Statement<P, R> => {
    const statement = guarded((db) => db.prepare<P, R>(sql));
    return {
      get: (...values) => guard(path, () => statement.get(...values)),
      all: (...values) => guard(path, () => statement.all(...values)),
      run: (...values) => guard(path, () => statement.run(...values)),
    };
  };
  const reopen = () => {
    const stale = connection.db;
    connection = open();
    reopened++;
    statements.clear();
    stale.close();
  };
  return {
    path,
    readonly: connection.readonly,
    prepare<P extends unknown[], R>(sql: string) {
      const known = statements.get(sql) as Statement<P, R> | undefined;
      const statement = known ?? compile<P, R>(sql);
      if (!known) statements.set(sql, statement);
      return statement;
    },
    exec: (sql) => void guarded((db) => db.exec(sql)),
    pragma: (text) => guarded((db) => db.pragma(text, { simple: true })),
    write: (work) => guarded((db) => db.transaction(work).immediate()),
    dataVersion() {
      return guarded((db) => {
        if (connection.snapshot === undefined) return `${reopened}:${db.pragma('data_version', { simple: true })}`;
        if (connection.snapshot !== stateOf(path)) reopen();
        return `${reopened}:${connection.snapshot}`;
      });
    },
    close: () => void connection.db.close(),
  };
}

function connect(path: string, options: OpenOptions): Connection {
  const connection = openConnection(path, options);
  try {
    prepare(connection, path, options);
  } catch (error) {
    connection.db.close();
    throw error;
  }
  return connection;
}

function openConnection(path: string, { readonly = false, timeout = busyTimeout }: OpenOptions): Connection {
  if (readonly && !existsSync(walOf(path))) return openSnapshot(path);
  if (!readonly) makeFolder(dirname(path));
  return { db: new SqliteDatabase(path, { readonly, timeout }), readonly };
}

/**
 * SQLite reads a WAL database in place only where its two companion files are or can be made. Without them nobody writes,
 * and the file is whole in itself: it is read into memory, with the two header bytes that say "WAL" set to "no WAL".
 */
function openSnapshot(path: string): Connection {
  const snapshot = stateOf(path);
  const bytes = readFileSync(path);
  if (snapshot !== stateOf(path)) throw new DatapinError('registry.locked', 'The registry is just being written.', { hint: 'Try again.' });
  if (bytes[18] === 2 && bytes[19] === 2) bytes.fill(1, 18, 20);
  return { db: new SqliteDatabase(bytes, { readonly: true }), readonly: true, snapshot };
}

function prepare({ db, readonly }: Connection, path: string, { applicationId, pageSize }: OpenOptions): void {
  // In this order: another process that makes the file just now sets the id before the tables.
  const tables = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM sqlite_schema').get()?.n ?? 0;
  const found = db.pragma('application_id', { simple: true }) as number;
  if (found !== applicationId && tables > 0) throw corrupt(path, "it is another program's database");
  if (readonly) return;
  if (pageSize !== undefined) db.pragma(`page_size = ${pageSize}`);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.pragma('foreign_keys = ON');
  if (found !== applicationId) db.pragma(`application_id = ${applicationId}`);
}

/** Node's own recursive way goes round for ever where a folder takes no folder, as /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  }
}

/** Write-protected files and folders can still be read; SQLite only says so at the first write. */
function mustBeReadonly(path: string): boolean {
  if (!existsSync(path)) return false;
  try {
    accessSync(path, constants.W_OK);
    accessSync(dirname(path), constants.W_OK);
    return false;
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(systemCode(error) ?? '')) return true;
    throw error;
  }
}

/** Changes when the file is written, and when a program opens it for writing. */
function stateOf(path: string): string {
  return `${fileSignature(statSync(path, { bigint: true }))}:${existsSync(walOf(path))}`;
}

function walOf(path: string): string {
  return `${path}-wal`;
}

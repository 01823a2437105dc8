/**
 * The registry: every dataset, version and execution of a user, shared by all processes of that user.
 * Reads are immediate, writes are short transactions, and `onChange` tells of anybody's commit.
 */

import { type DatasetTable, datasetTable } from './datasets.ts';
import { type ExecutionTable, executionTable } from './executions.ts';
import { type FileTable, fileTable } from './files.ts';
import { type LineageTable, lineageTable } from './lineageRows.ts';
import { applicationId, migrate } from './migrations.ts';
import type { Database } from './sqlite.ts';
import { openDatabase, readOnly, write } from './sqlite.ts';
import { type VersionTable, versionTable } from './versions.ts';

export interface Registry {
  readonly path: string;
  readonly readonly: boolean;
  readonly datasets: DatasetTable;
  readonly versions: VersionTable;
  readonly files: FileTable;
  readonly executions: ExecutionTable;
  readonly lineage: LineageTable;
  /** All or nothing; the write lock is held from the start. */
  transaction<T>(work: () => T): T;
  /** Looks whether another process or connection has committed since the last look; tells the listeners if so. */
  poll(): void;
  /** Called after every commit that `poll` or this registry notices. Returns the function that ends it. */
  onChange(listener: () => void): () => void;
  close(): void;
}

/** What every table is given. */
export interface TableContext {
  db: Database;
  write<T>(work: () => T): T;
  /** ISO 8601, UTC. */
  now(): string;
  /** Who writes. */
  user: string;
}

export interface RegistryOptions {
  readonly?: boolean;
  /** Milliseconds to wait for another process's write. */
  timeout?: number;
  user: string;
  now?: () => Date;
}

/** Opens the registry at `path`, creating or upgrading it. Throws `registry.*` errors. */
export function openRegistry(path: string, options: RegistryOptions): Registry {
  const db = openDatabase(path, { applicationId, ...options });
  try {
    if (!db.readonly) migrate(db);
  } catch (error) {
    db.close();
    throw error;
  }
  return assemble(db, options);
}

function assemble(db: Database, options: RegistryOptions): Registry {
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of listeners) listener();
  };
  let seen = dataVersion(db);
  let depth = 0;
  const inTransaction = <T>(work: () => T): T => {
    if (db.readonly) throw readOnly(db.name);
    if (depth > 0) return work();
    depth++;
    try {
      return write(db, work);
    } finally {
      depth--;
    }
  };
  const transaction = <T>(work: () => T): T => {
    const outermost = depth === 0;
    const result = inTransaction(work);
    if (outermost) changed();
    return result;
  };
  const context: TableContext = { db, write: transaction, now: () => (options.now?.() ?? new Date()).toISOString(), user: options.user };
  const files = fileTable(context);
  const versions = versionTable(context, files);
  return {
    path: db.name,
    readonly: db.readonly,
    datasets: datasetTable(context),
    versions,
    files,
    executions: executionTable(context),
    lineage: lineageTable(context),
    transaction,
    poll() {
      const now = dataVersion(db);
      if (now === seen) return;
      seen = now;
      changed();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      listeners.clear();
      db.close();
    },
  };
}

/** Changes when another connection commits. */
function dataVersion(db: Database): number {
  return db.pragma('data_version', { simple: true }) as number;
}

/**
 * The registry: every dataset, version and execution of a user, shared by all processes of that user.
 * Reads are immediate, writes are short transactions, and `onChange` tells of anybody's commit.
 */

import { type ContentTable, contentTable } from './content.ts';
import { type DatasetTable, datasetTable } from './datasets.ts';
import { type ExecutionTable, executionTable } from './executions.ts';
import { type FileTable, fileTable } from './files.ts';
import { type LineageTable, lineageTable } from './lineageRows.ts';
import { applicationId, migrate } from './migrations.ts';
import { type Database, openDatabase } from './sqlite.ts';
import { parseJson, readOnly } from './sqliteErrors.ts';
import { type VersionTable, versionTable } from './versions.ts';

export interface Registry {
  readonly path: string;
  readonly readonly: boolean;
  readonly datasets: DatasetTable;
  readonly versions: VersionTable;
  readonly files: FileTable;
  readonly content: ContentTable;
  readonly executions: ExecutionTable;
  readonly lineage: LineageTable;
  /** All or nothing, also inside another one; the write lock is held from the start. */
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
  /** What a column holds as JSON. */
  json<T>(text: string): T;
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
    migrate(db);
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
  let seen = db.dataVersion();
  let depth = 0;
  const transaction = <T>(work: () => T): T => {
    if (db.readonly) throw readOnly(db.path);
    depth++;
    let result: T;
    try {
      result = db.write(work);
    } finally {
      depth--;
    }
    if (depth === 0) changed();
    return result;
  };
  const context: TableContext = {
    db,
    write: transaction,
    json: (text) => parseJson(db.path, text),
    now: () => (options.now?.() ?? new Date()).toISOString(),
    user: options.user,
  };
  const files = fileTable(context);
  const content = contentTable(context);
  const versions = versionTable(context, { files, content });
  return {
    path: db.path,
    readonly: db.readonly,
    datasets: datasetTable(context),
    versions,
    files,
    content,
    executions: executionTable(context),
    lineage: lineageTable(context),
    transaction,
    poll() {
      const now = db.dataVersion();
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

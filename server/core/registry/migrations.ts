/** The registry's schema as numbered steps. A step that was released is never edited; a change is a new step. */
import { DatapinError } from '../errors.ts';
import type { Database } from './sqlite.ts';
import { corrupt, readOnly } from './sqliteErrors.ts';

/** Each brings a registry from one format to the next; the first makes an empty file one. */
export const steps: readonly string[] = [
  `
  CREATE TABLE dataset (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('dataset', 'model')),
    created_at TEXT NOT NULL
  );
  CREATE TABLE version (
    id INTEGER PRIMARY KEY,
    dataset_id INTEGER NOT NULL REFERENCES dataset (id),
    name TEXT NOT NULL,
    hash TEXT NOT NULL,
    identity TEXT NOT NULL CHECK (identity IN ('content', 'provider')),
    files INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    origin TEXT NOT NULL,
    integrity TEXT,
    UNIQUE (dataset_id, name),
    UNIQUE (dataset_id, hash)
  );
  CREATE INDEX version_hash ON version (hash);

  -- A version's sorted files, cut into runs. A run that two versions share is stored once.
  CREATE TABLE chunk (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    data BLOB NOT NULL
  );
  CREATE TABLE version_chunk (
    version_id INTEGER NOT NULL REFERENCES version (id),
    position INTEGER NOT NULL,
    chunk_id INTEGER NOT NULL REFERENCES chunk (id),
    first_path TEXT NOT NULL,
    files INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (version_id, position)
  ) WITHOUT ROWID;
  CREATE INDEX version_chunk_chunk ON version_chunk (chunk_id);

  -- Which chunks hold a file whose hash begins with these 52 bits: "who saw these bytes".
  CREATE TABLE file_hash (
    prefix INTEGER NOT NULL,
    chunk_id INTEGER NOT NULL REFERENCES chunk (id),
    PRIMARY KEY (prefix, chunk_id)
  ) WITHOUT ROWID;

  CREATE TABLE alias (
    dataset_id INTEGER NOT NULL REFERENCES dataset (id),
    name TEXT NOT NULL,
    version_id INTEGER NOT NULL REFERENCES version (id),
    PRIMARY KEY (dataset_id, name)
  ) WITHOUT ROWID;
  CREATE TABLE alias_move (
    id INTEGER PRIMARY KEY,
    dataset_id INTEGER NOT NULL REFERENCES dataset (id),
    alias TEXT NOT NULL,
    from_version_id INTEGER REFERENCES version (id),
    to_version_id INTEGER NOT NULL REFERENCES version (id),
    moved_at TEXT NOT NULL,
    moved_by TEXT NOT NULL
  );

  CREATE TABLE project (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    root TEXT NOT NULL UNIQUE
  );
  CREATE TABLE execution (
    id INTEGER PRIMARY KEY,
    project_id INTEGER NOT NULL REFERENCES project (id),
    number INTEGER NOT NULL,
    status TEXT NOT NULL,
    record TEXT NOT NULL,
    UNIQUE (project_id, number)
  );
  CREATE INDEX execution_status ON execution (status);

  -- Data flows from source to target. Exactly one id of each pair is set.
  CREATE TABLE lineage (
    source_version_id INTEGER REFERENCES version (id),
    source_execution_id INTEGER REFERENCES execution (id),
    target_version_id INTEGER REFERENCES version (id),
    target_execution_id INTEGER REFERENCES execution (id),
    role TEXT NOT NULL,
    CHECK ((source_version_id IS NULL) <> (source_execution_id IS NULL)),
    CHECK ((target_version_id IS NULL) <> (target_execution_id IS NULL))
  );
  CREATE INDEX lineage_source_version ON lineage (source_version_id);
  CREATE INDEX lineage_source_execution ON lineage (source_execution_id);
  CREATE INDEX lineage_target_version ON lineage (target_version_id);
  CREATE INDEX lineage_target_execution ON lineage (target_execution_id);
  `,
  `
  ALTER TABLE version ADD COLUMN deprecated TEXT;
  -- The rows of one dataset in order of their ids, the newest first to be found.
  CREATE INDEX version_dataset ON version (dataset_id);
  CREATE INDEX alias_version ON alias (version_id);

  ALTER TABLE execution ADD COLUMN step TEXT AS (CASE WHEN json_valid(record) THEN json_extract(record, '$.step') END) VIRTUAL;
  CREATE INDEX execution_step ON execution (step);
  CREATE INDEX execution_project_step ON execution (project_id, step, number);
  `,
  `
  -- Bytes that Datapin made itself, under the hash of the whole; long ones in several parts.
  CREATE TABLE content (
    hash BLOB NOT NULL,
    part INTEGER NOT NULL,
    size INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (hash, part)
  );

  -- The folders of a run, where they are few; of older runs they are found by opening them.
  CREATE TABLE chunk_outline (
    chunk_id INTEGER PRIMARY KEY REFERENCES chunk (id),
    outline TEXT NOT NULL
  );

  -- 31 bits find a chunk as well as 52 did, and take half the room.
  CREATE TABLE file_hash_31 (
    prefix INTEGER NOT NULL,
    chunk_id INTEGER NOT NULL REFERENCES chunk (id),
    PRIMARY KEY (prefix, chunk_id)
  ) WITHOUT ROWID;
  INSERT OR IGNORE INTO file_hash_31 SELECT prefix >> 21, chunk_id FROM file_hash ORDER BY 1, 2;
  DROP TABLE file_hash;
  ALTER TABLE file_hash_31 RENAME TO file_hash;
  `,
];

/** "DPIN" */
export const applicationId = 0x4450494e;

/**
 * Brings a database to this program's format. Throws `registry.newer` for one that a later Datapin has written, and
 * `registry.read-only` for an older one that may not be written to.
 */
export function migrate(db: Database): void {
  const found = formatOf(db);
  if (found > steps.length) {
    throw new DatapinError(
      'registry.newer',
      `The registry at ${db.path} was written by a newer Datapin (format ${found}, known here: ${steps.length}).`,
      {
        hint: 'Update Datapin, or set DATAPIN_HOME to another folder.',
      },
    );
  }
  if (found === steps.length) return;
  if (db.readonly) throw found === 0 ? corrupt(db.path, 'it is empty') : readOnly(db.path);
  db.write(() => {
    // Another process may have migrated while this one waited for the lock.
    for (const step of steps.slice(formatOf(db))) db.exec(step);
    db.pragma(`user_version = ${steps.length}`);
  });
}

function formatOf(db: Database): number {
  return db.pragma('user_version') as number;
}

/** Versions: adding one whole, finding one by any reference. */
import type { DatasetFile, DatasetKind, Deprecation, Identity, IntegrityRecord, Origin, Version } from '../dataset.ts';
import { DatapinError } from '../errors.ts';
import { formatReference, isName, nameRule, type Reference } from '../ref.ts';
import type { Chunk } from './chunk.ts';
import type { ContentPart, ContentTable } from './content.ts';
import { datasetTable } from './datasets.ts';
import { deprecation } from './deprecation.ts';
import type { FileTable } from './files.ts';
import type { TableContext } from './registry.ts';
import { unknownDataset, unknownDigest, unknownVersion } from './unknown.ts';

/** A version with every hash known, ready to appear. */
export interface VersionDraft {
  dataset: string;
  /** Absent: the next free `v<n>`. */
  name: string | undefined;
  /** Absent: as the dataset is; a new one holds data. */
  kind: DatasetKind | undefined;
  hash: string;
  identity: Identity;
  /** The files, already cut into runs. */
  chunks: Chunk[];
  /** The bytes of files that Datapin made for it. Asked for once, and only when the version is new. */
  content?: Iterable<ContentPart> | undefined;
  origin: Origin;
}

export interface VersionTable {
  /** Newest first. */
  list(dataset: string): Version[];
  /** Every version of every dataset, oldest first. */
  all(): Version[];
  find(dataset: string, name: string): Version | undefined;
  /** The newest of a dataset. */
  newest(dataset: string): Version | undefined;
  /** The version in this row. */
  at(id: number): Version | undefined;
  /** Throws `ref.*` when the reference names nothing or not these bytes. */
  resolve(ref: Pick<Reference, 'name' | 'version' | 'digest'>): Version;
  /** Registers a version in one transaction; answers the one that is there when the dataset already has these bytes. */
  add(draft: VersionDraft): { version: Version; existed: boolean };
  /** Says anew where a version's bytes can be read; what they are does not change. Its integrity is to be checked again. */
  relocate(version: VersionName, chunks: Chunk[], content?: Iterable<ContentPart>): void;
  /** Keeps what a verification found. */
  setIntegrity(version: VersionName, record: IntegrityRecord): void;
  /**
   * Marks a version as one that should no longer be used, or, with nothing, takes that back.
   * Throws `usage`, `ref.unknown-version` and `deprecate.successor`.
   */
  deprecate(version: VersionName, how: { why: string; use?: VersionName | undefined } | undefined): void;
  /** A version's files in order of path. */
  files(version: VersionName): Generator<DatasetFile>;
  /** Its row. Throws `ref.unknown-version`. */
  id(version: VersionName): number;
  findId(version: VersionName): number | undefined;
}

export type VersionName = Pick<Version, 'dataset' | 'name'>;

/** Throws `alias.reserved` and `name.invalid`. */
export function checkVersionName(name: string): void {
  if (name === 'latest') {
    throw new DatapinError('alias.reserved', '"latest" is always the newest version and cannot be a version\'s name.', {
      hint: 'Choose another version name, e.g. v1.',
    });
  }
  if (!isName(name)) throw new DatapinError('name.invalid', `"${name}" cannot name a version.`, { hint: `A name is made of ${nameRule}.` });
}

/** The tables that hold what a version is made of. */
interface VersionParts {
  files: FileTable;
  content: ContentTable;
}

interface VersionRow {
  dataset: string;
  name: string;
  kind: DatasetKind;
  hash: string;
  identity: Identity;
  files: number;
  bytes: number;
  created_at: string;
  created_by: string;
  origin: string;
  integrity: string | null;
  deprecated: string | null;
  aliases: string | null;
}

export function versionTable(context: TableContext, { files: fileTable, content }: VersionParts): VersionTable {
  const { db } = context;
  const datasets = datasetTable(context);
  // Without a join: SQLite would plan one anew at every call, which takes ten times as long as the look-up itself.
  const select = `
    SELECT (SELECT name FROM dataset WHERE id = v.dataset_id) AS dataset, v.name,
      (SELECT kind FROM dataset WHERE id = v.dataset_id) AS kind, v.hash, v.identity, v.files, v.bytes, v.created_at, v.created_by, v.origin, v.integrity, v.deprecated,
      (SELECT group_concat(a.name, ' ') FROM alias a WHERE a.version_id = v.id) AS aliases
    FROM version v`;
  const ofDataset = 'v.dataset_id = (SELECT id FROM dataset WHERE name = ?)';
  const toVersion = (row: VersionRow): Version => ({
    dataset: row.dataset,
    name: row.name,
    kind: row.kind,
    hash: row.hash,
    identity: row.identity,
    files: row.files,
    bytes: row.bytes,
    createdAt: row.created_at,
    createdBy: row.created_by,
    origin: context.json<Origin>(row.origin),
    aliases: row.aliases?.split(' ').sort() ?? [],
    integrity: row.integrity === null ? undefined : context.json<IntegrityRecord>(row.integrity),
    deprecated: row.deprecated === null ? undefined : context.json<Deprecation>(row.deprecated),
  });
  const one = (where: string, ...values: string[]) => {
    const row = db.prepare<string[], VersionRow>(`${select} WHERE ${where} ORDER BY v.id DESC LIMIT 1`).get(...values);
    return row && toVersion(row);
  };
  /** Cheap, whatever the dataset holds. */
  const isDataset = (name: string) => db.prepare<[string]>('SELECT 1 FROM dataset WHERE name = ?').get(name) !== undefined;
  const find = (dataset: string, name: string) => one(`${ofDataset} AND v.name = ?`, dataset, name);
  const at = (rowId: number) => {
    const row = db.prepare<[number], VersionRow>(`${select} WHERE v.id = ?`).get(rowId);
    return row && toVersion(row);
  };
  /** Reads a row's id only: many are added at once. */
  const rowOf = (sql: string, datasetId: number, value: string) =>
    db.prepare<[number, string], { id: number }>(sql).get(datasetId, value)?.id;
  const newest = (dataset: string) => one(ofDataset, dataset);
  const findId = ({ dataset, name }: VersionName) =>
    db.prepare<[string, string], { id: number }>(`SELECT v.id FROM version v WHERE ${ofDataset} AND v.name = ?`).get(dataset, name)?.id;
  const id = (version: VersionName) => {
    const found = findId(version);
    if (found === undefined) throw unknownVersion(db, version.dataset, version.name);
    return found;
  };

  const byName = (dataset: string, name: string) =>
    find(dataset, name) ??
    (name === 'latest'
      ? newest(dataset)
      : one(`${ofDataset} AND v.id = (SELECT version_id FROM alias WHERE dataset_id = v.dataset_id AND name = ?)`, dataset, name));

  return {
    list: (dataset) => db.prepare<[string], VersionRow>(`${select} WHERE ${ofDataset} ORDER BY v.id DESC`).all(dataset).map(toVersion),
    all: () => db.prepare<[], VersionRow>(`${select} ORDER BY v.id`).all().map(toVersion),
    find,
    newest,
    at,
    id,
    findId,
    resolve(ref) {
      if (!isDataset(ref.name)) throw unknownDataset(db, ref.name);
      if (ref.version === undefined) return byDigest(ref.name, ref.digest!);
      const version = byName(ref.name, ref.version);
      if (!version) throw unknownVersion(db, ref.name, ref.version);
      if (ref.digest && !version.hash.startsWith(ref.digest)) {
        throw new DatapinError(
          'ref.digest-mismatch',
          `${ref.name}:${ref.version} has another hash than ${formatReference(ref)} asks for.`,
          {
            hint: `Its hash is sha256:${version.hash}.`,
          },
        );
      }
      return version;
    },
    add(draft) {
      if (draft.name !== undefined) checkVersionName(draft.name);
      return context.write(() => {
        const datasetId = datasets.ensure(draft.dataset, draft.kind);
        const same = rowOf('SELECT id FROM version WHERE dataset_id = ? AND hash = ?', datasetId, draft.hash);
        if (same !== undefined) return { version: at(same)!, existed: true };
        const name = draft.name ?? nextName(datasetId);
        const taken = rowOf('SELECT id FROM version WHERE dataset_id = ? AND name = ?', datasetId, name);
        const aliased = rowOf('SELECT version_id AS id FROM alias WHERE dataset_id = ? AND name = ?', datasetId, name);
        const standing = taken ?? aliased;
        if (standing !== undefined) throw versionExists(at(standing)!, { name, free: nextName(datasetId) });
        const { lastInsertRowid } = db
          .prepare(
            `INSERT INTO version (dataset_id, name, hash, identity, files, bytes, created_at, created_by, origin)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          )
          .run(
            datasetId,
            name,
            draft.hash,
            draft.identity,
            sum(draft.chunks, 'files'),
            sum(draft.chunks, 'bytes'),
            context.now(),
            context.user,
            JSON.stringify(draft.origin),
          );
        fileTable.insert(Number(lastInsertRowid), draft.chunks);
        for (const part of draft.content ?? []) content.put(part);
        return { version: at(Number(lastInsertRowid))!, existed: false };
      });
    },
    relocate(version, chunks, parts = []) {
      context.write(() => {
        fileTable.replace(id(version), chunks);
        for (const part of parts) content.put(part);
        db.prepare('UPDATE version SET integrity = NULL WHERE id = ?').run(id(version));
      });
    },
    setIntegrity(version, record) {
      context.write(() => db.prepare('UPDATE version SET integrity = ? WHERE id = ?').run(JSON.stringify(record), id(version)));
    },
    deprecate(version, how) {
      context.write(() => {
        const record = how && deprecation({ find, id }, version, how);
        const text = record && JSON.stringify({ ...record, at: context.now(), by: context.user });
        db.prepare('UPDATE version SET deprecated = ? WHERE id = ?').run(text ?? null, id(version));
      });
    },
    files: (version) => fileTable.all(id(version)),
  };

  function byDigest(dataset: string, digest: string): Version {
    const rows = db
      .prepare<[string, string, string], VersionRow>(`${select} WHERE ${ofDataset} AND v.hash >= ? AND v.hash < ?`)
      .all(dataset, digest, `${digest}g`);
    if (rows.length > 1) {
      throw new DatapinError('ref.ambiguous-digest', `More than one version of "${dataset}" begins with sha256:${digest}.`, {
        hint: 'Give more digits.',
      });
    }
    if (!rows[0]) throw unknownDigest(db, dataset, digest);
    return toVersion(rows[0]);
  }

  /** Versions are counted; an alias is only stepped over. */
  function nextName(datasetId: number): string {
    const names = (table: 'version' | 'alias') =>
      db
        .prepare<[number], { name: string }>(`SELECT name FROM ${table} WHERE dataset_id = ?`)
        .all(datasetId)
        .map((row) => row.name);
    const versions = names('version');
    const taken = new Set([...versions, ...names('alias')]);
    let number = versions.length + 1;
    while (taken.has(`v${number}`)) number++;
    return `v${number}`;
  }
}

function versionExists({ dataset, name: standing }: Version, { name, free }: { name: string; free: string }): DatapinError {
  const hint = `Adopt it as ${dataset}:${free}.`;
  if (name === standing) {
    return new DatapinError('version.exists', `${dataset}:${name} is there already, with other bytes. Versions never change.`, { hint });
  }
  return new DatapinError('alias.taken', `"${dataset}:${name}" is an alias of ${standing}, so it cannot be a version's name.`, { hint });
}

function sum(chunks: Chunk[], key: 'files' | 'bytes'): number {
  return chunks.reduce((total, chunk) => total + chunk[key], 0);
}

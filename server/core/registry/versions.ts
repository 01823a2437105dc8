/** Versions: adding one whole, finding one by any reference. */
import type { DatasetFile, DatasetKind, Identity, IntegrityRecord, Origin, Version } from '../dataset.ts';
import { DatapinError } from '../errors.ts';
import { formatReference, isName, nameRule, type Reference } from '../ref.ts';
import type { Chunk } from './chunk.ts';
import { datasetTable } from './datasets.ts';
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
  origin: Origin;
}

export interface VersionTable {
  /** Newest first. */
  list(dataset: string): Version[];
  /** Every version of every dataset, oldest first. */
  all(): Version[];
  find(dataset: string, name: string): Version | undefined;
  /** Throws `ref.*` when the reference names nothing or not these bytes. */
  resolve(ref: Pick<Reference, 'name' | 'version' | 'digest'>): Version;
  /** Registers a version in one transaction; answers the one that is there when the dataset already has these bytes. */
  add(draft: VersionDraft): { version: Version; existed: boolean };
  /** Says anew where a version's bytes can be read; what they are does not change. Its integrity is to be checked again. */
  relocate(version: Pick<Version, 'dataset' | 'name'>, chunks: Chunk[]): void;
  /** Keeps what a verification found. */
  setIntegrity(version: Pick<Version, 'dataset' | 'name'>, record: IntegrityRecord): void;
  /** A version's files in order of path. */
  files(version: Pick<Version, 'dataset' | 'name'>): Generator<DatasetFile>;
  id(version: Pick<Version, 'dataset' | 'name'>): number;
}

/** Throws `alias.reserved` and `name.invalid`. */
export function checkVersionName(name: string): void {
  if (name === 'latest') {
    throw new DatapinError('alias.reserved', '"latest" is always the newest version and cannot be a version\'s name.', {
      hint: 'Choose another version name, e.g. v1.',
    });
  }
  if (!isName(name)) throw new DatapinError('name.invalid', `"${name}" cannot name a version.`, { hint: `A name is made of ${nameRule}.` });
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
  aliases: string | null;
}

export function versionTable(context: TableContext, fileTable: FileTable): VersionTable {
  const { db } = context;
  const datasets = datasetTable(context);
  const select = `
    SELECT d.name AS dataset, v.name, d.kind, v.hash, v.identity, v.files, v.bytes, v.created_at, v.created_by, v.origin, v.integrity,
      (SELECT group_concat(a.name, ' ') FROM alias a WHERE a.version_id = v.id) AS aliases
    FROM version v JOIN dataset d ON d.id = v.dataset_id`;
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
  });
  const one = (where: string, ...values: string[]) => {
    const row = db.prepare<string[], VersionRow>(`${select} WHERE ${where} ORDER BY v.id DESC LIMIT 1`).get(...values);
    return row && toVersion(row);
  };
  /** Cheap, whatever the dataset holds. */
  const isDataset = (name: string) => db.prepare<[string]>('SELECT 1 FROM dataset WHERE name = ?').get(name) !== undefined;
  const find = (dataset: string, name: string) => one('d.name = ? AND v.name = ?', dataset, name);
  const id = (version: Pick<Version, 'dataset' | 'name'>) => {
    const row = db
      .prepare<[string, string], { id: number }>(
        'SELECT v.id FROM version v JOIN dataset d ON d.id = v.dataset_id WHERE d.name = ? AND v.name = ?',
      )
      .get(version.dataset, version.name);
    if (!row) throw unknownVersion(db, version.dataset, version.name);
    return row.id;
  };

  const byName = (dataset: string, name: string) =>
    find(dataset, name) ??
    (name === 'latest'
      ? one('d.name = ?', dataset)
      : one('v.id = (SELECT version_id FROM alias WHERE dataset_id = d.id AND name = ?) AND d.name = ?', name, dataset));

  return {
    list: (dataset) => db.prepare<[string], VersionRow>(`${select} WHERE d.name = ? ORDER BY v.id DESC`).all(dataset).map(toVersion),
    all: () => db.prepare<[], VersionRow>(`${select} ORDER BY v.id`).all().map(toVersion),
    find,
    id,
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
        const same = one('d.name = ? AND v.hash = ?', draft.dataset, draft.hash);
        if (same) return { version: same, existed: true };
        const name = draft.name ?? nextName(datasetId);
        const taken = byName(draft.dataset, name);
        if (taken) throw versionExists(taken, { name, free: nextName(datasetId) });
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
        return { version: find(draft.dataset, name)!, existed: false };
      });
    },
    relocate(version, chunks) {
      context.write(() => {
        fileTable.replace(id(version), chunks);
        db.prepare('UPDATE version SET integrity = NULL WHERE id = ?').run(id(version));
      });
    },
    setIntegrity(version, record) {
      context.write(() => db.prepare('UPDATE version SET integrity = ? WHERE id = ?').run(JSON.stringify(record), id(version)));
    },
    files: (version) => fileTable.all(id(version)),
  };

  function byDigest(dataset: string, digest: string): Version {
    const rows = db
      .prepare<[string, string, string], VersionRow>(`${select} WHERE d.name = ? AND v.hash >= ? AND v.hash < ?`)
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

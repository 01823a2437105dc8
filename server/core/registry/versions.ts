/** Versions: adding one whole, finding one by any reference. */
import type { DatasetFile, DatasetKind, Identity, IntegrityRecord, Origin, Version } from '../dataset.ts';
import { DatapinError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { formatReference, isName, nameRule, type Reference } from '../ref.ts';
import type { Chunk } from './chunk.ts';
import { datasetTable } from './datasets.ts';
import type { FileTable } from './files.ts';
import type { TableContext } from './registry.ts';

/** A version with every hash known, ready to appear. */
export interface VersionDraft {
  dataset: string;
  /** Absent: the next free `v<n>`. */
  name: string | undefined;
  kind: DatasetKind;
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
  /** Keeps what a verification found. */
  setIntegrity(version: Pick<Version, 'dataset' | 'name'>, record: IntegrityRecord): void;
  /** A version's files in order of path. */
  files(version: Pick<Version, 'dataset' | 'name'>): Generator<DatasetFile>;
  id(version: Pick<Version, 'dataset' | 'name'>): number;
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
  const one = (where: string, ...values: string[]) => {
    const row = db.prepare<string[], VersionRow>(`${select} WHERE ${where} ORDER BY v.id DESC LIMIT 1`).get(...values);
    return row && toVersion(row);
  };
  const find = (dataset: string, name: string) => one('d.name = ? AND v.name = ?', dataset, name);
  const id = (version: Pick<Version, 'dataset' | 'name'>) => {
    const row = db
      .prepare<[string, string], { id: number }>(
        'SELECT v.id FROM version v JOIN dataset d ON d.id = v.dataset_id WHERE d.name = ? AND v.name = ?',
      )
      .get(version.dataset, version.name);
    if (!row) throw unknownVersion(version.dataset, version.name);
    return row.id;
  };

  const byName = (dataset: string, name: string) =>
    find(dataset, name) ??
    (name === 'latest'
      ? one('d.name = ?', dataset)
      : one('v.id = (SELECT version_id FROM alias WHERE dataset_id = d.id AND name = ?) AND d.name = ?', name, dataset));

  const unknownVersion = (dataset: string, name: string) => {
    const names = db
      .prepare<[string], { name: string }>(
        'SELECT v.name FROM version v JOIN dataset d ON d.id = v.dataset_id WHERE d.name = ? ORDER BY v.id DESC',
      )
      .all(dataset)
      .map((row) => row.name);
    const near = nearest(name, names);
    const hint = near
      ? `Did you mean ${dataset}:${near}?`
      : names[0]
        ? `The newest is ${dataset}:${names[0]}.`
        : `Adopt a first version with datapin adopt … --as ${dataset}.`;
    return new DatapinError('ref.unknown-version', `"${dataset}" has no version "${name}".`, { hint });
  };

  return {
    list: (dataset) => db.prepare<[string], VersionRow>(`${select} WHERE d.name = ? ORDER BY v.id DESC`).all(dataset).map(toVersion),
    all: () => db.prepare<[], VersionRow>(`${select} ORDER BY v.id`).all().map(toVersion),
    find,
    id,
    resolve(ref) {
      if (!datasets.find(ref.name))
        throw unknownDataset(
          ref.name,
          datasets.list().map((dataset) => dataset.name),
        );
      if (ref.version === undefined) return byDigest(ref.name, ref.digest!);
      const version = byName(ref.name, ref.version);
      if (!version) throw unknownVersion(ref.name, ref.version);
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
        if (byName(draft.dataset, name)) throw versionExists(draft.dataset, name, nextName(datasetId));
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
    if (!rows[0]) throw new DatapinError('ref.unknown-version', `"${dataset}" has no version with the hash sha256:${digest}.`);
    return toVersion(rows[0]);
  }

  function nextName(datasetId: number): string {
    const names = new Set(
      db
        .prepare<[number, number], { name: string }>(
          'SELECT name FROM version WHERE dataset_id = ? UNION SELECT name FROM alias WHERE dataset_id = ?',
        )
        .all(datasetId, datasetId)
        .map((row) => row.name),
    );
    let number = names.size + 1;
    while (names.has(`v${number}`)) number++;
    return `v${number}`;
  }
}

function checkVersionName(name: string): void {
  if (name === 'latest') {
    throw new DatapinError('alias.reserved', '"latest" is always the newest version and cannot be a version\'s name.', {
      hint: 'Choose another version name, e.g. v1.',
    });
  }
  if (!isName(name)) throw new DatapinError('name.invalid', `"${name}" cannot name a version.`, { hint: `A name is made of ${nameRule}.` });
}

function versionExists(dataset: string, name: string, free: string): DatapinError {
  return new DatapinError('version.exists', `${dataset}:${name} is there already, with other bytes. Versions never change.`, {
    hint: `Adopt it as ${dataset}:${free}.`,
  });
}

function unknownDataset(name: string, names: string[]): DatapinError {
  const near = nearest(name, names);
  return new DatapinError('ref.unknown-dataset', `There is no dataset "${name}".`, {
    hint: near ? `Did you mean "${near}"?` : `Adopt one with datapin adopt … --as ${name}.`,
  });
}

function sum(chunks: Chunk[], key: 'files' | 'bytes'): number {
  return chunks.reduce((total, chunk) => total + chunk[key], 0);
}

function toVersion(row: VersionRow): Version {
  return {
    dataset: row.dataset,
    name: row.name,
    kind: row.kind,
    hash: row.hash,
    identity: row.identity,
    files: row.files,
    bytes: row.bytes,
    createdAt: row.created_at,
    createdBy: row.created_by,
    origin: JSON.parse(row.origin) as Origin,
    aliases: row.aliases?.split(' ').sort() ?? [],
    integrity: row.integrity === null ? undefined : (JSON.parse(row.integrity) as IntegrityRecord),
  };
}

/** Datasets and their aliases. */
import type { AliasMove, Dataset, DatasetKind } from '../dataset.ts';
import { DatapinError } from '../errors.ts';
import { isName, nameRule } from '../ref.ts';
import type { TableContext } from './registry.ts';
import { unknownDataset, unknownVersion } from './unknown.ts';

export interface DatasetTable {
  /** By name. */
  list(): Dataset[];
  /** Name and kind of each, by name: cheap, for whoever asks after every change. */
  names(): Pick<Dataset, 'name' | 'kind'>[];
  find(name: string): Dataset | undefined;
  /** Throws `ref.unknown-dataset`. */
  get(name: string): Dataset;
  /**
   * The dataset's row id; makes the dataset when it is new. Inside a transaction.
   * Throws `dataset.kind` when it is there and holds something else than was asked for.
   */
  ensure(name: string, kind: DatasetKind | undefined): number;
  /** Points an alias at a version of the same dataset and keeps the move. */
  setAlias(dataset: string, alias: string, version: string): void;
  /** Every move of a dataset's aliases, oldest first. */
  aliasMoves(dataset: string): AliasMove[];
}

interface DatasetRow {
  name: string;
  kind: DatasetKind;
  created_at: string;
  versions: number;
  latest: string | null;
}

export function datasetTable(context: TableContext): DatasetTable {
  const { db } = context;
  const select = `
    SELECT d.name, d.kind, d.created_at, count(v.id) AS versions,
      (SELECT name FROM version WHERE dataset_id = d.id ORDER BY id DESC LIMIT 1) AS latest
    FROM dataset d LEFT JOIN version v ON v.dataset_id = d.id`;
  const list = () => db.prepare<[], DatasetRow>(`${select} GROUP BY d.id ORDER BY d.name`).all().map(toDataset);
  const find = (name: string) => {
    const row = db.prepare<[string], DatasetRow>(`${select} WHERE d.name = ? GROUP BY d.id`).get(name);
    return row && toDataset(row);
  };
  const idOf = (name: string) => db.prepare<[string], { id: number }>('SELECT id FROM dataset WHERE name = ?').get(name)?.id;

  return {
    list,
    names: () => db.prepare<[], Pick<Dataset, 'name' | 'kind'>>('SELECT name, kind FROM dataset ORDER BY name').all(),
    find,
    get(name) {
      const found = find(name);
      if (!found) throw unknownDataset(db, name);
      return found;
    },
    ensure(name, kind) {
      if (!isName(name))
        throw new DatapinError('name.invalid', `"${name}" cannot name a dataset.`, { hint: `A name is made of ${nameRule}.` });
      const known = db.prepare<[string], { id: number; kind: DatasetKind }>('SELECT id, kind FROM dataset WHERE name = ?').get(name);
      if (known && kind !== undefined && known.kind !== kind) {
        throw new DatapinError('dataset.kind', `"${name}" is a ${known.kind}, not a ${kind}.`, { hint: 'Choose another name.' });
      }
      if (known) return known.id;
      const insert = db.prepare<[string, string, string]>('INSERT INTO dataset (name, kind, created_at) VALUES (?, ?, ?)');
      return Number(insert.run(name, kind ?? 'dataset', context.now()).lastInsertRowid);
    },
    setAlias(dataset, alias, version) {
      checkAlias(alias);
      context.write(() => {
        const datasetId = idOf(dataset);
        if (datasetId === undefined) throw unknownDataset(db, dataset);
        const versionId = (name: string) =>
          db.prepare<[number, string], { id: number }>('SELECT id FROM version WHERE dataset_id = ? AND name = ?').get(datasetId, name)?.id;
        const to = versionId(version);
        if (to === undefined) throw unknownVersion(db, dataset, version);
        if (versionId(alias) !== undefined) {
          throw new DatapinError('alias.taken', `"${dataset}:${alias}" is a version, so it cannot be an alias.`, {
            hint: 'Choose another alias.',
          });
        }
        const from = db
          .prepare<[number, string], { version_id: number }>('SELECT version_id FROM alias WHERE dataset_id = ? AND name = ?')
          .get(datasetId, alias)?.version_id;
        if (from === to) return;
        db.prepare('INSERT OR REPLACE INTO alias (dataset_id, name, version_id) VALUES (?, ?, ?)').run(datasetId, alias, to);
        db.prepare(
          'INSERT INTO alias_move (dataset_id, alias, from_version_id, to_version_id, moved_at, moved_by) VALUES (?, ?, ?, ?, ?, ?)',
        ).run(datasetId, alias, from ?? null, to, context.now(), context.user);
      });
    },
    aliasMoves(dataset) {
      const rows = db
        .prepare<[string], { alias: string; source: string | null; target: string; moved_at: string; moved_by: string }>(
          `SELECT m.alias, f.name AS source, t.name AS target, m.moved_at, m.moved_by
           FROM alias_move m JOIN dataset d ON d.id = m.dataset_id
           LEFT JOIN version f ON f.id = m.from_version_id JOIN version t ON t.id = m.to_version_id
           WHERE d.name = ? ORDER BY m.id`,
        )
        .all(dataset);
      return rows.map((row) => ({
        alias: row.alias,
        from: row.source ?? undefined,
        to: row.target,
        movedAt: row.moved_at,
        movedBy: row.moved_by,
      }));
    },
  };
}

function checkAlias(alias: string): void {
  if (alias === 'latest') {
    throw new DatapinError('alias.reserved', '"latest" is always the newest version and cannot be moved.', {
      hint: 'Choose another alias.',
    });
  }
  if (!isName(alias)) throw new DatapinError('name.invalid', `"${alias}" cannot be an alias.`, { hint: `A name is made of ${nameRule}.` });
}

function toDataset(row: DatasetRow): Dataset {
  return { name: row.name, kind: row.kind, createdAt: row.created_at, versions: row.versions, latest: row.latest ?? undefined };
}

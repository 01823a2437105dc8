/** What to say of a name that the registry does not know: the nearest one that it does. */
import { DatapinError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import type { Database } from './sqlite.ts';

export function unknownDataset(db: Database, name: string): DatapinError {
  const near = nearest(name, names(db, 'SELECT name FROM dataset ORDER BY name'));
  return new DatapinError('ref.unknown-dataset', `There is no dataset "${name}".`, {
    hint: near ? `Did you mean "${near}"?` : `Adopt one with datapin adopt … --as ${name}.`,
  });
}

export function unknownVersion(db: Database, dataset: string, name: string): DatapinError {
  const versions = versionsOf(db, dataset);
  const aliases = names(db, 'SELECT a.name FROM alias a JOIN dataset d ON d.id = a.dataset_id WHERE d.name = ? ORDER BY a.name', dataset);
  const near = nearest(name, [...versions, ...aliases, 'latest']);
  return new DatapinError('ref.unknown-version', `"${dataset}" has no version "${name}".`, {
    hint: near ? `Did you mean ${dataset}:${near}?` : newest(dataset, versions),
  });
}

export function unknownDigest(db: Database, dataset: string, digest: string): DatapinError {
  return new DatapinError('ref.unknown-version', `"${dataset}" has no version with the hash sha256:${digest}.`, {
    hint: newest(dataset, versionsOf(db, dataset)),
  });
}

function newest(dataset: string, versions: string[]): string {
  return versions[0] === undefined
    ? `Adopt a first version with datapin adopt … --as ${dataset}.`
    : `The newest is ${dataset}:${versions[0]}.`;
}

function versionsOf(db: Database, dataset: string): string[] {
  return names(db, 'SELECT v.name FROM version v JOIN dataset d ON d.id = v.dataset_id WHERE d.name = ? ORDER BY v.id DESC', dataset);
}

function names(db: Database, sql: string, ...values: string[]): string[] {
  return db
    .prepare<string[], { name: string }>(sql)
    .all(...values)
    .map((row) => row.name);
}

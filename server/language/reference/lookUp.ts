/** What the catalog says of a reference. */
import type { Reference } from '../../core/ref.ts';
import type { Catalog, CatalogDataset, CatalogVersion } from '../catalog.ts';

export type LookUp =
  | { state: 'found'; dataset: CatalogDataset; version: CatalogVersion }
  | { state: 'unknown-dataset' }
  | { state: 'unknown-version'; dataset: CatalogDataset }
  /** The version is there, but its hash begins otherwise. */
  | { state: 'digest-mismatch'; dataset: CatalogDataset; version: CatalogVersion };

export const latest = 'latest';

export function lookUp(ref: Reference, catalog: Catalog): LookUp {
  const dataset = catalog.dataset(ref.name);
  if (!dataset) return { state: 'unknown-dataset' };
  const { version: name, digest } = ref;
  const version = name === undefined ? dataset.versions.find(({ hash }) => hash.startsWith(digest ?? '')) : versionNamed(dataset, name);
  if (!version) return { state: 'unknown-version', dataset };
  if (digest !== undefined && !version.hash.startsWith(digest)) return { state: 'digest-mismatch', dataset, version };
  return { state: 'found', dataset, version };
}

/** By its name, by an alias, or the newest. */
export function versionNamed(dataset: CatalogDataset, name: string): CatalogVersion | undefined {
  if (name === latest) return dataset.versions[0];
  return dataset.versions.find((version) => version.name === name) ?? dataset.versions.find((version) => version.aliases.includes(name));
}

/** Every alias with the version it names, in the order of the versions. */
export function aliasesOf(dataset: CatalogDataset): { alias: string; version: CatalogVersion }[] {
  return dataset.versions.flatMap((version) => version.aliases.map((alias) => ({ alias, version })));
}

/** Catalogs in memory. */
import { createHash } from 'node:crypto';
import type { Catalog, CatalogDataset, CatalogVersion } from '../../server/language/catalog.ts';

/** The time at which the tests of the language service take place. */
export const now = new Date('2026-11-22T12:00:00Z');

/** `digits` (v3 is the newest, v2 is `production`), `images-large`, the model `churn`, and `empty` without a version. */
export const sampleCatalog: Catalog = memoryCatalog([
  dataset('digits', [
    version('digits', 'v3', { createdAt: '2026-11-20T09:30:00Z' }),
    version('digits', 'v2', { createdAt: '2026-09-01T00:00:00Z', aliases: ['production', 'stable_1'], files: 1, bytes: 999 }),
    version('digits', 'v1', { createdAt: '2024-01-01T00:00:00Z', integrity: 'broken', identity: 'provider' }),
  ]),
  dataset('images-large', [version('images-large', '20240912-115835', { origin: 'adopted from s3://bucket/images_[x]/' })]),
  dataset('churn', [version('churn', 'v2', { kind: 'model' }), version('churn', 'v1', { kind: 'model' })]),
  dataset('empty', []),
]);

export function memoryCatalog(datasets: readonly CatalogDataset[]): Catalog {
  const byName = new Map(datasets.map((dataset) => [dataset.name, dataset]));
  const names = [...byName.keys()].sort();
  const ofKind = (kind?: string) => names.filter((name) => kind === undefined || byName.get(name)?.kind === kind);
  return { names: ofKind, dataset: (name) => byName.get(name) };
}

export function dataset(name: string, versions: readonly CatalogVersion[]): CatalogDataset {
  return { name, kind: versions[0]?.kind ?? 'dataset', versions };
}

export function version(dataset: string, name: string, about: Partial<CatalogVersion> = {}): CatalogVersion {
  return {
    name,
    kind: 'dataset',
    hash: hashOf(`${dataset}:${name}`),
    identity: 'content',
    files: 1797,
    bytes: 2_140_000,
    createdAt: '2026-11-22T11:00:00Z',
    createdBy: 'anna',
    aliases: [],
    origin: 'adopted from file:///data/digits/',
    integrity: 'whole',
    ...about,
  };
}

/** The hash that a version of this reference has in these catalogs. */
export function hashOf(ref: string): string {
  return createHash('sha256').update(ref).digest('hex');
}

/** The catalog that the tests of the language service ask, and what others are made of. */
import { createHash } from 'node:crypto';
import type { Catalog, CatalogDataset, CatalogVersion } from '../../server/language/catalog.ts';
import { type MemoryFacts, memoryCatalog } from './memoryCatalog.ts';

export { type MemoryFacts, memoryCatalog } from './memoryCatalog.ts';

/** The time at which the tests of the language service take place. */
export const now = new Date('2026-11-22T12:00:00Z');

export const sampleDatasets: readonly CatalogDataset[] = [
  dataset('digits', [
    version('digits', 'v3', { createdAt: '2026-11-20T09:30:00Z' }),
    version('digits', 'v2', { createdAt: '2026-09-01T00:00:00Z', aliases: ['production', 'stable_1'], files: 1, bytes: 999 }),
    version('digits', 'v1', { createdAt: '2024-01-01T00:00:00Z', integrity: 'broken', identity: 'provider' }),
  ]),
  dataset('images-large', [version('images-large', '20240912-115835', { origin: 'adopted from s3://bucket/images_[x]/' })]),
  dataset('churn', [version('churn', 'v2', { kind: 'model' }), version('churn', 'v1', { kind: 'model' })]),
  dataset('empty', []),
  dataset('old', [version('old', 'v2'), version('old', 'v1', { deprecated: { why: 'wrong labels', use: 'digits:v3' } })]),
];

const run = { createdBy: 'anna', folder: '/projects/digits' };

export const sampleFacts: MemoryFacts = {
  files: {
    'digits:v3': [
      { path: 'train/0/a.png', bytes: 320 },
      { path: 'train/1/b.png', bytes: 310 },
      { path: 'labels.csv', bytes: 64 },
    ],
  },
  executions: [
    { ...run, id: 'digits:1', step: 'preprocess', status: 'complete', createdAt: '2026-08-31T23:58:00Z', duration: 75 },
    { ...run, id: 'digits:2', step: 'train', status: 'error', createdAt: '2026-11-21T09:00:00Z', duration: 12 },
    { ...run, id: 'digits:3', step: 'train', status: 'complete', createdAt: '2026-11-22T10:30:00Z', duration: 1800 },
    { ...run, id: 'digits:4', step: 'evaluate', status: 'started', createdAt: '2026-11-22T11:59:00Z' },
  ],
  lineage: [
    ['digits:v1', 'digits#1', 'images'],
    ['digits#1', 'digits:v2', 'output'],
    ['digits:v2', 'digits:v3', 'derive'],
    ['digits:v2', 'digits#3', 'dataset'],
    ['digits#3', 'churn:v2', 'output'],
    ['churn:v2', 'digits#4', 'model'],
    ['digits:v3', 'digits#4', 'dataset'],
  ],
};

/**
 * `digits` (v3 is the newest and was derived from v2, which is `production`; v1 is broken), `images-large`, the model
 * `churn`, `empty` without a version, and `old`, whose v1 is deprecated. `digits:3`, an execution of `train` in the
 * project at /projects/digits, made `churn:v2` from `digits:v2`.
 */
export const sampleCatalog: Catalog = memoryCatalog(sampleDatasets, sampleFacts);

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

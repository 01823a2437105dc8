/** A registry as a large team has it, filled through the core: `dataset-00042:v1` … with a few files each. */
import { join } from 'node:path';
import { combinedHash, comparePaths } from '../../server/core/manifest.ts';
import { cutChunks } from '../../server/core/registry/chunk.ts';
import { openRegistry, type Registry } from '../../server/core/registry/registry.ts';
import type { VersionDraft } from '../../server/core/registry/versions.ts';

/** Datasets that are written in one transaction. */
const batch = 1000;

const paths = ['labels.csv', 'test/0/a.png', 'train/0/b.png', 'train/1/c.png'].sort(comparePaths);

/**
 * Makes `registry.db` in the folder `home`: datasets `dataset-00000` …, each with versions `v1` … and the alias
 * `production` on the middle one. Each version is made a minute after the one before it.
 */
export function makeBigRegistry(home: string, { datasets, versions }: { datasets: number; versions: number }): void {
  let minutes = 0;
  const start = Date.parse('2025-01-01T00:00:00Z');
  const registry = openRegistry(join(home, 'registry.db'), { user: 'bench', now: () => new Date(start + minutes * 60_000) });
  try {
    for (let first = 0; first < datasets; first += batch) {
      registry.transaction(() => {
        for (let i = first; i < Math.min(first + batch, datasets); i++) {
          for (let k = 0; k < versions; k++) {
            minutes = i * versions + k;
            registry.versions.add(draft(nameOf(i), `v${k + 1}`, minutes));
          }
          alias(registry, nameOf(i), versions);
        }
      });
    }
  } finally {
    registry.close();
  }
}

/** Name of the dataset with this number. */
export function nameOf(dataset: number): string {
  return `dataset-${String(dataset).padStart(5, '0')}`;
}

function alias(registry: Registry, dataset: string, versions: number): void {
  if (versions > 0) registry.datasets.setAlias(dataset, 'production', `v${Math.ceil(versions / 2)}`);
}

function draft(dataset: string, name: string, serial: number): VersionDraft {
  const folder = `file:///data/${dataset}/${name}/`;
  const files = paths.map((path, i) => ({
    path,
    size: 1000 + i,
    // Counted up, not hashed: the index of hashes then grows at its end, which is many times faster.
    sha256: (serial * paths.length + i).toString(16).padStart(13, '0').padEnd(64, 'e'),
    location: folder + path,
    evidence: 'verified' as const,
  }));
  return {
    dataset,
    name,
    kind: 'dataset',
    hash: combinedHash(files),
    identity: 'content',
    chunks: [...cutChunks(files)],
    origin: { type: 'adopt', locations: [folder], include: [], exclude: [], notes: [] },
  };
}

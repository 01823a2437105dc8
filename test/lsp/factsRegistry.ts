/** A real registry that holds the facts of a catalog in memory. */
import { join } from 'node:path';
import type { Origin } from '../../server/core/dataset.ts';
import { isFinal } from '../../server/core/execution.ts';
import { comparePaths, identityOf } from '../../server/core/manifest.ts';
import { cutChunks } from '../../server/core/registry/chunk.ts';
import type { NodeKey } from '../../server/core/registry/lineageRows.ts';
import { openRegistry, type Registry } from '../../server/core/registry/registry.ts';
import type { CatalogDataset, CatalogVersion } from '../../server/language/catalog.ts';
import { aFile, anExecution } from '../core/fixture.ts';
import type { MemoryFacts, MemoryFile } from '../support/memoryCatalog.ts';
import { type Owner, tempFolder } from '../support/temp.ts';

export function factsRegistry(owner: Owner, datasets: readonly CatalogDataset[], facts: Required<Omit<MemoryFacts, 'shared'>>): Registry {
  let clock = '2024-01-01T00:00:00Z';
  const path = join(tempFolder(owner, 'facts'), 'registry.db');
  const registry = openRegistry(path, { user: 'anna', now: () => new Date(clock) });
  owner.after(() => registry.close());
  for (const { name, kind, versions } of datasets) {
    registry.transaction(() => registry.datasets.ensure(name, kind));
    for (const version of versions.toReversed()) {
      clock = version.createdAt;
      addVersion(registry, { dataset: name, version, files: facts.files[`${name}:${version.name}`] ?? [] });
    }
  }
  for (const { name, versions } of datasets) for (const version of versions) addWords(registry, name, version);
  for (const { id, step, status, createdAt, duration, folder } of facts.executions) {
    clock = createdAt;
    const project = registry.executions.ensureProject(folder, id.split(':')[0]!);
    const made = registry.executions.add(project, { ...anExecution(), step }, () => '/run');
    registry.executions.update(made, { status, ...(isFinal(status) ? { duration } : {}) });
  }
  for (const [source, target, role] of facts.lineage) registry.lineage.add(keyOf(registry, source), keyOf(registry, target), role);
  return registry;
}

function addVersion(
  registry: Registry,
  { dataset, version, files }: { dataset: string; version: CatalogVersion; files: readonly MemoryFile[] },
): void {
  const stored = files
    .map(({ path, bytes }) => aFile(path, { size: bytes, location: `file:///data/digits/${path}` }))
    .sort((a, b) => comparePaths(a.path, b.path));
  const { name, kind, hash, identity, aliases } = version;
  if (stored.length > 0 && identity !== identityOf(stored)) throw new Error(`${dataset}:${name} has files of another identity`);
  registry.versions.add({ dataset, name, kind, hash, identity, chunks: [...cutChunks(stored)], origin: originOf(version.origin) });
  for (const alias of aliases) registry.datasets.setAlias(dataset, alias, name);
}

/** What is said of a version later. */
function addWords(registry: Registry, dataset: string, { name, integrity, deprecated, createdAt }: CatalogVersion): void {
  if (integrity !== 'unchecked') {
    registry.versions.setIntegrity({ dataset, name }, { state: integrity, checkedAt: createdAt, checked: 1, broken: 0 });
  }
  if (!deprecated) return;
  const use = deprecated.use === undefined ? undefined : versionOf(deprecated.use);
  registry.versions.deprecate({ dataset, name }, { why: deprecated.why, use });
}

function originOf(words: string): Origin {
  const [, location] = /^adopted from (.*)$/.exec(words) ?? [];
  if (location === undefined) throw new Error(`"${words}" is no adoption`);
  return { type: 'adopt', locations: [location.startsWith('/') ? `file://${location}` : location], include: [], exclude: [], notes: [] };
}

/** `digits:v1` or `digits#3`. */
function keyOf(registry: Registry, text: string): NodeKey {
  const [project = '', number] = text.split('#');
  if (number !== undefined) return `execution:${registry.executions.id({ project, number: Number(number) })}`;
  return `version:${registry.versions.id(versionOf(text))}`;
}

function versionOf(ref: string): { dataset: string; name: string } {
  const [dataset = '', name = ''] = ref.split(':');
  return { dataset, name };
}

/** The registry as the language service sees it: what is asked for often is read once between two changes. */
import { toCatalogEntry, toCatalogExecution, toCatalogVersion } from './catalogValues.ts';
import type { Execution } from './core/execution.ts';
import { parseExecutionReference } from './core/ref.ts';
import type { NodeKey } from './core/registry/lineageRows.ts';
import type { Registry } from './core/registry/registry.ts';
import { sharedFiles } from './core/sharedFiles.ts';
import type { Catalog, CatalogDataset, CatalogNode, CatalogShared, CatalogVersion, NodeName } from './language/catalog.ts';
import { pathOf } from './uriPaths.ts';

export interface RegistryCatalog extends Catalog {
  /** Reads again what is asked for next. */
  forget(): void;
}

/** Datasets whose versions are kept in memory, the last asked for: more than one file names, or each look at it would read them all again. */
const keptDatasets = 1000;

/** Newest versions that are kept. A list of names to choose from shows a few hundred at a time. */
const keptNewest = 2000;

/** `shared` says what two versions have in common, as far as that is known by now. */
export function createRegistryCatalog(registry: Registry, shared: Catalog['shared'] = rememberedShared(registry)): RegistryCatalog {
  const datasets = recent<CatalogDataset>(keptDatasets);
  const newest = recent<CatalogVersion>(keptNewest);
  let known: Names | undefined;
  const names = () => {
    known ??= readNames(registry);
    return known;
  };
  return {
    names: (kind) => (kind === undefined ? names().all : names().ofKind[kind]),
    dataset: (name) =>
      datasets(name, () => {
        const kind = names().kinds.get(name);
        return kind && { name, kind, versions: registry.versions.list(name).map(toCatalogVersion) };
      }),
    newest: (name) =>
      newest(name, () => {
        const version = registry.versions.newest(name);
        return version && toCatalogVersion(version);
      }),
    entries({ dataset, version, folder, limit }) {
      const id = registry.versions.findId({ dataset, name: version });
      if (id === undefined) return [];
      return registry.files.entries(id, { folder: folder.replace(/\/$/, ''), limit }).entries.map(toCatalogEntry);
    },
    node: (name) => nodeNamed(registry, name),
    shared,
    neighbours(of, direction) {
      const key = keyOf(registry, of);
      if (key === undefined) return [];
      const edges = registry.lineage.edges(key, direction);
      return edges.map(({ source, target, role }) => ({ node: nodeAt(registry, direction === 'in' ? source : target), role }));
    },
    executions({ step, folder, limit }) {
      const path = folder?.startsWith('file:') ? pathOf(folder) : folder;
      const project = path === undefined ? undefined : registry.executions.projectAt(path);
      if (folder !== undefined && !project) return [];
      const query = { ...(project ? { project: project.name } : {}), ...(step === undefined ? {} : { step }), limit };
      return registry.executions.list(query).map(toCatalogExecution);
    },
    forget() {
      known = undefined;
      datasets.forget();
      newest.forget();
    },
  };
}

/** Looked up at once, for who can wait, and never again: versions do not change. */
function rememberedShared(registry: Registry): Catalog['shared'] {
  const known = new Map<string, CatalogShared>();
  return (a, b) => {
    const key = `${a.hash} ${b.hash}`;
    const found = known.get(key) ?? sharedFiles(registry, a, b);
    known.set(key, found);
    return found;
  };
}

interface Names {
  kinds: ReadonlyMap<string, CatalogDataset['kind']>;
  all: readonly string[];
  ofKind: Readonly<Record<CatalogDataset['kind'], readonly string[]>>;
}

function readNames(registry: Registry): Names {
  const rows = registry.datasets.names();
  const ofKind = (wanted: CatalogDataset['kind']) => rows.flatMap(({ name, kind }) => (kind === wanted ? [name] : []));
  return {
    kinds: new Map(rows.map(({ name, kind }) => [name, kind])),
    all: rows.map(({ name }) => name),
    ofKind: { dataset: ofKind('dataset'), model: ofKind('model') },
  };
}

function nodeNamed(registry: Registry, name: NodeName): CatalogNode | undefined {
  if (name.type === 'version') {
    const version = registry.versions.find(name.dataset, name.name);
    return version && { type: 'version', dataset: name.dataset, version: toCatalogVersion(version) };
  }
  const execution = executionNamed(registry, name.id);
  return execution && { type: 'execution', execution: toCatalogExecution(execution) };
}

function keyOf(registry: Registry, name: NodeName): NodeKey | undefined {
  if (name.type === 'version') {
    const id = registry.versions.findId(name);
    return id === undefined ? undefined : `version:${id}`;
  }
  const execution = executionNamed(registry, name.id);
  return execution && `execution:${registry.executions.id(execution)}`;
}

function executionNamed(registry: Registry, id: string): Execution | undefined {
  const ref = parseExecutionReference(id);
  return ref && ref.number !== 'latest' ? registry.executions.find(ref) : undefined;
}

/** What a row of the lineage leads to: the database holds that it is there. */
function nodeAt(registry: Registry, key: NodeKey): CatalogNode {
  const id = Number(key.slice(key.indexOf(':') + 1));
  if (key.startsWith('execution')) return { type: 'execution', execution: toCatalogExecution(registry.executions.at(id)!) };
  const version = registry.versions.at(id)!;
  return { type: 'version', dataset: version.dataset, version: toCatalogVersion(version) };
}

interface Recent<T> {
  (key: string, read: () => T | undefined): T | undefined;
  forget(): void;
}

/** Keeps what was read last, up to a number of things. */
function recent<T>(most: number): Recent<T> {
  const kept = new Map<string, T>();
  const get = (key: string, read: () => T | undefined) => {
    const value = kept.get(key) ?? read();
    if (value === undefined) return undefined;
    kept.delete(key);
    kept.set(key, value);
    if (kept.size > most) kept.delete(kept.keys().next().value!);
    return value;
  };
  return Object.assign(get, { forget: () => kept.clear() });
}

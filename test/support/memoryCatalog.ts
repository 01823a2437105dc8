/** A catalog that answers from what it is given, as the registry's own would. */
import { dirname, resolve } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import type {
  Catalog,
  CatalogDataset,
  CatalogEntry,
  CatalogExecution,
  CatalogNode,
  CatalogShared,
  NodeName,
} from '../../server/language/catalog.ts';

/** A file, in place of what a version holds. */
export interface MemoryFile {
  path: string;
  bytes: number;
}

/** An execution, and the folder of its project. */
export interface MemoryExecution extends CatalogExecution {
  folder: string;
}

/** `digits:v1` or, of an execution, `digits#3`: as both are written `a:b`, a graph needs to tell them apart. */
type NodeText = string;

/** What a catalog in memory knows besides its datasets. */
export interface MemoryFacts {
  /** By `dataset:version`. */
  files?: Readonly<Record<string, readonly MemoryFile[]>>;
  /** Oldest first. */
  executions?: readonly MemoryExecution[];
  /** Data flows from the first to the second. */
  lineage?: readonly (readonly [source: NodeText, target: NodeText, role: string])[];
  /** What two versions have in common, by `digits:v1 digits:v2`. */
  shared?: Readonly<Record<string, CatalogShared>>;
}

export function memoryCatalog(datasets: readonly CatalogDataset[], facts: MemoryFacts = {}): Catalog {
  const { files = {}, executions = [], lineage = [], shared = {} } = facts;
  const byName = new Map(datasets.map((dataset) => [dataset.name, dataset]));
  const names = [...byName.keys()].sort();
  const node = (name: NodeName): CatalogNode | undefined => {
    if (name.type === 'execution') {
      const found = executions.find(({ id }) => id === name.id);
      return found && { type: 'execution', execution: withoutFolder(found) };
    }
    const version = byName.get(name.dataset)?.versions.find((one) => one.name === name.name);
    return version && { type: 'version', dataset: name.dataset, version };
  };
  return {
    names: (kind) => names.filter((name) => kind === undefined || byName.get(name)?.kind === kind),
    dataset: (name) => byName.get(name),
    newest: (name) => byName.get(name)?.versions[0],
    entries: ({ dataset, version, folder, limit }) => entriesOf(files[`${dataset}:${version}`] ?? [], folder).slice(0, limit),
    node,
    shared: (a, b) => shared[`${a.dataset}:${a.name} ${b.dataset}:${b.name}`],
    neighbours(of, direction) {
      const [mine, other] = direction === 'in' ? ([1, 0] as const) : ([0, 1] as const);
      const edges = lineage.filter((edge) => edge[mine] === textOf(of));
      return edges.map((edge) => ({ node: node(nameOf(edge[other]))!, role: edge[2] }));
    },
    executions({ step, folder, limit }) {
      const root = folder === undefined ? undefined : rootOf(folder.startsWith('file:') ? fileURLToPath(folder) : folder, executions);
      if (folder !== undefined && root === undefined) return [];
      const found = executions.filter((one) => (!step || one.step === step) && (!root || one.folder === root));
      return found.toReversed().slice(0, limit).map(withoutFolder);
    },
  };
}

function entriesOf(files: readonly MemoryFile[], folder: string): CatalogEntry[] {
  const prefix = folder === '' || folder.endsWith('/') ? folder : `${folder}/`;
  const entries = new Map<string, CatalogEntry>();
  for (const { path, bytes } of files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    if (!path.startsWith(prefix)) continue;
    const [name = '', ...rest] = path.slice(prefix.length).split('/');
    if (rest.length === 0) entries.set(path, { type: 'file', name, path, bytes, location: `file:///data/digits/${path}` });
    else {
      const folder = `${prefix}${name}/`;
      const known = entries.get(folder)?.bytes ?? 0;
      entries.set(folder, { type: 'folder', name, path: folder, bytes: known + bytes });
    }
  }
  return [...entries.values()];
}

function nameOf(text: NodeText): NodeName {
  const [dataset = '', name] = text.split(':');
  return name === undefined ? { type: 'execution', id: text.replace('#', ':') } : { type: 'version', dataset, name };
}

function textOf(name: NodeName): NodeText {
  return name.type === 'execution' ? name.id.replace(':', '#') : `${name.dataset}:${name.name}`;
}

function withoutFolder({ folder: _, ...execution }: MemoryExecution): CatalogExecution {
  return execution;
}

function rootOf(folder: string, executions: readonly MemoryExecution[]): string | undefined {
  const roots = new Set(executions.map((one) => one.folder));
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (roots.has(at)) return at;
    if (at === dirname(at)) return undefined;
  }
}

/** The graph of versions and executions, read from the registry around any of them. */
import type { Version } from './dataset.ts';
import { DatapinError } from './errors.ts';
import { type Execution, executionName } from './execution.ts';
import { parseExecutionReference, parseReference } from './ref.ts';
import type { NodeKey } from './registry/lineageRows.ts';
import type { Registry } from './registry/registry.ts';

/** `id` is `version/<dataset:version>` or `execution/<project:number>`: a dataset may be called as a project is. */
export type LineageNode = { id: string; type: 'version'; version: Version } | { id: string; type: 'execution'; execution: Execution };

/** Data flows from `source` to `target`; role is the input's name, `output` or `derive`. */
export interface LineageEdge {
  source: string;
  target: string;
  role: string;
}

export interface LineageGraph {
  /** Id of the node that was asked for; absent for the whole graph. */
  focus: string | undefined;
  nodes: LineageNode[];
  edges: LineageEdge[];
  /** Whether the depth limit left neighbours out. */
  truncated: boolean;
}

export interface LineageQuery {
  /** A node's id, a reference or `project:number`; absent for the whole graph. */
  id?: string | undefined;
  /** How many steps towards what it was made from, and towards what was made from it; no number means all. */
  up?: number | undefined;
  down?: number | undefined;
}

/** Throws `ref.*` or `execution.unknown` when the query names nothing. */
export function lineageGraph(registry: Registry, query: LineageQuery = {}): LineageGraph {
  if (query.id === undefined) return wholeGraph(registry);
  const start = findNode(registry, query.id);
  const walked: Walked = { keys: new Set([start]), edges: new Map(), truncated: false };
  walk(registry, start, { direction: 'in', depth: query.up ?? Number.POSITIVE_INFINITY, walked });
  walk(registry, start, { direction: 'out', depth: query.down ?? Number.POSITIVE_INFINITY, walked });
  return build(registry, { start, keys: walked.keys, edges: [...walked.edges.values()], truncated: walked.truncated });
}

export function versionNodeId(version: Pick<Version, 'dataset' | 'name'>): string {
  return `version/${version.dataset}:${version.name}`;
}

export function executionNodeId(execution: Pick<Execution, 'project' | 'number'>): string {
  return `execution/${executionName(execution)}`;
}

interface RowEdge {
  source: NodeKey;
  target: NodeKey;
  role: string;
}

interface Walked {
  keys: Set<NodeKey>;
  edges: Map<string, RowEdge>;
  truncated: boolean;
}

function walk(
  registry: Registry,
  start: NodeKey,
  { direction, depth, walked }: { direction: 'in' | 'out'; depth: number; walked: Walked },
): void {
  let frontier: NodeKey[] = [start];
  const visited = new Set(frontier);
  for (let level = 0; frontier.length > 0; level++) {
    const next: NodeKey[] = [];
    for (const key of frontier) {
      const edges = registry.lineage.edges(key, direction);
      if (level >= depth) {
        walked.truncated ||= edges.some((edge) => !walked.keys.has(direction === 'in' ? edge.source : edge.target));
        continue;
      }
      for (const edge of edges) {
        const other = direction === 'in' ? edge.source : edge.target;
        walked.keys.add(other);
        walked.edges.set(`${edge.source} ${edge.target} ${edge.role}`, edge);
        if (visited.has(other)) continue;
        visited.add(other);
        next.push(other);
      }
    }
    frontier = next;
  }
}

function wholeGraph(registry: Registry): LineageGraph {
  const versions = registry.versions.all().map((version): LineageNode => ({ id: versionNodeId(version), type: 'version', version }));
  const executions = registry.executions
    .list()
    .map((execution): LineageNode => ({ id: executionNodeId(execution), type: 'execution', execution }));
  return {
    focus: undefined,
    nodes: [...versions, ...executions],
    edges: registry.lineage.all().map((edge) => named(registry, edge)),
    truncated: false,
  };
}

function build(registry: Registry, found: { start: NodeKey; keys: Set<NodeKey>; edges: RowEdge[]; truncated: boolean }): LineageGraph {
  return {
    focus: idOf(registry, found.start),
    nodes: [...found.keys].map((key) => nodeOf(registry, key)),
    edges: found.edges.map((edge) => named(registry, edge)),
    truncated: found.truncated,
  };
}

function named(registry: Registry, edge: RowEdge): LineageEdge {
  return { source: idOf(registry, edge.source), target: idOf(registry, edge.target), role: edge.role };
}

function idOf(registry: Registry, key: NodeKey): string {
  return `${key.startsWith('version') ? 'version' : 'execution'}/${registry.lineage.name(key)}`;
}

function nodeOf(registry: Registry, key: NodeKey): LineageNode {
  const id = idOf(registry, key);
  const name = id.slice(id.indexOf('/') + 1);
  if (key.startsWith('version')) {
    const version = registry.versions.resolve(parseReference(name).ref!);
    return { id, type: 'version', version };
  }
  return { id, type: 'execution', execution: registry.executions.get(parseExecutionReference(name)!) };
}

function findNode(registry: Registry, text: string): NodeKey {
  const [, type, name] = /^(?:(version|execution)\/)?(.*)$/s.exec(text) as unknown as [string, string | undefined, string];
  const execution = type === 'version' ? undefined : parseExecutionReference(name);
  const { ref, problem } = parseReference(name);
  // `project:12` is written as a version is; whichever is known is meant, and a dataset first.
  const isDataset = ref && type !== 'execution' && (registry.datasets.find(ref.name) || !execution);
  if (isDataset) return `version:${registry.versions.id(registry.versions.resolve(ref))}`;
  if (execution) return `execution:${registry.executions.id(registry.executions.get(execution))}`;
  throw new DatapinError('ref.malformed', `"${text}" is no reference: ${problem?.message ?? 'neither a version nor an execution.'}`, {
    hint: 'Write dataset:version or project:number.',
  });
}

/** The graph of versions and executions, read from the registry around any of them. */
import type { Version } from './dataset.ts';
import { DatapinError } from './errors.ts';
import { type Execution, executionName } from './execution.ts';
import { parseExecutionReference, parseReference, type Reference } from './ref.ts';
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
  const walked: Walked = { keys: new Set([start]), edges: new Map(), cut: [] };
  walk(registry, start, { direction: 'in', depth: query.up ?? Number.POSITIVE_INFINITY, walked });
  walk(registry, start, { direction: 'out', depth: query.down ?? Number.POSITIVE_INFINITY, walked });
  const { keys, edges, cut } = walked;
  const inner = cut.filter((edge) => keys.has(edge.source) && keys.has(edge.target));
  for (const edge of inner) edges.set(edgeKey(edge), edge);
  return build(registry, { start, keys, edges: [...edges.values()], truncated: inner.length < cut.length });
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
  /** Edges at the depth limit, which lead out of the graph unless their other end was reached another way. */
  cut: RowEdge[];
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
        for (const edge of edges) walked.cut.push(edge);
        continue;
      }
      for (const edge of edges) {
        const other = direction === 'in' ? edge.source : edge.target;
        walked.keys.add(other);
        walked.edges.set(edgeKey(edge), edge);
        if (visited.has(other)) continue;
        visited.add(other);
        next.push(other);
      }
    }
    frontier = next;
  }
}

function edgeKey({ source, target, role }: RowEdge): string {
  return `${source} ${target} ${role}`;
}

function wholeGraph(registry: Registry): LineageGraph {
  const versions = registry.versions.all().map((version): LineageNode => ({ id: versionNodeId(version), type: 'version', version }));
  const executions = registry.executions
    .list()
    .map((execution): LineageNode => ({ id: executionNodeId(execution), type: 'execution', execution }));
  const idOf = namer(registry);
  return {
    focus: undefined,
    nodes: [...versions, ...executions],
    edges: registry.lineage.all().map((edge) => named(edge, idOf)),
    truncated: false,
  };
}

function build(registry: Registry, found: { start: NodeKey; keys: Set<NodeKey>; edges: RowEdge[]; truncated: boolean }): LineageGraph {
  const idOf = namer(registry);
  return {
    focus: idOf(found.start),
    nodes: [...found.keys].map((key) => nodeOf(registry, idOf(key))),
    edges: found.edges.map((edge) => named(edge, idOf)),
    truncated: found.truncated,
  };
}

type IdOf = (key: NodeKey) => string;

function named({ source, target, role }: RowEdge, idOf: IdOf): LineageEdge {
  return { source: idOf(source), target: idOf(target), role };
}

/** Ids by row, each asked for once. */
function namer(registry: Registry): IdOf {
  const known = new Map<NodeKey, string>();
  return (key) => {
    const id = known.get(key) ?? `${key.startsWith('version') ? 'version' : 'execution'}/${registry.lineage.name(key)}`;
    known.set(key, id);
    return id;
  };
}

/** The registry may hold thousands of versions: only these are read. */
function nodeOf(registry: Registry, id: string): LineageNode {
  const [, type, left, right] = /^(version|execution)\/(.*):(.*)$/.exec(id) as unknown as [string, LineageNode['type'], string, string];
  return type === 'version'
    ? { id, type, version: registry.versions.find(left, right)! }
    : { id, type, execution: registry.executions.get({ project: left, number: Number(right) }) };
}

function findNode(registry: Registry, text: string): NodeKey {
  const [, type, name] = /^(?:(version|execution)\/)?(.*)$/s.exec(text) as unknown as [string, string | undefined, string];
  const execution = type === 'version' ? undefined : parseExecutionReference(name);
  const { ref, problem } = type === 'execution' ? { problem: undefined } : parseReference(name);
  // `digits:12` is written as a version is: whichever is known is meant, and a version first.
  const known = execution && registry.executions.find(execution);
  if (known && !(ref && isKnown(registry, ref))) return `execution:${registry.executions.id(known)}`;
  if (ref && (!execution || registry.datasets.find(ref.name))) return `version:${registry.versions.id(registry.versions.resolve(ref))}`;
  if (execution) return `execution:${registry.executions.id(registry.executions.get(execution))}`;
  throw new DatapinError('ref.malformed', `"${text}" is no reference: ${problem?.message ?? 'neither a version nor an execution.'}`, {
    hint: 'Write dataset:version or project:number.',
  });
}

function isKnown(registry: Registry, ref: Reference): boolean {
  try {
    registry.versions.resolve(ref);
    return true;
  } catch (error) {
    if (error instanceof DatapinError && error.group === 'no') return false;
    throw error;
  }
}

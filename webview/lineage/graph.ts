/** The graph as the page asks about it: by id, by neighbour, by path. Pure. */
import type { WireLineage, WireLineageNode } from './protocol.ts';

/** One line between two nodes; a version that is two inputs of one execution has both roles. */
export interface Edge {
  key: string;
  source: string;
  target: string;
  roles: string[];
}

export interface Graph {
  focus?: string;
  nodes: Map<string, WireLineageNode>;
  edges: Edge[];
  inputs: Map<string, Edge[]>;
  outputs: Map<string, Edge[]>;
  truncated: boolean;
}

export interface Path {
  nodes: Set<string>;
  edges: Set<string>;
}

export function indexGraph(wire: WireLineage): Graph {
  const nodes = new Map(wire.nodes.map((node) => [node.id, node]));
  const edges = new Map<string, Edge>();
  for (const { source, target, role } of wire.edges) {
    if (!nodes.has(source) || !nodes.has(target) || source === target) continue;
    const key = `${source}\n${target}`;
    const edge = edges.get(key);
    if (!edge) edges.set(key, { key, source, target, roles: [role] });
    else if (!edge.roles.includes(role)) edge.roles.push(role);
  }
  const graph: Graph = { nodes, edges: [...edges.values()], inputs: new Map(), outputs: new Map(), truncated: wire.truncated };
  if (wire.focus !== undefined && nodes.has(wire.focus)) graph.focus = wire.focus;
  for (const edge of graph.edges) {
    add(graph.inputs, edge.target, edge);
    add(graph.outputs, edge.source, edge);
  }
  return graph;
}

/** The node of a version by its reference, which need not be the node's id. */
export function versionNode(graph: Graph, ref: string): string | undefined {
  for (const node of graph.nodes.values()) if (node.type === 'version' && node.version.ref === ref) return node.id;
  return undefined;
}

/** All that a node came from and all that came from it, itself included. */
export function pathThrough(graph: Graph, id: string): Path {
  const path: Path = { nodes: new Set([id]), edges: new Set() };
  follow(id, path, (node) => (graph.inputs.get(node) ?? []).map((edge) => [edge, edge.source]));
  follow(id, path, (node) => (graph.outputs.get(node) ?? []).map((edge) => [edge, edge.target]));
  return path;
}

function follow(start: string, path: Path, next: (node: string) => [Edge, string][]): void {
  const queue = [start];
  const seen = new Set(queue);
  for (const node of queue)
    for (const [edge, other] of next(node)) {
      path.edges.add(edge.key);
      path.nodes.add(other);
      if (!seen.has(other)) queue.push(other);
      seen.add(other);
    }
}

function add(map: Map<string, Edge[]>, key: string, edge: Edge): void {
  const list = map.get(key);
  if (list) list.push(edge);
  else map.set(key, [edge]);
}

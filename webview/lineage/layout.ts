/**
 * Places the graph from left to right, in the layered manner of Sugiyama. Pure and deterministic; 10,000 nodes take well under a second.
 * Parts that are not connected are laid out apart and packed on shelves.
 */
import { heights } from './layout/heights.ts';
import { withVirtual } from './layout/net.ts';
import { ordered } from './layout/order.ts';
import { pack } from './layout/pack.ts';
import { type Pair, ranksOf, withoutCycles } from './layout/ranks.ts';

export interface Point {
  x: number;
  y: number;
}

/** The top left corner of a card, its layer, and which connected part it belongs to. */
export interface Place extends Point {
  rank: number;
  part: number;
}

export interface LayoutGraph {
  nodes: readonly string[];
  edges: readonly { source: string; target: string }[];
}

export interface Layout {
  places: Map<string, Place>;
  /** Points of each edge, from source to target; empty for an edge without two different, known ends. */
  routes: Point[][];
  /** What it covers. */
  bounds: Box;
}

export interface Box extends Point {
  width: number;
  height: number;
}

/** Size of every card, and the room between two layers. */
export const card = { width: 176, height: 44, gap: 72 };
const column = card.width + card.gap;

export function layoutGraph(graph: LayoutGraph): Layout {
  const index = new Map(graph.nodes.map((id, i) => [id, i]));
  const pairs = graph.edges.map(({ source, target }): Pair => [index.get(source) ?? -1, index.get(target) ?? -1]);
  const parts = partsOf(graph.nodes.length, pairs).map((part) => layoutPart(part, pairs));
  // as far apart as two layers, so that the columns of all parts line up
  const packed = pack(parts, { x: card.gap, y: 28 });
  const places = new Map<string, Place>();
  const routes: Point[][] = pairs.map(() => []);
  for (const [p, part] of parts.entries()) {
    const corner = packed.corners[p]!;
    const move = ({ x, y }: Point) => ({ x: x + corner.x, y: y + corner.y });
    for (const [i, node] of part.nodes.entries()) places.set(graph.nodes[node]!, { ...move(part.at[i]!), rank: part.rank[i]!, part: p });
    for (const [i, edge] of part.edges.entries()) routes[edge] = part.routes[i]!.map(move);
  }
  return { places, routes, bounds: { x: 0, y: 0, width: packed.width, height: packed.height } };
}

/** The same layout elsewhere, so that a node can stay where the reader saw it. */
export function movedBy(layout: Layout, by: Point): Layout {
  const move = <P extends Point>(point: P): P => ({ ...point, x: point.x + by.x, y: point.y + by.y });
  return {
    places: new Map([...layout.places].map(([id, place]) => [id, move(place)])),
    routes: layout.routes.map((route) => route.map(move)),
    bounds: move(layout.bounds),
  };
}

interface Part {
  nodes: number[];
  edges: number[];
}

/** Connected parts, in the order of their first node. */
function partsOf(count: number, pairs: readonly Pair[]): Part[] {
  const touching: number[][] = Array.from({ length: count }, () => []);
  for (const [e, [source, target]] of pairs.entries()) {
    if (source < 0 || target < 0 || source === target) continue;
    touching[source]!.push(e);
    touching[target]!.push(e);
  }
  const seen = new Uint8Array(count);
  const parts: Part[] = [];
  for (let root = 0; root < count; root++) {
    if (seen[root]) continue;
    seen[root] = 1;
    const nodes = [root];
    for (let i = 0; i < nodes.length; i++)
      for (const e of touching[nodes[i]!]!)
        for (const end of pairs[e]!) {
          if (!seen[end]) nodes.push(end);
          seen[end] = 1;
        }
    nodes.sort((a, b) => a - b);
    parts.push({ nodes, edges: [...new Set(nodes.flatMap((node) => touching[node]!))].sort((a, b) => a - b) });
  }
  return parts;
}

function layoutPart({ nodes, edges }: Part, all: readonly Pair[]) {
  const local = new Map(nodes.map((node, i) => [node, i]));
  const pairs = edges.map((e): Pair => [local.get(all[e]![0])!, local.get(all[e]![1])!]);
  const forward = withoutCycles(nodes.length, pairs);
  const rank = ranksOf(nodes.length, forward);
  const net = withVirtual(rank, forward);
  const layers = ordered(net);
  const middle = heights(net, layers, nodes.length);
  const top = middle.reduce((low, y, i) => Math.min(low, y - (i < nodes.length ? card.height / 2 : 0)), Infinity);
  const bottom = middle.reduce((high, y, i) => Math.max(high, y + (i < nodes.length ? card.height / 2 : 0)), 0);
  const at = nodes.map((_, i) => ({ x: rank[i]! * column, y: Math.round(middle[i]! - top - card.height / 2) }));
  const routes = forward.map(([source, target], e) => {
    const bends = net.passes[e]!.map((node) => ({ x: net.rank[node]! * column, y: Math.round(middle[node]! - top) }));
    const points = route(at[source]!, bends, at[target]!);
    return source === pairs[e]![0] ? points : points.reverse();
  });
  return { nodes, edges, rank, at, routes, width: layers.length * column - card.gap, height: Math.ceil(bottom - top) };
}

/** From the right of one card to the left of another; straight through each layer it passes, so that it bends in the gaps only. */
function route(from: Point, bends: readonly Point[], to: Point): Point[] {
  const middle = card.height / 2;
  const through = bends.flatMap(({ x, y }) => [
    { x, y },
    { x: x + card.width, y },
  ]);
  const points = [{ x: from.x + card.width, y: from.y + middle }, ...through, { x: to.x, y: to.y + middle }];
  return points.filter((point, i) => points[i - 1]?.y !== point.y || points[i + 1]?.y !== point.y);
}

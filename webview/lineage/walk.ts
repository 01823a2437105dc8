/** Where an arrow key leads. Pure. */
import type { Graph } from './graph.ts';
import type { Layout } from './layout.ts';

export type Direction = 'input' | 'output' | 'up' | 'down' | 'first' | 'last';

/** Nodes by column from left to right, part after part; each column from top to bottom. */
export interface Columns {
  columns: string[][];
  at: Map<string, { column: number; row: number }>;
}

export function columnsOf(layout: Layout): Columns {
  const all = [...layout.places].sort(([, a], [, b]) => a.part - b.part || a.rank - b.rank || a.y - b.y);
  const columns: string[][] = [];
  const at: Columns['at'] = new Map();
  let last: { part: number; rank: number } | undefined;
  for (const [id, place] of all) {
    if (last?.part !== place.part || last.rank !== place.rank) columns.push([]);
    last = place;
    at.set(id, { column: columns.length - 1, row: columns.at(-1)!.push(id) - 1 });
  }
  return { columns, at };
}

export interface Walker {
  graph: Graph;
  layout: Layout;
  columns: Columns;
  /** The node before this one: going back returns to it. */
  cameFrom?: string;
}

/** The node in that direction; undefined when there is none. */
export function step(walker: Walker, from: string, direction: Direction): string | undefined {
  const { columns } = walker.columns;
  if (direction === 'first') return columns[0]?.[0];
  if (direction === 'last') return columns.at(-1)?.at(-1);
  if (direction === 'up' || direction === 'down') return sibling(walker, from, direction === 'up' ? -1 : 1);
  const edges = (direction === 'input' ? walker.graph.inputs : walker.graph.outputs).get(from) ?? [];
  return nearest(
    walker,
    from,
    edges.map((edge) => (direction === 'input' ? edge.source : edge.target)),
  );
}

function nearest({ layout, cameFrom }: Walker, from: string, others: string[]): string | undefined {
  if (cameFrom !== undefined && others.includes(cameFrom)) return cameFrom;
  const here = layout.places.get(from);
  const distance = (id: string): [number, number] => {
    const place = layout.places.get(id);
    return here && place ? [Math.abs(place.rank - here.rank), Math.abs(place.y - here.y)] : [Infinity, Infinity];
  };
  return others.map((id) => ({ id, far: distance(id) })).sort((a, b) => a.far[0] - b.far[0] || a.far[1] - b.far[1])[0]?.id;
}

/** The neighbour in the column; past its end, the nearest end of the part above or below in order. */
function sibling({ layout, columns: { columns, at } }: Walker, from: string, by: 1 | -1): string | undefined {
  const here = at.get(from);
  if (!here) return undefined;
  const next = columns[here.column]![here.row + by];
  if (next !== undefined) return next;
  const part = layout.places.get(from)!.part;
  for (let c = here.column + by; c >= 0 && c < columns.length; c += by) {
    const edge = by === 1 ? columns[c]![0]! : columns[c]!.at(-1)!;
    if (layout.places.get(edge)!.part !== part) return edge;
  }
  return undefined;
}

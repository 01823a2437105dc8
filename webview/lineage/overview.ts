/** The whole graph from afar, in a handful of elements: thousands of cards too small to read need no elements of their own. */
import { select } from 'd3-selection';
import { kindOf } from './describe.ts';
import type { Graph, Path } from './graph.ts';
import { card, type Layout, type Point } from './layout.ts';

export interface OverviewScene {
  graph: Graph;
  layout: Layout;
  path?: Path;
}

interface Piece {
  /** Class of the element. */
  name: string;
  d: string;
}

export function drawOverview(layer: SVGGElement, scene: OverviewScene | undefined): void {
  select(layer)
    .selectAll<SVGPathElement, Piece>('path')
    .data(scene ? pieces(scene) : [], (piece) => piece.name)
    .join('path')
    .attr('class', (piece) => piece.name)
    .attr('d', (piece) => piece.d);
}

function pieces(scene: OverviewScene): Piece[] {
  const { path } = scene;
  if (!path) return layerOf(scene, 'plain', { node: () => true, edge: () => true });
  return [
    ...layerOf(scene, 'dimmed', { node: (id) => !path.nodes.has(id), edge: (key) => !path.edges.has(key) }),
    ...layerOf(scene, 'lit', { node: (id) => path.nodes.has(id), edge: (key) => path.edges.has(key) }),
  ];
}

interface Part {
  node(id: string): boolean;
  edge(key: string): boolean;
}

function layerOf({ graph, layout }: OverviewScene, name: string, part: Part): Piece[] {
  const lines = graph.edges.map((edge, i) => (part.edge(edge.key) ? polyline(layout.routes[i]!) : ''));
  const cards = { dataset: '', model: '', execution: '' };
  for (const [id, place] of layout.places) if (part.node(id)) cards[kindOf(graph.nodes.get(id)!)] += rectangle(place);
  const nodes = Object.entries(cards).map(([kind, d]) => ({ name: `${name} far-nodes kind-${kind}`, d }));
  return [{ name: `${name} far-edges`, d: lines.join('') }, ...nodes];
}

function polyline(route: readonly Point[]): string {
  return route.map(({ x, y }, i) => `${i ? 'L' : 'M'}${x} ${y}`).join('');
}

function rectangle({ x, y }: Point): string {
  return `M${x} ${y}h${card.width}v${card.height}h${-card.width}z`;
}

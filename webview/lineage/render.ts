/** Draws the graph: D3 joins the visible nodes and edges to elements by their id. */
import { type Selection, select } from 'd3-selection';
import { curveBumpX, line } from 'd3-shape';
import 'd3-transition';
import { addCards, type CardDatum, type CardLook, detailAt, paintCards } from './cards.ts';
import { type Area, edgesIn, nodesIn, routeBoxes } from './cull.ts';
import { svgElement } from './dom.ts';
import type { Edge, Graph, Path } from './graph.ts';
import { createLabels } from './labels.ts';
import type { Layout, Point } from './layout.ts';
import { textMeasure } from './measure.ts';
import { drawOverview } from './overview.ts';

export interface Scene {
  graph: Graph;
  layout: Layout;
  selected?: string;
  /** The node the keyboard is at. */
  active?: string;
  /** What is lit while the rest is dimmed. */
  path?: Path;
  /** What must be drawn, in units of the layout. */
  area: Area;
  scale: number;
  now: number;
}

export interface Picture {
  /** What the camera moves. */
  content: SVGGElement;
  /** `time`: milliseconds that nodes take to their new places. */
  draw(scene: Scene, time?: number): void;
}

interface Line {
  edge: Edge;
  d: string;
}

/** More cards than this in the area cannot be read; they are drawn as one. */
const mostCards = 900;

export function createPicture(svg: SVGSVGElement): Picture {
  const layer = (name: string, role: string) =>
    svgElement('g', { class: name, ...(role === 'none' ? { role } : { 'aria-hidden': 'true' }) });
  const layers = { overview: layer('overview', ''), edges: layer('edges', ''), nodes: layer('nodes', 'none'), labels: layer('labels', '') };
  const content = svgElement('g', { class: 'content', role: 'none' }, layers.overview, layers.edges, layers.nodes, layers.labels);
  svg.append(arrow(), content);
  const measureIn = textMeasure();
  const labels = createLabels(layers.labels);
  const moves = { nodes: mover('transform'), edges: mover('d') };
  let routes: { of: Layout; boxes: Area[] } | undefined;

  const draw = (scene: Scene, time = 0) => {
    if (routes?.of !== scene.layout) routes = { of: scene.layout, boxes: routeBoxes(scene.layout.routes) };
    const look = { ...scene, detail: detailAt(scene.scale), measure: measureIn(getComputedStyle(svg).fontFamily) };
    const ids = nodesIn(scene.layout, scene.area);
    const far = ids.length > mostCards;
    const shown = far ? [] : ids;
    for (const id of [scene.active, scene.selected]) if (id !== undefined && !shown.includes(id)) shown.push(id);
    content.setAttribute('class', `content ${look.detail}`);
    drawOverview(layers.overview, far ? scene : undefined);
    drawNodes(shown, look, time);
    drawEdges(far ? [] : edgesIn(routes.boxes, scene.area), scene, time);
    labels.draw(look, far);
  };

  const drawNodes = (ids: string[], look: CardLook & Scene, time: number) => {
    const data = ids.map((id): CardDatum => ({ id, node: look.graph.nodes.get(id)!, place: look.layout.places.get(id)! }));
    const joined = select(layers.nodes)
      .selectAll<SVGGElement, CardDatum>('g.node')
      .data(data, (d) => d.id);
    joined.exit().remove();
    const added = joined.enter().append('g');
    addCards(added);
    const all = added.merge(joined);
    moves.nodes(all, { time, key: (d) => d.id, value: (d) => `translate(${d.place.x},${d.place.y})` });
    paintCards(all, look);
  };

  const drawEdges = (numbers: number[], { graph, layout, path }: Scene, time: number) => {
    const data = numbers.map((i): Line => ({ edge: graph.edges[i]!, d: curve(layout.routes[i]!) ?? '' }));
    const joined = select(layers.edges)
      .selectAll<SVGGElement, Line>('g.edge')
      .data(data, (d) => d.edge.key);
    joined.exit().remove();
    const added = joined.enter().append('g');
    added.append('path').attr('class', 'hit');
    added.append('path').attr('class', 'stroke').attr('marker-end', 'url(#arrow)');
    added.on('pointerenter', (_, d) => labels.hover(d.edge)).on('pointerleave', () => labels.hover(undefined));
    const all = added.merge(joined).attr('class', (d) => edgeClasses(d.edge, path));
    all.select('.hit').attr('d', (d) => d.d);
    moves.edges(all.select<SVGPathElement>('.stroke'), { time, key: (d) => d.edge.key, value: (d) => d.d });
  };

  return { content, draw };
}

const curve = line<Point>()
  .x((p) => p.x)
  .y((p) => p.y)
  .curve(curveBumpX);

interface Move<D> {
  time: number;
  key(datum: D): string;
  value(datum: D): string;
}

/** Sets an attribute at once, or over some time for what was drawn already; what goes there already is let go on. */
function mover(attribute: string) {
  let at = new Map<string, string>();
  return <E extends Element, D>(all: Selection<E, D, SVGGElement, unknown>, { time, key, value }: Move<D>) => {
    const last = at;
    at = new Map(all.data().map((d) => [key(d), value(d)]));
    const changed = all.filter((d) => last.get(key(d)) !== value(d));
    const smooth = (d: D) => time > 0 && numbersIn(last.get(key(d))) === numbersIn(value(d));
    changed
      .filter((d) => !smooth(d))
      .interrupt('move')
      .attr(attribute, value);
    changed.filter(smooth).transition('move').duration(time).attr(attribute, value);
    const fresh = changed.filter((d) => time > 0 && !smooth(d));
    fresh.attr('opacity', 0).transition('appear').duration(time).attr('opacity', 1);
  };
}

/** A path can change smoothly into one of as many numbers only. */
function numbersIn(text: string | undefined): number {
  return text?.match(/[\d.]+/g)?.length ?? -1;
}

function edgeClasses(edge: Edge, path: Path | undefined): string {
  const names = ['edge'];
  if (edge.roles.includes('derive')) names.push('derive');
  if (path) names.push(path.edges.has(edge.key) ? 'lit' : 'dimmed');
  return names.join(' ');
}

function arrow(): SVGDefsElement {
  const head = svgElement('path', { d: 'M0 1L7 4L0 7z', fill: 'context-stroke' });
  const look = {
    id: 'arrow',
    viewBox: '0 0 8 8',
    refX: '7',
    refY: '4',
    markerWidth: '8',
    markerHeight: '8',
    markerUnits: 'userSpaceOnUse',
  };
  return svgElement('defs', {}, svgElement('marker', { ...look, orient: 'auto' }, head));
}

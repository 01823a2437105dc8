/** One node of the picture: outline, glyph, two lines of text, and a sign of its state. */
import type { Selection } from 'd3-selection';
import { kindOf, lineOf, namesOf, spoken, titleOf } from './describe.ts';
import type { Graph } from './graph.ts';
import { type IconName, icons } from './icons.ts';
import { card, type Place } from './layout.ts';
import type { Measure } from './measure.ts';
import type { WireLineageNode } from './protocol.ts';
import { shapes } from './shapes.ts';
import { cutEnd, cutMiddle, fit } from './words.ts';

export interface CardDatum {
  id: string;
  node: WireLineageNode;
  place: Place;
}

export type Cards = Selection<SVGGElement, CardDatum, SVGGElement, unknown>;

/** What of a card can be read at a scale: names and facts, names in larger letters, or nothing. */
export type Detail = 'full' | 'brief' | 'outline';

export function detailAt(scale: number): Detail {
  return scale >= 0.68 ? 'full' : scale >= 0.26 ? 'brief' : 'outline';
}

export interface CardLook {
  graph: Graph;
  selected?: string;
  active?: string;
  path?: { nodes: ReadonlySet<string> };
  now: number;
  detail: Detail;
  measure: Measure;
}

const outline = shapes(card.width, card.height);
const ring = shapes(card.width, card.height, 4);
/** Where the text starts, the baselines of its lines, the room for a sign, and where glyph and sign stand. */
const near = { text: 36, title: 19, line: 34, sign: 22, glyph: 'translate(12 14)', signAt: `translate(${card.width - 28} 14)` };
const far = {
  text: 42,
  title: 19,
  line: 37,
  sign: 28,
  glyph: 'translate(12 11.5) scale(1.3)',
  signAt: `translate(${card.width - 34} 11.5) scale(1.3)`,
};
const right = 12;

/** The id of a node's element, for `aria-activedescendant`. */
export function elementId(id: string): string {
  return `node ${id}`.replaceAll(/\s/g, '-');
}

export function addCards(groups: Cards): void {
  groups
    .attr('role', 'treeitem')
    .attr('id', (d) => elementId(d.id))
    .attr('data-id', (d) => d.id);
  groups.append('title');
  groups.append('path').attr('class', 'ring');
  groups.append('path').attr('class', 'card');
  groups.append('g').attr('class', 'glyph').append('path');
  groups.append('text').attr('class', 'title');
  groups.append('text').attr('class', 'line');
  groups.append('g').append('path');
}

export function paintCards(groups: Cards, look: CardLook): void {
  const { graph, now, detail, measure } = look;
  const full = detail === 'full';
  const at = full ? near : far;
  const title = (text: string) => measure(text, full ? 'title' : 'farTitle');
  const line = (text: string) => measure(text, full ? 'line' : 'farLine');
  const part = (name: string) => groups.select<SVGElement>(name);
  const room = (d: CardDatum) => card.width - at.text - right - (signOf(d.node) ? at.sign : 0);
  groups
    .attr('class', (d) => classes(d, look))
    .attr('aria-label', (d) => spoken(d.node, graph))
    .attr('aria-level', (d) => d.place.rank + 1)
    .attr('aria-selected', (d) => String(d.id === look.selected));
  part('title').text((d) => `${titleOf(d.node)}\n${lineOf(d.node, now)}`);
  part('.ring').attr('d', (d) => ring[kindOf(d.node)]);
  part('.card').attr('d', (d) => outline[kindOf(d.node)]);
  part('.glyph').attr('transform', at.glyph);
  part('.glyph path').attr('d', (d) => icons[kindOf(d.node)]);
  part('.title')
    .attr('x', at.text)
    .attr('y', at.title)
    .text((d) => fit(full ? titleOf(d.node) : namesOf(d.node)[0], { room: room(d), width: title, cut: cutMiddle }));
  part('.line')
    .attr('x', at.text)
    .attr('y', at.line)
    .text((d) => fit(full ? lineOf(d.node, now) : namesOf(d.node)[1], { room: room(d), width: line, cut: full ? cutEnd : cutMiddle }));
  const sign = part('g:last-child');
  sign.attr('class', (d) => `sign state-${signOf(d.node) ?? 'none'}`).attr('transform', at.signAt);
  sign.select('path').attr('d', (d) => icons[signOf(d.node)!] ?? null);
}

/** An execution shows its state; a version only what a reader must know of it. */
function signOf(node: WireLineageNode): IconName | undefined {
  if (node.type === 'execution') return node.execution.status;
  if (node.version.integrity === 'broken') return 'broken';
  return node.version.identity === 'provider' ? 'provider' : undefined;
}

function classes({ id, node }: CardDatum, { graph, selected, active, path }: CardLook): string {
  const names = ['node', `kind-${kindOf(node)}`];
  if (node.type === 'execution') names.push(`is-${node.execution.status}`);
  if (node.type === 'version' && node.version.integrity === 'broken') names.push('is-broken');
  if (id === graph.focus) names.push('focused');
  if (id === selected) names.push('selected');
  if (id === active) names.push('active');
  if (path && !path.nodes.has(id)) names.push('dimmed');
  return names.join(' ');
}

/** Names of inputs beside the edges that the reader looks at: those of the selected node, and the one under the pointer. */
import { select } from 'd3-selection';
import type { Detail } from './cards.ts';
import type { Area } from './cull.ts';
import type { Edge, Graph } from './graph.ts';
import { card, type Layout, type Point } from './layout.ts';
import type { Measure } from './measure.ts';
import { cutMiddle, fit } from './words.ts';

interface LabelScene {
  graph: Graph;
  layout: Layout;
  selected?: string;
  area: Area;
  detail: Detail;
  measure: Measure;
}

interface Label extends Point {
  key: string;
  words: string;
}

export interface Labels {
  /** From afar no label can be read, and none is drawn. */
  draw(scene: LabelScene, far: boolean): void;
  hover(edge: Edge | undefined): void;
}

const lineHeight = 14;
/** A label may reach a little over the cards on both sides. */
const widest = card.gap + 16;

export function createLabels(layer: SVGGElement): Labels {
  let last: { scene: LabelScene; far: boolean } | undefined;
  let hovered: Edge | undefined;
  const redraw = () => {
    if (!last) return;
    select(layer)
      .selectAll<SVGTextElement, Label>('text')
      .data(last.far ? [] : labelsOf(last.scene, hovered), (d) => d.key)
      .join('text')
      .attr('class', 'label')
      .attr('x', (d) => d.x)
      .attr('y', (d) => d.y)
      .text((d) => d.words);
  };
  return {
    draw(scene, far) {
      last = { scene, far };
      redraw();
    },
    hover(edge) {
      hovered = edge;
      redraw();
    },
  };
}

function labelsOf({ graph, layout, selected, area, detail, measure }: LabelScene, hovered: Edge | undefined): Label[] {
  const labels: Label[] = [];
  const width = (text: string) => measure(text, detail === 'full' ? 'line' : 'farLine');
  for (const [i, edge] of graph.edges.entries()) {
    if (edge.source !== selected && edge.target !== selected && edge.key !== hovered?.key) continue;
    const [from, to] = layout.routes[i]!.slice(-2);
    if (!from || !to) continue;
    const [x, y] = [(from.x + to.x) / 2, (from.y + to.y) / 2];
    const inside = x > area.left && x < area.right && y > area.top && y < area.bottom;
    if (inside) labels.push({ key: edge.key, words: fit(edge.roles.join(', '), { room: widest, width, cut: cutMiddle }), x, y });
  }
  return apart(labels);
}

/** Labels in one gap must not cover one another. */
function apart(labels: Label[]): Label[] {
  const lowest = new Map<number, number>();
  for (const label of labels.sort((a, b) => a.y - b.y)) {
    label.y = Math.max(label.y, (lowest.get(label.x) ?? -Infinity) + lineHeight);
    lowest.set(label.x, label.y);
  }
  return labels;
}

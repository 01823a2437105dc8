/** What part of the graph is in the window: pan and zoom. */
import { type Selection, select } from 'd3-selection';
import 'd3-transition';
import { type D3ZoomEvent, zoom, zoomIdentity, zoomTransform } from 'd3-zoom';
import type { Area } from './cull.ts';
import type { Box, Point } from './layout.ts';
import { motion } from './motion.ts';

export interface View extends Point {
  k: number;
}

export interface Camera {
  readonly view: View;
  /** Whether the window has a size yet; a hidden page has none. */
  readonly ready: boolean;
  /** The visible area in the graph's own units, with a margin as a share of its size. */
  area(margin: number): Area;
  /** At once. */
  set(view: View): void;
  /** Smoothly, if the reader wants movement. */
  go(view: View): void;
  zoomBy(factor: number): void;
  /** The whole box in the window, never larger than life. */
  fitView(box: Box): View;
  centreView(point: Point, leastScale?: number): View;
  /** Moves no more than needed to bring a box into the window. */
  reveal(box: Box): void;
}

export interface CameraEvents {
  moved(view: View): void;
  /** After a movement. */
  rested(view: View): void;
}

/** Room kept free at the window's edges; the caption stands at the top. */
const edge = { x: 28, top: 68, bottom: 28 };
/** Scales: the least there is, and the largest that fitting goes to. */
const least = 0.02;
const largest = 1.1;

export function createCamera(svg: SVGSVGElement, events: CameraEvents): Camera {
  const root: Selection<SVGSVGElement, unknown, null, undefined> = select(svg);
  const behaviour = zoom<SVGSVGElement, unknown>()
    .scaleExtent([least, 2.5])
    .extent(() => [
      [0, 0],
      [svg.clientWidth, svg.clientHeight],
    ])
    .clickDistance(4)
    .on('zoom', (event: D3ZoomEvent<SVGSVGElement, unknown>) => events.moved(event.transform))
    .on('end', (event: D3ZoomEvent<SVGSVGElement, unknown>) => events.rested(event.transform));
  // a double click centres on a node instead
  root.call(behaviour).on('dblclick.zoom', null);

  const size = () => ({ width: svg.clientWidth, height: svg.clientHeight });
  const set = ({ x, y, k }: View) => root.call(behaviour.transform, zoomIdentity.translate(x, y).scale(k));
  const go = (view: View) => {
    const time = motion();
    if (time === 0) return set(view);
    return root.transition().duration(time).call(behaviour.transform, zoomIdentity.translate(view.x, view.y).scale(view.k));
  };
  const centred = (point: Point, k: number) => ({ x: size().width / 2 - point.x * k, y: size().height / 2 - point.y * k, k });

  return {
    get view() {
      const { x, y, k } = zoomTransform(svg);
      return { x, y, k };
    },
    get ready() {
      return svg.clientWidth > 0 && svg.clientHeight > 0;
    },
    area: (margin) => visible(zoomTransform(svg), size(), margin),
    set,
    go,
    zoomBy: (factor) =>
      motion() ? root.transition().duration(motion()).call(behaviour.scaleBy, factor) : root.call(behaviour.scaleBy, factor),
    fitView: (box) => {
      const room = { width: size().width - 2 * edge.x, height: size().height - edge.top - edge.bottom };
      const scale = Math.min(largest, Math.max(least, Math.min(room.width / box.width, room.height / box.height)));
      const view = centred({ x: box.x + box.width / 2, y: box.y + box.height / 2 }, scale);
      return { ...view, y: view.y + (edge.top - edge.bottom) / 2 };
    },
    centreView: (point, leastScale = 0) => centred(point, Math.max(leastScale, zoomTransform(svg).k)),
    reveal: (box) => {
      const { x, y, k } = zoomTransform(svg);
      const { width, height } = size();
      const by = {
        x: into({ from: edge.x, to: width - edge.x }, box.x * k + x, box.width * k),
        y: into({ from: edge.top, to: height - edge.bottom }, box.y * k + y, box.height * k),
      };
      if (by.x || by.y) go({ x: x + by.x, y: y + by.y, k });
    },
  };
}

function visible({ x, y, k }: View, { width, height }: { width: number; height: number }, margin: number): Area {
  const [w, h] = [width / k, height / k];
  return { left: -x / k - w * margin, top: -y / k - h * margin, right: -x / k + w * (1 + margin), bottom: -y / k + h * (1 + margin) };
}

/** How far to move so that a stretch lies within a room; its start wins when it is longer than that. */
function into(room: { from: number; to: number }, start: number, length: number): number {
  if (start < room.from) return room.from - start;
  return start + length > room.to ? Math.max(room.from - start, room.to - start - length) : 0;
}

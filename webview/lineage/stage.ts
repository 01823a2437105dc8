/** The graph in its window: where it is laid out, what of it is in sight, and what lies under the pointer. */
import { pointer } from 'd3-selection';
import { createCamera, type View } from './camera.ts';
import { type Detail, detailAt } from './cards.ts';
import { type Area, boxOf, contains, middleOf, nodeAt, nodesIn } from './cull.ts';
import type { Graph, Path } from './graph.ts';
import { type Layout, layoutGraph, movedBy } from './layout.ts';
import { motion } from './motion.ts';
import { createPicture } from './render.ts';
import { type Columns, columnsOf } from './walk.ts';

export interface Stage {
  readonly drawn: Drawn | undefined;
  /** Lays a graph out; of the anchors, the first one in sight stays where it is. Shown by the next `draw`. */
  load(graph: Graph, anchors: readonly (string | undefined)[]): void;
  /** Draws at once, or for a graph that replaces another, smoothly. Without marks: those of the last time. */
  draw(marks?: Marks): void;
  zoom(by: 'in' | 'out' | 'fit'): void;
  centre(id: string, leastScale?: number): void;
  /** Moves no more than needed to read it. */
  reveal(id: string): void;
  under(event: Event): string | undefined;
}

export interface Drawn {
  graph: Graph;
  layout: Layout;
  columns: Columns;
}

/** What the reader made stand out. */
export interface Marks {
  selected?: string;
  /** All that the selected node came from, and that came from it. */
  path?: Path;
  /** Where the keyboard is. */
  active?: string;
}

export interface StageEvents {
  /** The view to begin with; without one, the whole graph is fitted in the window. */
  firstView(): View | undefined;
  rested(view: View): void;
}

/** Below this scale a graph that is about one node is centred on it rather than fitted. */
const legible = 0.45;
/** The scale to go to when nothing could be read before. */
const near = 0.8;
/** A smooth movement ends within a hair of its aim. */
function isSame(a: View, b: View): boolean {
  return Math.abs(a.x - b.x) < 1 && Math.abs(a.y - b.y) < 1 && Math.abs(a.k - b.k) < 0.001;
}

/** How far beyond the window is drawn, as a share of its size. */
const margin = 0.5;

export function createStage(svg: SVGSVGElement, events: StageEvents): Stage {
  const picture = createPicture(svg);
  let drawn: Drawn | undefined;
  let marks: Marks = {};
  /** What the picture covers, and how finely; absent until the window had a size. */
  let covered: { area: Area; detail: Detail } | undefined;
  let fresh: { moving: boolean; reframe: boolean } | undefined;

  /** The view that was made to fit, and whether the reader has left it there. */
  let framed: View | undefined;
  let atFrame = false;

  const camera = createCamera(svg, {
    moved({ x, y, k }) {
      picture.content.setAttribute('transform', `translate(${x},${y}) scale(${k})`);
      if (outgrown()) requestAnimationFrame(() => paint());
    },
    rested(view) {
      atFrame = framed !== undefined && isSame(view, framed);
      if (covered) events.rested(view);
    },
  });
  new ResizeObserver(resized).observe(svg);
  return {
    get drawn() {
      return drawn;
    },
    load,
    draw,
    zoom(by) {
      if (by !== 'fit') camera.zoomBy(by === 'in' ? 1.4 : 1 / 1.4);
      else if (drawn) frame(camera.fitView(drawn.layout.bounds), camera.go);
    },
    centre: (id, leastScale) => at(id, (place) => camera.go(camera.centreView(middleOf(place), leastScale))),
    reveal: (id) =>
      at(id, (place) =>
        detailAt(camera.view.k) === 'outline' ? camera.go(camera.centreView(middleOf(place), near)) : camera.reveal(boxOf(place)),
      ),
    under(event) {
      const [x, y] = pointer(event, picture.content);
      return drawn && nodeAt(drawn.layout, { x, y });
    },
  };

  function load(graph: Graph, anchors: readonly (string | undefined)[]): void {
    const before = drawn;
    const layout = inPlace(layoutGraph({ nodes: [...graph.nodes.keys()], edges: graph.edges }), anchors);
    drawn = { graph, layout, columns: columnsOf(layout) };
    const lost = before?.graph.nodes.size === 0 || (covered !== undefined && nodesIn(layout, camera.area(0)).length === 0);
    fresh = { moving: before !== undefined, reframe: lost || before?.graph.focus !== graph.focus };
  }

  function inPlace(layout: Layout, anchors: readonly (string | undefined)[]): Layout {
    if (!drawn || !covered) return layout;
    const seen = nodesIn(drawn.layout, camera.area(0)).filter((id) => layout.places.has(id));
    const anchor = anchors.find((id) => id !== undefined && seen.includes(id)) ?? seen[0];
    if (anchor === undefined) return layout;
    const [was, is] = [drawn.layout.places.get(anchor)!, layout.places.get(anchor)!];
    return movedBy(layout, { x: was.x - is.x, y: was.y - is.y });
  }

  function draw(made: Marks = marks): void {
    marks = made;
    if (!drawn || !camera.ready) return;
    const { moving, reframe } = fresh ?? { moving: false, reframe: false };
    fresh = undefined;
    const kept = covered ? undefined : events.firstView();
    if (kept) camera.set(kept);
    else if (!covered) frame(framing(drawn), camera.set);
    else if (reframe) frame(framing(drawn), camera.go);
    paint(moving ? motion() : 0);
  }

  function frame(view: View, move: (view: View) => void): void {
    framed = view;
    move(view);
  }

  /** A window of another size is framed anew, unless the reader chose the view and still sees something in it. */
  function resized(): void {
    if (drawn && covered && camera.ready) {
      const lost = nodesIn(drawn.layout, camera.area(0)).length === 0;
      if (atFrame || lost) frame(framing(drawn), camera.set);
    }
    draw();
  }

  function framing({ graph, layout }: Drawn): View {
    const whole = camera.fitView(layout.bounds);
    const about = graph.focus === undefined ? undefined : layout.places.get(graph.focus);
    return about && whole.k < legible ? camera.centreView(middleOf(about), near) : whole;
  }

  function paint(time = 0): void {
    if (!drawn) return;
    const scale = camera.view.k;
    covered = { area: camera.area(margin), detail: detailAt(scale) };
    picture.draw({ ...drawn, ...marks, area: covered.area, scale, now: Date.now() }, time);
  }

  /** Whether the window shows what was not drawn, or needs another degree of detail. */
  function outgrown(): boolean {
    if (!covered) return false;
    const visible = camera.area(0);
    const wide = covered.area.right - covered.area.left > 4 * (visible.right - visible.left);
    return wide || covered.detail !== detailAt(camera.view.k) || !contains(covered.area, visible);
  }

  function at(id: string, run: (place: { x: number; y: number }) => void): void {
    const place = drawn?.layout.places.get(id);
    if (place) run(place);
  }
}

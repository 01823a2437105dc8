/** Which nodes and edges touch an area. A plain scan: 25,000 comparisons take less time than an index takes lines. Pure. */
import { type Box, card, type Layout, type Point } from './layout.ts';

export interface Area {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export function nodesIn(layout: Layout, area: Area): string[] {
  const found: string[] = [];
  for (const [id, { x, y }] of layout.places)
    if (x <= area.right && x + card.width >= area.left && y <= area.bottom && y + card.height >= area.top) found.push(id);
  return found;
}

/** Positions of the edges in their list. */
export function edgesIn(boxes: readonly Area[], area: Area): number[] {
  const found: number[] = [];
  for (const [i, box] of boxes.entries())
    if (box.left <= area.right && box.right >= area.left && box.top <= area.bottom && box.bottom >= area.top) found.push(i);
  return found;
}

/** What each route covers; an empty route touches nothing. */
export function routeBoxes(routes: readonly Point[][]): Area[] {
  return routes.map((route) => {
    const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
    for (const { x, y } of route) {
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x);
      box.top = Math.min(box.top, y);
      box.bottom = Math.max(box.bottom, y);
    }
    return box;
  });
}

export function contains(outer: Area, inner: Area): boolean {
  return outer.left <= inner.left && outer.top <= inner.top && outer.right >= inner.right && outer.bottom >= inner.bottom;
}

/** The node at a point. */
export function nodeAt(layout: Layout, point: Point): string | undefined {
  return nodesIn(layout, { left: point.x, right: point.x, top: point.y, bottom: point.y })[0];
}

export function boxOf(point: Point): Box {
  return { x: point.x, y: point.y, width: card.width, height: card.height };
}

export function middleOf(point: Point): Point {
  return { x: point.x + card.width / 2, y: point.y + card.height / 2 };
}

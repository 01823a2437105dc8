/** The geometry of a shape of Sama. */
import type { Shape } from '../../core/labels.ts';
import { scrub } from '../../kit/scrub.ts';
import { type Fields, listOf } from '../../kit/values.ts';

type Point = readonly [x: number, y: number];

/** Cuboids, sliders and what moves through a video stay as they are. */
export function toShape(type: string, shape: Fields): Shape {
  const points = shape.key_locations ? undefined : pointsOf(shape.points);
  const flat = points?.flat();
  if (points?.length === 4 && type === 'rectangle') return rectangle(points);
  if (flat && type === 'polygon') return { type: 'polygon', rings: [flat] };
  if (flat && (type === 'line' || type === 'arrow')) return { type: 'line', points: flat };
  if (flat && (type === 'point' || type === 'keypoint_shape')) return { type: 'points', points: flat };
  const { tags: _, index: __, type: ___, ...value } = shape;
  return { type: 'other', kind: type, value: scrub(value) };
}

function pointsOf(value: unknown): Point[] | undefined {
  const points = listOf(value).map((point) => listOf(point).map(Number));
  const flat = points.every((point) => point.length === 2 && point.every(Number.isFinite));
  return points.length > 0 && flat ? points.map(([x, y]): Point => [x!, y!]) : undefined;
}

/** Corners come row by row: upper left, upper right, lower left, lower right. */
function rectangle(points: readonly Point[]): Shape {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [x, y, right, lower] = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  if (points.every(([px, py]) => (px === x || px === right) && (py === y || py === lower))) {
    return { type: 'box', x, y, width: right - x, height: lower - y };
  }
  const [a, b, c, d] = points as [Point, Point, Point, Point];
  return rotated(a, b, c, d) ?? { type: 'polygon', rings: [[a, b, d, c].flat()] };
}

/** Undefined where the corners are none of a rectangle. */
function rotated(a: Point, b: Point, c: Point, d: Point): Shape | undefined {
  const [width, height] = [distance(a, b), distance(a, c)];
  const slack = 0.01 * (width + height) + 0.5;
  const isRectangle =
    distance([a[0] + d[0], a[1] + d[1]], [b[0] + c[0], b[1] + c[1]]) < slack && Math.abs(distance(a, d) - distance(b, c)) < slack;
  if (!isRectangle) return undefined;
  const middle = [(a[0] + b[0] + c[0] + d[0]) / 4, (a[1] + b[1] + c[1] + d[1]) / 4] as const;
  const angle = (Math.atan2(b[1] - a[1], b[0] - a[0]) * 180) / Math.PI;
  const round = (value: number) => Math.round(value * 1000) / 1000;
  return {
    type: 'box',
    x: round(middle[0] - width / 2),
    y: round(middle[1] - height / 2),
    width: round(width),
    height: round(height),
    rotation: round(angle),
  };
}

function distance(a: readonly [number, number], b: readonly [number, number]): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

/** The shape of an instance of SuperAnnotate, by its type. */
import type { Shape } from '../../core/labels.ts';
import { type Fields, listOf, numberOf, objectOf, objectsOf } from '../../kit/values.ts';
import { attributesIn } from './attributes.ts';

/** `mask`: path of the picture in which the pixels of this item are. */
export function toShape(instance: Fields, mask: string | undefined): Shape {
  const { type, meta, parts } = instance;
  const kind = kindOf(instance);
  if (objectOf(meta))
    return { type: 'other', kind: `${kind} of a video`, value: plain({ ...objectOf(meta), parameters: instance.parameters }) };
  if (Array.isArray(parts)) return mask === undefined ? { type: 'mask' } : { type: 'mask', path: mask };
  const shape = typeof type === 'string' ? simple(type, instance) : undefined;
  return shape ?? { type: 'other', kind, value: plain(instance) };
}

function kindOf({ type, meta }: Fields): string {
  const kind = objectOf(meta)?.type ?? type;
  return typeof kind === 'string' && kind !== '' ? kind : 'unknown';
}

function simple(type: string, instance: Fields): Shape | undefined {
  const { points, exclude } = instance;
  switch (type) {
    case 'tag':
      return { type: 'tag' };
    case 'bbox':
      return box(objectOf(points) ?? {});
    case 'rbbox':
      return rotatedBox(objectOf(points) ?? {});
    case 'polygon': {
      const rings = [points, ...listOf(exclude)].map(flat);
      return rings.every((ring) => ring !== undefined) ? { type: 'polygon', rings } : undefined;
    }
    case 'polyline': {
      const line = flat(points);
      return line && { type: 'line', points: line };
    }
    case 'point': {
      const point = flat([instance.x, instance.y]);
      return point && { type: 'points', points: point };
    }
    case 'template': {
      const joints = flat(objectsOf(points).flatMap(({ x, y }) => [x, y]));
      return joints && { type: 'points', points: joints };
    }
    case 'ellipse':
      return ellipse(instance);
    default:
      return undefined;
  }
}

function box({ x1, y1, x2, y2 }: Fields): Shape | undefined {
  const corners = flat([x1, y1, x2, y2]);
  if (!corners) return undefined;
  const [a, b, c, d] = corners as [number, number, number, number];
  return { type: 'box', x: Math.min(a, c), y: Math.min(b, d), width: rounded(Math.abs(c - a)), height: rounded(Math.abs(d - b)) };
}

/** Given by its corners, which people may have pulled out of the right angle: then it is a polygon. */
function rotatedBox({ x1, y1, x2, y2, x3, y3, x4, y4 }: Fields): Shape | undefined {
  const ring = flat([x1, y1, x2, y2, x3, y3, x4, y4]);
  if (!ring) return undefined;
  const [ax, ay, bx, by, cx, cy, dx, dy] = ring as [number, number, number, number, number, number, number, number];
  const [width, height] = [Math.hypot(bx - ax, by - ay), Math.hypot(cx - bx, cy - by)];
  const [first, second] = [Math.hypot(cx - ax, cy - ay), Math.hypot(dx - bx, dy - by)];
  const isRight = Math.hypot(ax + cx - bx - dx, ay + cy - by - dy) < 0.1 && Math.abs(first - second) < 0.01 * first;
  if (!isRight) return { type: 'polygon', rings: [ring] };
  const rotation = rounded((Math.atan2(by - ay, bx - ax) * 180) / Math.PI);
  return {
    type: 'box',
    x: rounded((ax + cx) / 2 - width / 2),
    y: rounded((ay + cy) / 2 - height / 2),
    width: rounded(width),
    height: rounded(height),
    ...(rotation === 0 ? {} : { rotation }),
  };
}

function ellipse({ cx, cy, rx, ry, angle }: Fields): Shape | undefined {
  const numbers = flat([cx, cy, rx, ry]);
  if (!numbers) return undefined;
  const [x, y, radiusX, radiusY] = numbers as [number, number, number, number];
  const rotation = numberOf(angle) ?? 0;
  return { type: 'ellipse', x, y, radiusX, radiusY, ...(rotation === 0 ? {} : { rotation }) };
}

/** x, y, x, y, …; undefined where one is no number, there is none, or one has no partner. */
function flat(values: unknown): number[] | undefined {
  const numbers = listOf(values).map(numberOf);
  return numbers.length > 0 && numbers.length % 2 === 0 && numbers.every((number) => number !== undefined) ? numbers : undefined;
}

function rounded(number: number): number {
  return Math.round(number * 1e6) / 1e6;
}

/** What belongs to the tool and its people rather than to the image. */
const volatile = /^(id|classId|trackingId|groupId|createdAt|createdBy|updatedAt|updatedBy|creationType|locked|visible|error)$/;
/** What the label tells by itself. */
const told = /^(type|className|probability|attributes|pointLabels|connections)$/;

/** Attributes by their names, as in labels. */
function plain(value: unknown, depth = 0): unknown {
  if (Array.isArray(value)) return value.map((member) => plain(member, depth + 1));
  const fields = objectOf(value);
  if (!fields) return value;
  const kept = Object.entries(fields).flatMap(([key, member]) => {
    if (volatile.test(key) || (depth === 0 && told.test(key))) return [];
    if (key === 'attributes' && Array.isArray(member)) return [[key, attributesIn(member)]];
    return [[key, plain(member, depth + 1)]];
  });
  return Object.fromEntries(kept);
}

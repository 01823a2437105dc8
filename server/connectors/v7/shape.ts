/** The shape of an annotation of V7, by the field that holds it. */
import type { Shape } from '../../core/labels.ts';
import { type Fields, listOf, numberOf, objectOf, objectsOf } from '../../kit/values.ts';

/** What V7 can draw, the more telling before what comes along with it: a polygon has the box around it, too. */
const kinds = [
  'polygon',
  'complex_polygon',
  'ellipse',
  'cuboid',
  'skeleton',
  'keypoint',
  'line',
  'graph',
  'table',
  'simple_table',
  'string',
  'link',
  'eye',
  'bounding_box',
  'mask',
  'raster_layer',
  'tag',
] as const;

export type Kind = (typeof kinds)[number];

/** Undefined for a kind that V7 did not have when this was written. */
export function kindOf(annotation: Fields): Kind | undefined {
  return kinds.find((kind) => annotation[kind] !== undefined && annotation[kind] !== null);
}

/** Masks are no business of this: their pixels are in another annotation. */
export function toShape(annotation: Fields): Shape {
  const kind = kindOf(annotation);
  if (kind === undefined) return { type: 'other', kind: unknownKind(annotation), value: withoutIds(restOf(annotation)) };
  const value = objectOf(annotation[kind]) ?? {};
  return simple(kind, value) ?? { type: 'other', kind, value: withoutIds(value) };
}

function simple(kind: Kind, value: Fields): Shape | undefined {
  switch (kind) {
    case 'tag':
      return { type: 'tag' };
    case 'bounding_box':
      return box(value);
    case 'polygon':
    case 'complex_polygon':
      return polygon(value);
    case 'line':
      return line(value);
    case 'keypoint': {
      const points = flat([value]);
      return points && { type: 'points', points };
    }
    case 'skeleton':
      return skeleton(value);
    case 'ellipse':
      return ellipse(value);
    default:
      return undefined;
  }
}

function box(value: Fields): Shape | undefined {
  const [x, y, width, height] = [value.x, value.y, value.w, value.h].map(numberOf);
  if (x === undefined || y === undefined || width === undefined || height === undefined) return undefined;
  return { type: 'box', x, y, width, height };
}

/** `paths` in 2.0; `path` and `additional_paths` in 1.0, where complex ones have many paths in `path`. */
function polygon({ paths, path, additional_paths }: Fields): Shape | undefined {
  const first = listOf(path);
  const lists = Array.isArray(paths) ? paths : [...(Array.isArray(first[0]) ? first : [first]), ...listOf(additional_paths)];
  const rings = lists.map((ring) => flat(listOf(ring)));
  if (rings.length === 0 || !rings.every((ring) => ring !== undefined)) return undefined;
  return { type: 'polygon', rings };
}

function line({ path, paths }: Fields): Shape | undefined {
  const several = listOf(paths);
  const points = flat(listOf(several.length === 1 ? several[0] : path));
  return points && { type: 'line', points };
}

function skeleton({ nodes }: Fields): Shape | undefined {
  const points = flat(listOf(nodes));
  return points && { type: 'points', points, names: objectsOf(nodes).map(({ name }) => String(name ?? '')) };
}

/** V7 has the angle in radians. */
function ellipse({ angle, center, radius }: Fields): Shape | undefined {
  const [middle, radii] = [objectOf(center), objectOf(radius)];
  const [x, y, radiusX, radiusY] = [middle?.x, middle?.y, radii?.x, radii?.y].map(numberOf);
  if (x === undefined || y === undefined || radiusX === undefined || radiusY === undefined) return undefined;
  const rotation = Math.round(((numberOf(angle) ?? 0) * 180 * 1e6) / Math.PI) / 1e6;
  return { type: 'ellipse', x, y, radiusX, radiusY, ...(rotation === 0 ? {} : { rotation }) };
}

/** x, y, x, y, …; undefined when one is no point, or there is none. */
function flat(points: readonly unknown[]): number[] | undefined {
  const numbers = points.flatMap((point) => [numberOf(objectOf(point)?.x), numberOf(objectOf(point)?.y)]);
  return numbers.length > 0 && numbers.every((number) => number !== undefined) ? numbers : undefined;
}

/** Ids are given anew when something is imported again. */
export function withoutIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutIds);
  const fields = objectOf(value);
  if (!fields) return value;
  const kept = Object.entries(fields).filter(([key]) => key !== 'id' && !people.has(key));
  return Object.fromEntries(kept.map(([key, member]) => [key, withoutIds(member)]));
}

const people = new Set(['annotators', 'reviewers', 'inserted_at', 'updated_at', 'actor_id', 'email', 'full_name']);

/** What an annotation has besides its shape, by which an unknown one is told. */
const common = new Set([
  ...['id', 'name', 'slot_names', 'properties', 'attributes', 'text', 'instance_id', 'inference', 'directional_vector', 'measures'],
  ...['annotators', 'reviewers', 'auto_annotate', 'frames', 'sections', 'ranges', 'segments', 'interpolated', 'interpolate_algorithm'],
  ...['hidden_areas', 'only_keyframes', 'global_sub_types', 'keyframe', 'inserted_at', 'updated_at', 'annotation_group_id'],
]);

function restOf(annotation: Fields): Fields {
  return Object.fromEntries(Object.entries(annotation).filter(([key]) => !common.has(key)));
}

function unknownKind(annotation: Fields): string {
  return Object.keys(restOf(annotation)).sort()[0] ?? 'unknown';
}

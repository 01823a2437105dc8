/** The geometry of an object, by whichever field it comes in. */
import type { Shape } from '../../core/labels.ts';
import { scrub } from '../../kit/scrub.ts';
import { type Fields, listOf, numberOf, objectOf, textOf } from '../../kit/values.ts';

/** The link to a mask's bytes, and the colour that is this object's in it. */
export interface MaskLink {
  url: string;
  color: unknown;
}

/** Undefined for what is no mask. Boxes of the first exports have a picture of themselves, which is none. */
export function maskOf(object: Fields): MaskLink | undefined {
  const mask = objectOf(object.composite_mask) ?? objectOf(object.mask);
  const url = textOf(mask?.url) ?? textOf(mask?.instanceURI) ?? (hasGeometry(object) ? undefined : textOf(object.instanceURI));
  return url === undefined ? undefined : { url, color: mask?.color_rgb };
}

export function shapeOf(object: Fields): Shape {
  const box = objectOf(object.bounding_box) ?? objectOf(object.bbox);
  const corner = [numberOf(box?.left), numberOf(box?.top), numberOf(box?.width), numberOf(box?.height)];
  const [x, y, width, height] = corner;
  if (x !== undefined && y !== undefined && width !== undefined && height !== undefined) return { type: 'box', x, y, width, height };
  const rings = ringsOf(object.polygon);
  if (rings) return { type: 'polygon', rings };
  const line = pointsOf(object.line) ?? pointsOf(object.polyline);
  if (line) return { type: 'line', points: line };
  const point = pointsOf([object.point]);
  if (point) return { type: 'points', points: point };
  return { type: 'other', kind: textOf(object.annotation_kind) ?? textOf(object.type) ?? 'object', value: bare(object) };
}

const geometries = ['bounding_box', 'bbox', 'polygon', 'line', 'polyline', 'point', 'geometry', 'data', 'location'];

function hasGeometry(object: Fields): boolean {
  return geometries.some((field) => object[field] !== undefined);
}

/** One ring, or several: the first is the outline, the others are holes. */
function ringsOf(value: unknown): number[][] | undefined {
  const list = listOf(value);
  const rings = Array.isArray(list[0]) ? list.map(pointsOf) : [pointsOf(list)];
  return rings.every((ring) => ring !== undefined) ? rings : undefined;
}

function pointsOf(value: unknown): number[] | undefined {
  const numbers = listOf(value).flatMap((point) => [numberOf(objectOf(point)?.x), numberOf(objectOf(point)?.y)]);
  return numbers.length > 0 && numbers.every((number) => number !== undefined) ? numbers : undefined;
}

/** Ids of labels and links to them change with every export; names and answers are told apart. */
const volatile =
  /^(feature_?id|feature_?schema_?id|schema_?id|annotation_?id|instanceURI|keyframe|color|name|title|value|annotation_kind|classifications|confidence)$/i;

/** The fields of an object that are its own, without ids, links and secrets. */
export function bare(object: Fields): unknown {
  return scrub(Object.fromEntries(Object.entries(object).filter(([key]) => !volatile.test(key))));
}

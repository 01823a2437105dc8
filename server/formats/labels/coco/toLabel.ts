/** One annotation of a COCO file as labels. */
import type { Label, Shape } from '../../../core/labels.ts';

export interface Category {
  name: string;
  /** Names of its keypoints, in order. */
  keypoints: readonly string[];
}

/** What an annotation says, as far as it is used here; everything in it may be missing or of another type. */
export interface CocoAnnotation {
  id?: unknown;
  image_id?: unknown;
  category_id?: unknown;
  bbox?: unknown;
  segmentation?: unknown;
  keypoints?: unknown;
  caption?: unknown;
  iscrowd?: unknown;
  attributes?: unknown;
  file_name?: unknown;
  segments_info?: unknown;
}

/** One label: the most exact shape that it gives. */
export function toLabel(annotation: CocoAnnotation, category: Category | undefined): Label {
  const shape = shapeOf(annotation, category);
  const attributes = attributesOf(annotation, shape);
  return { class: category?.name ?? '', shape, ...(attributes ? { attributes } : {}) };
}

/** The segments of a panoptic annotation: all in one mask, told apart by the colour that is their number. */
export function toSegmentLabel(segment: CocoAnnotation, category: Category | undefined, mask: string | undefined): Label {
  const shape: Shape = mask === undefined ? boxOf(segment.bbox) : { type: 'mask', path: mask };
  const crowd = segment.iscrowd === 1 ? { iscrowd: 1 } : {};
  return { class: category?.name ?? '', shape, attributes: { segment: segment.id, ...crowd } };
}

function shapeOf({ caption, keypoints, segmentation, bbox }: CocoAnnotation, category: Category | undefined): Shape {
  if (typeof caption === 'string') return { type: 'text', text: caption };
  if (isNumbers(keypoints) && keypoints.some((value, i) => i % 3 === 2 && value > 0)) return points(keypoints, category);
  if (Array.isArray(segmentation)) {
    const rings = segmentation.filter((ring) => isNumbers(ring) && ring.length >= 6);
    if (rings.length > 0) return { type: 'polygon', rings };
  } else if (typeof segmentation === 'object' && segmentation !== null) return { type: 'mask', rle: segmentation };
  return boxOf(bbox);
}

/** Points that are in the image, whether seen or hidden. */
function points(keypoints: readonly number[], category: Category | undefined): Shape {
  const at = Array.from({ length: Math.floor(keypoints.length / 3) }, (_, i) => i).filter((i) => keypoints[3 * i + 2]! > 0);
  const names = at.map((i) => category?.keypoints[i] ?? `${i}`);
  return { type: 'points', points: at.flatMap((i) => keypoints.slice(3 * i, 3 * i + 2)), names };
}

function boxOf(bbox: unknown): Shape {
  if (!isNumbers(bbox) || bbox.length < 4) return { type: 'tag' };
  const [x, y, width, height] = bbox as [number, number, number, number];
  return { type: 'box', x, y, width, height };
}

function attributesOf({ attributes, iscrowd, bbox, keypoints }: CocoAnnotation, shape: Shape): Record<string, unknown> | undefined {
  const own = typeof attributes === 'object' && attributes !== null && !Array.isArray(attributes) ? { ...attributes } : {};
  const hidden = shape.type === 'points' && isNumbers(keypoints) ? hiddenPoints(keypoints, shape.names ?? []) : [];
  const all = {
    ...own,
    ...(iscrowd === 1 ? { iscrowd: 1 } : {}),
    ...(hidden.length > 0 ? { hidden } : {}),
    ...(shape.type === 'points' && isNumbers(bbox) && bbox.length >= 4 ? { box: bbox } : {}),
  };
  return Object.keys(all).length > 0 ? all : undefined;
}

function hiddenPoints(keypoints: readonly number[], names: readonly string[]): string[] {
  const flags = keypoints.filter((value, i) => i % 3 === 2 && value > 0);
  return names.filter((_, i) => flags[i] === 1);
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'number');
}

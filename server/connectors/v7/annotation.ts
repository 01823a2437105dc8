/** Annotations of V7 as labels: of pictures as they are drawn, of videos and series as tracks. */
import type { Label } from '../../core/labels.ts';
import { type Fields, listOf, objectOf, objectsOf } from '../../kit/values.ts';
import { type DarwinItem, type DarwinSlot, slotsOf } from './item.ts';
import { type Layers, layersOf, namedLayer } from './masks.ts';
import { kindOf, toShape, withoutIds } from './shape.ts';

/** What was said in one slot, and of the item as a whole. */
export function labelsOf({ annotations, slots, properties }: DarwinItem, slot: DarwinSlot): Label[] {
  const own = annotations.filter((annotation) => slotsOf(annotation, slots).includes(slot.name));
  const layers = layersOf(own);
  const classes = new Map(own.map(({ id, name }) => [id, className(name)]));
  return [...own.flatMap((annotation) => toLabels(annotation, { layers, classes })), ...properties.flatMap(ofItem)];
}

interface Surroundings {
  layers: Layers;
  /** By the id of the annotation. */
  classes: ReadonlyMap<unknown, string>;
}

function toLabels(annotation: Fields, { layers, classes }: Surroundings): Label[] {
  const layer = objectOf(annotation.raster_layer);
  const attributes = attributesOf(annotation);
  const label = { class: className(annotation.name), ...(attributes ? { attributes } : {}) };
  if (isTrack(annotation)) return [{ ...label, shape: { type: 'other', kind: 'track', value: track(annotation, classes) } }];
  if (kindOf(annotation) === 'mask') return [{ ...label, shape: layers.maskOf(annotation.id) }];
  if (!layer || kindOf(annotation) !== 'raster_layer') return [{ ...label, shape: toShape(annotation) }];
  return layers.isUsedUp(layer) ? [] : [{ ...label, shape: { type: 'other', kind: 'raster_layer', value: namedLayer(layer, classes) } }];
}

/** `frames` of a video, `sections` of a series of scans. */
function isTrack({ frames, sections }: Fields): boolean {
  return objectOf(frames) !== undefined || objectOf(sections) !== undefined;
}

function track(annotation: Fields, classes: ReadonlyMap<unknown, string>): unknown {
  const { frames, sections, ranges, segments, interpolated, interpolate_algorithm, hidden_areas, only_keyframes, properties } = annotation;
  const all = { ...objectOf(frames), ...objectOf(sections) };
  const inFrames = Object.entries(all).map(([number, frame]) => [number, frameOf(frame, classes)]);
  return {
    frames: Object.fromEntries(inFrames),
    ranges: ranges ?? segments,
    interpolated,
    interpolate_algorithm,
    hidden_areas,
    only_keyframes,
    properties: sorted(properties),
  };
}

function frameOf(frame: unknown, classes: ReadonlyMap<unknown, string>): unknown {
  const layer = objectOf(objectOf(frame)?.raster_layer);
  return withoutIds(layer ? { ...objectOf(frame), raster_layer: namedLayer(layer, classes) } : frame);
}

/** V7 gives them in any order. */
function sorted(properties: unknown): unknown {
  const texts = listOf(properties).map((property) => JSON.stringify(withoutIds(property)));
  return texts.length === 0 ? undefined : texts.sort().map((text) => JSON.parse(text));
}

/** What is said of an annotation besides its shape. Of a track, `properties` are part of it. */
function attributesOf(annotation: Fields): Fields | undefined {
  const { attributes, text, instance_id, inference, directional_vector, measures, skeleton } = annotation;
  const occluded = objectsOf(objectOf(skeleton)?.nodes).filter((node) => node.occluded === true);
  const found = {
    ...(isTrack(annotation) ? {} : propertiesOf(annotation.properties)),
    ...(listOf(attributes).length > 0 ? { attributes: listOf(attributes).map(String).sort() } : {}),
    ...given('text', objectOf(text)?.text),
    ...given('instance_id', objectOf(instance_id)?.value),
    ...given('inference', withoutIds(inference)),
    ...given('directional_vector', directional_vector),
    ...given('measures', withoutIds(measures)),
    ...(occluded.length > 0 ? { occluded: occluded.map(({ name }) => String(name ?? '')) } : {}),
  };
  return Object.keys(found).length > 0 ? found : undefined;
}

function given(name: string, value: unknown): Fields {
  return value === undefined || value === null ? {} : { [name]: value };
}

/** A property with several values has them as a list. */
function propertiesOf(properties: unknown): Fields {
  const found = new Map<string, unknown[]>();
  for (const { name, value } of objectsOf(properties)) {
    if (typeof name === 'string') found.set(name, [...(found.get(name) ?? []), value]);
  }
  return Object.fromEntries(
    [...found].map(([name, values]) => [
      name,
      values.length === 1 ? values[0] : values.toSorted((a, b) => (String(a) < String(b) ? -1 : 1)),
    ]),
  );
}

function ofItem({ name, value }: Fields): Label[] {
  if (typeof name !== 'string' || value === undefined || value === null) return [];
  return [{ class: String(value), shape: { type: 'tag' }, attributes: { property: name } }];
}

function className(name: unknown): string {
  return typeof name === 'string' ? name.trim() : '';
}

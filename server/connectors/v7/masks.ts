/** Masks of V7: many share one layer of pixels, which is an annotation of its own. Here each gets its own pixels, without ids. */
import type { Shape } from '../../core/labels.ts';
import { type Fields, listOf, numberOf, objectOf } from '../../kit/values.ts';

/** The layers among the annotations of one slot, and which mask has which value in which. */
export interface Layers {
  /** Of the mask with this id. Without pixels, when no layer has it. */
  maskOf(id: unknown): Shape;
  /** Whether all that is in a layer belongs to masks that are there. */
  isUsedUp(layer: Fields): boolean;
}

export function layersOf(annotations: readonly Fields[]): Layers {
  const masks = new Set(annotations.filter(({ mask }) => mask !== undefined).map(({ id }) => id));
  const places = new Map<unknown, { layer: Fields; value: number }>();
  for (const { raster_layer } of annotations) {
    const layer = objectOf(raster_layer);
    for (const [id, value] of Object.entries(objectOf(layer?.mask_annotation_ids_mapping) ?? {})) {
      if (layer && typeof value === 'number') places.set(id, { layer, value });
    }
  }
  return {
    maskOf(id) {
      const place = places.get(id);
      const runs = place && runsOf(place.layer, place.value);
      return runs ? { type: 'mask', rle: { dense_rle: runs, total_pixels: numberOf(place.layer.total_pixels) ?? null } } : { type: 'mask' };
    },
    isUsedUp: (layer) => Object.keys(objectOf(layer.mask_annotation_ids_mapping) ?? {}).every((id) => masks.has(id)),
  };
}

/** A layer with the classes of its values in place of the ids of masks. */
export function namedLayer(layer: Fields, classOf: ReadonlyMap<unknown, string>): Fields {
  const { mask_annotation_ids_mapping: mapping, ...rest } = layer;
  const pairs = Object.entries(objectOf(mapping) ?? {}).map(([id, value]) => [String(value), classOf.get(id) ?? '']);
  return { ...rest, classes: Object.fromEntries(pairs) };
}

/** Pairs of a value and how often it follows: 1 where the layer has this one, else 0, neighbours that are equal joined. */
function runsOf(layer: Fields, value: number): number[] | undefined {
  const all = listOf(layer.dense_rle).map(numberOf);
  if (all.length === 0 || all.length % 2 === 1) return undefined;
  const runs: number[] = [];
  for (let i = 0; i < all.length; i += 2) {
    const [found, length] = [all[i], all[i + 1]];
    if (found === undefined || length === undefined) return undefined;
    const bit = found === value ? 1 : 0;
    if (runs.at(-2) === bit) runs[runs.length - 1]! += length;
    else runs.push(bit, length);
  }
  return runs;
}

/** Going through COCO files once, without holding their annotations. */
import type { LabelledFiles, LabelReading } from '../../../core/labels.ts';
import type { LabelSurvey } from '../../../kit/layouts/places.ts';
import { flaws, missingImages } from '../flaws.ts';
import { imageFinders } from '../imageFinder.ts';
import { nameOf } from '../paths.ts';
import { imagesAmong, splitsOf } from '../survey.ts';
import { type CocoItem, type CocoReading, cocoItems } from './content.ts';
import { type UnknownIds, unknownIds } from './labels.ts';

/** `labelFiles` are those that the format detects: JSON files and masks. */
export async function surveyCoco(files: LabelledFiles, labelFiles: readonly string[], reading: LabelReading): Promise<LabelSurvey> {
  const count = emptyCount();
  const labelled = new Set<string>();
  const finders = imageFinders(files);
  for (const json of labelFiles.filter((path) => path.endsWith('.json'))) {
    const find = finders(json);
    const missing = missingImages(reading.problem);
    const elsewhere = missingImages(reading.problem, `Add the images, or adopt ${nameOf(json)} alone: it says where they lie.`);
    for await (const { name, url, at } of cocoImages(files, { json, count }, reading)) {
      const path = find(name);
      if (path === undefined) (url === '' ? missing : elsewhere).add(at, name);
      else if (files.wanted?.(path) !== false) labelled.add(path);
    }
    missing.end();
    elsewhere.end();
  }
  return {
    images: imagesAmong(files, labelFiles),
    labelled: labelled.size,
    labels: count.annotations,
    classes: count.classes,
    splits: splitsOf(files),
  };
}

/** What was met in one or more files. */
export interface CocoCount {
  annotations: number;
  /** Names. */
  readonly classes: Set<string>;
}

export function emptyCount(): CocoCount {
  return { annotations: 0, classes: new Set() };
}

export interface NamedImage {
  /** As the file writes it. */
  name: string;
  /** Address that the set gives it; `''` when it has none. */
  url: string;
  at: string;
}

/** The images that a file names, while its annotations are counted and held against its images and categories. */
export async function* cocoImages(
  files: Pick<LabelledFiles, 'stream'>,
  { json, count }: { json: string; count: CocoCount },
  reading: CocoReading,
): AsyncGenerator<NamedImage> {
  const unknown = unknownIds(reading.problem);
  const images = knownIds(unknown.images);
  const categories = knownIds(unknown.categories);
  const twice = flaws(reading.problem, {
    one: (id) => `Two images have the id ${id}, so that it is not known whose their annotations are.`,
    more: (count) => `${count.toLocaleString('en')} more ids are those of several images.`,
    hint: 'Give each image an id of its own, or take the repeated ones out.',
  });
  let isCut = false;
  const problem: typeof reading.problem = (at, ...words) => {
    isCut ||= at === json;
    reading.problem(at, ...words);
  };
  for await (const item of cocoItems(files, json, { ...reading, problem })) {
    const value = Object(item.value);
    if (item.key === 'images') {
      if (!images.known(value.id)) twice.add(item.at, String(value.id));
      if (typeof value.file_name === 'string' && value.file_name !== '' && value.id !== undefined) {
        yield { name: value.file_name, url: typeof value.coco_url === 'string' ? value.coco_url : '', at: item.at };
      } else
        reading.problem(item.at, `Image ${item.number} has no ${value.id === undefined ? 'id' : 'file_name'}.`, 'Export the file again.');
    } else if (item.key === 'categories') {
      categories.known(value.id);
      count.classes.add(String(value.name ?? value.id));
    } else {
      count.annotations += 1;
      images.named(value.image_id, item.at);
      for (const id of categoriesIn(item)) categories.named(id, item.at);
    }
  }
  twice.end();
  // what is named may stand in the part that is gone
  if (isCut) return;
  images.end();
  categories.end();
}

function categoriesIn({ value }: CocoItem): unknown[] {
  const { segments_info: segments, category_id: id, caption } = Object(value);
  if (Array.isArray(segments)) return segments.map((one) => Object(one).category_id);
  return id === undefined || typeof caption === 'string' ? [] : [id];
}

/** Ids of a list, which may come after what names them. `known` answers whether an id is a new one. */
function knownIds(unknown: UnknownIds['images']): { known(id: unknown): boolean; named(id: unknown, at: string): void; end(): void } {
  const all = new Set<string>();
  const waiting = new Map<string, string>();
  return {
    known: (id) => id === undefined || all.size < all.add(String(id)).size,
    named(id, at) {
      const key = String(id);
      if (!all.has(key) && !waiting.has(key)) waiting.set(key, at);
    },
    end() {
      for (const [id, at] of waiting) if (!all.has(id)) unknown.add(at, id);
      unknown.end();
    },
  };
}

/** An item of V7 as Darwin JSON has it, 2.0 and 1.0: which files it is made of, and what was said of them. */
import { type Fields, listOf, numberOf, objectOf, objectsOf, textOf } from '../../kit/values.ts';
import type { Upload } from './location.ts';

export interface DarwinFile {
  name: string;
  /** In the customer's own bucket. */
  storageKey: string | undefined;
  /** Where V7 gives it. */
  url: string | undefined;
  upload: Upload | undefined;
}

/** A place of an item for a picture, a video or a series of scans. */
export interface DarwinSlot {
  name: string;
  type: string;
  width: number | undefined;
  height: number | undefined;
  files: DarwinFile[];
}

export interface DarwinItem {
  id: string;
  name: string;
  /** Of the dataset, without slashes around it; '' is its top. */
  folder: string;
  team: string | undefined;
  dataset: string | undefined;
  slots: DarwinSlot[];
  annotations: readonly Fields[];
  /** Of the item as a whole. */
  properties: readonly Fields[];
  /** As it came. */
  whole: Fields;
}

/** What is wrong with it, in words, when it is none. */
export function toItem(value: unknown): DarwinItem | string {
  const whole = objectOf(value);
  if (!whole) return 'It is no JSON object.';
  const [item, image] = [objectOf(whole.item), objectOf(whole.image)];
  if (!item && !image) return 'It is no Darwin JSON: it has neither an item nor an image.';
  if (!Array.isArray(whole.annotations)) return 'It has no list of annotations.';
  const known = item ? ofItem(item) : ofImage(image!, whole);
  if (known.name === '') return 'Its item has no name.';
  if (known.slots.every(({ files }) => files.length === 0)) return `The item ${known.name} names no file.`;
  const { annotations, properties } = whole;
  return { ...known, annotations: objectsOf(annotations), properties: objectsOf(properties), whole };
}

type Known = Omit<DarwinItem, 'annotations' | 'properties' | 'whole'>;

function ofItem(item: Fields): Known {
  const source = objectOf(item.source_info) ?? {};
  const [team, dataset] = [objectOf(source.team), objectOf(source.dataset)];
  const name = textOf(item.name) ?? '';
  const folder = folderOf(item.path);
  return {
    id: textOf(source.item_id) ?? textOf(item.id) ?? `${folder}/${name}`,
    name,
    folder,
    team: textOf(team?.slug),
    dataset: textOf(dataset?.slug),
    slots: objectsOf(item.slots).map((slot, i) => ({
      name: textOf(slot.slot_name) ?? String(slot.slot_name ?? i),
      type: textOf(slot.type) ?? 'image',
      ...sizeOf(slot),
      files: objectsOf(slot.source_files).map((file) => toFile(file, name)),
    })),
  };
}

/** Darwin JSON 1.0 has one image or video, and no slots. */
function ofImage(image: Fields, whole: Fields): Known {
  const name = textOf(image.original_filename) ?? textOf(image.filename) ?? '';
  const folder = folderOf(image.path);
  const type = Array.isArray(image.frame_urls) || image.frame_count !== undefined ? 'video' : 'image';
  const file = toFile({ ...image, file_name: name }, name);
  const dataset = textOf(whole.dataset);
  return {
    id: `${folder}/${name}`,
    name,
    folder,
    team: file.upload?.team ?? textOf(image.team_slug),
    dataset,
    slots: [{ name: '0', type, ...sizeOf(image), files: [file] }],
  };
}

function toFile(file: Fields, item: string): DarwinFile {
  const url = textOf(file.url);
  const [, team, id] = /\/api\/v2\/teams\/([^/?#]+)\/uploads\/([^/?#]+)/.exec(url ?? '') ?? [];
  const storageKey = textOf(file.storage_key)?.replace(/^\/+/, '');
  return { name: textOf(file.file_name) ?? item, storageKey, url, upload: team && id ? { team, id } : undefined };
}

function folderOf(path: unknown): string {
  return (textOf(path) ?? '').replace(/^\/+|\/+$/g, '');
}

function sizeOf({ width, height }: Fields): { width: number | undefined; height: number | undefined } {
  return { width: numberOf(width), height: numberOf(height) };
}

/** Names of the slots that an annotation is about; of none in particular it is about the first. */
export function slotsOf(annotation: Fields, slots: readonly DarwinSlot[]): string[] {
  const named = listOf(annotation.slot_names).map(String);
  return named.length > 0 ? named : slots.slice(0, 1).map(({ name }) => name);
}

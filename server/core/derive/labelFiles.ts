/** What becomes of the files that are no images, once it is known which images stay. */
import { hash } from 'node:crypto';
import type { DatasetFile } from '../dataset.ts';
import { throwIfCancelled } from '../errors.ts';
import { isText } from '../images.ts';
import { comparePaths } from '../manifest.ts';
import { contentLocation } from '../registry/content.ts';
import type { WorkOptions } from '../world.ts';
import { type Flow, type Item, placesOf } from './flow.ts';
import type { Input, InputLabels } from './inputs.ts';
import { looksAt, type Owners, ownersOf, placeFor } from './owners.ts';

export interface Others {
  /** Of each input, in order of path. */
  lists: Item[][];
  /** Bytes of the files among them that were made, by hash. */
  made: Map<string, Uint8Array>;
  notes: string[];
}

/** Label files of images that stay, label files of many images narrowed to those, and what lies beside pictures. */
export async function othersOf(flow: Flow, inputs: readonly Input[], options: WorkOptions = {}): Promise<Others> {
  const others: Others = { lists: [], made: new Map(), notes: [] };
  const owned = staying(flow, inputs);
  for (const [number, input] of inputs.entries()) {
    const fates = input.labels && (await fatesOf({ flow, input, labels: input.labels, stay: owned[number]!, others }, options));
    const items: Item[] = [];
    for (const file of input.others()) {
      const fate = fates?.has(file.path) ? fates.get(file.path) : flow.beside(input.prefix + file.path);
      if (fate === undefined) continue;
      const place = { input: number, path: file.path };
      items.push({ from: place, file: typeof fate === 'string' ? { ...file, path: fate } : madeFile(fate, others.made) });
    }
    others.lists.push(items.sort((a, b) => comparePaths(a.file.path, b.file.path)));
  }
  return others;
}

/** What a label file is called, and its bytes where they are other ones; nothing when it is left out. */
type Fate = string | { path: string; bytes: Uint8Array } | undefined;

/** Of all label files. */
type Fates = Map<string, Fate>;

interface Stay {
  /** What each image that stays is called now, by its path in the input. */
  images: Map<string, string>;
  /** Those of them whose label file is taken from this input. */
  own: Set<string>;
}

interface Fating {
  flow: Flow;
  input: Input;
  labels: InputLabels;
  stay: Stay;
  others: Others;
}

function staying(flow: Flow, inputs: readonly Input[]): Stay[] {
  const stay = inputs.map((): Stay => ({ images: new Map(), own: new Set() }));
  if (!inputs.some(({ labels }) => labels && hasLabelFiles(labels))) return stay;
  for (const item of flow.images()) {
    let taken = false;
    for (const { input, path } of placesOf(item)) {
      const { labels } = inputs[input]!;
      if (!labels) continue;
      stay[input]!.images.set(path, item.file.path);
      if (taken) continue;
      stay[input]!.own.add(path);
      taken = (labels.format.companions?.(path, labels.files) ?? []).length > 0;
    }
  }
  return stay;
}

/** Nothing when all label files stay as they are. */
async function fatesOf(fating: Fating, options: WorkOptions): Promise<Fates | undefined> {
  const { flow, input, labels, stay } = fating;
  if (!hasLabelFiles(labels) || (flow.classes === undefined && isWhole(input, stay))) return undefined;
  const owners: Owners = await ownersOf(input, labels, options.signal);
  const fates: Fates = new Map();
  for (const labelFile of new Set([...labels.labelFiles, ...owners.keys()])) {
    throwIfCancelled(options.signal);
    const path = flow.beside(input.prefix + labelFile);
    const images = owners.get(labelFile);
    if (path === undefined) fates.set(labelFile, undefined);
    else if (!images) fates.set(labelFile, await fateOfShared(labelFile, path, fating));
    else fates.set(labelFile, await fateOfOwn({ labelFile, images, path }, fating));
  }
  return fates;
}

/** Class folders have none. */
function hasLabelFiles({ labelFiles, format }: InputLabels): boolean {
  return labelFiles.length > 0 || format.companions !== undefined;
}

/** Whether all images are there, and called as they were. */
function isWhole({ images, prefix }: Input, stay: Stay): boolean {
  for (const { path } of images()) if (!stay.own.has(path) || stay.images.get(path) !== prefix + path) return false;
  return true;
}

interface Own {
  labelFile: string;
  images: readonly string[];
  /** What it would be called if it did not follow its image. */
  path: string;
}

async function fateOfOwn({ labelFile, images, path }: Own, fating: Fating): Promise<Fate> {
  const { input, labels, stay, flow } = fating;
  const image = images.find((one) => stay.own.has(one));
  if (image === undefined) return undefined;
  const now = stay.images.get(image)!;
  const followed = now === input.prefix + image || looksAt(labels.format, now, path);
  const place = followed ? path : (placeFor(labels.format, { labelFile, image, now }) ?? path);
  if (!flow.classes) return place;
  const bytes = await withClasses({ labelFile, image }, flow.classes, fating);
  return bytes && hashOf(bytes) !== hashOf(await labels.files.read(labelFile)) ? { path: place, bytes } : place;
}

/** Nothing where labels of other classes cannot be taken out. */
async function withClasses(
  { labelFile, image }: { labelFile: string; image: string },
  classes: ReadonlySet<string>,
  { labels: { format, files }, others }: Fating,
): Promise<Uint8Array | undefined> {
  if (format.narrow && isText(labelFile)) return format.narrow(labelFile, files, { images: new Set([image]), classes });
  others.notes.push(
    isText(labelFile) ? `${format.title} label files keep their labels of other classes.` : 'Masks keep their pixels of other classes.',
  );
  return undefined;
}

async function fateOfShared(labelFile: string, path: string, { input, labels, stay, flow, others }: Fating): Promise<Fate> {
  const { format, files } = labels;
  const images: ReadonlySet<string> = new Set(stay.images.keys());
  if (!isText(labelFile)) return path;
  // of a list no line is left, which is seen below without reading the labels of all images
  if (!/\.txt$/i.test(labelFile) && (await speaksOfOthersOnly(labelFile, labels, images))) return undefined;
  if (!format.narrow) {
    others.notes.push(`${labelFile} of ${input.version.dataset}:${input.version.name} was kept whole: it may speak of other images, too.`);
    return path;
  }
  const bytes = await format.narrow(labelFile, files, { images, ...(flow.classes ? { classes: flow.classes } : {}) });
  const before = await files.read(labelFile);
  // a list of which no line is left
  if (bytes.length === 0 && before.length > 0) return undefined;
  return hashOf(bytes) === hashOf(before) ? path : { path, bytes };
}

/** Whether a label file says something, and nothing of these images. */
async function speaksOfOthersOnly(labelFile: string, { format, files }: InputLabels, images: ReadonlySet<string>): Promise<boolean> {
  let any = false;
  const reading = { only: new Set([labelFile]), geometry: false, problem: () => undefined };
  for await (const { image } of format.read(files, reading)) {
    if (images.has(image)) return false;
    any = true;
  }
  return any;
}

function madeFile({ path, bytes }: { path: string; bytes: Uint8Array }, made: Others['made']): DatasetFile {
  const sha256 = hashOf(bytes);
  made.set(sha256, bytes);
  return { path, size: bytes.length, sha256, location: contentLocation(sha256), evidence: 'verified' };
}

function hashOf(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}

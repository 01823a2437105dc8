/** YOLO in its flavours: Ultralytics and Roboflow (images/, labels/, data.yaml), Darknet (obj.data, obj.names, lists). */
import { throwIfCancelled } from '../../core/errors.ts';
import { isImage } from '../../core/images.ts';
import type { Annotation, LabelFormat, LabelledFiles } from '../../core/labels.ts';
import { ahead } from '../../kit/ahead.ts';
import { imageSizeOf } from '../../kit/imageSize.ts';
import { headOf } from './head.ts';
import { imageFinder } from './imageFinder.ts';
import { narrowLines } from './narrowLines.ts';
import { folderOf, nameOf, withoutExtension } from './paths.ts';
import { remembered } from './remembered.ts';
import { swapped } from './swapped.ts';
import { yoloDatasets } from './yolo/dataset.ts';
import { looksLikeYolo, yoloLines } from './yolo/lines.ts';

export const yoloLabels: LabelFormat = {
  id: 'yolo',
  title: 'YOLO',
  async detect(files) {
    const pairs = Array.from(labelledImages(files), ({ labels }) => labels);
    if (pairs.length === 0) return undefined;
    for (const path of pairs.slice(0, looks)) if (!looksLikeYolo(await headOf(files, path))) return undefined;
    return [...pairs, ...(await imageLists(files, new Set(pairs)))];
  },
  async *read(files, { only, geometry = true, signal, problem }) {
    const datasetOf = await yoloDatasets(files, problem);
    const wanted = function* () {
      for (const pair of labelledImages(files)) if (!only || only.has(pair.image) || only.has(pair.labels)) yield pair;
    };
    const read = async ({ image, labels }: Pair) => {
      const text = new TextDecoder().decode(await files.read(labels));
      return { image, labels, text, size: geometry ? await imageSizeOf(files.stream(image)) : undefined };
    };
    for await (const { image, labels: path, text, size } of ahead(wanted(), 16, read)) {
      throwIfCancelled(signal);
      const lines = yoloLines(text, { dataset: datasetOf(image), size });
      for (const { number, fault } of lines) {
        if (fault !== undefined) problem(`${path}:${number}`, `Line ${number} ${fault}.`, 'Correct the line, or take it out.');
      }
      const annotation: Annotation = { image, ...size, labels: lines.flatMap(({ label }) => label ?? []) };
      yield annotation;
    }
  },
  companions: (image, files) => [labelsOf(image, files) ?? []].flat(),
  async narrow(path, files, { images, classes }) {
    const bytes = await files.read(path);
    if (isList(new TextDecoder().decode(bytes))) {
      const find = imageFinder(files, path);
      return narrowLines(bytes, (line) => images.has(find(line) ?? ''));
    }
    if (!classes) return bytes;
    const datasetOf = await remembered(files, 'yolo', () => yoloDatasets(files));
    const { names } = datasetOf(path);
    return narrowLines(bytes, (line) => classes.has(names.get(Number(line.split(/\s+/)[0])) ?? line.split(/\s+/)[0]!));
  },
};

interface Pair {
  image: string;
  labels: string;
}

/** Label files that are looked into, to see whether they are YOLO's. */
const looks = 3;

/** Pictures with a label file, in order of path. */
export function* labelledImages(files: LabelledFiles): Generator<Pair> {
  const texts = foldersOfTexts(files);
  if (texts.size === 0) return;
  let folder: string | undefined;
  let near = false;
  for (const { path } of files.files()) {
    if (!isImage(path)) continue;
    // asked once a folder: most versions have other texts, and hundreds of thousands of images
    if (folder !== folderOf(path)) {
      folder = folderOf(path);
      near = placesFor(path).some((place) => texts.has(folderOf(place)));
    }
    const labels = near ? labelsOf(path, files) : undefined;
    if (labels !== undefined) yield { image: path, labels };
  }
}

/** Folders of all texts that may be the labels of a picture. */
function foldersOfTexts(files: LabelledFiles): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const { path } of files.files()) if (/\.txt$/i.test(path) && !isAboutAll(nameOf(path))) folders.add(folderOf(path));
  return folders;
}

/** Files with the path of an image in each line. */
export async function imageLists(files: LabelledFiles, labels: ReadonlySet<string>): Promise<string[]> {
  const lists: string[] = [];
  for (const { path } of files.files()) {
    if (!/(?:^|[-_/])(?:train|val|valid|test|trainval)\w*\.txt$/i.test(path) || labels.has(path)) continue;
    if (isList(await headOf(files, path))) lists.push(path);
  }
  return lists;
}

function labelsOf(image: string, files: Pick<LabelledFiles, 'has'>): string | undefined {
  return placesFor(image).find((path) => files.has(path) && !isAboutAll(nameOf(path)));
}

/** Where the labels of a picture may lie, the likeliest first. */
function placesFor(image: string): string[] {
  const text = `${withoutExtension(image)}.txt`;
  return [...swapped(text, /^images$/i, ['labels', 'Labels', 'Annotations', 'annotations']), text];
}

function isList(text: string): boolean {
  const [first = ''] = text.trimStart().split(/\r?\n/);
  return isImage(first.trim());
}

/** Names of files that are about the whole set. */
function isAboutAll(name: string): boolean {
  return /^(?:classes|labels|readme|obj|data)\.txt$/i.test(name);
}

/** ImageNet: folders that are named by WordNet's numbers, and the tables of boxes that Kaggle's copy has. */
import { throwIfCancelled } from '../../core/errors.ts';
import { isImage } from '../../core/images.ts';
import type { Annotation, Label, LabelFormat, LabelledFiles, LabelReading } from '../../core/labels.ts';
import { missingImages } from './flaws.ts';
import { gathered } from './gather.ts';
import { narrowLines } from './narrowLines.ts';
import { folderOf, nameOf, splitOf, withoutExtension } from './paths.ts';
import { swapped } from './swapped.ts';
import { tableRows } from './table/rows.ts';

export const imagenetLabels: LabelFormat = {
  id: 'imagenet',
  title: 'ImageNet',
  async detect(files) {
    let folders = false;
    const labels: string[] = [];
    for (const { path } of files.files()) {
      folders ||= isImage(path) && isWnid(nameOf(folderOf(path)));
      if (isSolution(path) || isBoxes(path)) labels.push(path);
    }
    return folders || labels.some(isSolution) ? labels : undefined;
  },
  async *read(files, options) {
    const boxed = new Set<string>();
    for await (const annotation of gathered(boxes(files, options))) {
      boxed.add(annotation.image);
      yield annotation;
    }
    yield* byFolder(files, boxed, options);
  },
  companions(image, files) {
    return [...swapped(`${withoutExtension(image)}.xml`, /^Data$/, ['Annotations'])].filter((path) => files.has(path));
  },
  async narrow(path, files, { images, classes }) {
    const bytes = await files.read(path);
    if (!isSolution(path)) return bytes;
    const stems = new Set(Array.from(images, (image) => withoutExtension(nameOf(image))));
    return narrowLines(bytes, (line, i) => {
      const [id = '', groups = ''] = line.split(',');
      return i === 0 || (stems.has(id) && (!classes || [...classes].some((name) => groups.includes(name))));
    });
  },
};

/** A number of WordNet, which is the name of a class: `n01440764`. */
export function isWnid(name: string): boolean {
  return /^n\d{8}$/.test(name);
}

/** `LOC_train_solution.csv`: an image, and its classes with a box each. */
export function isSolution(path: string): boolean {
  return /(?:^|\/)LOC_\w+_solution\.csv$/.test(path);
}

/** The boxes of one image, in a folder that mirrors that of the images. */
function isBoxes(path: string): boolean {
  return /(?:^|\/)Annotations\/.+\.xml$/.test(path);
}

function* byFolder(files: LabelledFiles, boxed: ReadonlySet<string>, { only, signal }: LabelReading): Generator<Annotation> {
  for (const { path } of files.files()) {
    throwIfCancelled(signal);
    const name = nameOf(folderOf(path));
    if (!isImage(path) || !isWnid(name) || boxed.has(path) || (only && !only.has(path))) continue;
    yield { image: path, labels: [{ class: name, shape: { type: 'tag' } }] };
  }
}

async function* boxes(
  files: LabelledFiles,
  { only, signal, problem }: LabelReading,
): AsyncGenerator<readonly [image: string, label: Label | undefined]> {
  const folders = foldersOfImages(files);
  const missing = missingImages(problem);
  for (const { path } of files.files()) {
    if (!isSolution(path)) continue;
    for await (const { row, number } of tableRows(files, path, { signal, problem })) {
      const at = `${path}:${number}`;
      const id = row.ImageId ?? '';
      const labels = labelsIn(row.PredictionString ?? '');
      if (!labels) {
        problem(at, `Row ${number} has no boxes of a class and four numbers.`, 'Correct the row, or take it out.');
        continue;
      }
      const image = imageOf(id, { split: splitOf(nameOf(path)), first: labels[0]?.class }, { files, folders });
      if (image === undefined) missing.add(at, id);
      else if (!only || only.has(image) || only.has(path)) for (const label of labels) yield [image, label];
    }
  }
  missing.end();
}

/** `n01440764 1 1 5 5 n01440764 2 2 6 6 `. */
function labelsIn(text: string): Label[] | undefined {
  const words = text.trim().split(/\s+/);
  if (words.length % 5 !== 0) return undefined;
  const labels: Label[] = [];
  for (let at = 0; at < words.length; at += 5) {
    const [left, top, right, bottom] = words.slice(at + 1, at + 5).map(Number) as [number, number, number, number];
    if (![left, top, right, bottom].every(Number.isFinite)) return undefined;
    labels.push({ class: words[at]!, shape: { type: 'box', x: left, y: top, width: right - left, height: bottom - top } });
  }
  return labels;
}

/** Training images lie in the folder of their class; others in one for all of their split, or sorted by class as well. */
function imageOf(
  id: string,
  { split, first }: { split: string | undefined; first: string | undefined },
  { files, folders }: { files: LabelledFiles; folders: ReadonlyMap<string, readonly string[]> },
): string | undefined {
  const names = [/^(n\d{8})_/.exec(id)?.[1], split, first].filter((name) => name !== undefined);
  for (const folder of names.flatMap((name) => folders.get(name) ?? [])) {
    for (const extension of ['.JPEG', '.jpg', '.jpeg', '.png']) {
      const path = `${folder === '' ? '' : `${folder}/`}${id}${extension}`;
      if (files.has(path)) return path;
    }
  }
  return undefined;
}

/** Folders with images by their last segment. */
function foldersOfImages(files: LabelledFiles): Map<string, string[]> {
  const folders = new Map<string, string[]>();
  let last: string | undefined;
  for (const { path } of files.files()) {
    const folder = folderOf(path);
    if (folder === last || !isImage(path)) continue;
    last = folder;
    const alike = folders.get(nameOf(folder)) ?? [];
    if (!alike.includes(folder)) folders.set(nameOf(folder), [...alike, folder]);
  }
  return folders;
}

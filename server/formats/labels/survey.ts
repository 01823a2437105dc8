/** Going through all labels of a set without holding them: how many there are, and what is wrong with them. */
import { isImage } from '../../core/images.ts';
import type { LabelFormat, LabelledFiles, LabelReading } from '../../core/labels.ts';
import type { LabelSurvey } from '../../kit/layouts/places.ts';
import { splitOf } from './paths.ts';

/** By reading every annotation. */
export async function surveyLabels(format: LabelFormat, files: LabelledFiles, reading: LabelReading): Promise<LabelSurvey | undefined> {
  const labelFiles = await format.detect(files);
  if (!labelFiles) return undefined;
  const classes = new Set<string>();
  let labelled = 0;
  let labels = 0;
  for await (const annotation of format.read(files, reading)) {
    if (files.wanted?.(annotation.image) === false) continue;
    labelled += 1;
    labels += annotation.labels.length;
    for (const label of annotation.labels) if (label.class !== '') classes.add(label.class);
  }
  return { images: imagesAmong(files, labelFiles), labelled, labels, classes, splits: splitsOf(files) };
}

/** How many images there are besides pictures that hold labels. */
export function imagesAmong(files: LabelledFiles, labelFiles: readonly string[]): number {
  const masks = new Set(labelFiles.filter(isImage));
  let images = 0;
  for (const { path } of files.files()) if (isImage(path) && !masks.has(path) && files.wanted?.(path) !== false) images += 1;
  return images;
}

/** Splits that folders of images are named as. */
export function splitsOf(files: LabelledFiles): Set<string> {
  const splits = new Set<string>();
  let last = '';
  for (const { path } of files.files()) {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    if (folder === last || !isImage(path) || files.wanted?.(path) === false) continue;
    last = folder;
    const split = splitOf(folder);
    if (split !== undefined) splits.add(split);
  }
  return splits;
}

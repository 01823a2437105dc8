/** Samples, as webdataset has them: all that is called as an image up to its dot belongs to it, `000001.jpg 000001.cls 000001.json`. */
import { throwIfCancelled } from '../../core/errors.ts';
import { isImage } from '../../core/images.ts';
import type { LabelFormat, LabelledFiles } from '../../core/labels.ts';
import { ahead } from '../../kit/ahead.ts';
import { layoutOf } from './folders.ts';
import { folderOf, nameOf, withoutExtension } from './paths.ts';

export const sampleLabels: LabelFormat = {
  id: 'samples',
  title: 'Samples',
  async detect(files) {
    if (!isSampled(files)) return undefined;
    const found = new Set<string>();
    for (const { path } of files.files()) if (isPicture(path)) for (const one of mates(path, files)) found.add(one);
    return found.size > 0 ? [...found] : undefined;
  },
  async *read(files, { only, signal }) {
    for await (const [image, bytes] of ahead(classed(files, only), 16, async ([one, cls]) => [one, await files.read(cls)] as const)) {
      throwIfCancelled(signal);
      const name = new TextDecoder().decode(bytes).trim();
      yield { image, labels: name === '' ? [] : [{ class: name, shape: { type: 'tag' } }] };
    }
  },
  companions: mates,
  // a sample has one class, and what else its files say is not known
  narrow: (path, files) => files.read(path),
};

/** Ends of names that webdataset's own writers and img2dataset give to what is said of an image. */
const ends = ['cls', 'json', 'txt', 'caption', 'xml', 'npy', 'npz', 'pth', 'pyd', 'id', 'index', 'seg.png', 'mask.png', 'depth.png'];

/** A class file is enough of a sign; notes beside pictures are one where most pictures have them and lie in no folders of classes. */
function isSampled(files: LabelledFiles): boolean {
  let images = 0;
  let notes = 0;
  for (const { path } of files.files()) {
    if (/\.cls$/.test(path)) return true;
    if (isImage(path)) images++;
    else if (/\.json$/.test(path)) notes++;
  }
  if (notes === 0 || notes * 2 < images) return false;
  const layout = layoutOf(files);
  return layout === undefined || [...layout.classes.keys()].every((name) => /\d{3,}$/.test(name));
}

function mates(image: string, files: Pick<LabelledFiles, 'has'>): string[] {
  const stems = [...new Set([withoutExtension(image), keyOf(image)])];
  return stems.flatMap((stem) => ends.map((end) => `${stem}.${end}`)).filter((path) => path !== image && files.has(path));
}

function isPicture(path: string): boolean {
  return isImage(path) && !/\.(?:seg|mask|depth)\.png$/.test(path);
}

/** What the files of a sample share: all before the first dot of the name. */
function keyOf(path: string): string {
  const folder = folderOf(path);
  const key = nameOf(path).replace(/(?<=.)\..*$/, '');
  return folder === '' ? key : `${folder}/${key}`;
}

function* classed(files: LabelledFiles, only: ReadonlySet<string> | undefined): Generator<readonly [image: string, cls: string]> {
  for (const { path } of files.files()) {
    if (!isPicture(path)) continue;
    const cls = mates(path, files).find((one) => one.endsWith('.cls'));
    if (cls !== undefined && (!only || only.has(path) || only.has(cls))) yield [path, cls];
  }
}

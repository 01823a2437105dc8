/** A mask for each picture, under the same name in a folder beside: `images/1.jpg`, `masks/1.png`. */
import { throwIfCancelled } from '../../core/errors.ts';
import { isImage } from '../../core/images.ts';
import type { LabelFormat, LabelledFiles } from '../../core/labels.ts';
import { hasPath, withoutExtension } from './paths.ts';
import { swapped } from './swapped.ts';

export const maskPairs: LabelFormat = {
  id: 'masks',
  title: 'Pairs of images and masks',
  async detect(files) {
    if (!hasPath(files, maskFolder)) return undefined;
    const found = Array.from(pairs(files), ({ mask }) => mask);
    return found.length > 0 ? found : undefined;
  },
  async *read(files, { only, signal }) {
    for (const { image, mask } of pairs(files)) {
      throwIfCancelled(signal);
      if (!only || only.has(image) || only.has(mask)) yield { image, labels: [{ class: '', shape: { type: 'mask', path: mask } }] };
    }
  },
  companions: (image, files) => [maskOf(image, files) ?? []].flat(),
};

const maskFolders = ['masks', 'mask', 'Masks', 'gt', 'segmentation'];
const maskFolder = new RegExp(`(?:^|/)(?:${maskFolders.join('|')})/`);

function* pairs(files: LabelledFiles): Generator<{ image: string; mask: string }> {
  for (const { path } of files.files()) {
    const mask = isImage(path) ? maskOf(path, files) : undefined;
    if (mask !== undefined) yield { image: path, mask };
  }
}

function maskOf(image: string, files: Pick<LabelledFiles, 'has'>): string | undefined {
  const stem = withoutExtension(image);
  for (const path of swapped(stem, /^(?:images?|imgs?|jpegimages)$/i, maskFolders)) {
    const found = ['', '_mask', '-mask'].map((end) => `${path}${end}.png`).find((one) => one !== image && files.has(one));
    if (found !== undefined) return found;
  }
  return undefined;
}

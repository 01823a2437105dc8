/** COCO: JSON files of images, annotations and categories, and what tools make of that. */
import { isImage } from '../../core/images.ts';
import type { LabelFormat, LabelledFiles } from '../../core/labels.ts';
import { cocoAnnotations } from './coco/labels.ts';
import { narrowCoco } from './coco/narrow.ts';
import { headOf } from './head.ts';
import { folderOf, nameOf, withoutExtension } from './paths.ts';

export const cocoLabels: LabelFormat = {
  id: 'coco',
  title: 'COCO',
  async detect(files) {
    const jsons = await cocoFiles(files);
    return jsons.length > 0 ? [...jsons, ...masks(files)] : undefined;
  },
  async *read(files, options) {
    yield* cocoAnnotations(files, await cocoFiles(files), options);
  },
  companions(image, files) {
    const split = nameOf(folderOf(image));
    const mask = `${withoutExtension(nameOf(image))}.png`;
    return [`annotations/panoptic_${split}/${mask}`, `panoptic_${split}/${mask}`].filter((path) => files.has(path));
  },
  narrow: narrowCoco,
};

/** A look into more of them than this would take long where each picture has a JSON file of another kind. */
const looks = 64;

/** The JSON files that are COCO's, in order of path. Results, which are bare arrays, are no labels. */
export async function cocoFiles(files: LabelledFiles): Promise<string[]> {
  const jsons: { path: string; size: number }[] = [];
  for (const { path, size } of files.files()) {
    if (!path.endsWith('.json') || isImage(withoutExtension(path))) continue;
    jsons.push({ path, size });
    // the largest of very many: those that speak of many images
    if (jsons.length > 4 * looks) jsons.sort((a, b) => b.size - a.size).splice(looks);
  }
  const found: string[] = [];
  for (const { path } of jsons.sort((a, b) => b.size - a.size).slice(0, looks))
    if (looksLikeCoco(await headOf(files, path))) found.push(path);
  return found.sort();
}

/** Whether a JSON text that begins so is COCO's: one of its lists, with what its elements have there and not elsewhere. */
export function looksLikeCoco(head: string): boolean {
  if (!/^\uFEFF?\s*\{/.test(head)) return false;
  const has = (list: string, fields: string) =>
    new RegExp(`"${list}"\\s*:\\s*\\[`).test(head) && new RegExp(`"(?:${fields})"\\s*:`).test(head);
  return has('images', 'file_name|coco_url') || has('annotations', 'image_id') || has('categories', 'supercategory');
}

/** Pictures that hold labels. */
function masks(files: LabelledFiles): string[] {
  return Array.from(files.files(), ({ path }) => path).filter((path) => /(?:^|\/)(?:panoptic|stuff)_[^/]*\/[^/]+\.png$/i.test(path));
}

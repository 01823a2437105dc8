/** The image of a version that a label file means by a name. */
import { isImage } from '../../core/images.ts';
import type { LabelledFiles } from '../../core/labels.ts';
import { decode } from '../../core/location.ts';
import { folderOf, nameOf, pathIn, splitOf } from './paths.ts';

/** Path of the image that is written so; nothing when there is none. */
export type FindImage = (written: string) => string | undefined;

/** The same for one label file. */
export function imageFinder(files: LabelledFiles, labelFile: string): FindImage {
  return imageFinders(files)(labelFile);
}

/**
 * Looks beside the label file, in the folders where images are put for one, and last in whichever folder has images, when only
 * one of these has such a file. A name may lack its extension, have folders of another machine, or be an address.
 */
export function imageFinders(files: LabelledFiles): (labelFile: string) => FindImage {
  const likely = new Map<string, readonly string[]>();
  let others: readonly string[] | undefined;
  return (labelFile) => {
    const split = splitOf(nameOf(labelFile)) ?? splitOf(folderOf(labelFile));
    const key = `${folderOf(labelFile)} ${split ?? ''}`;
    const folders = likely.get(key) ?? likelyFolders(folderOf(labelFile), split);
    likely.set(key, folders);
    return (written) => {
      const exact = pathIn(folderOf(labelFile), written);
      if (exact !== undefined && isImage(exact) && files.has(exact)) return exact;
      const name = relativeName(written);
      for (const tail of tails(name)) {
        for (const folder of folders) {
          const found = within(files, folder, tail);
          if (found !== undefined) return found;
        }
      }
      others ??= imageFolders(files);
      const found = new Set(others.flatMap((folder) => within(files, folder, nameOf(name)) ?? []));
      return found.size === 1 ? [...found][0] : undefined;
    };
  };
}

/** The path of an image in a set, whatever it is called by: an address without its host, a path without what leads out. */
export function relativeName(written: string): string {
  const address = /^[a-z][a-z0-9+.-]*:\/\/[^/]*\/([^?#]*)/i.exec(written);
  const path = address ? decode(address[1]!) : written.replaceAll('\\', '/');
  const segments = path.replace(/^[a-z]:/i, '').split('/');
  return segments.filter((segment) => segment !== '' && segment !== '.' && segment !== '..').join('/');
}

/** A path, and what is left of it without its first folder, without its first two, … */
function* tails(path: string): Generator<string> {
  for (let at = 0; at >= 0; at = path.indexOf('/', at) + 1 || -1) yield path.slice(at);
}

function likelyFolders(beside: string, split: string | undefined): string[] {
  const above = folderOf(beside);
  const names = split ? [`images/${split}`, `${split}/images`, split] : [];
  const all = [...names, 'images', 'Images', 'JPEGImages'];
  return [...new Set([beside, above, ''].flatMap((folder) => [folder, ...all.map((name) => pathIn(folder, name) ?? name)]))];
}

function within(files: LabelledFiles, folder: string, name: string): string | undefined {
  const path = folder === '' ? name : `${folder}/${name}`;
  if (isImage(name)) return files.has(path) ? path : undefined;
  const extension = extensions.find((one) => files.has(path + one));
  return extension === undefined ? undefined : path + extension;
}

const extensions = ['.jpg', '.jpeg', '.png', '.JPEG', '.JPG', '.PNG', '.bmp', '.webp', '.tif', '.tiff', '.gif'];

/** None when there are so many that looking into each would take long. */
function imageFolders(files: LabelledFiles): readonly string[] {
  const folders = new Set<string>();
  for (const { path } of files.files()) {
    if (isImage(path)) folders.add(folderOf(path));
    if (folders.size > 64) return [];
  }
  return [...folders];
}

/** Paths inside a version, as the formats take them apart. */

import type { LabelledFiles } from '../../core/labels.ts';

/** Folder of a path without slash at its end; `''` for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Last segment. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Without what follows the last dot of the last segment. */
export function withoutExtension(path: string): string {
  return path.replace(/(?<=[^/])\.[^./]*$/, '');
}

/** A path as it is written somewhere under `folder`, from the root; nothing when it leads out of it. */
export function pathIn(folder: string, written: string): string | undefined {
  const path: string[] = [];
  for (const segment of `${folder}/${written.replaceAll('\\', '/')}`.split('/')) {
    if (segment === '..') {
      if (path.pop() === undefined) return undefined;
    } else if (segment !== '' && segment !== '.') path.push(segment);
  }
  return path.join('/');
}

/** Whether there is a file whose path is so: asked before anything is looked for image by image. */
export function hasPath(files: Pick<LabelledFiles, 'files'>, pattern: RegExp): boolean {
  for (const { path } of files.files()) if (pattern.test(path)) return true;
  return false;
}

/** Names of the parts that sets are split into: `train`, `val2017`. */
export function isSplit(name: string): boolean {
  return /^(?:train(?:ing)?|val(?:id(?:ation)?)?|test(?:ing)?|dev|eval(?:uation)?|trainval|minival|holdout)[-_]?\d{0,4}$/i.test(name);
}

/** The split that a path speaks of, in one of its folders or, for a label file, in its name. */
export function splitOf(path: string): string | undefined {
  return path
    .split(/[/.]/)
    .flatMap((segment) => [segment, ...segment.split(/[-_]/)])
    .find(isSplit);
}

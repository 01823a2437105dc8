/** Folders that are named as classes: `cat/1.jpg`, `train/cat/1.jpg`, `train/n01440764/n01440764_18.JPEG`. */
import { throwIfCancelled } from '../../core/errors.ts';
import { isImage } from '../../core/images.ts';
import type { LabelFormat, LabelledFiles } from '../../core/labels.ts';
import { isSplit } from './paths.ts';

export const classFolders: LabelFormat = {
  id: 'folders',
  title: 'Class folders',
  detect: async (files) => (layoutOf(files) ? [] : undefined),
  async *read(files, { only, signal }) {
    const layout = layoutOf(files);
    if (!layout) return;
    for (const { path } of files.files()) {
      throwIfCancelled(signal);
      const name = isImage(path) && (!only || only.has(path)) ? classIn(path, layout) : undefined;
      if (name !== undefined) yield { image: path, labels: [{ class: name, shape: { type: 'tag' } }] };
    }
  },
};

/** Where in the paths the class stands. */
export interface FolderLayout {
  /** Folders that all images are in, above splits and classes. */
  depth: number;
  /** Names of the splits between them and the classes; empty where there are none. */
  splits: ReadonlySet<string>;
  /** Images by class. */
  classes: ReadonlyMap<string, number>;
}

/** Nothing when the folders of these files are no classes. */
export function layoutOf(files: Pick<LabelledFiles, 'files'>): FolderLayout | undefined {
  const counts = imagesByFolder(files);
  const folders = [...counts.keys()].map(segments);
  const depth = sharedDepth(folders);
  const below = folders.map((folder) => folder.slice(depth)).filter((folder) => folder.length > 0);
  const split = below.length > 0 && below.every(([first]) => isSplit(first!));
  const splits = new Set(split ? below.map(([first]) => first!) : []);
  const classes = new Map<string, number>();
  let images = 0;
  let deeper = 0;
  for (const [folder, count] of counts) {
    const [name, ...rest] = segments(folder).slice(depth + (split ? 1 : 0));
    if (name === undefined) continue;
    classes.set(name, (classes.get(name) ?? 0) + count);
    images += count;
    if (rest.length > 0) deeper += count;
  }
  const plausible = classes.size > 1 && images > classes.size && deeper * 2 <= images && ![...classes.keys()].some(isNoClass);
  return plausible ? { depth, splits, classes } : undefined;
}

/** The class of an image; nothing when it lies beside the class folders. */
export function classIn(path: string, { depth, splits }: FolderLayout): string | undefined {
  return path.split('/').slice(0, -1)[depth + (splits.size > 0 ? 1 : 0)];
}

function imagesByFolder(files: Pick<LabelledFiles, 'files'>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { path } of files.files()) {
    if (!isImage(path)) continue;
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return counts;
}

/** How many folders all have in common. Pictures that lie right in the last of these have no class. */
function sharedDepth(folders: string[][]): number {
  const deepest = folders.filter((folder) => folder.length > 0);
  const [first = []] = deepest;
  let depth = 0;
  while (depth < first.length && deepest.every((folder) => folder[depth] === first[depth])) depth++;
  return depth;
}

function segments(folder: string): string[] {
  return folder === '' ? [] : folder.split('/');
}

/** Names of folders that hold the parts of a set, and no class. */
function isNoClass(name: string): boolean {
  return (
    isSplit(name) || /^(?:images?|imgs?|jpegimages|labels?|masks?|annotations?|segmentation\w*|raw|data|thumb(?:nail)?s?)$/i.test(name)
  );
}

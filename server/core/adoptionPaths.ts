/** Which path a found file gets in its version. */
import picomatch from 'picomatch';
import type { SourceFile } from './connector.ts';
import { DatapinError } from './errors.ts';
import { decode } from './location.ts';

/**
 * Names files when several locations are adopted at once: by their way from the deepest folder that all locations
 * share, so that `x/train` and `x/val` give `train/…` and `val/…`. A single location gives paths relative to itself.
 */
export function pathNaming(locations: readonly string[]): (location: string, file: Pick<SourceFile, 'path' | 'location'>) => string {
  if (locations.length === 1) return (_, file) => file.path;
  if (new Set(locations.map((location) => segments(location)[0])).size > 1) {
    throw new DatapinError('adopt.path-collision', 'Folders of this machine and of a store share no folder to name their files by.', {
      hint: 'Adopt them one by one, as two datasets.',
    });
  }
  const shared = sharedSegments(locations.map(segments));
  return (location, file) => {
    const root = rootOf(location, file);
    if (root) return [...root.slice(shared).map(decode), file.path].join('/');
    const own = segments(location);
    // A location that is itself a file is named by its own last segment already.
    const folder = own.slice(shared, decode(file.location) === decode(location) ? -1 : undefined);
    return [...folder.map(decode), file.path].join('/');
  };
}

/** The folder that a glob's paths are relative to, which is what is left of a file's location without its path. */
function rootOf(location: string, file: Pick<SourceFile, 'path' | 'location'>): string[] | undefined {
  if (!/[*?[{]/.test(location) || !decode(file.location).endsWith(`/${file.path}`)) return undefined;
  return file.location.split('/').slice(0, -file.path.split('/').length);
}

/** Globs on paths; a path must fit one of `include`, if there are any, and none of `exclude`. */
export function pathFilter({ include = [], exclude = [] }: { include?: string[]; exclude?: string[] }): PathFilter {
  const options = { dot: true };
  const included = include.length > 0 ? picomatch(include, options) : () => true;
  const excluded = exclude.length > 0 ? picomatch(exclude, options) : () => false;
  return { wanted: (path) => included(path) && !excluded(path), excluded };
}

export interface PathFilter {
  wanted(path: string): boolean;
  excluded(path: string): boolean;
}

function segments(location: string): string[] {
  return location.replace(/\/+$/, '').split('/');
}

/** How many leading segments all have in common, leaving each at least one of its own. */
function sharedSegments(all: string[][]): number {
  const [first, ...others] = all as [string[], ...string[][]];
  const most = Math.min(...all.map((one) => one.length - 1));
  let shared = 0;
  while (shared < most && others.every((one) => one[shared] === first[shared])) shared++;
  return shared;
}

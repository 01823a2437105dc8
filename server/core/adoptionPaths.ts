/** Which path a found file gets in its version. */
import picomatch from 'picomatch';
import type { SourceFile } from './connector.ts';

/**
 * Names files when several locations are adopted at once: by their way from the deepest folder that all locations
 * share, so that `x/train` and `x/val` give `train/…` and `val/…`. A single location gives paths relative to itself.
 */
export function pathNaming(locations: readonly string[]): (location: string, file: Pick<SourceFile, 'path' | 'location'>) => string {
  if (locations.length === 1) return (_, file) => file.path;
  const shared = sharedSegments(locations.map(segments));
  return (location, file) => {
    const own = segments(location);
    // A location that is itself a file is named by its own last segment already.
    const folder = own.slice(shared, decode(file.location) === decode(location) ? -1 : undefined);
    return [...folder.map(decode), file.path].join('/');
  };
}

/** Globs on paths; a path must fit one of `include`, if there are any, and none of `exclude`. */
export function pathFilter({ include = [], exclude = [] }: { include?: string[]; exclude?: string[] }): (path: string) => boolean {
  const options = { dot: true };
  const included = include.length > 0 ? picomatch(include, options) : () => true;
  const excluded = exclude.length > 0 ? picomatch(exclude, options) : () => false;
  return (path) => included(path) && !excluded(path);
}

/** A location as a person would write it. */
export function shown(location: string): string {
  return location.startsWith('file://') ? decode(location.slice('file://'.length)) : location;
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

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    // A lone percent sign in a store's key is no encoding.
    if (error instanceof URIError) return text;
    throw error;
  }
}

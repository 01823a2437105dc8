/** The folders of a run, kept beside it: a page of a large version's folders is counted without opening a run for each. */

/** A stretch of files that lie in one folder. */
export type Stretch = [folder: string, files: number, bytes: number];

export interface Outline {
  /** Folders that lie deeper are one with the folder that holds them at this depth; those at the top have depth 1. */
  depth: number;
  /** In order, without gaps. */
  stretches: Stretch[];
}

/** Of everything, however deep. */
const deepest = 65_535;
/** A run with more folders is worth opening: a page that falls into it has many of its folders. */
const most = 16;

/** Folders as deep as they go. */
export function fullOutline(paths: readonly string[], sizes: readonly number[]): Outline {
  const stretches: Stretch[] = [];
  for (const [i, path] of paths.entries()) add(stretches, [path.slice(0, Math.max(0, path.lastIndexOf('/'))), 1, sizes[i]!]);
  return { depth: deepest, stretches };
}

/** The text that is kept of a run; nothing where even its folders at the top are many. */
export function outlineText(paths: readonly string[], sizes: readonly number[]): string | undefined {
  const full = fullOutline(paths, sizes);
  let short = full.stretches.length <= most ? full : undefined;
  for (let depth = 1; full.stretches.length > most; depth++) {
    const cut = shortened(full, depth);
    if (cut.stretches.length > most) break;
    short = cut;
  }
  return short && JSON.stringify([short.depth, short.stretches]);
}

export function parseOutline(text: string): Outline {
  const [depth, stretches] = JSON.parse(text) as [number, Stretch[]];
  return { depth, stretches };
}

function shortened({ stretches }: Outline, depth: number): Outline {
  const short: Stretch[] = [];
  for (const [folder, files, bytes] of stretches) add(short, [folder.split('/', depth).join('/'), files, bytes]);
  return { depth, stretches: short };
}

function add(stretches: Stretch[], [folder, files, bytes]: Stretch): void {
  const last = stretches.at(-1);
  if (last?.[0] !== folder) return void stretches.push([folder, files, bytes]);
  last[1] += files;
  last[2] += bytes;
}

/** What is right under a folder of a version, a page at a time: each run that the page falls into is looked at once. */
import type { DatasetFile, Entry } from '../dataset.ts';
import { comparePaths } from '../manifest.ts';
import { lowerBound, type OpenChunk } from './chunk.ts';
import type { Outline, Stretch } from './outline.ts';

export interface EntriesQuery {
  /** '' is the root. */
  folder: string;
  /** Path of the last entry that was shown, with a trailing `/` when that was a folder. */
  after?: string;
  limit: number;
}

export interface EntriesPage {
  entries: Entry[];
  more: boolean;
}

/** A run of a version, as its row has it. */
export interface RunRow {
  chunk_id: number;
  first_path: string;
  files: number;
  bytes: number;
}

/** The runs of one version. */
export interface RunReader {
  runs: readonly RunRow[];
  open(run: RunRow): OpenChunk;
  /** The folders of a run, at least so deep. */
  outline(run: RunRow, depth: number): Outline;
}

/** The same for one page, and the folders of each run only as they were asked for first. */
interface Runs extends Pick<RunReader, 'runs' | 'open'> {
  stretches(run: number): readonly Stretch[];
}

/** A place between files: of a stretch of a run, so many files are behind it. */
interface Place {
  run: number;
  stretch: number;
  skip: number;
}

export function pageOf(reader: RunReader, { folder, after, limit }: EntriesQuery): EntriesPage {
  const prefix = folder === '' ? '' : `${folder}/`;
  const runs = atDepth(reader, prefix.split('/').length);
  const entries: Entry[] = [];
  let place = firstPlace(runs, after === undefined ? prefix : following(after));
  for (;;) {
    const stretch = runs.stretches(place.run)[place.stretch];
    if (!stretch || (stretch[0] !== folder && !stretch[0].startsWith(prefix))) return { entries, more: false };
    if (entries.length === limit) return { entries, more: true };
    if (stretch[0] === folder) {
      const files = filesAt(runs, place, limit - entries.length);
      for (const file of files) entries.push({ type: 'file', name: file.path.slice(prefix.length), path: file.path, file });
      place = settled(runs, { ...place, skip: place.skip + files.length });
    } else {
      const [name = ''] = stretch[0].slice(prefix.length).split('/', 1);
      const { end, ...sums } = counted(runs, place, prefix + name);
      entries.push({ type: 'folder', name, path: prefix + name, ...sums });
      place = end;
    }
  }
}

/** Index of the run that a path falls into: the last one that begins at or before it, else the first. */
export function runAt(runs: readonly RunRow[], path: string): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comparePaths(runs[middle]!.first_path, path) <= 0) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

function atDepth({ runs, open, outline }: RunReader, depth: number): Runs {
  const known: Outline['stretches'][] = [];
  const stretches = (run: number) => (known[run] ??= runs[run] ? outline(runs[run], depth).stretches : []);
  return { runs, open, stretches };
}

/** Before the first file whose path is not less. */
function firstPlace(runs: Runs, path: string): Place {
  const run = runAt(runs.runs, path);
  const row = runs.runs[run];
  if (!row || comparePaths(path, row.first_path) <= 0) return { run, stretch: 0, skip: 0 };
  let skip = lowerBound(runs.open(row).paths, path);
  const stretches = runs.stretches(run);
  let stretch = 0;
  while (stretch < stretches.length - 1 && skip >= stretches[stretch]![1]) skip -= stretches[stretch++]![1];
  return settled(runs, { run, stretch, skip });
}

/** The same place, in the stretch that follows it. */
function settled(runs: Runs, { run, stretch, skip }: Place): Place {
  const stretches = runs.stretches(run);
  if (skip < stretches[stretch]![1]) return { run, stretch, skip };
  return stretch + 1 < stretches.length ? { run, stretch: stretch + 1, skip: 0 } : { run: run + 1, stretch: 0, skip: 0 };
}

/** Files of the stretch from a place on. */
function filesAt({ runs, open, stretches: of }: Runs, { run, stretch, skip }: Place, limit: number): DatasetFile[] {
  const stretches = of(run);
  const first = stretches.slice(0, stretch).reduce((sum, [, files]) => sum + files, skip);
  const chunk = open(runs[run]!);
  return Array.from({ length: Math.min(limit, stretches[stretch]![1] - skip) }, (_, i) => chunk.file(first + i));
}

/** A folder that begins at a place: what is in it, and where it ends. Runs that lie in it whole are not looked at. */
function counted({ runs, stretches: of }: Runs, place: Place, path: string): { files: number; bytes: number; end: Place } {
  const sums = { files: 0, bytes: 0 };
  const add = (files: number, bytes: number) => {
    sums.files += files;
    sums.bytes += bytes;
  };
  const addIn = (run: number, from: number): Place => {
    const stretches = of(run);
    for (let stretch = from; stretch < stretches.length; stretch++) {
      const [folder, files, bytes] = stretches[stretch]!;
      if (folder !== path && !folder.startsWith(`${path}/`)) return { run, stretch, skip: 0 };
      add(files, bytes);
    }
    return { run: run + 1, stretch: 0, skip: 0 };
  };
  let end = addIn(place.run, place.stretch);
  const last = runAt(runs, afterFolder(path));
  if (last > place.run) {
    for (const { files, bytes } of runs.slice(place.run + 1, last)) add(files, bytes);
    end = addIn(last, 0);
  }
  return { ...sums, end };
}

/** The first path that can follow an entry that was shown. */
function following(after: string): string {
  return after.endsWith('/') ? afterFolder(after.slice(0, -1)) : `${after}\0`;
}

/** "0" is the character after "/": the first path that is not in the folder. */
function afterFolder(path: string): string {
  return `${path}0`;
}

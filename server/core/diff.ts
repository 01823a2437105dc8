/** What two versions have and have not in common. Runs of files that both share are never opened. */
import type { DatasetFile, Version } from './dataset.ts';
import { throwIfCancelled } from './errors.ts';
import { comparePaths } from './manifest.ts';
import { hashBytes, type OpenChunk } from './registry/chunk.ts';
import type { Registry } from './registry/registry.ts';
import { bytesKey, sameBytes } from './sameBytes.ts';
import type { WorkOptions } from './world.ts';

export interface VersionDiff {
  /** Whether both hold the same bytes under the same paths. */
  equal: boolean;
  totals: Record<DiffKind | 'same', DiffTotal>;
  /** The first of each kind by path, as many as were asked for. */
  added: DiffFile[];
  removed: DiffFile[];
  changed: DiffFile[];
  /** The same bytes under another path; such a file counts as neither added nor removed. */
  moved: DiffFile[];
}

export type DiffKind = 'added' | 'removed' | 'changed' | 'moved';

export interface DiffTotal {
  files: number;
  /** Of what was changed, as it is now. */
  bytes: number;
}

/** As it is in the newer version; what was removed as it was in the older one. */
export interface DiffFile extends FileState {
  /** What it was, where it was changed or moved. */
  before?: FileState | undefined;
}

export type FileState = Pick<DatasetFile, 'path' | 'size' | 'sha256' | 'location'>;

export interface DiffOptions extends WorkOptions {
  /** How many of each kind are listed. Totals are exact in any case. */
  limit: number;
}

/** From `a` to `b`. Reads the registry alone. */
export function diffVersions({ versions, files }: Registry, { a, b }: { a: Version; b: Version }, options: DiffOptions): VersionDiff {
  const runsA = files.runs(versions.id(a));
  const runsB = files.runs(versions.id(b));
  const inA = new Set(runsA.map(({ id }) => id));
  const inB = new Set(runsB.map(({ id }) => id));
  const same = { files: 0, bytes: 0 };
  let done = 0;
  for (const run of runsA) if (inB.has(run.id)) add(same, run.files, run.bytes);
  const readerOf = (runs: typeof runsA, other: ReadonlySet<number>) => {
    const ids = runs.flatMap(({ id }) => (other.has(id) ? [] : [id]));
    return reading(ids, (id) => {
      throwIfCancelled(options.signal);
      const run = files.run(id);
      done += run.paths.length;
      options.onProgress?.({ stage: 'comparing', done, bytes: 0 });
      return run;
    });
  };
  return diffPairs(differing(readerOf(runsA, inB), readerOf(runsB, inA), same), same, options);
}

/** From one list of files to another, both in order of path. */
export function diffFiles(a: Iterable<DatasetFile>, b: Iterable<DatasetFile>, options: Pick<DiffOptions, 'limit'>): VersionDiff {
  return diffPairs(pairs(a, b), { files: 0, bytes: 0 }, options);
}

/** `same`: what is the same and not among the pairs; it may grow while these are taken. */
function diffPairs(
  all: Iterable<[DatasetFile | undefined, DatasetFile | undefined]>,
  same: DiffTotal,
  { limit }: Pick<DiffOptions, 'limit'>,
): VersionDiff {
  const diff = nothing(same);
  const gone: DatasetFile[] = [];
  const come: DatasetFile[] = [];
  for (const [before, after] of all) {
    if (!after) gone.push(before!);
    else if (!before) come.push(after);
    else if (sameBytes(before, after)) add(same, 1, after.size);
    else note(diff, 'changed', { limit, file: after, before });
  }
  const { moves, left } = matched(gone, come);
  for (const [before, after] of moves) note(diff, 'moved', { limit, file: after, before });
  const moved = new Set(moves.map(([, after]) => after));
  for (const file of come) if (!moved.has(file)) note(diff, 'added', { limit, file });
  for (const file of left) note(diff, 'removed', { limit, file });
  const { totals } = diff;
  diff.equal = totals.added.files + totals.removed.files + totals.changed.files + totals.moved.files === 0;
  return diff;
}

interface Reader {
  /** Nothing at the end. */
  run: OpenChunk | undefined;
  at: number;
  step(): void;
}

function reading(ids: readonly number[], open: (id: number) => OpenChunk): Reader {
  let next = 0;
  const opened = () => {
    const id = ids[next++];
    return id === undefined ? undefined : open(id);
  };
  const reader: Reader = {
    run: opened(),
    at: 0,
    step() {
      reader.at++;
      if (reader.at < reader.run!.paths.length) return;
      reader.run = opened();
      reader.at = 0;
    },
  };
  return reader;
}

/** Pairs that are not known to be the same by their hashes; most files are, and cost no more than this look. */
function* differing(a: Reader, b: Reader, same: DiffTotal): Generator<[DatasetFile | undefined, DatasetFile | undefined]> {
  while (a.run || b.run) {
    const order = !a.run ? 1 : !b.run ? -1 : pathOrder(a.run.paths[a.at]!, b.run.paths[b.at]!);
    if (order === 0 && sameHash(a, b)) add(same, 1, b.run!.sizes[b.at]!);
    else yield [order <= 0 ? a.run!.file(a.at) : undefined, order >= 0 ? b.run!.file(b.at) : undefined];
    if (order <= 0) a.step();
    if (order >= 0) b.step();
  }
}

function pathOrder(a: string, b: string): number {
  return a === b ? 0 : comparePaths(a, b);
}

function sameHash(a: Reader, b: Reader): boolean {
  if (!a.run!.hasHash(a.at) || !b.run!.hasHash(b.at)) return false;
  const [from, other] = [a.at * hashBytes, b.at * hashBytes];
  return a.run!.hashes.compare(b.run!.hashes, other, other + hashBytes, from, from + hashBytes) === 0;
}

/** Files of two lists side by side, in order of path; where one has none of a path, nothing is beside the other's. */
export function* pairs<A extends { path: string }, B extends { path: string }>(
  a: Iterable<A>,
  b: Iterable<B>,
): Generator<[A | undefined, B | undefined]> {
  const left = a[Symbol.iterator]();
  const right = b[Symbol.iterator]();
  let one = left.next();
  let other = right.next();
  while (!one.done || !other.done) {
    const order = one.done ? 1 : other.done ? -1 : comparePaths(one.value.path, other.value.path);
    yield [order <= 0 ? (one.value as A) : undefined, order >= 0 ? (other.value as B) : undefined];
    if (order <= 0) one = left.next();
    if (order >= 0) other = right.next();
  }
}

/** Files that left one path and came to another, first to first; and those that only left. */
function matched(gone: readonly DatasetFile[], come: readonly DatasetFile[]): { moves: [DatasetFile, DatasetFile][]; left: DatasetFile[] } {
  const byBytes = new Map<string, DatasetFile[]>();
  for (const file of gone) {
    const same = byBytes.get(bytesKey(file));
    if (same) same.push(file);
    else byBytes.set(bytesKey(file), [file]);
  }
  const moves: [DatasetFile, DatasetFile][] = [];
  const taken = new Map<string, number>();
  const left = new Set(gone);
  for (const file of come) {
    const key = bytesKey(file);
    const next = taken.get(key) ?? 0;
    const before = byBytes.get(key)?.[next];
    if (!before) continue;
    taken.set(key, next + 1);
    left.delete(before);
    moves.push([before, file]);
  }
  return { moves, left: [...left] };
}

function note(
  diff: VersionDiff,
  kind: DiffKind,
  { limit, file, before }: { limit: number; file: DatasetFile; before?: DatasetFile },
): void {
  add(diff.totals[kind], 1, file.size);
  if (diff[kind].length < limit) diff[kind].push({ ...stateOf(file), ...(before ? { before: stateOf(before) } : {}) });
}

function stateOf({ path, size, sha256, location }: DatasetFile): FileState {
  return { path, size, sha256, location };
}

function add(total: DiffTotal, files: number, bytes: number): void {
  total.files += files;
  total.bytes += bytes;
}

function nothing(same: DiffTotal): VersionDiff {
  const none = () => ({ files: 0, bytes: 0 });
  const totals = { added: none(), removed: none(), changed: none(), moved: none(), same };
  return { equal: true, totals, added: [], removed: [], changed: [], moved: [] };
}

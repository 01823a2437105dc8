/** How many files two versions have in common, wherever these stand: what training has seen should not be what it is judged by. */
import { isImage, isText } from './images.ts';
import { hashBytes } from './registry/chunk.ts';
import type { Registry } from './registry/registry.ts';
import type { VersionName } from './registry/versions.ts';

export interface SharedFiles {
  /** Different bytes that are in both, not counting empty files and, where there are pictures, texts that lie beside them. */
  count: number;
  /** Some of them, by their paths in both: the first in order of the first version's paths. */
  examples: { a: string; b: string }[];
}

/** Reads the hashes alone, and the paths of what is in both. */
export function sharedFiles({ versions, files }: Registry, a: VersionName, b: VersionName, examples = 3): SharedFiles {
  const [idA, idB] = [versions.id(a), versions.id(b)];
  const known = sortedNumbers(files, idA);
  const inB = new Map<string, Place>();
  eachHash(files, idB, (hashes, at, run) => {
    if (!has(known, numberAt(hashes, at))) return;
    const hash = hashAt(hashes, at);
    if (!inB.has(hash)) inB.set(hash, { run, position: at / hashBytes });
  });
  const found: SharedFiles = { count: 0, examples: [] };
  if (inB.size === 0) return found;
  // where few are in both, most need not become a text to be looked up
  const few = inB.size * 4 < known.length ? new Set(Array.from(inB.keys(), (hash) => numberAt(Buffer.from(hash, 'latin1'), 0))) : undefined;
  const counts = counting(() => files.all(idA));
  let open: { run: number; paths: readonly string[] } | undefined;
  eachHash(files, idA, (hashes, at, run) => {
    if (few && !few.has(numberAt(hashes, at))) return;
    const hash = hashAt(hashes, at);
    const other = inB.get(hash);
    if (!other) return;
    inB.delete(hash);
    if (open?.run !== run) open = { run, paths: files.run(run).paths };
    const path = open.paths[at / hashBytes]!;
    if (!counts(path)) return;
    found.count++;
    if (found.examples.length < examples) found.examples.push({ a: path, b: files.run(other.run).paths[other.position]! });
  });
  return found;
}

interface Place {
  run: number;
  position: number;
}

/** Of no bytes: two empty files have nothing in common. */
const emptyHash = Buffer.from('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'hex');

/** Tells of each hash that is known and not that of no bytes. A call costs less than a value of a generator, and there are millions. */
function eachHash(files: Registry['files'], versionId: number, tell: (hashes: Buffer, at: number, run: number) => void): void {
  for (const { id } of files.runs(versionId)) {
    const hashes = files.runHashes(id);
    for (let at = 0; at < hashes.length; at += hashBytes) {
      const first = hashes.readUInt32BE(at);
      if (first === 0 && hashes.subarray(at, at + hashBytes).every((byte) => byte === 0)) continue;
      if (first === 0xe3b0c442 && emptyHash.compare(hashes, at, at + hashBytes) === 0) continue;
      tell(hashes, at, id);
    }
  }
}

function sortedNumbers(files: Registry['files'], versionId: number): Float64Array {
  const numbers = new Float64Array(files.runs(versionId).reduce((sum, run) => sum + run.files, 0));
  let next = 0;
  eachHash(files, versionId, (hashes, at) => {
    numbers[next++] = numberAt(hashes, at);
  });
  return numbers.subarray(0, next).sort();
}

/** The first 48 bits: few enough for a number, enough to tell nearly all hashes apart. */
function numberAt(hashes: Buffer, at: number): number {
  return hashes.readUIntBE(at, 6);
}

function hashAt(hashes: Buffer, at: number): string {
  return hashes.toString('latin1', at, at + hashBytes);
}

function has(sorted: Float64Array, wanted: number): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === wanted;
}

/** Two sets of pictures may well have the same licence or list of classes. Texts alone are data like any other. */
function counting(files: () => Iterable<{ path: string }>): (path: string) => boolean {
  let pictures: boolean | undefined;
  return (path) => {
    if (!isText(path)) return true;
    pictures ??= anyImage(files());
    return !pictures;
  };
}

function anyImage(files: Iterable<{ path: string }>): boolean {
  for (const { path } of files) if (isImage(path)) return true;
  return false;
}

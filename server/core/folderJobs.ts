/** The parts into which a folder's names are cut, the jobs that threads do on them, and what comes of it. */
import { join } from 'node:path';
import type { Connector, FolderListing } from './connector.ts';
import type { DatasetFile } from './dataset.ts';
import type { DatapinError } from './errors.ts';
import { localProblem } from './fileProblems.ts';
import { forget, hashLength, signatureLength } from './folderColumns.ts';
import { emptyPart, type FolderPart, gather, knownOnly } from './folderPart.ts';
import { type FolderReply, type FolderRequest, fileState, jobBytes } from './folderRequest.ts';
import type { HashCache, NameRange } from './hashCache.ts';
import { encodePath } from './location.ts';
import { comparePaths } from './manifest.ts';

const smallest = 256;
const largest = 4096;
/** One name in 1,024 ends a part. */
const boundaryMask = 1023;

/** Some files of a folder that are kept as one row of the cache. */
export interface OpenPart {
  folder: { path: string; location: string; local: string };
  /** Of all names that the folder has here, whether they are asked for or not. */
  range: NameRange;
  /** The files that are asked for: what is known of them, and more and more of it. */
  files: FolderPart;
  /** What the cache knew of names that are not asked for. */
  others: FolderPart | undefined;
  /** There is something that the cache does not know. */
  dirty: boolean;
  /** Files that are not done. */
  left: number;
}

/** Files of a part, from one place up to another. */
export interface FolderJob {
  part: OpenPart;
  from: number;
  to: number;
}

/** The parts of a folder in which something is asked for. */
export function* openParts(
  { cache, connector, cached }: { cache: HashCache; connector: Connector; cached: boolean },
  listing: FolderListing,
  wanted: ((path: string) => boolean) | undefined,
): Generator<OpenPart> {
  const { path, location } = listing;
  const prefix = path === '' ? '' : `${path}/`;
  const local = join(connector.localPath!({ location, size: 0 }), '/');
  for (const all of cutNames(listing.names.sort(comparePaths))) {
    const names = wanted ? all.filter((name) => wanted(prefix + name)) : all;
    if (names.length === 0) continue;
    const range = { first: all[0]!, last: all.at(-1)! };
    const known = cache.parts(location, range);
    const files = !cached || known.length === 0 ? emptyPart(names) : gather(names, known);
    const others = names.length < all.length && known.length > 0 ? gather(all, known) : undefined;
    yield { folder: { path: prefix, location, local }, range, files, others, dirty: false, left: names.length };
  }
}

/** What a thread is asked. */
export function requestOf({ part: { folder, files }, from, to }: FolderJob): FolderRequest {
  const signatures = files.signatures.slice(from * signatureLength, to * signatureLength);
  const known = signatures.some((value) => !Number.isNaN(value));
  return { folder: folder.local, names: files.names.slice(from, to).join('\0'), ...(known ? { signatures } : {}) };
}

export interface Outcome {
  files: DatasetFile[];
  problems: { path: string; problem: DatapinError }[];
  /** What the thread left to be done, in pieces of a size that is worth asking for. */
  rest: FolderJob[];
  /** Bytes that had to be read for these files. */
  bytes: number;
}

/** Takes down what a thread answered to a job. */
export function noteReply({ part, from, to }: FolderJob, { done, found }: FolderReply): Outcome {
  const end = from + done;
  const outcome: Outcome = { files: [], problems: [], rest: [], bytes: 0 };
  if (found) {
    for (let i = 0; i < done; i++) {
      const state = found.states[i];
      if (state !== fileState.hashed && state !== fileState.fresh) continue;
      const index = from + i;
      part.files.signatures.set(found.signatures.subarray(i * signatureLength, (i + 1) * signatureLength), index * signatureLength);
      part.files.hashes.set(found.hashes.subarray(i * hashLength, (i + 1) * hashLength), index * hashLength);
      outcome.bytes += part.files.signatures[index * signatureLength]!;
      if (state === fileState.fresh) forget(part.files.signatures, index);
      else part.dirty = true;
    }
  }
  const failed = new Set(found?.problems.map(({ index }) => from + index));
  outcome.files = filesOf(part, { from, to: end }, failed);
  for (const { index, problem } of found?.problems ?? []) {
    const name = part.files.names[from + index]!;
    forget(part.files.signatures, from + index);
    outcome.problems.push({ path: part.folder.path + name, problem: localProblem(part.folder.local + name, problem) });
  }
  part.left -= done;
  const pace = Math.max(1, Math.ceil((jobBytes * done) / Math.max(1, outcome.bytes)));
  for (let at = end; at < to; at += pace) outcome.rest.push({ part, from: at, to: Math.min(to, at + pace) });
  return outcome;
}

/** Hands the cache what is known of a part now. */
export function savePart(cache: HashCache, part: OpenPart): void {
  if (!part.dirty) return;
  const known = knownOnly(part.files);
  cache.putPart(part.folder.location, part.range, part.others ? knownOnly(gather(part.others.names, [part.others, known])) : known);
  part.dirty = false;
}

function filesOf({ folder, files }: OpenPart, { from, to }: { from: number; to: number }, failed: Set<number>): DatasetFile[] {
  const hashes = files.hashes.toString('hex', from * hashLength, to * hashLength);
  const result: DatasetFile[] = [];
  for (let i = from; i < to; i++) {
    if (failed.has(i)) continue;
    const name = files.names[i]!;
    const at = (i - from) * hashLength * 2;
    result.push({
      path: folder.path + name,
      size: files.signatures[i * signatureLength]!,
      sha256: hashes.slice(at, at + hashLength * 2),
      location: folder.location + encodePath(name),
      versionId: undefined,
      etag: undefined,
      evidence: 'verified',
    });
  }
  return result;
}

/** Cuts sorted names where the names themselves say so. */
function* cutNames(names: string[]): Generator<string[]> {
  let start = 0;
  for (let i = 0; i < names.length; i++) {
    const length = i + 1 - start;
    if (length < largest && i + 1 < names.length && (length < smallest || (nameHash(names[i]!) & boundaryMask) !== 0)) continue;
    yield names.slice(start, i + 1);
    start = i + 1;
  }
}

/** FNV-1a over UTF-16 units, its upper half folded into the lower. */
function nameHash(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash ^ (hash >>> 15);
}

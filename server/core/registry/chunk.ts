/**
 * Cutting a version's sorted files into runs, and the bytes of one run. Boundaries are decided by the paths themselves,
 * so that an inserted file changes one run and not all that follow.
 *
 * Bytes of a run: one byte format (1), then a zstd frame of JSON columns of known length, then 32 raw bytes of hash a file
 * (hashes do not compress; everything else does).
 */
import { createHash } from 'node:crypto';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { DatasetFile, Evidence } from '../dataset.ts';
import { encodePath } from '../location.ts';
import { comparePaths } from '../manifest.ts';
import { contentLocation } from './content.ts';
import { outlineText } from './outline.ts';

const smallest = 128;
const largest = 2048;
/** One path in 512 ends a run. */
const boundaryMask = 511;

const format = 1;
const headerBytes = 5;
/** Of one hash. */
export const hashBytes = 32;

export interface Chunk {
  firstPath: string;
  files: number;
  bytes: number;
  hash: Buffer;
  readonly data: Buffer;
  /** First 31 bits of each known file hash. */
  prefixes: Uint32Array;
  /** Its folders, where they are few. */
  outline: string | undefined;
}

/** Columns of a run; an absent optional column means that no file of the run has the value. */
interface Columns {
  path: string[];
  size: number[];
  /** The location of a file is `base` + its encoded path, unless `location` says otherwise. */
  base: string;
  location?: Record<number, string>;
  /** Positions of files that the registry keeps itself, at the location that follows from their hash; true when all are. */
  content?: number[] | true;
  versionId?: (string | null)[];
  etag?: (string | null)[];
  /** One value when all files agree. */
  evidence: Evidence | Evidence[];
  /** Positions of files without a hash. */
  unhashed?: number[];
}

/** Puts bytes aside until they are asked for. */
export type Park = (bytes: Buffer) => () => Buffer;

/** Cuts sorted files into runs. The bytes of many runs are much: `park` says where they wait. */
export function* cutChunks(files: Iterable<DatasetFile>, park: Park = (bytes) => () => bytes): Generator<Chunk> {
  let run: DatasetFile[] = [];
  for (const file of files) {
    run.push(file);
    if (run.length >= largest || (run.length >= smallest && (pathHash(file.path) & boundaryMask) === 0)) {
      yield encodeChunk(run, park);
      run = [];
    }
  }
  if (run.length > 0) yield encodeChunk(run, park);
}

/** A run that was opened: its files are only made of it where they are asked for. */
export interface OpenChunk {
  paths: readonly string[];
  sizes: readonly number[];
  /** As `rawHashes` has them. */
  hashes: Buffer;
  hasHash(i: number): boolean;
  file(i: number): DatasetFile;
}

/** All files of a run. Throws as `openChunk`. */
export function decodeChunk(chunk: Pick<Chunk, 'data' | 'hash'>): DatasetFile[] {
  return filesOf(openChunk(chunk));
}

export function filesOf({ paths, file }: OpenChunk): DatasetFile[] {
  return paths.map((_, i) => file(i));
}

/** Index of the first path that is not less. */
export function lowerBound(paths: readonly string[], path: string): number {
  let low = 0;
  let high = paths.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comparePaths(paths[middle]!, path) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Throws when these are not the bytes that the hash was made of. */
export function openChunk({ data, hash }: Pick<Chunk, 'data' | 'hash'>): OpenChunk {
  if (data[0] !== format) throw new Error(`unknown chunk format ${data[0]}`);
  const hashes = rawHashes(data);
  const json = zstdDecompressSync(data.subarray(headerBytes, data.length - hashes.length));
  if (!contentHash(json, hashes).equals(hash)) throw new Error('the chunk has another hash');
  const columns = JSON.parse(json.toString()) as Columns;
  const unhashed = new Set(columns.unhashed);
  const isContent = membership(columns.content);
  return {
    paths: columns.path,
    sizes: columns.size,
    hashes,
    hasHash: (i) => !unhashed.has(i),
    file(i) {
      const path = columns.path[i]!;
      const sha256 = unhashed.has(i) ? undefined : hashes.toString('hex', i * hashBytes, (i + 1) * hashBytes);
      return {
        path,
        size: columns.size[i]!,
        sha256,
        location: sha256 && isContent(i) ? contentLocation(sha256) : (columns.location?.[i] ?? columns.base + encodePath(path)),
        versionId: columns.versionId?.[i] ?? undefined,
        etag: columns.etag?.[i] ?? undefined,
        evidence: typeof columns.evidence === 'string' ? columns.evidence : columns.evidence[i]!,
      };
    },
  };
}

/** The 32 bytes of hash of each file, one after another; zeros for a file without one. */
export function rawHashes(data: Buffer): Buffer {
  return data.subarray(headerBytes + data.readUInt32LE(1));
}

/** First 31 bits of a hex hash as an integer. */
export function hashPrefix(sha256: string): number {
  return Number.parseInt(sha256.slice(0, 8), 16) >>> 1;
}

function encodeChunk(files: DatasetFile[], park: Park): Chunk {
  const columns = toColumns(files);
  const json = Buffer.from(JSON.stringify(columns));
  const hashes = Buffer.alloc(files.length * hashBytes);
  const prefixes = new Uint32Array(files.length);
  let known = 0;
  for (const [i, { sha256 }] of files.entries()) {
    if (!sha256) continue;
    hashes.write(sha256, i * hashBytes, 'hex');
    prefixes[known++] = hashes.readUInt32BE(i * hashBytes) >>> 1;
  }
  const facts = {
    firstPath: files[0]!.path,
    files: files.length,
    bytes: columns.size.reduce((sum, size) => sum + size, 0),
    hash: contentHash(json, hashes),
    prefixes: prefixes.subarray(0, known),
    outline: outlineText(columns.path, columns.size),
  };
  return withData(facts, park(Buffer.concat([json, hashes])), json.length);
}

/** Compressed when it is stored: a version that is there already is known by the hashes of its runs. Holds nothing else of them. */
function withData(facts: Omit<Chunk, 'data'>, parked: () => Buffer, jsonBytes: number): Chunk {
  return {
    ...facts,
    get data() {
      const bytes = parked();
      return pack(bytes.subarray(0, jsonBytes), bytes.subarray(jsonBytes));
    },
  };
}

function pack(json: Buffer, hashes: Buffer): Buffer {
  const packed = zstdCompressSync(json, { params: { [constants.ZSTD_c_compressionLevel]: 3 } });
  const header = Buffer.alloc(headerBytes);
  header[0] = format;
  header.writeUInt32LE(packed.length, 1);
  return Buffer.concat([header, packed, hashes]);
}

/** Of the content before compression, which may differ between library versions. */
function contentHash(json: Buffer, hashes: Buffer): Buffer {
  return createHash('sha256').update(json).update(hashes).digest();
}

function toColumns(files: DatasetFile[]): Columns {
  const first = files[0]!;
  const base = baseOf(files.find((file) => !isOwnContent(file)) ?? first);
  const location: Record<number, string> = {};
  const unhashed: number[] = [];
  const content: number[] = [];
  files.forEach((file, i) => {
    if (isOwnContent(file)) content.push(i);
    else if (base === '' || file.location !== base + encodePath(file.path)) location[i] = file.location;
    if (!file.sha256) unhashed.push(i);
  });
  return {
    path: files.map((file) => file.path),
    size: files.map((file) => file.size),
    base,
    ...(Object.keys(location).length > 0 ? { location } : {}),
    ...(content.length > 0 ? { content: content.length === files.length || content } : {}),
    ...(files.some((file) => file.versionId) ? { versionId: files.map((file) => file.versionId ?? null) } : {}),
    ...(files.some((file) => file.etag) ? { etag: files.map((file) => file.etag ?? null) } : {}),
    evidence: files.every((file) => file.evidence === first.evidence) ? first.evidence : files.map((file) => file.evidence),
    ...(unhashed.length > 0 ? { unhashed } : {}),
  };
}

/** What a file's location begins with, when it ends with the file's path. */
function baseOf({ path, location }: DatasetFile): string {
  const tail = encodePath(path);
  return location.endsWith(tail) ? location.slice(0, location.length - tail.length) : '';
}

function isOwnContent({ sha256, location }: DatasetFile): boolean {
  return sha256 !== undefined && location === contentLocation(sha256);
}

function membership(positions: number[] | true | undefined): (i: number) => boolean {
  if (positions === undefined || positions === true) return () => positions === true;
  const members = new Set(positions);
  return (i) => members.has(i);
}

/** FNV-1a over UTF-16 units: cheap, and only asked to be well spread. */
function pathHash(path: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < path.length; i++) hash = Math.imul(hash ^ path.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

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

const smallest = 128;
const largest = 2048;
/** One path in 512 ends a run. */
const boundaryMask = 511;

const format = 1;
const headerBytes = 5;
const hashBytes = 32;

export interface Chunk {
  firstPath: string;
  files: number;
  bytes: number;
  hash: Buffer;
  data: Buffer;
  /** First 52 bits of each known file hash, as a number that JavaScript and SQLite both hold exactly. */
  prefixes: number[];
}

/** Columns of a run; an absent optional column means that no file of the run has the value. */
interface Columns {
  path: string[];
  size: number[];
  /** The location of a file is `base` + its encoded path, unless `location` says otherwise. */
  base: string;
  location?: Record<number, string>;
  versionId?: (string | null)[];
  etag?: (string | null)[];
  /** One value when all files agree. */
  evidence: Evidence | Evidence[];
  /** Positions of files without a hash. */
  unhashed?: number[];
}

/** Cuts sorted files into runs. */
export function* cutChunks(files: Iterable<DatasetFile>): Generator<Chunk> {
  let run: DatasetFile[] = [];
  for (const file of files) {
    run.push(file);
    if (run.length >= largest || (run.length >= smallest && (pathHash(file.path) & boundaryMask) === 0)) {
      yield encodeChunk(run);
      run = [];
    }
  }
  if (run.length > 0) yield encodeChunk(run);
}

/** Throws when these are not the bytes that the hash was made of. */
export function decodeChunk({ data, hash }: Pick<Chunk, 'data' | 'hash'>): DatasetFile[] {
  if (data[0] !== format) throw new Error(`unknown chunk format ${data[0]}`);
  const jsonEnd = headerBytes + data.readUInt32LE(1);
  const json = zstdDecompressSync(data.subarray(headerBytes, jsonEnd));
  if (!contentHash(json, data.subarray(jsonEnd)).equals(hash)) throw new Error('the chunk has another hash');
  const columns = JSON.parse(json.toString()) as Columns;
  const unhashed = new Set(columns.unhashed);
  return columns.path.map((path, i) => ({
    path,
    size: columns.size[i]!,
    sha256: unhashed.has(i) ? undefined : data.toString('hex', jsonEnd + i * hashBytes, jsonEnd + (i + 1) * hashBytes),
    location: columns.location?.[i] ?? columns.base + encodePath(path),
    versionId: columns.versionId?.[i] ?? undefined,
    etag: columns.etag?.[i] ?? undefined,
    evidence: typeof columns.evidence === 'string' ? columns.evidence : columns.evidence[i]!,
  }));
}

/** First 52 bits of a hex hash as an integer. */
export function hashPrefix(sha256: string): number {
  return Number.parseInt(sha256.slice(0, 13), 16);
}

function encodeChunk(files: DatasetFile[]): Chunk {
  const columns = toColumns(files);
  const json = Buffer.from(JSON.stringify(columns));
  const hashes = Buffer.alloc(files.length * hashBytes);
  files.forEach((file, i) => {
    if (file.sha256) hashes.write(file.sha256, i * hashBytes, 'hex');
  });
  const packed = zstdCompressSync(json, { params: { [constants.ZSTD_c_compressionLevel]: 3 } });
  const header = Buffer.alloc(headerBytes);
  header[0] = format;
  header.writeUInt32LE(packed.length, 1);
  return {
    firstPath: files[0]!.path,
    files: files.length,
    bytes: columns.size.reduce((sum, size) => sum + size, 0),
    hash: contentHash(json, hashes),
    data: Buffer.concat([header, packed, hashes]),
    prefixes: files.flatMap((file) => (file.sha256 ? [hashPrefix(file.sha256)] : [])),
  };
}

/** Of the content before compression, which may differ between library versions. */
function contentHash(json: Buffer, hashes: Buffer): Buffer {
  return createHash('sha256').update(json).update(hashes).digest();
}

function toColumns(files: DatasetFile[]): Columns {
  const first = files[0]!;
  const tail = encodePath(first.path);
  const base = first.location.endsWith(tail) ? first.location.slice(0, first.location.length - tail.length) : '';
  const location: Record<number, string> = {};
  const unhashed: number[] = [];
  files.forEach((file, i) => {
    if (base === '' || file.location !== base + encodePath(file.path)) location[i] = file.location;
    if (!file.sha256) unhashed.push(i);
  });
  return {
    path: files.map((file) => file.path),
    size: files.map((file) => file.size),
    base,
    ...(Object.keys(location).length > 0 ? { location } : {}),
    ...(files.some((file) => file.versionId) ? { versionId: files.map((file) => file.versionId ?? null) } : {}),
    ...(files.some((file) => file.etag) ? { etag: files.map((file) => file.etag ?? null) } : {}),
    evidence: files.every((file) => file.evidence === first.evidence) ? first.evidence : files.map((file) => file.evidence),
    ...(unhashed.length > 0 ? { unhashed } : {}),
  };
}

/** FNV-1a over UTF-16 units: cheap, and only asked to be well spread. */
function pathHash(path: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < path.length; i++) hash = Math.imul(hash ^ path.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

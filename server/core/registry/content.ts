/** Bytes that Datapin made itself, e.g. annotations: kept in the registry under their hash, in parts, compressed. */
import { createHash } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { TableContext } from './registry.ts';
import { corrupt } from './sqliteErrors.ts';

export interface ContentTable {
  /** Stores a part, unless it is there. Inside the transaction of the version that needs it. */
  put(part: ContentPart): void;
  /** Bytes of what has this hash, as hex; nothing when it is not kept. */
  size(sha256: string): number | undefined;
  /** What has this hash, piece by piece. Throws `registry.corrupt` when these are other bytes. */
  read(sha256: string): Generator<Uint8Array>;
}

/** A stretch of some content. Short content is one part; long content is never held whole. */
export interface ContentPart {
  /** Hex SHA-256 of the whole. */
  sha256: string;
  /** From 0. */
  part: number;
  /** Bytes, before compression. */
  size: number;
  /** A zstd frame. */
  data: Uint8Array;
}

/** What a part holds at most. Never changed: content that is kept twice must be cut alike. Little, since many megabytes at once leave holes in memory. */
export const partBytes = 1 << 19;

const scheme = 'content:';

/** Where a file lies that Datapin made. */
export function contentLocation(sha256: string): string {
  return `${scheme}${sha256}`;
}

/** The hash in such a location; nothing for any other one. */
export function contentHashOf(location: string): string | undefined {
  const hash = location.startsWith(scheme) ? location.slice(scheme.length) : '';
  return /^[0-9a-f]{64}$/.test(hash) ? hash : undefined;
}

/** The room for what comes of it is as large as it can become: there may be a million of these, and few are of a kilobyte. */
export function packPart(sha256: string, part: number, bytes: Uint8Array): ContentPart {
  return {
    sha256,
    part,
    size: bytes.length,
    data: zstdCompressSync(bytes, { chunkSize: Math.max(1024, Math.min(bytes.length, 1 << 16)) }),
  };
}

export function contentTable({ db }: Pick<TableContext, 'db'>): ContentTable {
  const damaged = (cause?: unknown) => corrupt(db.path, 'what Datapin keeps of a version is damaged', cause);
  return {
    put({ sha256, part, size, data }) {
      db.prepare('INSERT OR IGNORE INTO content (hash, part, size, data) VALUES (?, ?, ?, ?)').run(blob(sha256), part, size, data);
    },
    size(sha256) {
      const row = db.prepare<[Buffer], { size: number | null }>('SELECT sum(size) AS size FROM content WHERE hash = ?').get(blob(sha256));
      return row?.size ?? undefined;
    },
    *read(sha256) {
      const hash = createHash('sha256');
      const select = db.prepare<[Buffer, number], { data: Buffer }>('SELECT data FROM content WHERE hash = ? AND part = ?');
      for (let part = 0; ; part++) {
        const row = select.get(blob(sha256), part);
        if (!row) break;
        const bytes = unpacked(row.data, damaged);
        hash.update(bytes);
        yield bytes;
      }
      if (hash.digest('hex') !== sha256) throw damaged();
    },
  };
}

function unpacked(data: Buffer, damaged: (cause: unknown) => Error): Uint8Array {
  try {
    return zstdDecompressSync(data);
  } catch (error) {
    throw damaged(error);
  }
}

function blob(sha256: string): Buffer {
  return Buffer.from(sha256, 'hex');
}

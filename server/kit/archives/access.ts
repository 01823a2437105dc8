/** Bytes that can be read from any place: a file of this machine, or an object of a store that gives ranges. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { StoredFile } from '../../core/connector.ts';
import type { ByteRange } from '../../core/source.ts';
import { nameOf } from '../beside.ts';

export interface RandomAccess {
  /** The archive as people call it, for problems: `train.zip`. */
  readonly name: string;
  /** Bytes in all. */
  readonly size: number;
  /** Bytes from `start` to `end`, the first that is not wanted. Ends early only by throwing. */
  read(start: number, end: number): AsyncIterable<Uint8Array>;
}

/** A file of this machine, by its path. */
export async function fileAccess(path: string, signal?: AbortSignal): Promise<RandomAccess> {
  const { size } = await stat(path);
  return {
    name: basename(path),
    size,
    read: (start, end) => createReadStream(path, { start, end: end - 1, highWaterMark: 1 << 18, signal }),
  };
}

/** An object of a store, read by ranges: `read` is that of a `SourceContext`. */
export function storedAccess(file: StoredFile, read: (file: StoredFile, range: ByteRange) => AsyncIterable<Uint8Array>): RandomAccess {
  return { name: nameOf(file.location), size: file.size, read: (start, end) => read(file, { start, end }) };
}

/** Bytes in memory. */
export function bytesAccess(name: string, bytes: Uint8Array): RandomAccess {
  return {
    name,
    size: bytes.length,
    async *read(start, end) {
      yield bytes.subarray(start, end);
    },
  };
}

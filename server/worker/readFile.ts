/** Reads local files into one reused buffer, synchronously, and makes sure that what was read is what lay there. */
import type { Stats } from 'node:fs';
import { systemCode } from '../core/errors.ts';
import type { FileProblem } from '../core/fileProblems.ts';
import { fileSignature } from '../core/fileSignature.ts';

/** As a module it would load its streams, too. */
const { closeSync, constants, fstatSync, openSync, readSync } = process.getBuiltinModule('node:fs');
/** Loaded with the first file that must be read: a thread that only compares begins its work in half the time. */
const crypto = () => process.getBuiltinModule('node:crypto');
const bufferSize = 1 << 20;
/** A read into a buffer that starts at a page boundary is several times slower here; a small offset avoids it. */
const buffer = Buffer.allocUnsafeSlow(bufferSize + 64).subarray(64);
/** Opening a pipe that took a file's place must not wait for its writer. Windows knows no such flag. */
const readNow = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
/** A second write this soon after the last one may leave no trace in the file's times. Milliseconds. */
const clockTick = 100;
/** How often a file that is being written is tried again. */
const attempts = 3;
/** Between two words on how far the reading of a big file has come. */
const wordBytes = 1 << 26;

export interface Reading<T> {
  /** Told of the bytes of big files, while they are read. */
  onBytes(bytes: number): void;
  /** Asked about the open file, when all is read and nothing had changed. */
  atEnd?(fd: number): T;
}

export interface StableHash<T> {
  digest: Buffer;
  stat: Stats;
  /** The next write to the file will change its times. */
  settled: boolean;
  /** Bytes that `onBytes` was not told of. */
  untold: number;
  /** What `atEnd` answered. */
  atEnd: T | undefined;
}

/** Answers nothing when the file changed whenever it was read, or is none. Throws what the system does. */
export function hashStable<T>(path: string, reading: Reading<T>): StableHash<T> | undefined {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const result = tryHash(path, reading);
    if (result) return result;
  }
  return undefined;
}

/** The open file's signature; nothing, when the next write to it may leave it as it is. */
export function signatureNow(fd: number): string | undefined {
  const now = Date.now();
  const stat = fstatSync(fd, { bigint: true });
  return now - Number(stat.ctimeMs) > clockTick ? fileSignature(stat) : undefined;
}

export function problemOf(path: string, error: unknown): FileProblem {
  const code = systemCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return { problem: 'vanished', detail: path };
  return { problem: 'unreadable', detail: code ?? String(error) };
}

function tryHash<T>(path: string, reading: Reading<T>): StableHash<T> | undefined {
  const fd = openSync(path, readNow);
  try {
    const before = fstatSync(fd);
    if (!before.isFile()) return undefined;
    const { digest, size, untold } = hashBytes(fd, before.size, reading);
    const atEnd = reading.atEnd?.(fd);
    const now = Date.now();
    const stat = fstatSync(fd);
    if (!same(before, stat) || size !== stat.size) return undefined;
    return { digest, stat, settled: now - stat.ctimeMs > clockTick, untold, atEnd };
  } finally {
    closeSync(fd);
  }
}

function same(a: Stats, b: Stats): boolean {
  return a.size === b.size && a.mtimeMs === b.mtimeMs && a.ctimeMs === b.ctimeMs && a.ino === b.ino;
}

interface Hashed {
  digest: Buffer;
  size: number;
  untold: number;
}

function hashBytes(fd: number, expected: number, reading: Reading<unknown>): Hashed {
  const first = readSync(fd, buffer, 0, bufferSize, null);
  // Whether this was all is told by the size afterwards.
  if (first === expected && first < bufferSize) {
    return { digest: crypto().hash('sha256', buffer.subarray(0, first), 'buffer'), size: first, untold: first };
  }
  return hashRest(fd, { inBuffer: first, expected }, reading);
}

/** Stops early in a file that has grown: whoever writes to it may be faster. */
function hashRest(fd: number, { inBuffer, expected }: { inBuffer: number; expected: number }, { onBytes }: Reading<unknown>): Hashed {
  const hash = crypto().createHash('sha256');
  let size = 0;
  let untold = 0;
  for (let length = inBuffer; length > 0 && size <= expected; length = readSync(fd, buffer, 0, bufferSize, null)) {
    hash.update(buffer.subarray(0, length));
    size += length;
    untold += length;
    if (untold >= wordBytes) {
      onBytes(untold);
      untold = 0;
    }
  }
  return { digest: hash.digest(), size, untold };
}

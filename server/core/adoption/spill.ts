/** A temporary file for what is too much for memory. Nobody else sees it, and it goes with the process at the latest. */
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readdirSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface Spill {
  /** Bytes in it. */
  readonly size: number;
  append(bytes: Uint8Array): void;
  /** Fewer bytes than asked for at the end. */
  read(at: number, length: number): Buffer;
  /** Fills a buffer with what is there; answers how many bytes, fewer at the end. */
  readInto(buffer: Buffer, at: number): number;
  close(): void;
}

/** In a folder that is there; no file is made before the first bytes. */
export function createSpill(folder: string): Spill {
  const path = join(folder, `${prefix}${randomUUID()}`);
  let fd: number | undefined;
  let size = 0;
  const readInto = (buffer: Buffer, at: number) => {
    const length = Math.max(0, Math.min(buffer.length, size - at));
    for (let done = 0; done < length; ) {
      const read = readSync(fd!, buffer, done, length - done, at + done);
      if (read === 0) throw new Error('a temporary file of Datapin was cut short');
      done += read;
    }
    return length;
  };
  return {
    get size() {
      return size;
    },
    append(bytes) {
      fd ??= openUnseen(path);
      for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done, bytes.length - done, size + done);
      size += bytes.length;
    },
    read(at, length) {
      const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - at)));
      readInto(buffer, at);
      return buffer;
    },
    readInto,
    close() {
      if (fd !== undefined) closeSync(fd);
      fd = undefined;
    },
  };
}

/** Bytes that are held in memory until they are many. */
const parkedInMemory = 1 << 24;

/** Bytes that wait to be asked for, in memory while they are few. */
export function createParking(folder: string): { park(bytes: Buffer): () => Buffer; close(): void } {
  const spill = createSpill(folder);
  let held = 0;
  return {
    park(bytes) {
      held += bytes.length;
      return held <= parkedInMemory ? inMemory(bytes) : onDisk(spill, bytes);
    },
    close: () => spill.close(),
  };
}

function inMemory(bytes: Buffer): () => Buffer {
  return () => bytes;
}

/** A function of its own: one that is made where others hold the bytes holds them, too. */
function onDisk(spill: Spill, bytes: Buffer): () => Buffer {
  const { length } = bytes;
  const at = spill.size;
  spill.append(bytes);
  return readerOf(spill, at, length);
}

function readerOf(spill: Spill, at: number, length: number): () => Buffer {
  return () => spill.read(at, length);
}

/** Its name is taken away at once: what is open stays until it is closed, also by the end of a process that is killed. */
function openUnseen(path: string): number {
  const fd = openSync(path, 'wx+');
  rmSync(path, { force: true });
  return fd;
}

/** Removes what a process left that was killed between making a file and taking its name away. Takes nothing from one that lives. */
export function removeLeftSpills(folder: string): void {
  for (const name of readdirSync(folder)) if (name.startsWith(prefix)) rmSync(join(folder, name), { force: true });
}

const prefix = 'spill-';

/** A place in bytes that moves on as they are read; what archives are walked with. */
import { throwIfCancelled } from '../../core/errors.ts';
import type { RandomAccess } from './access.ts';

export interface Cursor {
  /** Of the next byte. */
  readonly offset: number;
  /** The next `bytes` bytes; fewer at the end. */
  take(bytes: number): Promise<Buffer>;
  /** The same, piece by piece. The cursor moves as they are taken. */
  pieces(bytes: number): AsyncGenerator<Uint8Array>;
  /** The same without moving on. */
  peek(bytes: number): Promise<Buffer>;
  /** Goes to a place. Throws nothing when it lies behind the end: then there is nothing to take. */
  moveTo(offset: number): Promise<void>;
  /** Must be called when not everything was read. */
  close(): Promise<void>;
}

export interface CursorOptions {
  /** Where it begins; default 0. */
  start?: number;
  signal?: AbortSignal | undefined;
}

/** Over a stream, whose first byte counts as `start`. It can only move forward, and reads what it skips. */
export function streamCursor(stream: AsyncIterable<Uint8Array>, options: CursorOptions = {}): Cursor {
  return createCursor({ open: () => stream, reopen: false }, options);
}

/** Gaps that are read rather than leapt over: a new request costs as much. */
const gap = 1 << 20;

/** Over bytes that can be read from any place, up to `end`: one long read for as long as it moves forward a little at a time. */
export function accessCursor(access: RandomAccess, options: CursorOptions & { end?: number } = {}): Cursor {
  const end = Math.min(options.end ?? access.size, access.size);
  return createCursor({ open: (offset) => (offset < end ? access.read(offset, end) : empty()), reopen: true }, options);
}

interface Bytes {
  open(offset: number): AsyncIterable<Uint8Array>;
  reopen: boolean;
}

function createCursor({ open, reopen }: Bytes, { start = 0, signal }: CursorOptions): Cursor {
  let offset = start;
  let held: Uint8Array = new Uint8Array();
  let source: AsyncIterator<Uint8Array> | undefined;
  /** What comes next, at most this much; nothing at the end. */
  const next = async (most: number): Promise<Uint8Array | undefined> => {
    throwIfCancelled(signal);
    while (held.length === 0) {
      source ??= open(offset)[Symbol.asyncIterator]();
      const piece = await source.next();
      if (piece.done) return undefined;
      held = piece.value;
    }
    const piece = held.subarray(0, most);
    held = held.subarray(piece.length);
    offset += piece.length;
    return piece;
  };
  const close = async () => {
    held = new Uint8Array();
    const open = source;
    source = undefined;
    await open?.return?.();
  };
  async function* pieces(bytes: number): AsyncGenerator<Uint8Array> {
    const end = offset + bytes;
    while (offset < end) {
      const piece = await next(end - offset);
      if (!piece) return;
      yield piece;
    }
  }
  return {
    get offset() {
      return offset;
    },
    pieces,
    async take(bytes) {
      const first = bytes > 0 ? await next(bytes) : new Uint8Array();
      if (!first || first.length === bytes) return asBuffer(first ?? new Uint8Array());
      const all = [first];
      for await (const piece of pieces(bytes - first.length)) all.push(piece);
      return Buffer.concat(all);
    },
    async peek(bytes) {
      const pieces: Uint8Array[] = [];
      let length = 0;
      const start = offset;
      for (let piece = await next(bytes); piece; piece = length < bytes ? await next(bytes - length) : undefined) {
        pieces.push(piece);
        length += piece.length;
      }
      const seen = Buffer.concat(pieces);
      held = held.length === 0 ? seen : Buffer.concat([seen, held]);
      offset = start;
      return seen;
    },
    async moveTo(target) {
      const near = target >= offset && target - offset <= held.length + gap;
      if (reopen && !near) {
        await close();
        offset = target;
        return;
      }
      if (target < offset) throw new RangeError('A stream cannot be read backwards.');
      while (offset < target) if (!(await next(target - offset))) return;
    },
    close,
  };
}

/** The part of a cursor before a place, with which it moves; closing it leaves the other open. */
export function within(cursor: Cursor, end: number): Cursor {
  const most = (bytes: number) => Math.max(0, Math.min(bytes, end - cursor.offset));
  return {
    get offset() {
      return cursor.offset;
    },
    take: (bytes) => cursor.take(most(bytes)),
    pieces: (bytes) => cursor.pieces(most(bytes)),
    peek: (bytes) => cursor.peek(most(bytes)),
    moveTo: (offset) => cursor.moveTo(Math.min(offset, end)),
    close: async () => {},
  };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

async function* empty(): AsyncGenerator<Uint8Array> {}

/** One member of a zip as it lies there: its local header, and its bytes after it. */
import { crc32, createInflateRaw, inflateRawSync } from 'node:zlib';
import { type DatapinError, systemCode } from '../../core/errors.ts';
import type { Cursor } from './cursor.ts';
import { archiveError, quoted } from './problems.ts';

export interface LocalHeader {
  method: number;
  encrypted: boolean;
  /** Checksum and sizes stand after the bytes, since they were not known before. Then they are 0 here. */
  described: boolean;
  crc: number;
  compressedSize: number;
  size: number;
  /** Offset of the first byte after the header. */
  dataStart: number;
}

/** Reads the header at which the cursor stands. Throws `archive.malformed`. */
export async function readLocalHeader(cursor: Cursor, archive: string): Promise<LocalHeader> {
  const { offset } = cursor;
  let bytes = await cursor.take(30);
  let header = parseLocalHeader(bytes, { archive, offset });
  if ('needs' in header) {
    bytes = Buffer.concat([bytes, await cursor.take(header.needs - bytes.length)]);
    header = parseLocalHeader(bytes, { archive, offset });
  }
  if ('needs' in header) throw archiveError(`${archive}@${offset}`, 'archive.malformed', 'ends too early.');
  return header;
}

/** The header at the beginning of these bytes, or how many are needed for it. Throws `archive.malformed`. */
export function parseLocalHeader(bytes: Buffer, { archive, offset }: { archive: string; offset: number }): LocalHeader | { needs: number } {
  const fail = (what: string) => archiveError(`${archive}@${offset}`, 'archive.malformed', what);
  if (bytes.length < 30) return { needs: 30 };
  if (bytes.readUInt32LE(0) !== 0x04034b50) throw fail('is no member of a zip.');
  const nameLength = bytes.readUInt16LE(26);
  const length = 30 + nameLength + bytes.readUInt16LE(28);
  if (bytes.length < length) return { needs: length };
  const flags = bytes.readUInt16LE(6);
  const wide = wideSizes(bytes, bytes.subarray(30 + nameLength, length));
  if (!wide) throw fail('has a broken field of sizes.');
  return {
    method: bytes.readUInt16LE(8),
    encrypted: (flags & 1) !== 0,
    described: (flags & 8) !== 0,
    crc: bytes.readUInt32LE(14),
    ...wide,
    dataStart: offset + length,
  };
}

/** Sizes of a local header, from its ZIP64 field where they do not fit. */
function wideSizes(fixed: Buffer, extra: Buffer): { compressedSize: number; size: number } | undefined {
  const compressedSize = fixed.readUInt32LE(18);
  const size = fixed.readUInt32LE(22);
  if (compressedSize !== 0xffffffff && size !== 0xffffffff) return { compressedSize, size };
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1 || at + 20 > extra.length) continue;
    return { size: Number(extra.readBigUInt64LE(at + 4)), compressedSize: Number(extra.readBigUInt64LE(at + 12)) };
  }
  return undefined;
}

/** What is known of a member whose bytes are wanted. */
export interface MemberBytes {
  /** For problems. */
  archive: string;
  path: string;
  /** Of its header, for problems. */
  offset: number;
  dataStart: number;
  method: number;
  size: number;
  /** Nothing where only what follows the bytes would tell; then they end by themselves. */
  compressedSize: number | undefined;
  crc: number | undefined;
}

/** The bytes of a member, inflated, from where the cursor stands. Throws `archive.malformed` where size or checksum are others. */
export async function* memberBytes(cursor: Cursor, member: MemberBytes): AsyncGenerator<Uint8Array> {
  const fail = (what: string) =>
    archiveError(member.archive, 'archive.malformed', `${what} (${quoted(member.path)} at byte ${member.offset}).`);
  let size = 0;
  let crc = 0;
  for await (const piece of member.method === 0 ? stored(cursor, member, fail) : inflated(cursor, member, fail)) {
    size += piece.length;
    if (size > member.size) throw fail(`has a member that is larger than the ${member.size} bytes it states`);
    crc = crc32(piece, crc);
    yield piece;
  }
  if (size < member.size) throw fail(`has a member of ${size} bytes that states ${member.size}`);
  const stated = member.crc ?? (await describedCrc(cursor));
  if (stated !== crc) throw fail('has a member whose checksum is wrong');
}

type Fail = (what: string) => DatapinError;

async function* stored(cursor: Cursor, member: MemberBytes, fail: Fail): AsyncGenerator<Uint8Array> {
  const end = cursor.offset + member.size;
  yield* cursor.pieces(member.size);
  if (cursor.offset < end) throw fail('ends too early, inside of a member');
}

async function* inflated(cursor: Cursor, member: MemberBytes, fail: Fail): AsyncGenerator<Uint8Array> {
  if (isSmall(member)) yield* inflatedAtOnce(cursor, member, fail);
  else yield* inflatedByPieces(cursor, member, fail);
}

/** A stream for each of many small members would cost more than what is in them. */
function isSmall({ compressedSize, size }: MemberBytes): boolean {
  return compressedSize !== undefined && compressedSize <= 1 << 18 && size <= 1 << 22;
}

async function* inflatedAtOnce(cursor: Cursor, member: MemberBytes, fail: Fail): AsyncGenerator<Uint8Array> {
  const bytes = await cursor.take(member.compressedSize!);
  if (bytes.length < member.compressedSize!) throw fail('ends too early, inside of a member');
  try {
    // one byte more shows that there are too many
    const { buffer, engine } = inflateRawSync(bytes, { maxOutputLength: member.size + 1, info: true }) as unknown as Inflated;
    if (engine.bytesWritten !== bytes.length) throw fail('has a member that ends before its compressed bytes do');
    yield buffer;
  } catch (error) {
    if (systemCode(error) === 'ERR_BUFFER_TOO_LARGE') throw fail(`has a member that is larger than the ${member.size} bytes it states`);
    if (isZlib(error)) throw fail('has a member that cannot be inflated');
    throw error;
  }
}

interface Inflated {
  buffer: Buffer;
  engine: { bytesWritten: number };
}

async function* inflatedByPieces(cursor: Cursor, member: MemberBytes, fail: Fail): AsyncGenerator<Uint8Array> {
  const start = cursor.offset;
  const end = start + (member.compressedSize ?? Number.MAX_SAFE_INTEGER);
  const inflater = createInflater();
  try {
    for await (const piece of cursor.pieces(end - start)) {
      for (let at = 0; at < piece.length && !inflater.ended; at += inflateAtOnce) {
        yield* await inflater.push(piece.subarray(at, at + inflateAtOnce));
      }
      if (inflater.ended) break;
    }
    yield* await inflater.end();
  } catch (error) {
    if (!isZlib(error)) throw error;
    throw fail(
      cursor.offset < end && error.code === 'Z_BUF_ERROR' ? 'ends too early, inside of a member' : 'has a member that cannot be inflated',
    );
  } finally {
    inflater.close();
  }
  const used = start + inflater.used;
  if (member.compressedSize === undefined) await cursor.moveTo(used);
  else if (used !== end) throw fail('has a member that ends before its compressed bytes do');
}

/** Compressed bytes that are inflated before what they became is handed on; a bomb makes a thousand of one. */
const inflateAtOnce = 1 << 14;

function createInflater() {
  const inflate = createInflateRaw({ chunkSize: 1 << 16 });
  const out: Buffer[] = [];
  let ended = false;
  inflate.on('data', (piece: Buffer) => out.push(piece));
  // every error is told to whoever waits, below
  inflate.on('error', () => {});
  /** zlib never calls back for bytes behind the end of what was compressed; it ends. */
  const settled = (send: (done: (error?: Error | null) => void) => void) =>
    new Promise<Buffer[]>((resolve, reject) => {
      const finish = (error?: Error | null) => {
        inflate.off('end', atEnd).off('error', finish);
        if (error) reject(error);
        else resolve(out.splice(0));
      };
      const atEnd = () => {
        ended = true;
        finish();
      };
      inflate.once('end', atEnd).once('error', finish);
      send(finish);
    });
  return {
    get ended() {
      return ended;
    },
    /** Compressed bytes that were of use. */
    get used() {
      return inflate.bytesWritten;
    },
    push: (piece: Uint8Array) => settled((done) => inflate.write(piece, done)),
    end: async () => (ended ? [] : settled(() => inflate.end())),
    close: () => inflate.destroy(),
  };
}

function isZlib(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');
}

/** The checksum after a member's bytes, with or without its mark. */
async function describedCrc(cursor: Cursor): Promise<number | undefined> {
  const bytes = await cursor.take(8);
  if (bytes.length < 8) return undefined;
  return bytes.readUInt32LE(0) === 0x08074b50 ? bytes.readUInt32LE(4) : bytes.readUInt32LE(0);
}

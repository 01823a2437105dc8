/** Zips: what is in one, held against limits before a byte is inflated, and the bytes of its members, held against their checksums. */
import { throwIfCancelled } from '../../core/errors.ts';
import type { SourceProblem } from '../../core/source.ts';
import type { RandomAccess } from './access.ts';
import { accessCursor, type Cursor } from './cursor.ts';
import { archiveError, memberProblem, quoted } from './problems.ts';
import { type MemberBytes, memberBytes, readLocalHeader } from './zipMember.ts';

export interface ZipEntry {
  /** Relative, without `.` and empty segments; a directory's has no slash at its end. */
  path: string;
  /** Bytes, inflated. */
  size: number;
  compressedSize: number;
  /** 0 stored · 8 deflated */
  method: 0 | 8;
  /** Of the local header. */
  offset: number;
  crc: number;
  isDirectory: boolean;
  isSymlink: boolean;
}

export interface ZipLimits {
  /** Default 2,000,000. */
  entries?: number | undefined;
  /** Bytes of all members, inflated; default: no limit. */
  total?: number | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * The members of a zip, in the order of its directory. A member that is unsafe, a bomb, encrypted or met before is a problem,
 * and the others follow. Throws `archive.*` where the zip as a whole is malformed or larger than the limits, and `cancelled`.
 * Zips inside of it are members as others are, and never opened.
 */
export async function* zipEntries(access: RandomAccess, limits: ZipLimits = {}): AsyncGenerator<ZipEntry | SourceProblem> {
  const { readDirectory } = await import('./zipDirectory.ts');
  const items = await readDirectory(access, limits);
  const seen = new Set<string>();
  let total = 0;
  for (const item of items) if (!('problem' in item)) total += item.size;
  if (limits.total !== undefined && total > limits.total) {
    throw archiveError(access.name, 'archive.too-large', `would be ${total} bytes when unpacked, and ${limits.total} are allowed.`);
  }
  for (const item of items) {
    throwIfCancelled(limits.signal);
    if ('problem' in item) yield item;
    else if (seen.has(item.path)) {
      yield memberProblem(access.name, item.offset, 'archive.malformed', `There are two members ${quoted(item.path)}.`);
    } else {
      seen.add(item.path);
      yield item;
    }
  }
}

/**
 * The bytes of one member, inflated. Throws `archive.malformed` where they are not as the directory says. A `cursor` over the
 * same zip makes one long read of many members that are taken in the order of their offsets.
 */
export async function* readEntry(
  access: RandomAccess,
  entry: ZipEntry,
  options: { cursor?: Cursor; signal?: AbortSignal | undefined } = {},
): AsyncGenerator<Uint8Array> {
  const end = entry.offset + 30 + 2 * 0xffff + entry.compressedSize;
  const cursor = options.cursor ?? accessCursor(access, { start: entry.offset, end, signal: options.signal });
  try {
    await cursor.moveTo(entry.offset);
    const local = await readLocalHeader(cursor, access.name);
    const known: MemberBytes = { ...entry, archive: access.name, dataStart: local.dataStart };
    const differs =
      local.method !== entry.method ||
      (!local.described && (local.crc !== entry.crc || local.size !== entry.size || local.compressedSize !== entry.compressedSize));
    if (differs) {
      throw archiveError(
        `${access.name}@${entry.offset}`,
        'archive.malformed',
        `describes ${quoted(entry.path)} otherwise than its directory.`,
      );
    }
    yield* memberBytes(cursor, known);
  } finally {
    if (!options.cursor) await cursor.close();
  }
}

/** The same, whole, for members that are small. */
export async function readEntryWhole(access: RandomAccess, entry: ZipEntry, signal?: AbortSignal): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of readEntry(access, entry, { signal })) pieces.push(piece);
  return Buffer.concat(pieces);
}

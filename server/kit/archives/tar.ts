/** Tars, read from their first byte to their last: ustar, GNU and pax. Each member says where its bytes lie. */
import type { DatapinError } from '../../core/errors.ts';
import type { SourceProblem } from '../../core/source.ts';
import { type Cursor, streamCursor } from './cursor.ts';
import { archiveKind, tarChecksum } from './kinds.ts';
import { safePath } from './paths.ts';
import { archiveError, memberProblem, quoted } from './problems.ts';
import { addPax, applyPax, blockSize, type Header, type PaxFields, parseHeader } from './tarHeader.ts';

export interface TarMember {
  /** Relative, without `.` and empty segments. */
  path: string;
  /** Bytes. */
  size: number;
  /** Of its first byte. */
  offset: number;
  /** To be read before the next member is asked for, or not at all. */
  bytes(): AsyncIterable<Uint8Array>;
}

/** Something in a tar that is no file. */
export interface TarOther {
  /** Its path. */
  other: string;
  /** In words: "a symbolic link". */
  kind: string;
}

export interface TarOptions {
  /** As people call it, for problems. */
  name: string;
}

/**
 * The files of a tar, in its order; folders are not told. One that is unsafe, sparse or met before is a problem, and the
 * others follow. Throws `archive.malformed` with the offset where the tar is damaged or cut off, `archive.unsupported` where
 * it is compressed, and `cancelled`.
 */
export async function* tarMembers(
  stream: AsyncIterable<Uint8Array>,
  options: TarOptions & { start?: number; signal?: AbortSignal | undefined },
): AsyncGenerator<TarMember | TarOther | SourceProblem> {
  const cursor = streamCursor(stream, { start: options.start ?? 0, signal: options.signal });
  try {
    yield* tarMembersAt(cursor, options);
  } finally {
    await cursor.close();
  }
}

/** The same from where a cursor stands, which is the caller's to close. Bytes that nobody reads are leapt over where it can. */
export async function* tarMembersAt(cursor: Cursor, { name }: TarOptions): AsyncGenerator<TarMember | TarOther | SourceProblem> {
  const first = cursor.offset;
  const seen = new Set<string>();
  const shared: PaxFields = {};
  let own: PaxFields = {};
  for (;;) {
    const at = cursor.offset;
    const header = await nextHeader(cursor, { name, first });
    if (!header) return;
    if (header.about) {
      const text = await whole(cursor, header, { name, at });
      if (addPax(header.type === 'g' ? shared : own, header, text)) continue;
      throw archiveError(name, 'archive.malformed', `has an extended header that cannot be read, at byte ${at}.`);
    }
    const member = applyPax(header, { ...shared, ...own });
    own = {};
    const { size } = member;
    const offset = cursor.offset;
    const end = offset + padded(size);
    const item = classify(member, name, at);
    if (item && 'path' in item && seen.has(item.path)) {
      yield memberProblem(name, at, 'archive.malformed', `There are two members ${quoted(item.path)}.`);
    } else if (item && 'path' in item) {
      seen.add(item.path);
      yield { path: item.path, size, offset, bytes: () => bytesOf(cursor, { name, at, offset, size }) };
    } else if (item) yield item;
    await cursor.moveTo(end);
    if (cursor.offset < end) throw cutOff(name, at);
  }
}

/** Nothing at the blocks of zeros that end a tar. */
async function nextHeader(cursor: Cursor, { name, first }: { name: string; first: number }): Promise<Header | undefined> {
  const at = cursor.offset;
  const block = await cursor.take(blockSize);
  const compressed = at === first ? archiveKind(block) : undefined;
  if (compressed && compressed !== 'tar') throw archiveError(name, 'archive.unsupported', `is no tar as it lies, but ${compressed}.`);
  if (block.length < blockSize) throw at === first ? noTar(name) : cutOff(name, at);
  if (block.every((byte) => byte === 0)) return undefined;
  const header = tarChecksum(block).holds ? parseHeader(block) : undefined;
  if (header) return header;
  throw at === first ? noTar(name) : archiveError(name, 'archive.malformed', `has a broken header at byte ${at}.`);
}

/** What a member is: a file, something that is none, or wrong. Nothing for a folder. */
function classify(member: Header, name: string, at: number): { path: string } | TarOther | SourceProblem | undefined {
  const said = `The member ${quoted(member.path)}`;
  if (member.sparse) return memberProblem(name, at, 'archive.unsupported', `${said} has holes (it is sparse).`);
  const safe = safePath(member.path);
  if ('fault' in safe) return memberProblem(name, at, 'archive.unsafe', `${said} has a name that ${safe.fault}.`);
  if (member.kind === 'folder' || member.kind === 'label') return undefined;
  if (member.kind !== 'file') return { other: safe.path, kind: member.kind };
  if (safe.path === '') return memberProblem(name, at, 'archive.malformed', `The member at byte ${at} has no name.`);
  return { path: safe.path };
}

interface Stretch {
  name: string;
  at: number;
  offset: number;
  size: number;
}

async function* bytesOf(cursor: Cursor, { name, at, offset, size }: Stretch): AsyncGenerator<Uint8Array> {
  await cursor.moveTo(offset);
  yield* cursor.pieces(size);
  if (cursor.offset < offset + size) throw cutOff(name, at);
}

/** The bytes of an extended header: a name, or fields. They are small. */
async function whole(cursor: Cursor, header: Header, { name, at }: { name: string; at: number }): Promise<Buffer> {
  if (header.size > largestAbout)
    throw archiveError(name, 'archive.too-large', `has an extended header of ${header.size} bytes, at byte ${at}.`);
  const bytes = await cursor.take(padded(header.size));
  if (bytes.length < padded(header.size)) throw cutOff(name, at);
  return bytes.subarray(0, header.size);
}

const largestAbout = 1 << 20;

function padded(size: number): number {
  return Math.ceil(size / blockSize) * blockSize;
}

function cutOff(name: string, at: number): DatapinError {
  return archiveError(name, 'archive.malformed', `ends too early: in or after the member at byte ${at}.`);
}

function noTar(name: string): DatapinError {
  return archiveError(name, 'archive.malformed', 'is no tar.');
}

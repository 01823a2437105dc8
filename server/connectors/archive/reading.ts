/** The bytes of one member. */
import type { MemberLocation } from '../../core/archiveLocation.ts';
import type { StoredFile } from '../../core/connector.ts';
import { DatapinError } from '../../core/errors.ts';
import { shown } from '../../core/location.ts';
import type { ByteRange } from '../../core/source.ts';
import type { RandomAccess } from '../../kit/archives/access.ts';
import { accessCursor } from '../../kit/archives/cursor.ts';
import { archiveError, quoted } from '../../kit/archives/problems.ts';
import { type LocalHeader, memberBytes, parseLocalHeader } from '../../kit/archives/zipMember.ts';

/** A member and its archive. */
export interface Place {
  file: StoredFile;
  member: MemberLocation;
  access: RandomAccess;
  signal: AbortSignal | undefined;
}

/** Some bytes of a member of a tar: they lie there as they are. Throws `file.changed` when there are too few. */
export async function* tarBytes(place: Place, { start, end }: ByteRange): AsyncGenerator<Uint8Array> {
  const { access, file, member } = place;
  const from = member.offset + start;
  const to = member.offset + Math.min(end, file.size);
  if (to > access.size) throw shorter(place);
  if (from < to) yield* access.read(from, to);
}

/** Those of a zip, inflated and held against their checksum. Throws `archive.*`, and `file.changed` where the zip is shorter than it was. */
export async function* zipBytes(place: Place): AsyncGenerator<Uint8Array> {
  const { file, member, access, signal } = place;
  const { offset, path } = member;
  const header = await headerOf(place);
  const { dataStart, method, described } = header;
  if (header.encrypted || (method !== 0 && method !== 8)) {
    throw archiveError(
      access.name,
      'archive.unsupported',
      `has a member that is encrypted, or compressed in another way (${quoted(path)}).`,
    );
  }
  const compressedSize = method === 0 ? file.size : described ? undefined : header.compressedSize;
  const end = compressedSize === undefined ? access.size : dataStart + compressedSize + (described ? 8 : 0);
  const cursor = accessCursor(access, { start: dataStart, end, signal });
  try {
    const crc = described ? undefined : header.crc;
    yield* memberBytes(cursor, { archive: access.name, path, offset, dataStart, method, size: file.size, compressedSize, crc });
  } finally {
    await cursor.close();
  }
}

/** Of a header without its name: what tools write besides is seldom more. */
const guess = 256;

/** The header is asked for alone: it says how many bytes are wanted then. */
async function headerOf(place: Place): Promise<LocalHeader> {
  const { member, access } = place;
  const { offset, path } = member;
  const read = async (length: number) => {
    const pieces: Uint8Array[] = [];
    const end = Math.min(access.size, offset + length);
    if (end > offset) for await (const piece of access.read(offset, end)) pieces.push(piece);
    return parseLocalHeader(Buffer.concat(pieces), { archive: access.name, offset });
  };
  const first = await read(Buffer.byteLength(path) + guess);
  const header = 'needs' in first ? await read(first.needs) : first;
  if ('needs' in header) throw shorter(place);
  return header;
}

function shorter({ file, member }: Place): DatapinError {
  return new DatapinError('file.changed', `${shown(file.location)} is not where it was: ${shown(member.archive)} is shorter than it was.`, {
    hint: 'Adopt the archive anew.',
  });
}

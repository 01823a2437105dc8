/** What is in an archive, when it is listed as a place: `tar+file:///data/x.tar`, or one member of it. */
import { type MemberLocation, memberLocation, parseMemberLocation } from '../../core/archiveLocation.ts';
import type { Listed, SourceFile } from '../../core/connector.ts';
import { DatapinError, throwIfCancelled } from '../../core/errors.ts';
import { shown } from '../../core/location.ts';
import { tarChecksum } from '../../kit/archives/kinds.ts';
import { listMembers } from '../../kit/archives/members.ts';
import { safePath } from '../../kit/archives/paths.ts';
import { blockSize, parseHeader } from '../../kit/archives/tarHeader.ts';
import type { Archives, OpenStore } from './place.ts';

/** All files of an archive; the one of a member's location alone. Throws `folder.missing` where there is none. */
export async function* listArchive(archives: Archives, location: string, signal?: AbortSignal): AsyncGenerator<Listed> {
  throwIfCancelled(signal);
  const member = parseMemberLocation(location);
  const { kind, archive: address } = member ?? whole(location);
  const archive = await archives.open({ location: address, size: 0 }, signal);
  if (!archive) throw nothingThere(location);
  if (member) {
    const found = await findMember(archive, member, signal);
    if (!found) throw nothingThere(location);
    yield { ...found, path: found.path.slice(found.path.lastIndexOf('/') + 1) };
    return;
  }
  for await (const item of listMembers({ file: archive.file, kind }, archive.access, signal)) {
    if ('problem' in item && !('skipped' in item)) yield { skipped: item.at, reason: item.problem.message, problem: item.problem };
    else yield item;
  }
}

/** The file that a member's location names, by itself where its header tells enough, else by looking through the archive. */
export async function findMember(archive: OpenStore, member: MemberLocation, signal?: AbortSignal): Promise<SourceFile | undefined> {
  const { file, access } = archive;
  const size = member.kind === 'tar' ? await statedSize(archive, member) : undefined;
  const location = memberLocation(member);
  if (size !== undefined) {
    const { signature, versionId, etag } = file;
    return { path: member.path, size, location, signature: `${signature}#${member.offset}`, versionId, etag };
  }
  for await (const item of listMembers({ file, kind: member.kind }, access, signal)) {
    if ('path' in item && item.location === location) return item;
  }
  return undefined;
}

/** Bytes of a member of a tar by the header right before it; nothing when that is none, or was said more of in another. */
async function statedSize({ access }: OpenStore, { offset, path }: MemberLocation): Promise<number | undefined> {
  if (offset < blockSize || offset > access.size) return undefined;
  const pieces: Uint8Array[] = [];
  for await (const piece of access.read(offset - blockSize, offset)) pieces.push(piece);
  const block = Buffer.concat(pieces);
  const header = tarChecksum(block).holds ? parseHeader(block) : undefined;
  const named = header && safePath(header.path);
  return header?.kind === 'file' && named && 'path' in named && named.path === path && header.size > 0 ? header.size : undefined;
}

function whole(location: string): Pick<MemberLocation, 'kind' | 'archive'> {
  const plus = location.indexOf('+');
  return { kind: location.slice(0, plus) as MemberLocation['kind'], archive: location.slice(plus + 1) };
}

function nothingThere(location: string): DatapinError {
  return new DatapinError('folder.missing', `There is no ${shown(location)}.`, { hint: 'Check the path.' });
}

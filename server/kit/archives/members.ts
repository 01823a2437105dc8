/** Files of a tar or zip, whichever it is: what they are called, and where their bytes lie. */
import { memberLocation } from '../../core/archiveLocation.ts';
import type { Skipped, SourceFile } from '../../core/connector.ts';
import type { SourceProblem } from '../../core/source.ts';
import type { RandomAccess } from './access.ts';
import { accessCursor } from './cursor.ts';
import { tarFilesAt } from './nestedTars.ts';
import { zipEntries } from './zip.ts';

export interface ArchiveFile {
  /** As its store found it. */
  file: Pick<SourceFile, 'location' | 'signature' | 'versionId' | 'etag'>;
  kind: 'tar' | 'zip';
}

/** One member as a file of its own. */
export function memberFile(
  { file, kind }: ArchiveFile,
  { path, size, offset }: { path: string; size: number; offset: number },
): SourceFile {
  const { location: archive, signature, versionId, etag } = file;
  const location = memberLocation({ kind, archive, offset, path });
  return { path, size, location, signature: `${signature}#${offset}`, versionId, etag };
}

/** The members, without reading their bytes. Throws as `tarMembers` and `zipEntries`. */
export async function* listMembers(
  archive: ArchiveFile,
  access: RandomAccess,
  signal?: AbortSignal,
): AsyncGenerator<SourceFile | Skipped | SourceProblem> {
  if (archive.kind === 'zip') {
    for await (const entry of zipEntries(access, { signal })) {
      if ('problem' in entry) yield entry;
      else if (entry.isSymlink) yield { skipped: entry.path, reason: symlink };
      else if (!entry.isDirectory) yield memberFile(archive, entry);
    }
    return;
  }
  const cursor = accessCursor(access, { signal });
  try {
    for await (const member of tarFilesAt(cursor, access)) {
      if ('problem' in member) yield member;
      else if ('other' in member) yield { skipped: member.other, reason: member.kind };
      else yield memberFile(archive, member);
    }
  } finally {
    await cursor.close();
  }
}

export const symlink = 'a symbolic link, which is not followed';

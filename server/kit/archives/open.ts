/** An archive that somebody has named: the file as its store finds it, and what it is by its first bytes. */
import type { SourceFile } from '../../core/connector.ts';
import { DatapinError } from '../../core/errors.ts';
import { shown } from '../../core/location.ts';
import type { SourceContext } from '../../core/source.ts';
import { namedFile } from '../namedFile.ts';
import { type ArchiveKind, archiveKind } from './kinds.ts';

export interface OpenArchive {
  file: SourceFile;
  kind: ArchiveKind;
}

/** Throws `source.location` where there is no file, and `source.malformed` where it is no archive. */
export async function openArchive(location: string, context: SourceContext): Promise<OpenArchive> {
  const { file, read } = await namedFile(location, context);
  const kind = archiveKind(
    file.size === 0 ? Buffer.alloc(0) : Buffer.concat(await Array.fromAsync(read({ start: 0, end: Math.min(512, file.size) }))),
  );
  if (kind) return { file, kind };
  throw new DatapinError('source.malformed', `${shown(location)} is no zip and no tar.`, {
    hint: 'Fetch it again, or adopt it as it lies with --from files.',
  });
}

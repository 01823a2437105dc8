/** Files inside of tars and zips, read where they lie: the archive's own store gives the bytes, by ranges where it can. */
import type { Connector, Listed, StoredFile } from '../../core/connector.ts';
import { DatapinError, throwIfCancelled } from '../../core/errors.ts';
import { shown } from '../../core/location.ts';
import { cut } from '../../core/sourceContext.ts';
import { findMember, listArchive } from './listing.ts';
import { createArchives, memberOf, type Stores } from './place.ts';
import { type Place, tarBytes, zipBytes } from './reading.ts';

export function createArchiveConnector(stores: Stores): Connector {
  const archives = createArchives(stores);
  const open = async (file: StoredFile, signal: AbortSignal | undefined): Promise<Place> => {
    throwIfCancelled(signal);
    const member = memberOf(file.location);
    const archive = await archives.open({ ...file, location: member.archive }, signal);
    if (archive) return { file, member, access: archive.access, signal };
    throw new DatapinError('file.vanished', `${shown(member.archive)} is no longer there.`, { hint: 'Put it back, or adopt anew.' });
  };
  return {
    id: 'archive',
    concurrency: 8,
    async *list(location, signal): AsyncGenerator<Listed> {
      yield* unlessCancelled(listArchive(archives, location, signal), signal);
    },
    async *read(file, signal) {
      const place = await open(file, signal);
      yield* unlessCancelled(place.member.kind === 'tar' ? tarBytes(place, { start: 0, end: file.size }) : zipBytes(place), signal);
    },
    async *readRange(file, range, signal) {
      const place = await open(file, signal);
      yield* unlessCancelled(place.member.kind === 'tar' ? tarBytes(place, range) : cut(zipBytes(place), range.start, range.end), signal);
    },
    async inspect(file, signal) {
      const member = memberOf(file.location);
      const archive = await archives.open({ ...file, location: member.archive }, signal);
      if (!archive) return { state: 'missing' };
      // who has only an address does not know the size; an empty file is looked for as well
      const size = file.size > 0 ? file.size : (await findMember(archive, member, signal))?.size;
      const end = member.offset + (member.kind === 'tar' ? (size ?? 0) : 30);
      if (size === undefined || end > archive.file.size) return { state: 'missing' };
      const { versionId, etag, signature } = archive.file;
      return { state: 'present', size, signature: `${signature}#${member.offset}`, versionId, etag };
    },
  };
}

/** What is inflated, or found in a directory, comes from memory: nothing else would notice. */
async function* unlessCancelled<T>(items: AsyncIterable<T>, signal: AbortSignal | undefined): AsyncGenerator<T> {
  for await (const item of items) {
    throwIfCancelled(signal);
    yield item;
  }
  throwIfCancelled(signal);
}

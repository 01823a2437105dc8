/** Where a member lies: the archive, as its store has it now, and the store. */
import { type MemberLocation, parseMemberLocation } from '../../core/archiveLocation.ts';
import type { Connector, Inspection, StoredFile } from '../../core/connector.ts';
import { DatapinError } from '../../core/errors.ts';
import { shown } from '../../core/location.ts';
import type { ByteRange } from '../../core/source.ts';
import { cut } from '../../core/sourceContext.ts';
import type { World } from '../../core/world.ts';
import type { RandomAccess } from '../../kit/archives/access.ts';
import { nameOf } from '../../kit/beside.ts';

export type Stores = Pick<World, 'connectorFor'>;

/** An archive that is there. */
export interface OpenStore {
  store: Connector;
  file: StoredFile & { signature: string };
  /** Its bytes. */
  access: RandomAccess;
}

/** A store that is asked of an archive once for all members that are read at about the same time. */
export interface Archives {
  /** Nothing where there is none. */
  open(file: StoredFile, signal?: AbortSignal): Promise<OpenStore | undefined>;
}

/** Milliseconds for which an answer counts: long enough for many members, and too short for anybody to notice. */
const fresh = 10_000;
const most = 256;

export function createArchives(stores: Stores): Archives {
  const answers = new Map<string, { answer: Promise<Inspection>; at: number }>();
  const inspect = (store: Connector, file: StoredFile, signal: AbortSignal | undefined) => {
    // a disk answers at once
    if (store.localPath) return store.inspect(file, signal);
    const key = JSON.stringify([file.location, file.versionId, file.etag]);
    const known = answers.get(key);
    if (known && Date.now() - known.at < fresh) return known.answer;
    if (answers.size >= most) answers.clear();
    const answer = store.inspect(file);
    answers.set(key, { answer, at: Date.now() });
    answer.catch(() => answers.delete(key));
    return answer;
  };
  return {
    async open({ location, versionId, etag }, signal) {
      const store = await stores.connectorFor(location);
      const asked = { location, versionId, etag, size: 0 };
      const found = await inspect(store, asked, signal);
      if (found.state === 'missing') return undefined;
      // what was recorded with the member is what is read, or the store says that it has changed
      const file = {
        ...asked,
        size: found.size,
        signature: found.signature,
        versionId: versionId ?? found.versionId,
        etag: etag ?? found.etag,
      };
      return { store, file, access: accessOf(store, file, signal) };
    },
  };
}

function accessOf(store: Connector, file: StoredFile, signal: AbortSignal | undefined): RandomAccess {
  const read = (range: ByteRange) =>
    store.readRange ? store.readRange(file, range, signal) : cut(store.read(file, signal), range.start, range.end);
  return { name: nameOf(file.location), size: file.size, read: (start, end) => read({ start, end }) };
}

/** Throws `source.location` where a location names no member. */
export function memberOf(location: string): MemberLocation {
  const member = parseMemberLocation(location);
  if (member) return member;
  throw new DatapinError('source.location', `${shown(location)} names no file of an archive.`, {
    hint: 'Write the archive, #, the offset and the name: tar+file:///data/x.tar#512/a.jpg.',
  });
}

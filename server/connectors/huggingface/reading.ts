/** The bytes of one file of the hub: a connection that breaks is taken up again, and what git knows by its bytes is compared. */
import { createHash } from 'node:crypto';
import type { StoredFile } from '../../core/connector.ts';
import { DatapinError } from '../../core/errors.ts';
import { shown } from '../../core/location.ts';
import type { ByteRange } from '../../core/source.ts';
import { isDropped } from '../../kit/http/failures.ts';
import type { Hub } from './hub.ts';
import type { Place } from './place.ts';

/** In a row, without a byte between them. */
const mostBreaks = 5;

/** Throws `file.vanished`, `file.changed` when these are not the bytes of the file's id, and what the hub throws. */
export async function* readFile(hub: Hub, place: Place, file: StoredFile, { range }: { range?: ByteRange }): AsyncGenerator<Uint8Array> {
  if (range) yield* pieces(hub, place, file, range);
  else yield* checked(file, pieces(hub, place, file, { start: 0, end: file.size }));
}

/** A commit never changes, so that what follows a break belongs to what came before. */
async function* pieces(hub: Hub, place: Place, file: StoredFile, { start, end }: ByteRange): AsyncGenerator<Uint8Array> {
  const last = Math.min(end, file.size);
  let at = start;
  if (at >= last && file.size > 0) return;
  for (let breaks = 0; ; breaks++) {
    const part = at > 0 || last < file.size;
    const answer = await hub.open(place, part ? { start: at, end: last } : undefined);
    const before = at;
    // a server that knows no ranges begins anew
    let offset = answer.status === 206 ? at : 0;
    try {
      for await (const piece of answer.body) {
        const wanted = piece.subarray(Math.min(piece.length, Math.max(0, at - offset)), Math.max(0, last - offset));
        offset += piece.length;
        at += wanted.length;
        if (wanted.length > 0) yield wanted;
        if (offset > file.size) throw changed(file);
        if (part && at >= last) return;
      }
      if (at >= last) return;
      throw changed(file);
    } catch (error) {
      if (!isDropped(error)) throw error;
      if (at > before) breaks = 0;
      if (breaks === mostBreaks) throw error;
    } finally {
      answer.close();
    }
  }
}

/** Git's id of a file that it keeps itself is a digest of its bytes. */
async function* checked(file: StoredFile, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const oid = /^[0-9a-f]{40}$/.test(file.etag ?? '') ? file.etag : undefined;
  const hash = oid === undefined ? undefined : createHash('sha1').update(`blob ${file.size}\0`);
  for await (const piece of bytes) {
    hash?.update(piece);
    yield piece;
  }
  if (hash && hash.digest('hex') !== oid) throw changed(file);
}

function changed({ location }: StoredFile): DatapinError {
  return new DatapinError('file.changed', `Hugging Face gives other bytes for ${shown(location)} than its id says.`, {
    hint: 'Try again; a proxy between may have changed them.',
  });
}

/** An archive behind a link that is good for a while: read by ranges, and the link is asked for again when it is refused. */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DatapinError } from '../../core/errors.ts';
import type { Access } from '../../core/source.ts';
import type { Web, WebResponse } from '../../core/web.ts';
import { isDropped } from '../http/failures.ts';
import { fileAccess, type RandomAccess } from './access.ts';

export interface LinkedArchive {
  /** As people call it, for problems: `release v3`. */
  name: string;
  web: Web;
  signal: AbortSignal | undefined;
  /** A link to it; a fresh one when the one before was refused. */
  link(expired: boolean): Promise<Access>;
}

export interface LinkAccess extends RandomAccess {
  close(): Promise<void>;
}

const refusals: readonly number[] = [400, 401, 403, 410];
/** Without a byte between them. */
const mostResumptions = 5;

/**
 * Where the server gives no ranges, everything is put into a temporary file, which `close` takes away. Throws `web.*`;
 * `web.expired` when also a fresh link is refused, `file.changed` when the bytes are replaced while they are read.
 */
export async function linkAccess(archive: LinkedArchive): Promise<LinkAccess> {
  const follow = follower(archive);
  const first = await follow({ start: 0, end: 1 });
  if (first.status !== 206 || first.totalSize === undefined) return spooled(archive, first);
  const { totalSize: size } = first;
  const etag = first.headers.get('etag');
  first.close();
  const same = (answer: WebResponse) => answer.status === 206 && answer.totalSize === size && answer.headers.get('etag') === etag;
  return {
    name: archive.name,
    size,
    async *read(start, end) {
      let at = start;
      for (let failures = 0; at < end; ) {
        const answer = await follow({ start: at, end });
        try {
          if (!same(answer)) throw changed(archive);
          for await (const piece of answer.body) {
            at += piece.length;
            failures = 0;
            yield piece;
          }
        } catch (error) {
          if (!isDropped(error) || ++failures > mostResumptions) throw error;
        } finally {
          answer.close();
        }
      }
    },
    close: async () => {},
  };
}

function follower({ web, signal, name, link }: LinkedArchive) {
  let current: Promise<Access> | undefined;
  const ask = async (range: { start: number; end: number }) => {
    current ??= link(false);
    const { url, headers } = await current;
    const asked = web.send({ url, signal, range, what: name, accept: refusals, ...(headers ? { credentials: { headers } } : {}) });
    const answer = await asked.catch((error: unknown) => {
      if (error instanceof DatapinError && (error.code === 'web.expired' || error.code === 'web.denied')) return undefined;
      throw error;
    });
    if (answer && !refusals.includes(answer.status)) return answer;
    answer?.close();
    return undefined;
  };
  return async (range: { start: number; end: number }): Promise<WebResponse> => {
    const answer = await ask(range);
    if (answer) return answer;
    current = link(true);
    const again = await ask(range);
    if (again) return again;
    throw new DatapinError('web.expired', `The link to ${name} is refused, also when it is new.`, { hint: 'Check what the key may read.' });
  };
}

/** `first` is the answer with all the bytes. */
async function spooled({ name, signal }: LinkedArchive, first: WebResponse): Promise<LinkAccess> {
  const folder = await mkdtemp(join(tmpdir(), 'datapin-'));
  const close = () => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'archive');
    await pipeline(Readable.from(first.body), createWriteStream(path));
    return { ...(await fileAccess(path, signal)), name, close };
  } catch (error) {
    await close();
    throw error;
  } finally {
    first.close();
  }
}

function changed({ name }: LinkedArchive): DatapinError {
  return new DatapinError('file.changed', `${name} was replaced while it was read.`, { hint: 'Try again.' });
}

/** Images that a labelling tool keeps itself, as a store: read by a link that the tool is asked for each time. */
import type { Connector, StoredFile } from '../core/connector.ts';
import { DatapinError } from '../core/errors.ts';
import type { Access, ByteRange } from '../core/source.ts';
import { cut } from '../core/sourceContext.ts';
import type { Web, WebResponse } from '../core/web.ts';
import { strongTag } from '../core/webFacts.ts';
import { isDropped } from './http/failures.ts';

/** A way to an image, and what changes whenever another image is put in its place. */
export interface Link extends Access {
  /** The location, where images are never replaced by others. */
  signature?: string;
}

export interface LinkedStore {
  id: string;
  /** "Sama". */
  tool: string;
  web: Web;
  /** A fresh link to what a location names. Throws `source.project` when the tool does not have it. */
  link(location: string, signal?: AbortSignal): Promise<Link>;
}

interface Asked {
  range?: { start: number; end?: number };
  signal?: AbortSignal | undefined;
}

interface Followed {
  answer: WebResponse;
  signature: string;
}

/** In a row, without a byte between them. */
const mostResumptions = 5;

export function createLinkedConnector({ id, tool, web, link }: LinkedStore): Connector {
  const follow = async (location: string, { range, signal }: Asked): Promise<Followed> => {
    const { url, headers, signature = location } = await link(location, signal);
    const answer = await web.send({
      url,
      what: `an image of ${tool}`,
      signal,
      ...(headers ? { credentials: { headers } } : {}),
      ...(range ? { range } : {}),
    });
    return { answer, signature };
  };
  /** A link may be over before it is followed. */
  const get = (location: string, asked: Asked): Promise<Followed> =>
    follow(location, asked).catch((error: unknown) => {
      if (error instanceof DatapinError && /^web\.(expired|denied)$/.test(error.code)) return follow(location, asked);
      throw error;
    });
  const factsOf = async (location: string, signal?: AbortSignal) => {
    const { answer, signature } = await get(location, { range: { start: 0, end: 1 }, signal });
    const etag = strongTag(answer.headers.get('etag'));
    const facts = { signature, ...(etag === undefined ? {} : { etag }) };
    const size = answer.status === 206 ? answer.totalSize : answer.size;
    if (size === undefined && answer.status !== 206) return { size: await counted(answer), ...facts };
    answer.close();
    return { size: size ?? (await counted((await get(location, { signal })).answer)), ...facts };
  };
  /** Goes on where a connection was dropped. */
  async function* bytesOf(location: string, { start, end }: ByteRange, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array> {
    let at = start;
    for (let failures = 0; at < end; failures++) {
      const range = { start: at, ...(end === Number.POSITIVE_INFINITY ? {} : { end }) };
      const { answer } = await get(location, { signal, ...(at === 0 && range.end === undefined ? {} : { range }) });
      try {
        // who knows no ranges begins anew
        for await (const piece of answer.status === 206 ? answer.body : cut(answer.body, at, end)) {
          at += piece.length;
          failures = 0;
          yield piece;
        }
        return;
      } catch (error) {
        if (!isDropped(error) || failures === mostResumptions) throw error;
      } finally {
        answer.close();
      }
    }
  }
  return {
    id,
    concurrency: 8,
    async *list(location, signal) {
      const path = decodeURIComponent(location.slice(location.lastIndexOf('/') + 1));
      yield { path, location, ...(await factsOf(location, signal)) };
    },
    async *read({ location, size }, signal) {
      let bytes = 0;
      for await (const piece of bytesOf(location, { start: 0, end: Number.POSITIVE_INFINITY }, signal)) {
        bytes += piece.length;
        yield piece;
      }
      if (bytes !== size) throw changed(tool, location);
    },
    readRange: ({ location }: StoredFile, range, signal) => bytesOf(location, range, signal),
    async inspect({ location }, signal) {
      try {
        return { state: 'present', ...(await factsOf(location, signal)) };
      } catch (error) {
        if (error instanceof DatapinError && (error.code === 'source.project' || error.code === 'web.missing')) return { state: 'missing' };
        throw error;
      }
    },
  };
}

async function counted({ body }: WebResponse): Promise<number> {
  let bytes = 0;
  for await (const piece of body) bytes += piece.length;
  return bytes;
}

function changed(tool: string, location: string): DatapinError {
  return new DatapinError('file.changed', `${tool} gives other bytes for ${location} than it said.`, { hint: 'Adopt the project again.' });
}

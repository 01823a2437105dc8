/** What a web server says of a file without giving it. */
import { createHash } from 'node:crypto';
import { DatapinError } from '../../core/errors.ts';
import type { Web, WebRequest, WebResponse } from '../../core/web.ts';
import { asStored, type WebFacts, webFacts } from '../../core/webFacts.ts';

/** A file, as the head of an answer describes it. */
export interface Facts extends WebFacts {
  /** Bytes. */
  size: number;
  /** Set when the bytes had to be read to count them. */
  sha256?: string;
}

export interface Question extends Pick<WebRequest, 'url' | 'signal' | 'what'> {
  /** Reads all the bytes anyway. */
  whole?: boolean;
}

/** Statuses by which servers, and signatures that are good for GET only, refuse HEAD. */
const refusesHead: readonly number[] = [400, 403, 405, 501];

/** Throws `web.*`. */
export async function askFor(web: Web, { whole, ...question }: Question): Promise<Facts> {
  if (whole) return countAll(await web.send({ ...question, headers: asStored(question.url) }));
  const head = await web.send({ ...question, method: 'HEAD', headers: asStored(question.url), accept: refusesHead });
  head.close();
  if (!refusesHead.includes(head.status) && head.size !== undefined) return factsOf(head, head.size);
  const first = await web.send({ ...question, headers: asStored(question.url), range: { start: 0, end: 1 }, accept: [416] });
  const size = first.status === 200 ? first.size : first.totalSize;
  if (size !== undefined) {
    first.close();
    return factsOf(first, size);
  }
  if (first.status === 200) return countAll(first);
  first.close();
  return countAll(await web.send({ ...question, headers: asStored(question.url) }));
}

function factsOf(response: WebResponse, size: number): Facts {
  return { size, ...webFacts(response, size) };
}

async function countAll(response: WebResponse): Promise<Facts> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of response.body) {
    hash.update(piece);
    size += piece.length;
  }
  return { ...factsOf(response, size), sha256: hash.digest('hex') };
}

/** What a refusal means for whoever has adopted a link that was good for a while. */
export function explained(error: unknown): unknown {
  if (!(error instanceof DatapinError) || (error.code !== 'web.denied' && error.code !== 'web.expired')) return error;
  return new DatapinError(error.code, error.message, {
    hint: "If the link was signed, it has expired: adopt again with a fresh link, or give the bucket's own address.",
  });
}

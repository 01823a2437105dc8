/** An answer as the domain sees it. */
import type { IncomingMessage } from 'node:http';
import { DatapinError } from '../../core/errors.ts';
import type { WebResponse } from '../../core/web.ts';
import { bodyOf } from './body.ts';
import type { Hop } from './hops.ts';

interface ResponseOptions {
  signal: AbortSignal | undefined;
  idleTimeout: number;
}

/** What is read of an answer that is an error. */
const longestRefusal = 64 * 1024;

export function responseOf(message: IncomingMessage, hop: Hop, options: ResponseOptions): WebResponse {
  const headers = new Map(
    Object.entries(message.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
  const sent = hop.method === 'HEAD' ? undefined : wholeNumber(headers.get('content-length'));
  const offered = headers.get('content-encoding')?.trim().toLowerCase();
  const encoding = hop.inflates && offered && offered !== 'identity' && message.statusCode !== 206 ? offered : undefined;
  const [, total] = /^bytes\s+[\d*-]+\/(\d+)$/i.exec(headers.get('content-range')?.trim() ?? '') ?? [];
  const size = encoding === undefined ? wholeNumber(headers.get('content-length')) : undefined;
  return {
    status: message.statusCode ?? 0,
    headers,
    url: `${hop.url.origin}${hop.url.pathname}`,
    size,
    totalSize: wholeNumber(total),
    body: bodyOf(message, { asked: { host: hop.url.host, what: hop.what }, size: sent, encoding, ...options }),
    close: () => void message.destroy(),
  };
}

/** Whether an answer says that a link was good for a while, and is no longer. */
export async function hasExpired(message: IncomingMessage, hop: Hop, options: ResponseOptions): Promise<boolean> {
  if (hop.method === 'HEAD' || !/xml|json/i.test(message.headers['content-type'] ?? '')) return false;
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const piece of responseOf(message, hop, options).body) {
      pieces.push(piece);
      length += piece.length;
      if (length > longestRefusal) break;
    }
  } catch (error) {
    // an answer that breaks off says what it says; that it is a refusal is known
    if (!(error instanceof DatapinError) || error.code === 'cancelled') throw error;
  }
  return /expired|ExpiredToken|not valid in the specified time frame/i.test(Buffer.concat(pieces).toString());
}

/** Leaves an answer unread; its connection can serve the next request where little is left of it. */
export function discard(message: IncomingMessage): void {
  const left = wholeNumber(message.headers['content-length']);
  message.on('error', () => undefined); // nobody waits for it
  if (left !== undefined && left <= longestRefusal) message.resume();
  else message.destroy();
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

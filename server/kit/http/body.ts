/** The bytes of an answer: counted, inflated, and never waited for without end. */
import type { IncomingMessage } from 'node:http';
import { pipeline, Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createInflate, createUnzip } from 'node:zlib';
import { DatapinError, throwIfCancelled } from '../../core/errors.ts';
import type { WebResponse } from '../../core/web.ts';
import { type Asked, failure, Silence, truncated, unanswered } from './failures.ts';

/** Bytes that are read of a document of JSON. */
export const longestJson = 64 * 1024 * 1024;

export interface BodyOptions {
  asked: Asked;
  /** Milliseconds. */
  idleTimeout: number;
  signal: AbortSignal | undefined;
  /** Bytes, as the server says. */
  size: number | undefined;
  /** How it was compressed for the way; undefined when it is taken as it comes. */
  encoding: string | undefined;
}

/** Throws `web.truncated`, `web.network`, `web.failed` and `cancelled`. */
export async function* bodyOf(message: IncomingMessage, options: BodyOptions): AsyncGenerator<Uint8Array> {
  const inflater = options.encoding === undefined ? undefined : inflaterOf(options.encoding);
  if (!inflater) {
    yield* counted(message, options);
    return;
  }
  // whoever reads learns of a failure by the error of the last stream
  const inflated = pipeline(Readable.from(counted(message, options)), inflater, () => undefined);
  try {
    yield* inflated;
  } catch (error) {
    if (error instanceof DatapinError) throw error;
    throwIfCancelled(options.signal);
    throw failure('web.failed', `${options.asked.host} sent an answer whose compression is broken.`, 'Try again.');
  } finally {
    message.destroy();
  }
}

/** The body as text, at most `limit` bytes of it; closes the answer. Throws `web.failed` when it is longer. */
export async function textOf(response: WebResponse, limit = longestJson): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of response.body) {
    length += piece.length;
    if (length > limit) {
      const host = URL.parse(response.url)?.host ?? 'The server';
      throw failure('web.failed', `${host} answered with more than ${limit} bytes.`, 'Ask for less, or show this to whoever runs it.');
    }
    pieces.push(piece);
  }
  return new TextDecoder().decode(Buffer.concat(pieces));
}

/** The body as JSON. Throws `web.failed` when it is none, or longer than 64 MiB. */
export async function jsonOf(response: WebResponse): Promise<unknown> {
  const text = await textOf(response);
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // the parser's own words repeat what was sent
    const host = URL.parse(response.url)?.host ?? 'The server';
    throw failure('web.failed', `${host} answered with something that is no JSON.`, 'Check the address: this may be a page for people.');
  }
}

async function* counted(message: IncomingMessage, { asked, idleTimeout, signal, size }: BodyOptions): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  // only the server's silence counts, not the time that the reader takes
  let waiting = true;
  let silent = false;
  const silence = setTimeout(() => {
    silent = waiting;
    if (waiting) message.destroy();
  }, idleTimeout);
  try {
    for await (const piece of message as AsyncIterable<Buffer>) {
      waiting = false;
      bytes += piece.length;
      yield piece;
      waiting = true;
      silence.refresh();
    }
  } catch (error) {
    throwIfCancelled(signal);
    if (error instanceof DatapinError) throw error;
    if (!silent && size !== undefined && bytes < size) throw truncated(asked, bytes, size);
    throw unanswered(silent ? new Silence() : error, asked, signal);
  } finally {
    clearTimeout(silence);
  }
  throwIfCancelled(signal);
  if (silent) throw unanswered(new Silence(), asked, signal);
  if (size !== undefined && bytes < size) throw truncated(asked, bytes, size);
}

function inflaterOf(encoding: string): Transform | undefined {
  if (encoding === 'gzip' || encoding === 'x-gzip') return createUnzip();
  if (encoding === 'deflate') return createInflate();
  return encoding === 'br' ? createBrotliDecompress() : undefined;
}

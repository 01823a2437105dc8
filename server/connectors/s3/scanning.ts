/** Requests for pages of a listing that the SDK makes and signs, and whose answers our scanner reads where it can. */
import { once } from 'node:events';
import { Readable } from 'node:stream';

export interface Scanner<T> {
  /** Stands before the SDK's parser, for one command. */
  middleware<A, R extends { response: unknown }>(next: (args: A) => Promise<R>): (args: A) => Promise<R>;
  /** What was read, once the command was sent; undefined when the SDK had to read for itself. */
  page(): T | undefined;
}

/** Where a command takes the middleware. */
export const beforeParsing = { name: 'datapinScanner', relation: 'after', toMiddleware: 'deserializerMiddleware', override: true } as const;

/** `deadline`: milliseconds that a page may take to arrive, since a line that drips never stands still. */
export function createScanner<T>(scan: (body: Buffer) => T | undefined, deadline: number): Scanner<T> {
  let page: T | undefined;
  return {
    middleware: (next) => async (args) => {
      const result = await next(args);
      const response = result.response as { statusCode?: number; body?: unknown };
      page = undefined;
      if (response.statusCode !== 200 || !(response.body instanceof Readable)) return result;
      const bytes = await collected(response.body, deadline);
      page = scan(bytes);
      response.body = Readable.from([page === undefined ? bytes : Buffer.from('<Scanned/>')], { objectMode: false });
      return result;
    },
    page: () => page,
  };
}

/** Rejects with `ETIMEDOUT` when it takes too long, and with `ECONNRESET` when the line is cut. */
async function collected(body: Readable, deadline: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  body.on('data', (piece: Buffer) => pieces.push(piece));
  const late = setTimeout(() => body.destroy(Object.assign(new Error('The page took too long.'), { code: 'ETIMEDOUT' })), deadline);
  try {
    await once(body, 'end');
    return Buffer.concat(pieces);
  } finally {
    clearTimeout(late);
  }
}

/** A line that drips never stands still, and is as good as dead. */
import { performance } from 'node:perf_hooks';

/** Bytes that must have come while one waited for the time that a dead line is given. */
export const least = 4096;

/** The pieces as they come. Throws `ETIMEDOUT` when fewer than `least` bytes came in `window` milliseconds of waiting for them. */
export async function* paced(pieces: AsyncIterable<Uint8Array>, window: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  let waited = 0;
  let since = performance.now();
  for await (const piece of pieces) {
    waited += performance.now() - since;
    bytes += piece.length;
    if (waited > window) {
      if (bytes < least) throw Object.assign(new Error('The line is too slow.'), { code: 'ETIMEDOUT' });
      bytes = 0;
      waited = 0;
    }
    yield piece;
    // who takes its time with a piece says nothing of the line
    since = performance.now();
  }
}

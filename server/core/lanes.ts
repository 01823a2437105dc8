/** Work on many things, a few at a time. */
import { throwIfCancelled } from './errors.ts';

/**
 * Does the work of every item, in their order, `lanes` at once. The first error aborts the signal that the others were
 * given, and is thrown when all have come to rest; `cancelled` when the caller's signal says so.
 */
export async function inLanes<T>(
  items: readonly T[],
  { lanes, signal }: { lanes: number; signal?: AbortSignal | undefined },
  work: (item: T, index: number, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const abort = new AbortController();
  const either = signal ? AbortSignal.any([signal, abort.signal]) : abort.signal;
  const rest = items.entries();
  const lane = async () => {
    for (const [index, item] of rest) {
      throwIfCancelled(either);
      await work(item, index, either);
    }
  };
  const running = Array.from({ length: Math.min(lanes, items.length) }, lane);
  try {
    await Promise.all(running);
  } catch (error) {
    abort.abort();
    await Promise.allSettled(running);
    throw error;
  }
  throwIfCancelled(signal);
}

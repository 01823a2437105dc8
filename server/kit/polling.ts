/** Waiting for what a tool makes in its own time, such as an export. */
import { setTimeout as wait } from 'node:timers/promises';
import { type DatapinError, throwIfCancelled } from '../core/errors.ts';

export interface Polling {
  /** Milliseconds of the first pause; 2,000 when not given. Each further one is half as long again, up to half a minute. */
  pause?: number | undefined;
  /** Milliseconds that are waited in all; an hour when not given. */
  patience?: number | undefined;
}

const longestPause = 30_000;

/** What `ask` answers once it answers something. Throws `tooLate` when that takes too long, and `cancelled`. */
export async function polled<T>(
  ask: () => Promise<T | undefined>,
  { pause = 2_000, patience = 3_600_000 }: Polling,
  { signal, tooLate }: { signal: AbortSignal | undefined; tooLate(): DatapinError },
): Promise<T> {
  const begun = Date.now();
  for (let next = pause; ; next = Math.min(longestPause, next * 1.5)) {
    throwIfCancelled(signal);
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() - begun + next > patience) throw tooLate();
    await wait(next, undefined, { signal }).catch(() => throwIfCancelled(signal));
  }
}

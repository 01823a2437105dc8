/** Which requests are worth making again, and when. */
import { setTimeout as wait } from 'node:timers/promises';
import { systemCode, throwIfCancelled } from '../../core/errors.ts';

export interface RetryOptions {
  /** Tries in all, when somebody has said so. */
  attempts: number | undefined;
  /** Milliseconds of the first pause, doubled for each further one. */
  retryDelay: number;
  signal: AbortSignal | undefined;
}

const longestPause = 8_000;
/** A busy store is asked by many at once and recovers; a line that is cut was there; a store that is not there mostly stays away. */
const tries = { busy: 9, cut: 7, away: 4, slow: 3 };

/** Does the work, again after a pause while it fails for a reason that passes. `work` is told the number of tries before. */
export async function persistently<T>(options: RetryOptions, work: (before: number) => Promise<T>): Promise<T> {
  for (let before = 0; ; before++) {
    try {
      return await work(before);
    } catch (error) {
      const reason = passing(error);
      if (reason === undefined || options.signal?.aborted || before + 1 >= (options.attempts ?? tries[reason])) throw error;
      await pause(options, before);
    }
  }
}

/** Milliseconds, of which `chance` (0 to 1) is half: many requests fail together, and must not come back together. */
export function pauseLength(retryDelay: number, before: number, chance: number): number {
  const longest = Math.min(Math.max(longestPause, retryDelay), retryDelay * 2 ** before);
  return longest * (0.5 + chance / 2);
}

/** Before the next try. Rejects with `cancelled` at once when the signal says so. */
export async function pause({ retryDelay, signal }: Pick<RetryOptions, 'retryDelay' | 'signal'>, before: number): Promise<void> {
  try {
    await wait(pauseLength(retryDelay, before, Math.random()), undefined, { signal });
  } catch (error) {
    throwIfCancelled(signal);
    throw error;
  }
}

const busyNames = /^(SlowDown|Throttling(Exception)?|RequestThrottled(Exception)?|RequestLimitExceeded|TooManyRequests(Exception)?)$/;
const slowNames = /^(TimeoutError|RequestTimeout(Exception)?)$/;
const cutCodes = /^(ECONNRESET|EPIPE)$/;
const awayCodes = /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN)$/;

interface Facts extends Partial<Error> {
  $metadata?: { httpStatusCode?: number; clockSkewCorrected?: boolean };
}

function passing(error: unknown): keyof typeof tries | undefined {
  const { name = '', message = '', $metadata } = error as Facts;
  const status = $metadata?.httpStatusCode ?? 0;
  const code = systemCode(error) ?? '';
  if (status === 429 || (status >= 500 && status !== 501) || busyNames.test(name)) return 'busy';
  // `aborted` is how Node says that the line was cut within an answer
  if (cutCodes.test(code) || message === 'aborted') return 'cut';
  if (slowNames.test(name) || code === 'ETIMEDOUT') return 'slow';
  if (awayCodes.test(code) || $metadata?.clockSkewCorrected) return 'away';
  return undefined;
}

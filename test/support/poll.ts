/** Waiting for a condition in place of sleeping for a time. */
import { setTimeout as wait } from 'node:timers/promises';

export interface PollOptions {
  /** What is waited for, in words: it stands in the error. */
  what: string;
  /** Milliseconds until it counts as never; generous, since a loaded machine is slow. */
  timeout?: number;
  /** Milliseconds between two looks. */
  every?: number;
}

/** The first truthy answer of `condition`. One that throws says "not yet"; the last such error is the cause of the time-out. */
export async function until<T>(condition: () => T | Promise<T>, options: PollOptions): Promise<NonNullable<T>> {
  const { what, timeout = 20_000, every = 20 } = options;
  const deadline = Date.now() + timeout;
  let cause: unknown;
  do {
    try {
      const answer = await condition();
      if (answer) return answer;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    await wait(every);
  } while (Date.now() < deadline);
  throw new Error(`Waited ${timeout} ms in vain: ${what}`, { cause });
}

/** How long to wait before a request is sent again. */

/** Milliseconds; who asks for more is not waited for. */
export const longestAsked = 120_000;
const longestPause = 30_000;

export interface PauseFacts {
  /** 1 for the first pause of a request. */
  nth: number;
  /** Milliseconds of the first pause. */
  retryDelay: number;
  /** Milliseconds that the server asks for. */
  asked: number | undefined;
  /** From 0 to 1: many requests are refused together, and must not come back together. */
  chance: number;
}

export function pauseOf({ nth, retryDelay, asked = 0, chance }: PauseFacts): number {
  const own = Math.min(longestPause, retryDelay * 2 ** (nth - 1)) * (0.5 + chance / 2);
  return asked > 0 ? asked + own * chance : own;
}

/** Milliseconds that a `Retry-After` asks for, which is a number of seconds or a date; undefined when it is neither. */
export function retryAfter(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  // a date has letters: `-5` is one as well to a parser that asks for nothing
  const at = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

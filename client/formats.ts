/** What the views say of progress, moments and values. */
import type { WireProgress } from '../server/protocol/wire.ts';
import { duration, size } from '../server/protocol/words.ts';
import type { Pace } from './pace.ts';

/** `2026-03-01 14:05`, in local time, for cards that have the room. */
export function moment(iso: string): string {
  const date = new Date(iso);
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** `Hashing: 120 of 1,797, 34 MB, 12 MB/s, 20 s left`; what is waited for, in its own words. */
export function progress({ stage, done, total, bytes, words }: WireProgress, { rate, left }: Pace = {}): string {
  if (words !== undefined) return words;
  const of = total === undefined ? '' : ` of ${total.toLocaleString('en')}`;
  const read = bytes > 0 ? `, ${size(bytes)}` : '';
  const fast = rate === undefined ? '' : `, ${size(rate)}/s`;
  const rest = left === undefined ? '' : `, ${duration(Math.max(1, Math.round(left)))} left`;
  return `${stage.charAt(0).toUpperCase()}${stage.slice(1)}: ${done.toLocaleString('en')}${of}${read}${fast}${rest}`;
}

/** `sha256:` and the first 12 digits. */
export function shortHash(hash: string): string {
  return hash.slice(0, 'sha256:'.length + 12);
}

/** A parameter's or a metadata value, as it is typed. */
export function plain(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(plain).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

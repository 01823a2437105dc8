/** Counts, sizes, durations and ages in few words: the same on the page, in the editor, in cards and on a terminal. */

/** `1 file`, `1,797 files`. */
export function count(number: number, noun: string): string {
  return `${digits(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** `12`, `1,797`. */
export function digits(number: number): string {
  // asking for the locale costs more than all the rest, and small numbers are the same in any
  return number < 1000 ? String(number) : number.toLocaleString('en');
}

/** How many problems these lines are, with those that the last one only counts: `… and 2,400 more`. */
export function problemCount(lines: readonly string[]): number {
  const [, more] = /^… and ([\d,]+) more$/.exec(lines.at(-1) ?? '') ?? [];
  return more === undefined ? lines.length : lines.length - 1 + Number(more.replaceAll(',', ''));
}

/** `0 B`, `1.2 kB`, `34 MB`: powers of 1000, as stores bill them. */
export function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let value = bytes;
  let unit = 0;
  while (unit < units.length - 1 && Number(rounded(value)) >= 1000) {
    value /= 1000;
    unit++;
  }
  return `${rounded(value)} ${units[unit]}`;
}

/** `0.4 s`, `12 s`, `3 min 20 s`, `1 h 5 min`, `2 d 3 h`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, seconds);
  if (whole < 10) return `${Number(whole.toFixed(1))} s`;
  const total = Math.round(whole);
  if (total < 60) return `${total} s`;
  if (total < 3600) return pair(total, ['min', 60], ['s', 1]);
  if (total < 86_400) return pair(total, ['h', 3600], ['min', 60]);
  return pair(total, ['d', 86_400], ['h', 3600]);
}

/** How long ago an ISO 8601 time was: `just now`, `5 min ago`, `3 h ago`, `2 d ago`; its date after a month. */
export function age(iso: string, now: number): string {
  const seconds = (now - Date.parse(iso)) / 1000;
  if (seconds < 60) return 'just now';
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  if (seconds < 30 * 86_400) return `${Math.floor(seconds / 86_400)} d ago`;
  return iso.slice(0, 10);
}

/** How far long work has come, and when that was looked at, in milliseconds. */
export interface Sample {
  at: number;
  done: number;
  total?: number | undefined;
  bytes: number;
}

/** Milliseconds that are looked back on: long enough for a large file, short enough to notice another speed. */
const lookBack = 10_000;
const sparse = 250;

/** The samples that a pace is made of, with a new one. Those of another piece of work, which had come further, are dropped. */
export function withSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const last = samples.at(-1);
  if (last && (sample.done < last.done || sample.bytes < last.bytes)) return [sample];
  const recent = samples.filter(({ at }) => at >= sample.at - lookBack);
  // The last one stands for those that came right after the one before it.
  const before = recent.at(-2);
  return [...(before && last && last.at - before.at < sparse ? recent.slice(0, -1) : recent), sample];
}

/** `1,204 files/s, 34 MB/s, 3 min 20 s left`; nothing before it can be told. */
export function pace(samples: readonly Sample[]): string {
  const first = samples[0];
  const last = samples.at(-1);
  const seconds = first && last ? (last.at - first.at) / 1000 : 0;
  if (!first || !last || seconds < 1) return '';
  const files = (last.done - first.done) / seconds;
  const bytes = (last.bytes - first.bytes) / seconds;
  const left = last.total !== undefined && files > 0 ? (last.total - last.done) / files : undefined;
  return [
    files >= 1 ? `${count(Math.round(files), 'file')}/s` : '',
    bytes >= 1 ? `${size(bytes)}/s` : '',
    left !== undefined && left >= 1 ? `${duration(left)} left` : '',
  ]
    .filter(Boolean)
    .join(', ');
}

type Unit = readonly [name: string, seconds: number];

function pair(total: number, [big, bigSize]: Unit, [small, smallSize]: Unit): string {
  const rest = Math.floor((total % bigSize) / smallSize);
  return `${Math.floor(total / bigSize)} ${big}${rest > 0 ? ` ${rest} ${small}` : ''}`;
}

function rounded(value: number): string {
  return value < 10 ? String(Number(value.toFixed(1))) : String(Math.round(value));
}

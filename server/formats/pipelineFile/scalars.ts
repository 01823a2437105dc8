/** Where a scalar's text stands within its source, quotes and indicators taken off. */
import type { Span } from '../../core/ref.ts';

/** The part of `raw` that is `text`; where escapes or folding made another text of it, all between the quotes. */
export function innerRange(raw: string, text: string, type: string | undefined): Span {
  const quoted = type === 'QUOTE_SINGLE' || type === 'QUOTE_DOUBLE';
  if (quoted) {
    const closed = raw.length > 1 && raw.at(-1) === raw[0];
    return { start: 1, end: closed ? raw.length - 1 : raw.length };
  }
  const body = type?.startsWith('BLOCK') ? raw.indexOf('\n') + 1 : 0;
  const at = raw.indexOf(text, body);
  return at < 0 || text === '' ? { start: 0, end: raw.length } : { start: at, end: at + text.length };
}

/** Where each of a literal block's lines stands in its source; nothing if they are not found there one by one. */
export function lineRanges(raw: string, lines: readonly string[]): Span[] | undefined {
  const ranges: Span[] = [];
  let from = raw.indexOf('\n') + 1;
  for (const line of lines) {
    const start = raw.indexOf(line, from);
    if (start < 0 || raw.slice(from, start).trim() !== '') return undefined;
    from = start + line.length;
    ranges.push({ start, end: from });
  }
  return ranges;
}

/** The range of a text that is not written there as it is: never of the same length, which would say that it is. */
export function notExact(range: Span, text: string): Span {
  return range.end - range.start === text.length && text !== '' ? { start: range.start, end: range.end - 1 } : range;
}

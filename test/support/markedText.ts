/** Test texts that carry their own cursor and squiggles: `‸` is the cursor, `⟦…⟧` a range; ranges may nest. */
import type { Span } from '../../server/core/ref.ts';

export interface MarkedText {
  /** The text without its marks. */
  text: string;
  /** Offset of `‸`, when there is one. */
  cursor: number | undefined;
  /** Ranges in the order in which they begin. */
  ranges: Span[];
}

/** Takes the marks out. Throws on a mark without its partner and on a second cursor: such a test would lie. */
export function parseMarked(source: string): MarkedText {
  const ranges: Span[] = [];
  const open: Span[] = [];
  let text = '';
  let cursor: number | undefined;
  for (const char of source) {
    if (char === '‸') {
      if (cursor !== undefined) throw new Error('A marked text has one cursor at most.');
      cursor = text.length;
    } else if (char === '⟦') {
      const range = { start: text.length, end: -1 };
      ranges.push(range);
      open.push(range);
    } else if (char === '⟧') {
      const range = open.pop();
      if (!range) throw new Error('A marked text has a ⟧ without its ⟦.');
      range.end = text.length;
    } else text += char;
  }
  if (open.length > 0) throw new Error('A marked text has a ⟦ without its ⟧.');
  return { text, cursor, ranges };
}

/** Like `parseMarked`, for a text that must have a cursor. */
export function parseCursor(source: string): MarkedText & { cursor: number } {
  const { cursor, ...rest } = parseMarked(source);
  if (cursor === undefined) throw new Error('The marked text has no cursor (‸).');
  return { ...rest, cursor };
}

/** Puts ranges into a text as marks, so that what was found compares with what was written. */
export function mark(text: string, ranges: readonly Span[]): string {
  const edits = ranges.flatMap((range) => [
    { at: range.start, sign: '⟦', order: 1, size: range.end - range.start },
    { at: range.end, sign: '⟧', order: range.start === range.end ? 2 : 0, size: range.end - range.start },
  ]);
  // at one place: what ends there first, inner before outer; then what begins there, outer before inner
  edits.sort((a, b) => a.at - b.at || a.order - b.order || (a.order === 1 ? b.size - a.size : a.size - b.size));
  let result = '';
  let done = 0;
  for (const { at, sign } of edits) {
    result += text.slice(done, at) + sign;
    done = at;
  }
  return result + text.slice(done);
}

/** Zero-based line and UTF-16 column of an offset, as LSP counts them. */
export function positionAt(text: string, offset: number): { line: number; character: number } {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

/** The offset of a zero-based line and UTF-16 column. */
export function offsetAt(text: string, position: { line: number; character: number }): number {
  const breaks = text.matchAll(/\r\n|\r|\n/g);
  let start = 0;
  for (let line = 0; line < position.line; line++) {
    const next = breaks.next().value;
    if (!next) throw new Error(`The text has no line ${position.line}.`);
    start = next.index + next[0].length;
  }
  return start + position.character;
}

/** A text that was written as JSON strings, and where each of its characters stands in the file. */
import type { Span } from '../../core/ref.ts';
import type { JsonNode } from './json.ts';

export interface MappedText {
  text: string;
  /** In the order of the text and of the file. Every character belongs to one. */
  pieces: readonly Piece[];
}

/** Either a plain run, as long in the file as in the text, or one character that the file spells with an escape. */
interface Piece {
  /** Offset and characters in the text. */
  at: number;
  length: number;
  /** Range in the file. */
  file: Span;
  /** Which of the strings that make the text. */
  string: number;
}

/** Decodes strings that were scanned without a fault, and makes one text of them. */
export function decodeStrings(json: string, strings: readonly JsonNode[]): MappedText {
  const pieces: Piece[] = [];
  const parts: string[] = [];
  let at = 0;
  for (const [string, { range }] of strings.entries()) {
    const start = range.start + 1;
    const raw = json.slice(start, range.end - 1);
    for (let from = 0; from < raw.length; ) {
      const { part, end } = raw[from] === '\\' ? escapeAt(raw, from) : plainAt(raw, from);
      parts.push(part);
      pieces.push({ at, length: part.length, file: { start: start + from, end: start + end }, string });
      at += part.length;
      from = end;
    }
  }
  return { text: parts.join(''), pieces };
}

/** The range in the file of a range of the text. An empty one stands where its next character begins, or after the last. */
export function toFile({ text, pieces }: MappedText, { start, end }: Span): Span | undefined {
  if (start < 0 || end < start || end > text.length) return undefined;
  const first = pieceAt(pieces, Math.min(start, text.length - 1));
  if (!first) return undefined;
  const from = start === text.length ? first.file.end : first.file.start + start - first.at;
  if (start === end) return { start: from, end: from };
  const last = pieceAt(pieces, end - 1)!;
  return { start: from, end: last.file.end - (last.at + last.length - end) };
}

/** The offset in the text of a place in the file, an escape's beginning within the escape; undefined outside the strings. */
export function fromFile({ pieces }: MappedText, offset: number): number | undefined {
  const piece = pieces[indexBefore(pieces.length, (i) => pieces[i]!.file.start <= offset)];
  if (!piece || offset > piece.file.end) return undefined;
  if (offset === piece.file.end) return piece.at + piece.length;
  return piece.at + Math.min(offset - piece.file.start, piece.length - 1);
}

/** Whether one string of the file holds the whole range, so that it can be replaced there. */
export function isInOneString({ pieces }: MappedText, { start, end }: Span): boolean {
  return pieceAt(pieces, start)?.string === pieceAt(pieces, Math.max(start, end - 1))?.string;
}

/** The last of `count` sorted things for which `holds`; -1 when it holds for none. */
export function indexBefore(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function pieceAt(pieces: readonly Piece[], offset: number): Piece | undefined {
  return pieces[indexBefore(pieces.length, (i) => pieces[i]!.at <= offset)];
}

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function plainAt(raw: string, start: number): { part: string; end: number } {
  const next = raw.indexOf('\\', start);
  const end = next < 0 ? raw.length : next;
  return { part: raw.slice(start, end), end };
}

function escapeAt(raw: string, start: number): { part: string; end: number } {
  const kind = raw[start + 1]!;
  if (kind !== 'u') return { part: escapes[kind] ?? kind, end: start + 2 };
  return { part: String.fromCharCode(Number.parseInt(raw.slice(start + 2, start + 6), 16)), end: start + 6 };
}

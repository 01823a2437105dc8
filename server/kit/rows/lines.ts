/** Lines of a text that may be larger than memory. */
import { isUtf8 } from 'node:buffer';
import { throwIfCancelled } from '../../core/errors.ts';
import type { SourceProblem } from '../../core/source.ts';
import { defaultLimit, inWords, malformed, type RowsOptions, rowProblem } from './place.ts';

export interface Line {
  /** From 1. */
  number: number;
  /** Of its first byte in the file. */
  offset: number;
  /** Without its line break. */
  text: string;
}

/**
 * The lines of a UTF-8 text, split at LF or CRLF whatever the pieces in which its bytes come. A line that is too long or no
 * UTF-8 is a problem, and the others follow. Throws `source.malformed` for UTF-16, and `cancelled`.
 */
export async function* lines(stream: AsyncIterable<Uint8Array>, options: RowsOptions): AsyncGenerator<Line | SourceProblem> {
  const limit = options.limit ?? defaultLimit;
  let number = 1;
  let offset = 0;
  let held: Uint8Array[] = [];
  let length = 0;
  const hold = (part: Uint8Array) => {
    length += part.length;
    // of a line that is too long only the length is of interest
    if (length > limit + 2) held = [];
    else if (part.length > 0) held.push(part);
  };
  const finish = () => {
    const line = toLine({ number, offset, length, held }, options);
    held = [];
    length = 0;
    return line;
  };
  for await (const piece of stream) {
    throwIfCancelled(options.signal);
    let from = 0;
    for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, from)) {
      hold(piece.subarray(from, at));
      const bytes = length + 1;
      yield finish();
      number += 1;
      offset += bytes;
      from = at + 1;
    }
    hold(piece.subarray(from));
  }
  throwIfCancelled(options.signal);
  if (length > 0) yield finish();
}

interface Bytes {
  number: number;
  offset: number;
  length: number;
  held: Uint8Array[];
}

function toLine({ number, offset, length, held }: Bytes, options: RowsOptions): Line | SourceProblem {
  const limit = options.limit ?? defaultLimit;
  if (length > limit + 2) return tooLong(number, limit, options);
  let bytes = held.length === 1 ? held[0]! : Buffer.concat(held);
  let start = offset;
  if (number === 1) {
    if (isUtf16(bytes)) throw malformed(options, 'is written in UTF-16.', 'Save it as UTF-8.');
    if (hasBom(bytes)) {
      bytes = bytes.subarray(3);
      start += 3;
    }
  }
  if (bytes.at(-1) === 13) bytes = bytes.subarray(0, -1);
  if (bytes.length > limit) return tooLong(number, limit, options);
  if (!isUtf8(bytes)) return rowProblem(options, `:${number}`, `Line ${number} is no UTF-8.`, 'Save the file as UTF-8.');
  return { number, offset: start, text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8') };
}

function tooLong(number: number, limit: number, options: RowsOptions): SourceProblem {
  return rowProblem(options, `:${number}`, `Line ${number} is longer than ${inWords(limit)}.`, 'Split it, or leave it out.');
}

/** The mark that some programs put before UTF-8. */
export function hasBom(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function isUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

/** The stream of annotations: objects of JSON, between which `\n;)\n` is written out in letters. */
import { isUtf8 } from 'node:buffer';
import { DatapinError } from '../../core/errors.ts';
import { type Parsed, parseJson } from '../../kit/rows/json.ts';

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
/** Blanks, and the letters of the separator. */
const between = new Set(Buffer.from(' \t\r\n\\n;)'));
const largest = 256 * 1024 * 1024;

/**
 * Where an object ends is told by its braces: what a person has typed may look like the separator. Throws `source.answer`
 * where something else stands between two objects, and where the last one does not end.
 */
export async function* streamedObjects(body: AsyncIterable<Uint8Array>): AsyncGenerator<Parsed> {
  let held: Uint8Array[] = [];
  let size = 0;
  let depth = 0;
  let inString = false;
  let escaped = false;
  for await (const piece of body) {
    let from = 0;
    for (let i = 0; i < piece.length; i++) {
      const byte = piece[i]!;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === backslash) escaped = true;
        else if (byte === quote) inString = false;
      } else if (depth === 0) {
        if (byte === openBrace) depth = 1;
        else if (!between.has(byte)) throw broken('is no stream of annotations');
        if (depth === 1) from = i;
      } else if (byte === quote) inString = true;
      else if (byte === openBrace) depth++;
      else if (byte === closeBrace && --depth === 0) {
        yield parsed(Buffer.concat([...held, piece.subarray(from, i + 1)]));
        held = [];
        size = 0;
      }
    }
    if (depth === 0) continue;
    size += piece.length;
    if (size > largest) throw broken('has an annotation of more than 256 MiB');
    held.push(piece.subarray(from));
  }
  if (depth > 0) throw broken('ends in the middle of an annotation');
}

function parsed(bytes: Buffer): Parsed {
  return isUtf8(bytes) ? parseJson(bytes.toString('utf8')) : { fault: 'it is no UTF-8' };
}

function broken(what: string): DatapinError {
  return new DatapinError('source.answer', `What SuperAnnotate sends ${what}.`, { hint: 'Try again.' });
}

/** Bytes as lines of text. */
import { StringDecoder } from 'node:string_decoder';

/** Lines without their line feed; a last one without a line feed counts. A carriage return before it stays. */
export async function* linesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest: string[] = [];
  for await (const piece of pieces) {
    const parts = decoder.write(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)).split('\n');
    const last = parts.pop() ?? '';
    if (parts.length > 0) {
      yield rest.join('') + parts[0];
      yield* parts.slice(1);
      rest = [];
    }
    rest.push(last);
  }
  const end = rest.join('') + decoder.end();
  if (end !== '') yield end;
}

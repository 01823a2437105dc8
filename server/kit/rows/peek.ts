/** A look at the beginning of a stream, which is then read as if nobody had looked. */
export interface Peeked {
  /** The first bytes: at least `bytes` of them, unless the stream has fewer. */
  head: Buffer;
  /** The whole, from its first byte. Must be read, or `close`d. */
  stream: AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

export async function peek(stream: AsyncIterable<Uint8Array>, bytes: number): Promise<Peeked> {
  const rest = stream[Symbol.asyncIterator]();
  const pieces: Uint8Array[] = [];
  let length = 0;
  while (length < bytes) {
    const next = await rest.next();
    if (next.done) break;
    pieces.push(next.value);
    length += next.value.length;
  }
  const close = async () => void (await rest.return?.());
  return { head: Buffer.concat(pieces), stream: replay(pieces, rest), close };
}

async function* replay(pieces: Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    for (let piece = pieces.shift(); piece; piece = pieces.shift()) yield piece;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

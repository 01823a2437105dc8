/** Bytes as they come from a disk or a network: in pieces that end wherever they please. */

/** In pieces of so many bytes. */
export async function* inPieces(bytes: string | Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const whole = Buffer.from(bytes as Uint8Array);
  for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size);
}

/** Sizes of pieces that are worth trying: one byte, within letters and marks, and all at once. */
export const pieceSizes = [1, 2, 3, 7, 1 << 20];

export async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** The beginning of a file, to see what it is. */
import type { LabelledFiles } from '../../core/labels.ts';

/** Its first characters, at most 64 KiB of them. */
export async function headOf(files: Pick<LabelledFiles, 'stream'>, path: string): Promise<string> {
  const bytes: Uint8Array[] = [];
  let length = 0;
  for await (const piece of files.stream(path)) {
    bytes.push(piece);
    length += piece.length;
    if (length >= size) break;
  }
  return new TextDecoder().decode(Buffer.concat(bytes).subarray(0, size));
}

const size = 1 << 16;

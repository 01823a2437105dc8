/** A text with some of its lines. */

/** Keeps the lines that are wanted, as they are, with what breaks them. Blank ones stay. */
export function narrowLines(bytes: Uint8Array, wanted: (line: string, index: number) => boolean): Uint8Array {
  const lines = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).match(/[^\n]*\n|[^\n]+$/g) ?? [];
  return new TextEncoder().encode(lines.filter((line, i) => line.trim() === '' || wanted(line.trim(), i)).join(''));
}

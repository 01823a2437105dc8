/** Keys as a listing spells them under `encoding-type=url`, and their order: that of their bytes. */
import { comparePaths } from '../../core/manifest.ts';

/** Stores write a space as `+` or `%20`. Undefined for what is no UTF-8. */
export function decodedKey(text: string | undefined, encoded: boolean): string | undefined {
  if (text === undefined || !encoded) return text;
  if (!text.includes('%') && !text.includes('+')) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', '%20'));
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/** The order of a listing. The first operand may be a key that is no UTF-8, percent-encoded. */
export function compareListed(item: { key: string } | { skipped: string }, key: string): number {
  if ('key' in item) return comparePaths(item.key, key);
  return Buffer.compare(bytesOf(item.skipped), Buffer.from(key));
}

function bytesOf(encoded: string): Buffer {
  const binary = encoded
    .replaceAll('+', ' ')
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(binary, 'latin1');
}

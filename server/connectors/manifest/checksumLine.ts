/** A line as `sha256sum`, `md5sum` and their kin write it, as the fields of a row. */
import { digestLine, isSha256 } from '../../kit/rows/checksums.ts';
import type { Fields } from './columns.ts';

/** What is wrong with it, in words, when it is none. */
export function checksumLine(text: string): Fields | string {
  const found = digestLine(text);
  if (typeof found === 'string') return found;
  const { algorithm, hex, path } = found;
  if (algorithm === undefined) return { path, checksum: hex };
  if (isSha256(algorithm)) return { path, sha256: hex };
  return /^md5$/i.test(algorithm) ? { path, md5: hex } : { path, checksum: `${algorithm}:${hex}` };
}

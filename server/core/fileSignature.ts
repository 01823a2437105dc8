/** The stat line of a local file: it changes whenever the bytes may have changed. */
import type { BigIntStats } from 'node:fs';

export function fileSignature(stat: BigIntStats): string {
  return `${stat.size}:${stat.mtimeNs}:${stat.ctimeNs}:${stat.ino}`;
}

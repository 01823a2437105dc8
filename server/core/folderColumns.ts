/** Signatures of files as columns of numbers. Both sides of a hashing thread read them, so this loads nothing. */
import type { Stats } from 'node:fs';

/** Numbers a file: bytes, time of change in milliseconds, time of change of its state, inode. */
export const signatureLength = 4;
/** Bytes a file. */
export const hashLength = 32;

/** Notes how a file is. As numbers: every difference that a later write can make is far above what they round away. */
export function signInto(signatures: Float64Array, index: number, { size, mtimeMs, ctimeMs, ino }: Stats): void {
  const at = index * signatureLength;
  signatures[at] = size;
  signatures[at + 1] = mtimeMs;
  signatures[at + 2] = ctimeMs;
  signatures[at + 3] = ino;
}

/** Whether a file is as it was noted. */
export function isSigned(signatures: Float64Array, index: number, { size, mtimeMs, ctimeMs, ino }: Stats): boolean {
  const at = index * signatureLength;
  return signatures[at] === size && signatures[at + 1] === mtimeMs && signatures[at + 2] === ctimeMs && signatures[at + 3] === ino;
}

/** Makes the hash in a place one that is used now and not believed later; the size stays. */
export function forget(signatures: Float64Array, index: number): void {
  signatures.fill(Number.NaN, index * signatureLength + 1, (index + 1) * signatureLength);
}

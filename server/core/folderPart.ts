/**
 * What is known of some files of one folder, as columns: few objects and one cache row for hundreds of files. Their
 * bytes: length of the names (4), names with a NUL between them, signatures, hashes, and a digest over all of it.
 */
import { createHash } from 'node:crypto';
import { hashLength, signatureLength } from './folderColumns.ts';
import { comparePaths } from './manifest.ts';

export interface FolderPart {
  /** Sorted as `comparePaths` does. */
  names: string[];
  /** Four numbers a file: bytes, time of change in milliseconds, time of change of its state, inode. NaN: not known. */
  signatures: Float64Array;
  /** 32 bytes a file. */
  hashes: Buffer;
}

const digestLength = 16;

/** A part about which nothing is known yet. */
export function emptyPart(names: string[]): FolderPart {
  const signatures = new Float64Array(names.length * signatureLength).fill(Number.NaN);
  return { names, signatures, hashes: Buffer.alloc(names.length * hashLength) };
}

/** Whether the hash in a place may be believed as long as the signature beside it holds. */
export function isKnown({ signatures }: FolderPart, index: number): boolean {
  return !Number.isNaN(signatures[index * signatureLength + 1]!);
}

/** The hash in a place, when the text of `fileSignature` means what is noted there. */
export function hashUnder(part: FolderPart, name: string, signature: string): string | undefined {
  const index = placeOf(part.names, name);
  if (index === undefined) return undefined;
  const parts = /^(\d+):(-?\d+):(-?\d+):(\d+)$/.exec(signature);
  if (!parts) return undefined;
  const [size, mtime, ctime, ino] = parts.slice(1) as [string, string, string, string];
  const wanted = [Number(size), milliseconds(mtime), milliseconds(ctime), Number(ino)];
  if (!wanted.every((value, i) => part.signatures[index * signatureLength + i] === value)) return undefined;
  return part.hashes.toString('hex', index * hashLength, (index + 1) * hashLength);
}

/** What older parts know of these names; names that none of them has stay unknown. Later parts go before earlier ones. */
export function gather(names: string[], parts: readonly FolderPart[]): FolderPart {
  const [first, ...others] = parts;
  if (first && others.length === 0 && sameNames(first.names, names)) return first;
  const result = emptyPart(names);
  for (const part of parts) {
    let from = 0;
    names.forEach((name, i) => {
      while (from < part.names.length && comparePaths(part.names[from]!, name) < 0) from++;
      if (part.names[from] === name) copyEntry({ part, index: from }, { part: result, index: i });
    });
  }
  return result;
}

/** Only the files whose hash is known; the part itself when that is all. */
export function knownOnly(part: FolderPart): FolderPart {
  const known: number[] = [];
  for (let i = 0; i < part.names.length; i++) if (isKnown(part, i)) known.push(i);
  if (known.length === part.names.length) return part;
  const result = emptyPart(known.map((i) => part.names[i]!));
  known.forEach((index, i) => void copyEntry({ part, index }, { part: result, index: i }));
  return result;
}

export function encodePart(folder: string, { names, signatures, hashes }: FolderPart): Buffer {
  const text = Buffer.from(names.join('\0'));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  const pieces = [length, text, Buffer.from(signatures.buffer, signatures.byteOffset, signatures.byteLength), hashes];
  return Buffer.concat([...pieces, digestOf(folder, ...pieces)]);
}

/** Nothing, when these are not the bytes that were written for this folder: a disk may have flipped one. */
export function decodePart(folder: string, bytes: Buffer): FolderPart | undefined {
  if (bytes.length < 4 + digestLength) return undefined;
  const end = bytes.length - digestLength;
  if (!digestOf(folder, bytes.subarray(0, end)).equals(bytes.subarray(end))) return undefined;
  const namesEnd = 4 + bytes.readUInt32LE(0);
  const names = bytes.toString('utf8', 4, namesEnd).split('\0');
  const signatures = new Float64Array(names.length * signatureLength);
  const hashesStart = namesEnd + signatures.byteLength;
  Buffer.from(signatures.buffer).set(bytes.subarray(namesEnd, hashesStart));
  return { names, signatures, hashes: bytes.subarray(hashesStart, end) };
}

function sameNames(a: string[], b: string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

interface Place {
  part: FolderPart;
  index: number;
}

function copyEntry(from: Place, to: Place): void {
  const signature = from.part.signatures.subarray(from.index * signatureLength, (from.index + 1) * signatureLength);
  to.part.signatures.set(signature, to.index * signatureLength);
  from.part.hashes.copy(to.part.hashes, to.index * hashLength, from.index * hashLength, (from.index + 1) * hashLength);
}

function placeOf(names: string[], name: string): number | undefined {
  let low = 0;
  let high = names.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comparePaths(names[middle]!, name) < 0) low = middle + 1;
    else high = middle;
  }
  return names[low] === name ? low : undefined;
}

/** Of nanoseconds, rounded as Node does it, to the last bit. */
function milliseconds(nanoseconds: string): number {
  const time = BigInt(nanoseconds);
  const rest = ((time % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  return Number((time - rest) / 1_000_000_000n) * 1000 + Number(rest) / 1_000_000;
}

function digestOf(folder: string, ...pieces: Buffer[]): Buffer {
  const hash = createHash('sha256').update(folder).update('\0');
  for (const piece of pieces) hash.update(piece);
  return hash.digest().subarray(0, digestLength);
}

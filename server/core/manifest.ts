/**
 * The manifest text of a version, byte for byte what its combined hash is made of: one line a file as GNU `sha256sum`
 * prints it, sorted by the bytes of the path. Under provider identity the store's words stand where the hash would.
 */
import { createHash } from 'node:crypto';
import type { DatasetFile, Identity } from './dataset.ts';

/** Sorts as `LC_ALL=C sort` does: by UTF-8 bytes, which is not the order of JavaScript's UTF-16 units. */
export function comparePaths(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return codePointOrder(x) - codePointOrder(y);
  }
  return a.length - b.length;
}

/** One line without its newline. GNU marks a line whose name it had to escape with a leading backslash. */
export function manifestLine(file: Pick<DatasetFile, 'path' | 'size' | 'sha256' | 'etag' | 'versionId'>): string {
  const identity = file.sha256 ?? `provider:${file.etag ?? ''}:${file.versionId ?? ''}:${file.size}`;
  if (!/[\\\n\r]/.test(file.path)) return `${identity}  ${file.path}`;
  const escaped = file.path.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return `\\${identity}  ${escaped}`;
}

/** The text in pieces of some hundred lines, for files that are already sorted. */
export function* manifestText(files: Iterable<DatasetFile>): Generator<string> {
  let lines: string[] = [];
  for (const file of files) {
    lines.push(manifestLine(file));
    if (lines.length === 512) {
      yield `${lines.join('\n')}\n`;
      lines = [];
    }
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`;
}

/** Hex SHA-256 of the manifest text of sorted files. */
export function combinedHash(files: Iterable<DatasetFile>): string {
  const hash = createHash('sha256');
  for (const piece of manifestText(files)) hash.update(piece);
  return hash.digest('hex');
}

/** The same of files that come one after another. */
export function manifestHash(): { add(file: DatasetFile): void; digest(): string } {
  const hash = createHash('sha256');
  let lines = '';
  return {
    add(file) {
      lines += `${manifestLine(file)}\n`;
      if (lines.length < textAtOnce) return;
      hash.update(lines);
      lines = '';
    },
    digest: () => hash.update(lines).digest('hex'),
  };
}

/** Characters. */
const textAtOnce = 1 << 16;

export function identityOf(files: Iterable<DatasetFile>): Identity {
  for (const file of files) if (file.sha256 === undefined) return 'provider';
  return 'content';
}

/** Surrogates stand for code points above every other UTF-16 unit, so they sort last. */
function codePointOrder(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit <= 0xdfff ? unit + 0x2000 : unit - 0x800;
}

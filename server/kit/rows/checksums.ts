/** Lists of checksums as `sha256sum` and its kin write them. */
import type { SourceProblem } from '../../core/source.ts';
import { lines } from './lines.ts';
import { type RowsOptions, rowProblem } from './place.ts';

export interface Checksum {
  /** Line, from 1. */
  number: number;
  offset: number;
  /** Lower-case hex. */
  sha256: string;
  /** As it was written, after its escapes were undone. */
  path: string;
}

/**
 * The lines of a `sha256sum` file: `<hex>  name`, `<hex> *name`, `SHA256 (name) = <hex>`, and the same after a backslash where
 * the name is escaped. Blank lines and comments (`#`) are none. Another line is a problem, and the others follow.
 */
export async function* checksums(stream: AsyncIterable<Uint8Array>, options: RowsOptions): AsyncGenerator<Checksum | SourceProblem> {
  for await (const line of lines(stream, options)) {
    if ('problem' in line) yield line;
    else if (line.text.trim() !== '' && !line.text.startsWith('#')) {
      const found = checksumOf(line.text);
      yield typeof found === 'string'
        ? rowProblem(
            options,
            `:${line.number}`,
            `Line ${line.number} ${found}.`,
            'Write it as sha256sum does: 64 hex digits, two spaces, a name.',
          )
        : { number: line.number, offset: line.offset, ...found };
    }
  }
}

/** One such line; what is wrong with it, in words, when it is none. */
export function checksumOf(text: string): { sha256: string; path: string } | string {
  const found = digestLine(text);
  if (typeof found === 'string') return found;
  const { hex, path, algorithm = 'SHA256' } = found;
  if (hex.length !== 64) return `has a checksum of ${hex.length} digits, which is no SHA-256`;
  return isSha256(algorithm) ? { sha256: hex, path } : `has a checksum of ${algorithm}, which is no SHA-256`;
}

/** What a line says of a file, whatever the algorithm. */
export interface DigestLine {
  /** As the line calls it; absent where only the number of digits tells. */
  algorithm?: string;
  /** Lower case. */
  hex: string;
  path: string;
}

/** A line of any of `md5sum`, `sha1sum`, `sha256sum`, `shasum`, BSD's `--tag` and `openssl dgst`; else what is wrong with it. */
export function digestLine(text: string): DigestLine | string {
  const escaped = text.startsWith('\\');
  const line = escaped ? text.slice(1) : text;
  const [, gnu, gnuName] = /^([0-9a-f]+) [ *](.+)$/is.exec(line) ?? [];
  const [, algorithm, tagName, tagged] = gnu === undefined ? (/^([A-Z0-9/-]+) ?\((.+)\) ?= ([0-9a-f]+)$/is.exec(line) ?? []) : [];
  const [hex, name] = [gnu ?? tagged, gnuName ?? tagName];
  if (hex === undefined || name === undefined) return 'is no checksum and name';
  const path = escaped ? unescaped(name) : name;
  if (path === undefined) return 'has a name with an escape that is none of \\\\, \\n and \\r';
  return { ...(algorithm === undefined ? {} : { algorithm }), hex: hex.toLowerCase(), path };
}

export function isSha256(algorithm: string): boolean {
  return /^SHA2?-?256$/i.test(algorithm);
}

function unescaped(name: string): string | undefined {
  if (/\\(?![\\nr])/.test(name.replaceAll('\\\\', ''))) return undefined;
  return name.replaceAll(/\\([\\nr])/g, (_, sign: string) => ({ '\\': '\\', n: '\n', r: '\r' })[sign]!);
}

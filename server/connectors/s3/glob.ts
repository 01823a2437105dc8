/** Globs in locations: `s3://bucket/train/*.{jpg,png}`. A sign that is percent-encoded stands for itself. */
import picomatch from 'picomatch';

export interface Glob {
  /** The part of the key that is fixed, up to a slash: paths are relative to it. */
  folder: string;
  /** Where all keys begin that may fit. */
  prefix: string;
  /** As it was written, below the folder. */
  pattern: string;
  /** Of a path below the folder. */
  fits(path: string): boolean;
}

const signs = /[*?[\]{}]/;

/** Undefined for a location without any sign of a glob. */
export function globOf(location: string): Glob | undefined {
  const [, written = ''] = /^s3:\/\/[^/]*\/(.*)$/is.exec(location) ?? [];
  const at = written.search(signs);
  if (at < 0) return undefined;
  const slash = written.lastIndexOf('/', at) + 1;
  const pattern = written.slice(slash);
  // what is encoded is meant, and so is what has a meaning to picomatch and none here
  const literal = pattern.replace(/[\\()|!](?![^[]*\])|(?:%[0-9a-f]{2})+/gi, (text) => escaped(decodeURIComponent(text)));
  const matches = picomatch(literal, { dot: true, nonegate: true, noextglob: true, posix: true, strictSlashes: true });
  return {
    folder: decodeURIComponent(written.slice(0, slash)),
    prefix: decodeURIComponent(written.slice(0, at)),
    pattern,
    fits: (path) => matches(path),
  };
}

function escaped(text: string): string {
  return text.replace(/[\\*?[\]{}()!+@|^$]/g, '\\$&');
}

/** Slips in the beginning of a URI: `datset://pets/v1`, `s3:/bucket/key`. */
import { nearest } from '../../../core/nearest.ts';

export interface SchemeSlip {
  /** The scheme as it is written, and the one that is meant. */
  written: string;
  scheme: string;
  hasColon: boolean;
  /** Where the scheme ends in the text, with what separates it from the rest. */
  end: number;
  /** All of the text, put right. */
  meant: string;
}

/** Nothing where the scheme is right, or near to none that is known: a store may have its own. */
export function schemeSlip(text: string): SchemeSlip | undefined {
  const head = /^([A-Za-z][A-Za-z0-9+.-]*)(:\/\/|:\/|\/\/|:)(?=[^/\s])/.exec(text);
  if (!head) return undefined;
  const [{ length: end }, written, separator] = head as unknown as [string, string, string];
  const rest = text.slice(end);
  const scheme = known.has(written) ? written : meantScheme(written, separator);
  if (scheme === undefined || (scheme === written && !isSlip(scheme, separator, rest))) return undefined;
  return { written, scheme, hasColon: separator !== '//', end, meant: `${scheme}://${rest}` };
}

const ours: ReadonlySet<string> = new Set(['dataset', 'model']);
const buckets: ReadonlySet<string> = new Set(['s3', 'gs', 'azure', 'swift']);
const known: ReadonlySet<string> = new Set([...ours, ...buckets, 'datum', 'http', 'https', 'file']);

/** Of two letters each is near to each, a relative path may begin with any name, and so may `name:version`. */
function meantScheme(written: string, separator: string): string | undefined {
  if (written.length < 3 || !separator.startsWith(':/')) return undefined;
  const near = nearest(written, known);
  // stores do not mind capitals
  return near !== undefined && (ours.has(near) || near !== written.toLowerCase()) ? near : undefined;
}

/** `file:/path` is a right one, and `dataset:v1` a reference. */
function isSlip(scheme: string, separator: string, rest: string): boolean {
  if (separator === '://' || scheme === 'file') return false;
  return separator !== ':' || buckets.has(scheme) || (ours.has(scheme) && rest.includes('/'));
}

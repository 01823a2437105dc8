/** The one lasting address of a thing on the web: without what is secret or soon over, and in its store's own terms. */
import { encodePath, withoutSecrets } from '../../core/location.ts';
import { bucketOf } from './buckets.ts';
import { secretKeys } from './signatures.ts';

/** An object and, apart, which version of it is meant. */
export interface CanonicalObject {
  location: string;
  versionId?: string;
}

/**
 * `s3://bucket/key`, `gs://bucket/key`, `az://account/container/key` where the address is one of these stores, else the
 * address itself; in both cases without signature, key, password and fragment. A version id stays: `?versionId=` of S3 and
 * Azure, `?generation=` of Google. Locations of other schemes stay as they are. The same for every spelling of one link,
 * and for what it has given itself.
 */
export function canonicalLocation(url: string): string {
  const { location, versionId } = canonicalObject(url);
  if (versionId === undefined) return location;
  return `${location}?${location.startsWith('gs:') ? 'generation' : 'versionId'}=${encodeURIComponent(versionId)}`;
}

/** The same with the version id apart, as pointers and stored files have it. */
export function canonicalObject(url: string): CanonicalObject {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme === 's3' || scheme === 'gs' || scheme === 'az') return respelt(scheme, url.slice(url.indexOf(':') + 1));
  if (scheme !== 'http' && scheme !== 'https') return { location: url };
  const parsed = URL.parse(url);
  if (!parsed) return { location: withoutSecrets(url) };
  const bucket = bucketOf(parsed, rawPath(url));
  const query = lastingQuery(url);
  if (!bucket) return { location: `${parsed.origin}${parsed.pathname}${query ? `?${query}` : ''}` };
  const version =
    new URLSearchParams(query).get(bucket.scheme === 'gs' ? 'generation' : 'versionid') ?? new URLSearchParams(query).get('versionId');
  return versioned(locationOf(bucket.scheme, bucket.host, bucket.key), version);
}

/**
 * Where an object is recorded to lie: its canonical location, with the version id apart. A public web address in S3 stays one:
 * whoever has no keys of Amazon's can read it there and not as `s3://`.
 */
export function recordedLocation(location: string): CanonicalObject {
  const canonical = canonicalObject(location);
  if (!canonical.location.startsWith('s3:') || !/^https?:/i.test(location) || isSigned(location)) return canonical;
  const { origin, pathname, search } = new URL(location);
  return { location: `${origin}${pathname}${search}` };
}

/** Whether an address carries what only its owner should have: a signature, a token, a password. */
export function isSigned(url: string): boolean {
  const parsed = URL.parse(url);
  if (!parsed) return false;
  if (parsed.username || parsed.password) return true;
  const isSecret = secretKeys(parsed, [...parsed.searchParams.keys()]);
  return [...parsed.searchParams].some(([key, value]) => isSecret(key) || isSignedLink(value));
}

/** One spelling for a location that is in its store's own terms already. */
function respelt(scheme: 's3' | 'gs' | 'az', rest: string): CanonicalObject {
  const [, host, path = '', version] = /^\/\/([^/?#]*)\/?(.*?)(?:\?(?:versionId|generation)=([^?&]+))?$/is.exec(rest) ?? [];
  if (!host || host.includes('@')) return { location: withoutSecrets(`${scheme}:${rest}`) };
  return versioned(locationOf(scheme, host, decodedOnce(path) ?? path), version === undefined ? null : (decodedOnce(version) ?? version));
}

function locationOf(scheme: string, host: string, key: string): string {
  return key === '' ? `${scheme}://${host}` : `${scheme}://${host}/${encodePath(key)}`;
}

function versioned(location: string, versionId: string | null): CanonicalObject {
  return versionId ? { location, versionId } : { location };
}

/** What of the query names the thing, in its own spelling. */
function lastingQuery(url: string): string {
  const parsed = new URL(url);
  const pieces = parsed.search.slice(1).split('&').filter(Boolean);
  const pairs = pieces.map((piece) => ({ piece, pair: [...new URLSearchParams(piece)][0] ?? ['', ''] }));
  const isSecret = secretKeys(
    parsed,
    pairs.map(({ pair }) => pair[0]!),
  );
  return pairs
    .filter(({ pair }) => !isSecret(pair[0]!))
    .map(({ piece, pair: [key, value] }) =>
      isSignedLink(value!) ? `${encodeURIComponent(key!)}=${encodeURIComponent(canonicalLocation(value!))}` : piece,
    )
    .join('&');
}

/** A link inside of a link, as proxies and viewers have it. */
function isSignedLink(value: string): boolean {
  return /^https?:\/\//i.test(value) && isSigned(value);
}

/** The path as it was written: a parsed one is without `..`, which may be part of a key. */
function rawPath(url: string): string {
  return /^https?:\/\/[^/?#]*\/?([^?#]*)/i.exec(url)?.[1] ?? '';
}

/** Undefined for what is no percent-encoded UTF-8. */
export function decodedOnce(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

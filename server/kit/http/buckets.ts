/** Whose bucket a web address leads to, and back. */

export interface Bucket {
  scheme: 's3' | 'gs' | 'az';
  /** Bucket, or account of Azure. */
  host: string;
  /** As the store knows it; of Azure with the container. */
  key: string;
}

/** Region, acceleration and the like, between `s3` and `amazonaws.com`. */
const amazon = /(?:^|\.)s3(?:[.-](?:accelerate|dualstack|fips|external-1|[a-z]{2}(?:-[a-z]+)+-\d+))*\.amazonaws\.com(?:\.cn)?$/;
const google = /^(?:(.+)\.)?storage\.googleapis\.com$|^(?:storage\.cloud\.google\.com|commondatastorage\.googleapis\.com)$/;
const azure = /^([^.]+)\.blob\.core\.windows\.net$/;

/** Undefined for every other host. `path` is the path as it was written, without the slash it begins with. */
export function bucketOf(url: URL, path: string): Bucket | undefined {
  const { hostname, port } = url;
  if (port !== '') return undefined;
  const ofAmazon = amazon.exec(hostname);
  if (ofAmazon) return named('s3', hostname.slice(0, ofAmazon.index), path);
  const ofGoogle = google.exec(hostname);
  if (ofGoogle) return named('gs', ofGoogle[1] ?? '', jsonApi(path) ?? path);
  const ofAzure = azure.exec(hostname);
  return ofAzure && path.includes('/') ? decoded('az', ofAzure[1]!, path) : undefined;
}

/** The public web address of an object; undefined for other schemes. `key` is percent-encoded. */
export function webAddress(scheme: string, host: string, key: string): string | undefined {
  if (scheme === 'gs') return `https://storage.googleapis.com/${host}/${key}`;
  return scheme === 'az' ? `https://${host}.blob.core.windows.net/${key}` : undefined;
}

/** The bucket is in the host, or the first part of the path. */
function named(scheme: 's3' | 'gs', host: string, path: string): Bucket | undefined {
  if (host !== '') return decoded(scheme, host, path);
  const [, bucket = '', key = ''] = /^([^/]*)\/?(.*)$/s.exec(path) ?? [];
  return decoded(scheme, bucket, key);
}

function decoded(scheme: Bucket['scheme'], host: string, path: string): Bucket | undefined {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{1,254}$/.test(host)) return undefined;
  try {
    return { scheme, host, key: decodeURIComponent(path) };
  } catch (error) {
    // bytes that are no UTF-8 have no spelling in the store's own terms
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/** `download/storage/v1/b/<bucket>/o/<key>`, where the slashes of the key are percent-encoded. */
function jsonApi(path: string): string | undefined {
  const [, bucket, key] = /^(?:download\/)?storage\/v1\/b\/([^/]+)\/o\/([^/]+)$/.exec(path) ?? [];
  return bucket && key ? `${bucket}/${key}` : undefined;
}

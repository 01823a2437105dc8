/** Looking around in a store, one level at a time: its buckets, then folders and objects as a person sees them. */
import type { BrowseEntry, BrowsePage } from '../../core/connector.ts';
import type { S3Api } from './api.ts';
import { decodedKey } from './encodedKey.ts';
import { formatLocation, parseLocation } from './location.ts';
import { refuseForeign } from './pages.ts';

export interface BrowseOptions {
  /** The `next` of the page before. */
  after: string | undefined;
  pageSize: number;
  signal: AbortSignal | undefined;
}

/**
 * The buckets of whoever asks, as folders. Throws `s3.denied` where they may not be seen, and `s3.credentials` where nobody
 * asks: a bucket may be named all the same.
 */
export async function buckets(api: S3Api, { after, signal }: BrowseOptions): Promise<BrowsePage> {
  const page = await api.listBuckets({ ContinuationToken: after }, signal);
  const entries = (page.Buckets ?? []).flatMap(({ Name }): BrowseEntry[] =>
    Name === undefined ? [] : [{ location: `${formatLocation({ bucket: Name, key: '' })}/`, name: Name, kind: 'folder' }],
  );
  return { entries, ...nextOf(page.ContinuationToken) };
}

/** What is right in a folder: its folders, then its objects. A location without a slash at its end is taken as a folder too. */
export async function folder(api: S3Api, location: string, { after, pageSize, signal }: BrowseOptions): Promise<BrowsePage> {
  const { bucket, key } = parseLocation(location);
  const prefix = key === '' || key.endsWith('/') ? key : `${key}/`;
  const page = await api.listObjects(
    { Bucket: bucket, Prefix: prefix, Delimiter: '/', MaxKeys: pageSize, EncodingType: 'url', ContinuationToken: after },
    signal,
  );
  refuseForeign(api, { bucket, prefix }, page);
  const encoded = page.EncodingType === 'url';
  const folders = (page.CommonPrefixes ?? []).flatMap(({ Prefix }): BrowseEntry[] => {
    const whole = decodedKey(Prefix, encoded);
    if (whole === undefined) return [];
    // a key with two slashes in a row makes a folder without a name
    return [{ location: formatLocation({ bucket, key: whole }), name: whole.slice(prefix.length, -1) || '/', kind: 'folder' }];
  });
  const files = (page.Contents ?? []).flatMap(({ Key, Size }): BrowseEntry[] => {
    const whole = decodedKey(Key, encoded);
    // the object that marks this very folder
    if (whole === undefined || whole === prefix) return [];
    return [{ location: formatLocation({ bucket, key: whole }), name: whole.slice(prefix.length), kind: 'file', size: Size ?? 0 }];
  });
  return { entries: [...folders, ...files], ...nextOf(page.IsTruncated ? page.NextContinuationToken : undefined) };
}

function nextOf(token: string | undefined): Pick<BrowsePage, 'next'> {
  return token ? { next: token } : {};
}

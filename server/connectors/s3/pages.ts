/** The pages of a bucket's listing, the next one asked for while the current one is used. */
import type { _Object, ObjectVersion } from '@aws-sdk/client-s3';
import type { Skipped } from '../../core/connector.ts';
import { DatapinError, type ErrorCode } from '../../core/errors.ts';
import type { S3Api } from './api.ts';
import { foreignAnswer } from './errors.ts';
import { headObject, type ObjectFacts, realVersion, unquote } from './objects.ts';

export type Listed = (ObjectFacts & { key: string }) | Skipped;

export interface PagesOptions {
  bucket: string;
  prefix: string;
  pageSize: number;
  signal: AbortSignal | undefined;
}

/** With version ids where the bucket keeps versions and lets them be seen. */
export async function* pagesOf(api: S3Api, options: PagesOptions): AsyncGenerator<Listed[]> {
  // ends the request that was made ahead when nobody reads on
  const left = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, left.signal]) : left.signal;
  try {
    const { fetchPage, first } = await firstPage(api, { ...options, signal });
    let page = first;
    while (page.next) {
      const ahead = fetchPage(page.next);
      ahead.catch(() => undefined); // thrown where it is awaited, unless nobody reads on
      yield page.items;
      page = await ahead;
    }
    yield page.items;
  } finally {
    left.abort();
  }
}

interface Page {
  items: Listed[];
  /** Where the next page begins; undefined on the last. */
  next: Marker | undefined;
}

interface Marker {
  token?: string | undefined;
  key?: string | undefined;
  versionId?: string | undefined;
}

type FetchPage = (marker: Marker) => Promise<Page>;

async function firstPage(api: S3Api, options: PagesOptions): Promise<{ fetchPage: FetchPage; first: Page }> {
  if (await keepsVersions(api, options)) {
    const fetchPage: FetchPage = (marker) => versionsPage(api, options, marker);
    const first = await fetchPage({}).catch(unless('s3.denied'));
    if (first) return { fetchPage, first };
  }
  const fetchPage: FetchPage = (marker) => objectsPage(api, options, marker);
  return { fetchPage, first: await fetchPage({}) };
}

/** Not every store knows the question, and not everyone may ask it. */
async function keepsVersions(api: S3Api, { bucket, signal }: PagesOptions): Promise<boolean> {
  const answer = await api.bucketVersioning({ Bucket: bucket }, signal).catch(unless('s3.denied', 's3.failed'));
  return answer?.Status !== undefined;
}

async function objectsPage(api: S3Api, options: PagesOptions, marker: Marker): Promise<Page> {
  const page = await api.listObjects({ ...common(options), ContinuationToken: marker.token }, options.signal);
  refuseForeign(api, options, page);
  const items = await listed(api, options, { objects: page.Contents ?? [], encoded: page.EncodingType === 'url' });
  if (!page.IsTruncated) return { items, next: undefined };
  const token = page.NextContinuationToken;
  return { items, next: advanced(token && token !== marker.token ? { token } : undefined) };
}

async function versionsPage(api: S3Api, options: PagesOptions, marker: Marker): Promise<Page> {
  const page = await api.listVersions({ ...common(options), KeyMarker: marker.key, VersionIdMarker: marker.versionId }, options.signal);
  refuseForeign(api, options, page);
  const versions = page.Versions ?? [];
  const encoded = page.EncodingType === 'url';
  const items = await listed(api, options, { objects: versions.filter((version) => version.IsLatest), encoded });
  if (!page.IsTruncated) return { items, next: undefined };
  // Amazon encodes the marker as it does the keys; Ceph encodes the keys alone.
  const last = [versions.at(-1), page.DeleteMarkers?.at(-1)].map((entry) => decode(entry?.Key, encoded));
  const key = last.includes(page.NextKeyMarker) ? page.NextKeyMarker : decode(page.NextKeyMarker, encoded);
  const next = { key, versionId: page.NextVersionIdMarker };
  return { items, next: advanced(key !== marker.key || next.versionId !== marker.versionId ? next : undefined) };
}

/** `url`: keys may hold characters that XML cannot. */
function common({ bucket, prefix, pageSize }: PagesOptions) {
  return { Bucket: bucket, Prefix: prefix, MaxKeys: pageSize, EncodingType: 'url' } as const;
}

/** The SDK reads any well-formed page, such as that of a sign-in, as a listing without objects. */
function refuseForeign(api: S3Api, { bucket, prefix }: PagesOptions, page: { IsTruncated?: boolean; Name?: string }): void {
  if (page.IsTruncated === undefined && page.Name === undefined) throw api.explain(foreignAnswer(), { bucket, key: prefix });
}

function advanced(next: Marker | undefined): Marker {
  if (next && (next.token ?? next.key) !== undefined) return next;
  throw new DatapinError('s3.failed', 'The store does not say how its listing goes on.', { hint: 'Show this to whoever runs the store.' });
}

type ListedObject = Pick<_Object & ObjectVersion, 'Key' | 'Size' | 'ETag' | 'VersionId'> &
  Partial<Pick<_Object, 'ChecksumAlgorithm' | 'ChecksumType'>>;

async function listed(
  api: S3Api,
  options: PagesOptions,
  { objects, encoded }: { objects: ListedObject[]; encoded: boolean },
): Promise<Listed[]> {
  const items = objects.map((object) => toListed(object, encoded));
  // One request each, so only where the listing says that there is something to be had.
  const asked = items.filter((item, i) => 'key' in item && storesSha256(objects[i]!));
  const lane = async () => {
    for (let item = asked.pop(); item; item = asked.pop()) {
      if ('key' in item) item.declaredSha256 = await declaredSha256(api, options, item);
    }
  };
  await Promise.all(Array.from({ length: 16 }, lane));
  return items;
}

function toListed({ Key, Size, ETag, VersionId }: ListedObject, encoded: boolean): Listed {
  const key = decode(Key, encoded);
  if (key === undefined) return { skipped: Key ?? '', reason: 'its key is not UTF-8' };
  return { key, size: Size ?? 0, etag: unquote(ETag), versionId: realVersion(VersionId) };
}

function storesSha256({ ChecksumAlgorithm, ChecksumType }: ListedObject): boolean {
  return (ChecksumAlgorithm?.includes('SHA256') ?? false) && ChecksumType !== 'COMPOSITE';
}

async function declaredSha256(api: S3Api, { bucket, signal }: PagesOptions, item: ObjectFacts & { key: string }) {
  const pin = { bucket, key: item.key, versionId: item.versionId };
  const head = await headObject(api, pin, signal).catch(unless('s3.denied', 's3.key'));
  return head?.etag === item.etag && head?.size === item.size ? head.declaredSha256 : undefined;
}

/** Of `encoding-type=url`, which writes a space as `+` or `%20`. Undefined for what is no UTF-8. */
function decode(text: string | undefined, encoded: boolean): string | undefined {
  if (text === undefined || !encoded) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', '%20'));
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/** Handles a rejection with one of these codes as "nothing to be had". */
function unless(...codes: ErrorCode[]): (error: unknown) => undefined {
  return (error) => {
    if (error instanceof DatapinError && codes.includes(error.code)) return undefined;
    throw error;
  };
}

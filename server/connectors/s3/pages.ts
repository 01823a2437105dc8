/** A bucket's listing, a page at a time, with version ids where the bucket keeps versions and lets them be seen. */
import type { _Object, ObjectVersion } from '@aws-sdk/client-s3';
import type { Skipped } from '../../core/connector.ts';
import { DatapinError } from '../../core/errors.ts';
import { inLanes } from '../../core/lanes.ts';
import type { S3Api } from './api.ts';
import { decodedKey } from './encodedKey.ts';
import { foreignAnswer, isDenied } from './errors.ts';
import { headObject, type ObjectFacts, realVersion, unquote } from './objects.ts';

export type Found = ObjectFacts & { key: string };

/** A key that is no UTF-8 is skipped as the store spells it, percent-encoded. */
export type PageItem = Found | Skipped;

export interface PagesOptions {
  bucket: string;
  prefix: string;
  pageSize: number;
  signal: AbortSignal | undefined;
}

export interface Page {
  items: PageItem[];
  /** The last key that it got to, as the store spells it; undefined for an empty page. */
  last: PageItem | undefined;
  /** Where the next page begins; undefined on the last. */
  next: Marker | undefined;
}

/** A place in a listing: the store's own token, or the key after which it goes on. */
export interface Marker {
  token?: string | undefined;
  after?: string | undefined;
  versionId?: string | undefined;
}

/** One listing that can be entered anywhere. */
export interface Pages {
  /** No marker: from the beginning. */
  page(marker: Marker, signal: AbortSignal | undefined): Promise<Page>;
  /** The first key after this one; undefined when there is none that is UTF-8. */
  firstAfter(key: string, signal: AbortSignal | undefined): Promise<string | undefined>;
}

/** What a bucket does with an object that is written again: keep both · not · nothing that may be seen. */
export type Keeping = 'versions' | 'none' | 'unknown';

/** Opens a listing; its first page is there already. */
export async function openPages(api: S3Api, options: PagesOptions): Promise<{ pages: Pages; first: Page; keeping: Keeping }> {
  const keeping = await keepsVersions(api, options.bucket, options.signal);
  const firstAfter: Pages['firstAfter'] = (key, signal) => firstKeyAfter(api, options, { key, signal });
  if (keeping.listed) {
    const page: Pages['page'] = (marker, signal) => versionsPage(api, { ...options, signal }, marker);
    const first = await page({}, options.signal).catch(unlessDenied);
    if (first) return { pages: { page, firstAfter }, first, keeping: keeping.new };
  }
  const page: Pages['page'] = (marker, signal) => objectsPage(api, { ...options, signal }, marker);
  return { pages: { page, firstAfter }, first: await page({}, options.signal), keeping: keeping.listed ? 'unknown' : keeping.new };
}

/** Not every store knows the question, and not everyone may ask it. `listed`: there are versions, of today or earlier. */
export async function keepsVersions(
  api: S3Api,
  bucket: string,
  signal: AbortSignal | undefined,
): Promise<{ listed: boolean; new: Keeping }> {
  try {
    const { Status } = await api.bucketVersioning({ Bucket: bucket }, signal);
    return { listed: Status !== undefined, new: Status === 'Enabled' ? 'versions' : 'none' };
  } catch (error) {
    if (isDenied(error)) return { listed: false, new: 'unknown' };
    if (error instanceof DatapinError && error.code === 's3.failed') return { listed: false, new: 'none' };
    throw error;
  }
}

async function objectsPage(api: S3Api, options: PagesOptions, { token, after }: Marker): Promise<Page> {
  const place = token === undefined ? { StartAfter: after } : { ContinuationToken: token };
  const page = await api.listObjects({ ...common(options), ...place }, options.signal);
  refuseForeign(api, options, page);
  const encoded = page.EncodingType === 'url';
  const items = await toItems(api, options, { objects: page.Contents ?? [], encoded });
  const next = page.NextContinuationToken;
  return { items, last: items.at(-1), next: page.IsTruncated ? advanced(next && next !== token ? { token: next } : undefined) : undefined };
}

async function versionsPage(api: S3Api, options: PagesOptions, marker: Marker): Promise<Page> {
  const page = await api.listVersions({ ...common(options), KeyMarker: marker.after, VersionIdMarker: marker.versionId }, options.signal);
  refuseForeign(api, options, page);
  const versions = page.Versions ?? [];
  const encoded = page.EncodingType === 'url';
  const items = await toItems(api, options, { objects: versions.filter((version) => version.IsLatest), encoded });
  const ends = [versions.at(-1)?.Key, page.DeleteMarkers?.at(-1)?.Key];
  const last = toItem({ Key: page.IsTruncated ? (page.NextKeyMarker ?? ends[0]) : ends[0] }, encoded);
  if (!page.IsTruncated) return { items, last, next: undefined };
  // Amazon encodes the marker as it does the keys; Ceph encodes the keys alone.
  const plain = ends.map((key) => decodedKey(key, encoded)).includes(page.NextKeyMarker);
  const after = plain ? page.NextKeyMarker : decodedKey(page.NextKeyMarker, encoded);
  const next = { after, versionId: page.NextVersionIdMarker };
  const moves = after !== marker.after || next.versionId !== marker.versionId;
  return { items, last: after === undefined ? last : { key: after, size: 0 }, next: advanced(moves ? next : undefined) };
}

async function firstKeyAfter(
  api: S3Api,
  options: PagesOptions,
  { key, signal }: { key: string; signal: AbortSignal | undefined },
): Promise<string | undefined> {
  const page = await api.listObjects({ ...common({ ...options, pageSize: 1 }), StartAfter: key }, signal);
  return decodedKey(page.Contents?.[0]?.Key, page.EncodingType === 'url');
}

/** `url`: keys may hold characters that XML cannot. */
function common({ bucket, prefix, pageSize }: PagesOptions) {
  return { Bucket: bucket, Prefix: prefix, MaxKeys: pageSize, EncodingType: 'url' } as const;
}

/** The SDK reads any well-formed page, such as that of a sign-in, as a listing without objects. */
export function refuseForeign(
  api: S3Api,
  { bucket, prefix }: Pick<PagesOptions, 'bucket' | 'prefix'>,
  page: { IsTruncated?: boolean | undefined; Name?: string | undefined },
): void {
  if (page.IsTruncated === undefined && page.Name === undefined) throw api.explain(foreignAnswer(), { bucket, key: prefix });
}

function advanced(next: Marker | undefined): Marker {
  if (next && (next.token ?? next.after) !== undefined) return next;
  throw new DatapinError('s3.failed', 'The store does not say how its listing goes on.', { hint: 'Show this to whoever runs the store.' });
}

type ListedObject = Pick<_Object & ObjectVersion, 'Key' | 'Size' | 'ETag' | 'VersionId'> &
  Partial<Pick<_Object, 'ChecksumAlgorithm' | 'ChecksumType'>>;

/** Questions for checksums in flight, of one page. */
const questions = 8;

async function toItems(
  api: S3Api,
  options: PagesOptions,
  { objects, encoded }: { objects: ListedObject[]; encoded: boolean },
): Promise<PageItem[]> {
  const items = objects.map((object) => toItem(object, encoded));
  // One request each, so only where the listing says that there is something to be had.
  const asked = items.filter((item, i): item is Found => 'key' in item && storesSha256(objects[i]!));
  await inLanes(asked, { lanes: questions, signal: options.signal }, async (item, _, signal) => {
    item.declaredSha256 = await declaredSha256(api, { ...options, signal }, item);
  });
  return items;
}

function toItem({ Key, Size, ETag, VersionId }: ListedObject, encoded: boolean): PageItem {
  const key = decodedKey(Key, encoded);
  if (key === undefined) return { skipped: Key ?? '', reason: 'its key is not UTF-8' };
  return { key, size: Size ?? 0, etag: unquote(ETag), versionId: realVersion(VersionId) };
}

function storesSha256({ ChecksumAlgorithm, ChecksumType }: ListedObject): boolean {
  return (ChecksumAlgorithm?.includes('SHA256') ?? false) && ChecksumType !== 'COMPOSITE';
}

async function declaredSha256(api: S3Api, { bucket, signal }: PagesOptions, item: Found) {
  const pin = { bucket, key: item.key, versionId: item.versionId };
  const head = await headObject(api, pin, signal).catch(unlessGone);
  return head?.etag === item.etag && head?.size === item.size ? head.declaredSha256 : undefined;
}

/** Handles a refusal as "nothing to be had". */
function unlessDenied(error: unknown): undefined {
  if (!isDenied(error)) throw error;
}

function unlessGone(error: unknown): undefined {
  if (!(error instanceof DatapinError && error.code === 's3.key')) unlessDenied(error);
}

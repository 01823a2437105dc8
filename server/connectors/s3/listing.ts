/** What a location means: an object, else a folder, else a glob. */
import type { Listed, Skipped, SourceFile } from '../../core/connector.ts';
import { DatapinError, throwIfCancelled } from '../../core/errors.ts';
import type { S3Api } from './api.ts';
import { isDenied } from './errors.ts';
import { type Glob, globOf } from './glob.ts';
import { formatLocation, parseLocation, type S3Location } from './location.ts';
import { headObject, type ObjectFacts, signatureOf } from './objects.ts';
import { type Keeping, keepsVersions, openPages, type PageItem } from './pages.ts';
import { listStretches } from './stretches.ts';

export interface ListOptions {
  pageSize: number;
  /** Requests in flight, at most. */
  lanes: number;
  signal: AbortSignal | undefined;
}

/**
 * The object that a location names exactly, else all under it as a folder, else all that it fits as a glob, page by page.
 * Throws `s3.key` when there is nothing, and the other `s3.*`.
 */
export async function* listLocation(api: S3Api, location: string, options: ListOptions): AsyncGenerator<Listed[]> {
  const { bucket, key } = parseLocation(location);
  const folder = key === '' || key.endsWith('/');
  const exact = folder ? undefined : await exactObject(api, { bucket, key }, options.signal);
  if (exact && 'size' in exact) {
    const file = sourceFile({ bucket, key }, key.slice(0, key.lastIndexOf('/') + 1), exact);
    const pinned = exact.versionId !== undefined;
    yield pinned ? [file] : [file, ...noteOf(bucket, (await keepsVersions(api, bucket, options.signal)).new)];
    return;
  }
  let found = yield* listKeys(api, { bucket, folder: folder ? key : `${key}/` }, options);
  const glob = found ? undefined : globOf(location);
  if (glob) found = yield* listKeys(api, { bucket, ...glob }, options);
  if (!found) throw exact ?? nothing({ bucket, key }, glob);
}

interface Wanted extends Partial<Glob> {
  bucket: string;
  /** Paths are relative to it; ends with a slash, or is empty. */
  folder: string;
}

/** Answers whether there was anything. */
async function* listKeys(api: S3Api, wanted: Wanted, options: ListOptions): AsyncGenerator<Listed[], boolean> {
  const { bucket, folder, prefix = folder, fits = () => true } = wanted;
  const { pages, first, keeping } = await openPages(api, { bucket, prefix, ...options });
  let found = false;
  for await (const page of listStretches(pages, first, { prefix, ...options })) {
    throwIfCancelled(options.signal);
    const items: Listed[] = page.filter((item) => fits(pathOf(item, folder))).map((item) => toListed(item, { bucket, folder }));
    if (items.length === 0) continue;
    if (!found) items.push(...noteOf(bucket, keeping));
    found = true;
    yield items;
  }
  return found;
}

function noteOf(bucket: string, keeping: Keeping): Listed[] {
  const note = wordsOf(bucket, keeping);
  return note === undefined ? [] : [{ note }];
}

/** To be said of a bucket, once, where its files cannot be pinned. */
export function wordsOf(bucket: string, keeping: Keeping): string | undefined {
  if (keeping === 'versions') return undefined;
  const why = keeping === 'none' ? `Bucket ${bucket} keeps no versions` : `The versions of bucket ${bucket} may not be seen`;
  return `${why}: its files can be replaced. Verifying tells.`;
}

function pathOf(item: PageItem, folder: string): string {
  return 'key' in item ? item.key.slice(folder.length) : item.skipped;
}

function toListed(item: PageItem, { bucket, folder }: Pick<Wanted, 'bucket' | 'folder'>): SourceFile | Skipped {
  return 'skipped' in item ? item : sourceFile({ bucket, key: item.key }, folder, item);
}

/** The error that hid the object when it may not be seen: what it may be, listing its folder will tell. */
async function exactObject(
  api: S3Api,
  place: S3Location,
  signal: AbortSignal | undefined,
): Promise<ObjectFacts | DatapinError | undefined> {
  try {
    return await headObject(api, place, signal);
  } catch (error) {
    if (isDenied(error)) return error;
    if (error instanceof DatapinError && error.code === 's3.key') return undefined;
    throw error;
  }
}

function sourceFile(place: S3Location, folder: string, facts: ObjectFacts): SourceFile | Skipped {
  const path = place.key.slice(folder.length);
  const location = formatLocation(place);
  if (place.key.endsWith('/') && facts.size === 0) return { skipped: path || location, reason: 'an object that marks a folder' };
  if (!isRelativePath(path)) return { skipped: path || location, reason: 'its key makes no relative path' };
  const { size, etag, versionId, declaredSha256 } = facts;
  return { path, size, location, signature: signatureOf(facts), versionId, etag, declaredSha256 };
}

function isRelativePath(path: string): boolean {
  return path !== '' && !/\0|^\/|\/\/|\/$|(?:^|\/)\.\.?(?:\/|$)/.test(path);
}

function nothing(place: S3Location, glob: Glob | undefined): DatapinError {
  if (!glob) {
    return new DatapinError('s3.key', `There is nothing at ${formatLocation(place)}.`, {
      hint: 'Check the key: upper and lower case differ.',
    });
  }
  return new DatapinError('s3.key', `Nothing in ${formatLocation({ ...place, key: glob.folder })} fits ${glob.pattern}.`, {
    hint: '* stands for anything within one folder, ** for folders too. Write %2A, %3F, %5B or %7B for such a sign in a key.',
  });
}

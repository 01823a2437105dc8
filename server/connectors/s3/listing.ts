/** Everything under a location, page by page. */
import type { Skipped, SourceFile } from '../../core/connector.ts';
import { DatapinError, throwIfCancelled } from '../../core/errors.ts';
import type { S3Api } from './api.ts';
import { formatLocation, parseLocation, type S3Location } from './location.ts';
import { headObject, type ObjectFacts, signatureOf } from './objects.ts';
import { pagesOf } from './pages.ts';

/**
 * The object that a location names exactly, else all under it as a folder. Throws `s3.key` when there is neither,
 * and the other `s3.*`.
 */
export async function* listLocation(
  api: S3Api,
  location: string,
  options: { pageSize: number; signal: AbortSignal | undefined },
): AsyncGenerator<SourceFile | Skipped> {
  const { bucket, key } = parseLocation(location);
  const folder = key === '' || key.endsWith('/');
  const exact = folder ? undefined : await exactObject(api, { bucket, key }, options.signal);
  if (exact && 'size' in exact) {
    yield sourceFile({ bucket, key }, key.slice(0, key.lastIndexOf('/') + 1), exact);
    return;
  }
  const prefix = folder ? key : `${key}/`;
  let empty = true;
  for await (const page of pagesOf(api, { bucket, prefix, ...options })) {
    for (const item of page) {
      throwIfCancelled(options.signal);
      empty = false;
      yield 'skipped' in item ? item : sourceFile({ bucket, key: item.key }, prefix, item);
    }
  }
  if (empty) throw exact ?? nothing({ bucket, key });
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
    if (!(error instanceof DatapinError)) throw error;
    if (error.code === 's3.key') return undefined;
    if (error.code === 's3.denied') return error;
    throw error;
  }
}

function sourceFile(place: S3Location, prefix: string, facts: ObjectFacts): SourceFile | Skipped {
  const path = place.key.slice(prefix.length);
  const location = formatLocation(place);
  if (place.key.endsWith('/') && facts.size === 0) return { skipped: path || location, reason: 'an object that marks a folder' };
  if (!isRelativePath(path)) return { skipped: path || location, reason: 'its key makes no relative path' };
  const { size, etag, versionId, declaredSha256 } = facts;
  return { path, size, location, signature: signatureOf(facts), versionId, etag, declaredSha256 };
}

function isRelativePath(path: string): boolean {
  return !path.includes('\0') && path.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..');
}

function nothing(place: S3Location): DatapinError {
  return new DatapinError('s3.key', `There is nothing at ${formatLocation(place)}.`, {
    hint: 'Check the key: upper and lower case differ.',
  });
}

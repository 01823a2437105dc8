/** What a store tells of one object. */
import type { Inspection, SourceFile, StoredFile } from '../../core/connector.ts';
import { DatapinError } from '../../core/errors.ts';
import type { S3Api } from './api.ts';
import { foreignAnswer, isDenied } from './errors.ts';
import { parseLocation, type S3Location } from './location.ts';

/** Which bytes are meant: those of a version where there is one, else those under the key. */
export type Pin = S3Location & { versionId?: string | undefined };

export type ObjectFacts = Pick<SourceFile, 'size' | 'etag' | 'versionId' | 'declaredSha256'>;

/** Throws `s3.key` when there is no such object, and the other `s3.*`. */
export async function headObject(api: S3Api, pin: Pin, signal?: AbortSignal): Promise<ObjectFacts> {
  try {
    return await askHead(api, pin, signal);
  } catch (error) {
    if (!isDenied(error)) throw error;
    // A refusal of HEAD has no body and so no reason; that of GET has one.
    const { Body } = await api.getObject({ ...whereOf(pin), Range: 'bytes=0-0' }, signal);
    await Body?.transformToByteArray();
    // whoever may GET may HEAD: the credentials were mended between the two
    return askHead(api, pin, signal);
  }
}

async function askHead(api: S3Api, pin: Pin, signal: AbortSignal | undefined): Promise<ObjectFacts> {
  const head = await api.headObject({ ...whereOf(pin), ChecksumMode: 'ENABLED' }, signal);
  if (head.ContentLength === undefined || head.ETag === undefined) throw api.explain(foreignAnswer(), pin);
  return {
    size: head.ContentLength,
    etag: unquote(head.ETag),
    versionId: realVersion(head.VersionId),
    declaredSha256: head.ChecksumType === 'COMPOSITE' ? undefined : hexOf(head.ChecksumSHA256),
  };
}

function whereOf({ bucket, key, versionId }: Pin) {
  return { Bucket: bucket, Key: key, VersionId: versionId };
}

/** What the store holds today under a file's version, or under its key when it has none. Its size and ETag need not be known. */
export async function inspectObject(api: S3Api, file: StoredFile, signal?: AbortSignal): Promise<Inspection> {
  const pin = { ...parseLocation(file.location), versionId: file.versionId };
  try {
    const { size, etag, versionId, declaredSha256 } = await headObject(api, pin, signal);
    // A file that was listed without its version id has none in its signature; one that was never listed gets what there is.
    const listed = file.versionId !== undefined || file.etag !== undefined;
    const signature = signatureOf({ size, etag, versionId: listed ? file.versionId : versionId });
    return { state: 'present', size, signature, versionId, etag, declaredSha256 };
  } catch (error) {
    if (!(error instanceof DatapinError) || error.code !== 's3.key') throw error;
    await refuseMissingBucket(api, pin.bucket, signal);
    return { state: 'missing' };
  }
}

export function signatureOf({ size, etag, versionId }: Pick<ObjectFacts, 'size' | 'etag' | 'versionId'>): string {
  return `${etag ?? ''}:${versionId ?? ''}:${size}`;
}

/** ETags travel in quotes and are recorded without. */
export function unquote(etag: string | undefined): string | undefined {
  return etag !== undefined && etag.length > 1 && etag.startsWith('"') && etag.endsWith('"') ? etag.slice(1, -1) : etag;
}

/** Objects from before versioning have the version `null`, which a later write may replace: no pin. */
export function realVersion(versionId: string | undefined): string | undefined {
  return versionId === 'null' || versionId === '' ? undefined : versionId;
}

/** Of a checksum of the whole object; one made of parts carries their number, and is no SHA-256 of the bytes. */
function hexOf(base64: string | undefined): string | undefined {
  return base64 && /^[A-Za-z0-9+/]{43}=$/.test(base64) ? Buffer.from(base64, 'base64').toString('hex') : undefined;
}

/** Without its bucket nothing can be said of an object: the endpoint may be another. HEAD answers 404 to either. */
async function refuseMissingBucket(api: S3Api, bucket: string, signal?: AbortSignal): Promise<void> {
  try {
    await api.headBucket({ Bucket: bucket }, signal);
  } catch (error) {
    if (!(error instanceof DatapinError) || isDenied(error)) return;
    throw error;
  }
}

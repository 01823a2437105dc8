/** The bytes of one object, or some of them: all that were asked for or an error. */
import { Readable } from 'node:stream';
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import type { StoredFile } from '../../core/connector.ts';
import { DatapinError, throwIfCancelled } from '../../core/errors.ts';
import type { ByteRange } from '../../core/source.ts';
import type { S3Api } from './api.ts';
import { foreignAnswer } from './errors.ts';
import { formatLocation, parseLocation } from './location.ts';
import { headObject, type Pin, unquote } from './objects.ts';
import { least, paced } from './pace.ts';
import { pause } from './retries.ts';

export interface ReadOptions {
  signal: AbortSignal | undefined;
  /** Milliseconds before the first resumption; doubled for each further one. */
  retryDelay: number;
  /** Milliseconds in which next to nothing came, after which another connection is tried. */
  idleTimeout: number;
}

/** In a row, with next to nothing between them. */
const maxResumptions = 5;

/**
 * Resumes where a connection was dropped. Throws `file.changed` when the object is another than was recorded,
 * `file.vanished` when it is gone, `s3.truncated` when the store ends before its last byte, and the other `s3.*`.
 */
export async function* readObject(api: S3Api, file: StoredFile, options: ReadOptions): AsyncGenerator<Uint8Array> {
  yield* readAll({ api, ...meantBy(file), at: 0, end: file.size, size: file.size, options });
}

/** The same for a range; what lies behind the end of the object is not missed. The file's size need not be known. */
export async function* readRange(
  api: S3Api,
  { file, range }: { file: StoredFile; range: ByteRange },
  options: ReadOptions,
): AsyncGenerator<Uint8Array> {
  if (range.end <= range.start) return;
  yield* readAll({ api, ...meantBy(file), at: range.start, end: range.end, size: undefined, options });
}

interface Reading {
  api: S3Api;
  pin: Pin;
  /** Of the bytes read so far: what follows must belong to the same object. */
  etag: string | undefined;
  /** The next byte to come, counted in the object. */
  at: number;
  /** The first byte that is no longer wanted. */
  end: number;
  /** What was recorded of the whole object; undefined where a range is read. */
  size: number | undefined;
  options: ReadOptions;
}

function meantBy(file: StoredFile): Pick<Reading, 'pin' | 'etag'> {
  return { pin: { ...parseLocation(file.location), versionId: file.versionId }, etag: file.etag };
}

async function* readAll(reading: Reading): AsyncGenerator<Uint8Array> {
  for (let resumptions = 0; ; resumptions++) {
    const before = reading.at;
    const dropped = yield* readOn(reading);
    if (!dropped || reading.at === reading.end) return;
    if (reading.at - before >= least) resumptions = 0;
    if (resumptions === maxResumptions) throw dropped;
    await pause(reading.options, resumptions);
  }
}

/** Returns the problem when the connection was dropped on the way, and undefined when all was read. */
async function* readOn(reading: Reading): AsyncGenerator<Uint8Array, DatapinError | undefined> {
  const answer = await open(reading);
  if (!answer) return undefined;
  const body = bodyOf(answer);
  // a store that knows no ranges begins anew
  let known = answer.ContentRange === undefined ? reading.at : 0;
  try {
    for await (const piece of paced(body, reading.options.idleTimeout)) {
      const fresh = piece.subarray(Math.min(known, piece.length));
      known -= piece.length - fresh.length;
      const wanted = reading.size === undefined ? fresh.subarray(0, reading.end - reading.at) : fresh;
      reading.at += wanted.length;
      if (wanted.length > 0) yield wanted;
      if (reading.size === undefined && reading.at === reading.end) return undefined;
    }
  } catch (error) {
    throwIfCancelled(reading.options.signal);
    const problem = reading.api.explain(error, reading.pin);
    if (problem.code === 's3.network') return problem;
    throw problem;
  } finally {
    body.destroy();
  }
  if (reading.at < reading.end && totalOf(answer) !== undefined) throw truncated(reading, reading.at);
  if (reading.size !== undefined && reading.at < reading.end) throw truncated(reading, reading.at);
  if (reading.at > reading.end) throw changed(reading);
  return undefined;
}

/** Undefined where a range begins behind the end of the object. */
async function open(reading: Reading): Promise<GetObjectCommandOutput | undefined> {
  const { api, pin, at, end, size, options } = reading;
  const range = size === undefined ? `bytes=${at}-${end - 1}` : at > 0 ? `bytes=${at}-` : undefined;
  const recorded = reading.etag !== undefined || pin.versionId !== undefined;
  try {
    const answer = await api.getObject(
      {
        Bucket: pin.bucket,
        Key: pin.key,
        VersionId: pin.versionId,
        IfMatch: pin.versionId === undefined && reading.etag !== undefined ? `"${reading.etag}"` : undefined,
        Range: range,
      },
      options.signal,
    );
    if (answer.ETag === undefined) {
      bodyOf(answer).destroy();
      throw api.explain(foreignAnswer(), pin);
    }
    reading.etag ??= unquote(answer.ETag);
    const total = totalOf(answer);
    if (size === undefined) {
      reading.end = Math.min(end, total ?? end);
      if (reading.end > at) return answer;
      bodyOf(answer).destroy();
      return undefined;
    }
    const offered = at === 0 ? (total ?? size) : size;
    if (offered === size) return answer;
    bodyOf(answer).destroy();
    throw recorded && offered < size ? truncated(reading, offered) : changed(reading);
  } catch (error) {
    if (!(error instanceof DatapinError)) throw error;
    if (error.code === 's3.key') throw vanished(reading);
    if (error.code === 'file.changed' && size === undefined && at > 0 && (await isShort(reading))) return undefined;
    throw error;
  }
}

/** Whether the object ends before the range begins: stores refuse that as they refuse another object's ETag. */
async function isShort({ api, pin, etag, at, options }: Reading): Promise<boolean> {
  const facts = await headObject(api, pin, options.signal);
  return facts.size <= at && (etag === undefined || facts.etag === etag);
}

/** Bytes of the whole object, as the store says them. */
function totalOf({ ContentRange, ContentLength }: GetObjectCommandOutput): number | undefined {
  if (ContentRange === undefined) return ContentLength;
  const [, total] = /\/(\d+)$/.exec(ContentRange) ?? [];
  return total === undefined ? undefined : Number(total);
}

function bodyOf({ Body }: GetObjectCommandOutput): Readable {
  return Body instanceof Readable ? Body : Readable.from([]);
}

function truncated({ pin, end }: Reading, bytes: number): DatapinError {
  return new DatapinError('s3.truncated', `The store ended ${formatLocation(pin)} after ${bytes} of ${end} bytes.`, {
    hint: 'Try again; if it goes on, show this to whoever runs the store or the proxy before it.',
  });
}

function changed({ pin }: Reading): DatapinError {
  return new DatapinError('file.changed', `${formatLocation(pin)} has other bytes than it had when it was listed.`, {
    hint: 'Try again when nothing writes there.',
  });
}

function vanished({ pin }: Reading): DatapinError {
  return new DatapinError('file.vanished', `${formatLocation(pin)} is no longer there.`, { hint: 'Put it back, or adopt what is there.' });
}

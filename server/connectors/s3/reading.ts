/** The bytes of one object, whole or not at all. */
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';
import type { StoredFile } from '../../core/connector.ts';
import { DatapinError, throwIfCancelled } from '../../core/errors.ts';
import type { S3Api } from './api.ts';
import { foreignAnswer } from './errors.ts';
import { formatLocation, parseLocation } from './location.ts';
import { type Pin, unquote } from './objects.ts';

export interface ReadOptions {
  signal: AbortSignal | undefined;
  /** Milliseconds before the first resumption; doubled for each further one. */
  retryDelay: number;
}

/** In a row, without a byte between them. */
const maxResumptions = 5;
const longestPause = 5_000;

/**
 * Resumes where a connection was dropped. Throws `file.changed` when the object is another than was recorded,
 * `file.vanished` when it is gone, `s3.truncated` when the store ends before its last byte, and the other `s3.*`.
 */
export async function* readObject(api: S3Api, file: StoredFile, options: ReadOptions): AsyncGenerator<Uint8Array> {
  const pin = { ...parseLocation(file.location), versionId: file.versionId };
  const reading: Reading = { api, pin, etag: file.etag, at: 0, size: file.size, signal: options.signal };
  for (let resumptions = 0; ; resumptions++) {
    const before = reading.at;
    const dropped = yield* readOn(reading);
    if (!dropped || reading.at === file.size) return;
    if (reading.at > before) resumptions = 0;
    if (resumptions === maxResumptions) throw dropped;
    await pause(options, resumptions);
  }
}

interface Reading {
  api: S3Api;
  pin: Pin;
  /** Of the bytes read so far: what follows must belong to the same object. */
  etag: string | undefined;
  /** Bytes read. */
  at: number;
  size: number;
  signal: AbortSignal | undefined;
}

/** Returns the problem when the connection was dropped on the way, and undefined when all was read. */
async function* readOn(reading: Reading): AsyncGenerator<Uint8Array, DatapinError | undefined> {
  const answer = await open(reading);
  if (answer instanceof DatapinError) return answer;
  // a store that knows no ranges begins anew
  let known = answer.ContentRange === undefined ? reading.at : 0;
  try {
    for await (const piece of bodyOf(answer)) {
      const fresh = piece.subarray(Math.min(known, piece.length));
      known -= piece.length - fresh.length;
      reading.at += fresh.length;
      if (fresh.length > 0) yield fresh;
    }
  } catch (error) {
    throwIfCancelled(reading.signal);
    const problem = reading.api.explain(error, reading.pin);
    if (problem.code === 's3.network') return problem;
    throw problem;
  }
  if (reading.at < reading.size) throw truncated(reading, reading.at);
  if (reading.at > reading.size) throw changed(reading);
  return undefined;
}

async function open(reading: Reading): Promise<GetObjectCommandOutput | DatapinError> {
  const { api, pin, at, size, signal } = reading;
  const recorded = pin.versionId !== undefined || reading.etag !== undefined;
  try {
    const answer = await api.getObject(
      {
        Bucket: pin.bucket,
        Key: pin.key,
        VersionId: pin.versionId,
        IfMatch: pin.versionId === undefined && reading.etag !== undefined ? `"${reading.etag}"` : undefined,
        Range: at > 0 ? `bytes=${at}-` : undefined,
      },
      signal,
    );
    if (answer.ETag === undefined) {
      bodyOf(answer).destroy();
      throw api.explain(foreignAnswer(), pin);
    }
    reading.etag ??= unquote(answer.ETag);
    const offered = at === 0 ? (answer.ContentLength ?? size) : size;
    if (offered === size) return answer;
    bodyOf(answer).destroy();
    throw recorded && offered < size ? truncated(reading, offered) : changed(reading);
  } catch (error) {
    if (!(error instanceof DatapinError)) throw error;
    if (error.code === 's3.key') throw vanished(reading);
    if (error.code === 's3.network' && at > 0) return error;
    throw error;
  }
}

function bodyOf({ Body }: GetObjectCommandOutput): Readable {
  return Body instanceof Readable ? Body : Readable.from([]);
}

/** Many reads are dropped together; chance keeps them from coming back together. */
async function pause({ retryDelay, signal }: ReadOptions, resumptions: number): Promise<void> {
  const longest = Math.min(longestPause, retryDelay * 2 ** resumptions);
  try {
    await wait(longest * (0.5 + Math.random() / 2), undefined, { signal });
  } catch (error) {
    throwIfCancelled(signal);
    throw error;
  }
}

function truncated({ pin, size }: Reading, bytes: number): DatapinError {
  return new DatapinError('s3.truncated', `The store ended ${formatLocation(pin)} after ${bytes} of ${size} bytes.`, {
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

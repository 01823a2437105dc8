/** The bytes of one file on the web, all that were asked for or none at the end. */
import { setTimeout as wait } from 'node:timers/promises';
import type { StoredFile } from '../../core/connector.ts';
import { DatapinError, throwIfCancelled } from '../../core/errors.ts';
import { shown } from '../../core/location.ts';
import type { ByteRange } from '../../core/source.ts';
import type { Web, WebResponse } from '../../core/web.ts';
import { asStored, stateOf, strongTag } from '../../core/webFacts.ts';
import { isDropped } from '../../kit/http/failures.ts';
import { explained } from './asking.ts';

export interface ReadOptions {
  /** Address to ask, with its signature if it has one. */
  url: string;
  signal: AbortSignal | undefined;
  /** Milliseconds before the first resumption; doubled for each further one. */
  retryDelay: number;
  /** All when not given. */
  range?: ByteRange | undefined;
}

/** In a row, without a byte between them. */
const maxResumptions = 5;
const longestPause = 5_000;

/**
 * Resumes where a connection was dropped, as long as the server shows by etag or date that the file is the same. Throws
 * `file.changed` when it is another than was listed, `file.vanished` when it is gone, and `web.*`.
 */
export async function* readFile(web: Web, file: StoredFile, options: ReadOptions): AsyncGenerator<Uint8Array> {
  const { start = 0, end = file.size } = options.range ?? {};
  const reading: Reading = { web, file, ...options, at: start, end: Math.min(end, file.size), state: undefined };
  if (options.range && reading.at >= reading.end) return;
  for (let resumptions = 0; ; resumptions++) {
    const before = reading.at;
    const dropped = yield* readOn(reading);
    if (!dropped || (reading.at === reading.end && reading.end > start)) return;
    if (reading.at > before) resumptions = 0;
    if (resumptions === maxResumptions || !reading.state) throw dropped;
    await pause(options, resumptions);
  }
}

interface Reading {
  web: Web;
  file: StoredFile;
  url: string;
  signal: AbortSignal | undefined;
  /** Offset in the file of the next byte. */
  at: number;
  /** Offset of the first byte that is not wanted. */
  end: number;
  /** Of the file as its first bytes came: what follows must belong to it. Empty when the server tells nothing. */
  state: string | undefined;
}

/** Returns the problem when the connection was dropped on the way, and undefined when all was read. */
async function* readOn(reading: Reading): AsyncGenerator<Uint8Array, DatapinError | undefined> {
  const { file } = reading;
  const answer = await open(reading);
  if (answer instanceof DatapinError) return answer;
  // a server that knows no ranges begins anew
  let at = answer.status === 206 ? reading.at : 0;
  try {
    for await (const piece of answer.body) {
      const fresh = piece.subarray(Math.min(piece.length, Math.max(0, reading.at - at)), Math.max(0, reading.end - at));
      at += piece.length;
      reading.at += fresh.length;
      if (fresh.length > 0) yield fresh;
      if (at > file.size) throw changed(file);
      if (reading.at === reading.end && reading.end < file.size) return undefined;
    }
  } catch (error) {
    if (isDropped(error)) return error;
    throw error;
  } finally {
    answer.close();
  }
  // an answer that names no length can end anywhere
  return reading.at < reading.end ? truncated(reading) : undefined;
}

async function open(reading: Reading): Promise<WebResponse | DatapinError> {
  const { web, file, url, signal, at, end } = reading;
  const part = at > 0 || end < file.size;
  const etag = strongTag(reading.state?.split('|')[0]) ?? file.etag;
  try {
    const answer = await web.send({
      url,
      signal,
      what: shown(file.location),
      accept: [412, 416],
      headers: { ...asStored(url), ...(part && etag ? { 'if-range': `"${etag}"` } : {}) },
      ...(part ? { range: end < file.size ? { start: at, end } : { start: at } } : {}),
    });
    const problem = problemOf(answer, reading);
    if (!problem) return answer;
    answer.close();
    throw problem;
  } catch (error) {
    if (error instanceof DatapinError && error.code === 'web.missing') throw vanished(file);
    if (isDropped(error) && reading.state) return error;
    throw explained(error);
  }
}

function problemOf(answer: WebResponse, reading: Reading): DatapinError | undefined {
  const { file, at } = reading;
  if (answer.status === 412) return changed(file);
  // whatever lies there ends before the byte that is asked for
  if (answer.status === 416) return answer.totalSize !== undefined && answer.totalSize !== file.size ? changed(file) : truncated(reading);
  const state = stateOf(answer);
  const etag = strongTag(answer.headers.get('etag'));
  const size = answer.status === 206 ? (answer.totalSize ?? file.size) : (answer.size ?? file.size);
  const other = file.etag !== undefined && etag !== undefined && file.etag !== etag;
  if (other || size !== file.size || (reading.state !== undefined && reading.state !== state)) return changed(file);
  reading.state = state;
  const from = answer.status === 206 ? /^bytes\s+(\d+)-/i.exec(answer.headers.get('content-range') ?? '')?.[1] : undefined;
  return answer.status === 206 && Number(from) !== at ? changed(file) : undefined;
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

function truncated({ file, at }: Reading): DatapinError {
  return new DatapinError('web.truncated', `The server ended ${shown(file.location)} after ${at} of ${file.size} bytes.`, {
    hint: 'Try again; if it goes on, show this to whoever runs the server.',
  });
}

function changed({ location }: StoredFile): DatapinError {
  return new DatapinError('file.changed', `${shown(location)} has other bytes than it had when it was listed.`, {
    hint: 'Try again when nothing writes there.',
  });
}

function vanished({ location }: StoredFile): DatapinError {
  return new DatapinError('file.vanished', `${shown(location)} is no longer there.`, { hint: 'Put it back, or adopt what is there.' });
}

/** Reading the bytes of one file that lies in a store, or behind a link that is good for now, through its digests once. */
import { createHash } from 'node:crypto';
import type { Connector, SourceFile } from '../connector.ts';
import { DatapinError } from '../errors.ts';
import { changed } from '../fileProblems.ts';
import { shown } from '../location.ts';
import type { Pointer } from '../source.ts';
import type { WebResponse } from '../web.ts';
import { asStored, webFacts } from '../webFacts.ts';
import type { World } from '../world.ts';
import type { Digests } from './claims.ts';

export interface Content extends Digests {
  sha256: string;
  /** Bytes. */
  size: number;
}

/** Reads to the end, keeping nothing. `md5`: makes that digest too. */
export async function digest(pieces: AsyncIterable<Uint8Array>, md5: boolean): Promise<Content> {
  const hash = createHash('sha256');
  const second = md5 ? createHash('md5') : undefined;
  let size = 0;
  for await (const piece of pieces) {
    hash.update(piece);
    second?.update(piece);
    size += piece.length;
  }
  return { sha256: hash.digest('hex'), size, ...(second ? { md5: second.digest('hex') } : {}) };
}

/** The bytes of an object, which must be as many as were listed. Throws `file.changed` and what its store throws. */
export async function readStored(connector: Connector, file: SourceFile, options: { md5: boolean; signal: AbortSignal }): Promise<Content> {
  const content = await digest(connector.read(file, options.signal), options.md5);
  if (content.size !== file.size) throw changed(shown(file.location));
  return content;
}

/** A pointer with a way to its bytes. */
export type Linked = Pointer & { access: NonNullable<Pointer['access']> };

/** An answer whose body is still to be read, or closed. */
export interface Opened {
  file: SourceFile;
  response: WebResponse;
}

/** Follows a pointer's link; a link that is refused is asked for once more. Throws `web.*`. */
export async function openLink(world: World, pointer: Linked, signal: AbortSignal): Promise<Opened> {
  const response =
    (await tryLink(world, pointer, { expired: false, signal })) ?? (await tryLink(world, pointer, { expired: true, signal }));
  if (!response) {
    throw new DatapinError('web.expired', `The link to ${shown(pointer.pointer)} is refused, also when it is new.`, {
      hint: 'Check what the key is allowed to see.',
    });
  }
  const versionId = pointer.versionId ?? response.headers.get('x-amz-version-id');
  const { path, pointer: location, claims } = pointer;
  const size = response.totalSize ?? response.size ?? pointer.size ?? 0;
  const { etag, signature } = webFacts(response, size);
  return { response, file: { path, location, claims, size, etag, versionId, signature: pointer.signature ?? signature } };
}

async function tryLink(
  world: World,
  { pointer, access }: Linked,
  { expired, signal }: { expired: boolean; signal: AbortSignal },
): Promise<WebResponse | undefined> {
  const web = await world.web();
  const { url, headers } = await access(expired);
  try {
    const response = await web.send({
      url,
      headers: asStored(url),
      signal,
      accept: refusals,
      what: shown(pointer),
      ...(headers ? { credentials: { headers } } : {}),
    });
    if (!refusals.includes(response.status)) return response;
    response.close();
    return undefined;
  } catch (error) {
    if (error instanceof DatapinError && ['web.expired', 'web.denied'].includes(error.code)) return undefined;
    throw error;
  }
}

const refusals: readonly number[] = [403, 410];

/**
 * Bytes of remote files on this machine: fetched once, checked against their hash, kept under it in `downloads/`.
 * A kept file is believed only while it is as it was when its hash was taken: a step may have written through its link.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import type { DatasetFile } from './dataset.ts';
import { systemCode } from './errors.ts';
import { changed } from './fileProblems.ts';
import { fileSignature } from './fileSignature.ts';
import { hashStream } from './hashing.ts';
import type { World } from './world.ts';

/** Absolute path of a file on this machine with the bytes of the given one. */
export async function localCopy(world: World, file: DatasetFile, signal?: AbortSignal): Promise<string> {
  const connector = await world.connectorFor(file.location);
  if (connector.localPath) return connector.localPath(file);
  const kept = keptPath(world, file);
  if (await isIntact(world, kept, file.sha256)) return kept;
  await mkdir(dirname(kept), { recursive: true });
  const partial = `${kept}.${randomUUID()}.partial`;
  try {
    const sha256 = await download(connector.read(file, signal), partial);
    if (file.sha256 && sha256 !== file.sha256) throw changed(file.location);
    await rename(partial, kept);
    await remember(world, kept, sha256);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  return kept;
}

function keptPath(world: World, file: DatasetFile): string {
  const identity = `${file.location}\n${file.versionId ?? ''}\n${file.etag ?? ''}`;
  const key = file.sha256 ?? createHash('sha256').update(identity).digest('hex');
  return join(world.home, 'downloads', key.slice(0, 2), key);
}

async function isIntact(world: World, kept: string, sha256: string | undefined): Promise<boolean> {
  const signature = await signatureOf(kept);
  if (signature === undefined) return false;
  const known = world.hashes.get(pathToFileURL(kept).href, signature);
  if (known !== undefined) return sha256 === undefined || known === sha256;
  if (sha256 === undefined) return false;
  const found = await hashStream(createReadStream(kept));
  if (found.sha256 !== sha256) return false;
  await remember(world, kept, sha256);
  return true;
}

async function remember(world: World, kept: string, sha256: string): Promise<void> {
  const signature = await signatureOf(kept);
  if (signature === undefined) return;
  world.hashes.put(pathToFileURL(kept).href, signature, sha256);
  world.hashes.flush();
}

async function signatureOf(path: string): Promise<string | undefined> {
  try {
    return fileSignature(await stat(path, { bigint: true }));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function download(bytes: AsyncIterable<Uint8Array>, path: string): Promise<string> {
  const hash = createHash('sha256');
  const through = new Transform({
    transform(piece: Buffer, _encoding, done) {
      hash.update(piece);
      done(null, piece);
    },
  });
  // flushed, so that a power cut after the renaming leaves no empty file under the hash
  await pipeline(Readable.from(bytes), through, createWriteStream(path, { mode: 0o444, flush: true }));
  return hash.digest('hex');
}

/**
 * Puts a version's files into a folder, for a step or a person. Local bytes are linked, others are downloaded once into
 * a store keyed by hash; in both cases only bytes that are those of the version are placed.
 */
import { createHash } from 'node:crypto';
import { constants, createWriteStream } from 'node:fs';
import { access, copyFile, mkdir, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DatasetFile, Version } from './dataset.ts';
import { DatapinError, systemCode, throwIfCancelled } from './errors.ts';
import { changed } from './hashing.ts';
import { checkFiles, refuseBroken } from './integrity.ts';
import type { WorkOptions, World } from './world.ts';

export interface Placement {
  file: DatasetFile;
  /** Where it shall lie, relative to the folder, `/`-separated. */
  as: string;
}

/** Absolute paths, in the order of the placements. Throws `file.changed` before anything is placed when bytes are not those of the version. */
export async function placeFiles(
  world: World,
  {
    version,
    placements,
    folder,
    copy,
  }: { version: Pick<Version, 'dataset' | 'name'>; placements: Placement[]; folder: string; copy?: boolean },
  options: WorkOptions = {},
): Promise<string[]> {
  refuseEscapes(placements);
  const broken = await checkFiles(
    world,
    placements.map(({ file }) => file),
    { reread: false, signal: options.signal },
  );
  refuseBroken(version, broken);
  const paths: string[] = [];
  let bytes = 0;
  for (const { file, as } of placements) {
    throwIfCancelled(options.signal);
    const path = join(folder, as);
    await mkdir(dirname(path), { recursive: true });
    await put(await localCopy(world, file, options.signal), path, copy === true);
    paths.push(path);
    bytes += file.size;
    options.onProgress?.({ stage: 'placing', done: paths.length, total: placements.length, bytes });
  }
  return paths;
}

/** Absolute path of a local file with these bytes. */
async function localCopy(world: World, file: DatasetFile, signal?: AbortSignal): Promise<string> {
  const connector = await world.connectorFor(file.location);
  if (connector.localPath) return connector.localPath(file);
  const key =
    file.sha256 ??
    createHash('sha256')
      .update(`${file.location}\n${file.versionId ?? ''}\n${file.etag ?? ''}`)
      .digest('hex');
  const stored = join(world.home, 'downloads', key.slice(0, 2), key);
  if (await exists(stored)) return stored;
  await mkdir(dirname(stored), { recursive: true });
  const partial = `${stored}.${process.pid}.partial`;
  try {
    const sha256 = await download(connector.read(file, signal), partial);
    if (file.sha256 && sha256 !== file.sha256) throw changed(file.location);
    await rename(partial, stored);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  return stored;
}

async function download(bytes: AsyncIterable<Uint8Array>, path: string): Promise<string> {
  const hash = createHash('sha256');
  const through = new Transform({
    transform(piece: Buffer, _encoding, done) {
      hash.update(piece);
      done(null, piece);
    },
  });
  await pipeline(Readable.from(bytes), through, createWriteStream(path, { mode: 0o444 }));
  return hash.digest('hex');
}

async function put(source: string, path: string, copy: boolean): Promise<void> {
  try {
    if (copy) await copyFile(source, path, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    else await symlink(source, path);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
    throw new DatapinError('checkout.exists', `${path} is there already.`, { hint: 'Choose an empty folder.', cause: error });
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** A path of a version comes from a store, and must not lead out of the folder. */
function refuseEscapes(placements: Placement[]): void {
  for (const { as } of placements) {
    if (as.startsWith('/') || as.split('/').includes('..')) {
      throw new DatapinError('file.name', `"${as}" leads out of the folder.`, { hint: 'Adopt the files under other names.' });
    }
  }
}

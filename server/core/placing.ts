/**
 * Puts a version's files into a folder, for a step or a person. Local bytes are linked, others are downloaded once into
 * a store keyed by hash; in both cases only bytes that are those of the version are placed.
 */
import { constants } from 'node:fs';
import { copyFile, mkdir, rm, symlink } from 'node:fs/promises';
import { dirname, isAbsolute, join, sep } from 'node:path';
import type { DatasetFile, Version } from './dataset.ts';
import { localCopy } from './downloads.ts';
import { DatapinError, systemCode } from './errors.ts';
import { checkFiles, refuseBroken } from './integrity.ts';
import { inLanes } from './lanes.ts';
import type { WorkOptions, World } from './world.ts';

export interface Placement {
  file: DatasetFile;
  /** Where it shall lie, relative to the folder, `/`-separated. */
  as: string;
}

/**
 * Absolute paths, in the order of the placements. Before anything is placed it throws `file.changed` when bytes are not
 * those of the version, and `file.name` or `checkout.exists` when a file would leave the folder or lie where another does;
 * whatever it throws, nothing that it placed is left.
 */
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
  refuseCollisions(placements);
  const broken = await checkFiles(
    world,
    placements.map(({ file }) => file),
    { reread: false, signal: options.signal },
  );
  refuseBroken(version, broken);
  const placed: string[] = [];
  let bytes = 0;
  try {
    await inLanes(placements, { lanes: await lanesFor(world, placements), signal: options.signal }, async ({ file, as }, _, signal) => {
      const path = join(folder, as);
      await put(await localCopy(world, file, signal), path, copy === true);
      placed.push(path);
      bytes += file.size;
      options.onProgress?.({ stage: 'placing', done: placed.length, total: placements.length, bytes });
    });
  } catch (error) {
    for (const path of placed) await rm(path);
    throw error;
  }
  return placements.map(({ as }) => join(folder, as));
}

/** As many at once as the most patient of the stores takes: nearly always there is but one. */
async function lanesFor(world: World, placements: Placement[]): Promise<number> {
  const connectors = new Set(await Promise.all(placements.map(({ file }) => world.connectorFor(file.location))));
  return Math.min(...[...connectors].map(({ concurrency }) => concurrency));
}

async function put(source: string, path: string, copy: boolean): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    if (copy) await copyFile(source, path, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    else await symlink(source, path);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST' && systemCode(error) !== 'ENOTDIR') throw error;
    throw new DatapinError('checkout.exists', `There is something at ${path} already.`, { hint: 'Choose an empty folder.', cause: error });
  }
}

/** A path of a version comes from a store, and must not lead out of the folder. */
function refuseEscapes(placements: Placement[]): void {
  for (const { as } of placements) {
    if (isAbsolute(as) || as.split(sep === '/' ? '/' : /[\\/]/).includes('..')) {
      throw new DatapinError('file.name', `"${as}" leads out of the folder.`, { hint: 'Adopt the files under other names.' });
    }
  }
}

/** A store may have an object `a` beside an object `a/b`; a folder cannot. */
function refuseCollisions(placements: Placement[]): void {
  const taken = new Set<string>();
  for (const { as } of placements) {
    if (taken.has(as)) throw collision(as);
    taken.add(as);
  }
  for (const { as } of placements) {
    for (let slash = as.indexOf('/'); slash >= 0; slash = as.indexOf('/', slash + 1)) {
      if (taken.has(as.slice(0, slash))) throw collision(as.slice(0, slash));
    }
  }
}

function collision(path: string): DatapinError {
  return new DatapinError('checkout.exists', `Two of the files would lie at ${path}.`, {
    hint: 'Adopt them as two datasets, or under other names.',
  });
}

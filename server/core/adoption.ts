/** Adopting: files that already exist become a version. Nothing is copied, and nothing appears before every hash is known. */
import { type Collected, collect } from './adoption/collect.ts';
import { emptiness } from './adoption/empty.ts';
import { createIdentify } from './adoption/identify.ts';
import { linesKept } from './adoption/problems.ts';
import type { AdoptRequest, AdoptResult } from './adoption/request.ts';
import type { DatasetFile, Identity, Origin, Version } from './dataset.ts';
import { DatapinError, throwIfCancelled } from './errors.ts';
import { checkFiles } from './integrity.ts';
import { withoutSecrets } from './location.ts';
import { manifestHash } from './manifest.ts';
import { isName, nameRule } from './ref.ts';
import { type Chunk, cutChunks, type Park } from './registry/chunk.ts';
import { readOnly } from './registry/sqliteErrors.ts';
import { checkVersionName } from './registry/versions.ts';
import type { WorkOptions, World } from './world.ts';

export { planAdoption } from './adoption/plan.ts';
export type { AdoptedSource, AdoptPlan, AdoptRequest, AdoptResult } from './adoption/request.ts';

export interface Target {
  dataset: string;
  version: string | undefined;
}

/** Parses what a new version shall be called. Throws `name.invalid` and `alias.reserved`. */
export function parseTarget(text: string): Target {
  const [dataset = '', version, ...rest] = text.split(':');
  if (rest.length > 0 || !isName(dataset) || (version !== undefined && !isName(version))) {
    throw new DatapinError('name.invalid', `"${text}" cannot name a version.`, {
      hint: `Write dataset or dataset:version. A name is made of ${nameRule}.`,
    });
  }
  if (version !== undefined) checkVersionName(version);
  return { dataset, version };
}

/**
 * Makes a version of what is there. Throws, and registers nothing, when any file cannot be read whole: what is wrong with
 * one, or `adopt.problems`. With `keepGoing`, such files are left out, and the version says so.
 */
export async function adopt(world: World, request: AdoptRequest, options: WorkOptions = {}): Promise<AdoptResult> {
  const target = parseTarget(request.as);
  if (world.registry.readonly) throw readOnly(world.registry.path);
  const hash = request.hash ?? 'content';
  if (hash === 'content' && request.locations.some((location) => location.startsWith('file:'))) world.pool.warm();
  const collected = await collect(world, request, {
    ...options,
    hashing: hash === 'content',
    whole: request.keepGoing === true,
    identify: (gathered) => createIdentify(world, { gathered, hash, keepGoing: request.keepGoing }, options),
  });
  try {
    return await register(world, { request, target, collected }, options);
  } finally {
    collected.close();
  }
}

interface Registration {
  request: AdoptRequest;
  target: Target;
  collected: Collected;
}

async function register(world: World, { request, target, collected }: Registration, options: WorkOptions): Promise<AdoptResult> {
  const { problems, notes, source, content } = collected;
  if (problems.count > 0 && !request.keepGoing) throw problems.refusal();
  const sum = summed(collected.files(), collected.park);
  if (problems.count > 0 && (!request.keepGoing || sum.files === 0)) throw problems.refusal(request.keepGoing);
  if (sum.files === 0) throw emptiness(request, notes.lines());
  const { files, bytes, chunks } = sum;
  options.onProgress?.({ stage: 'registering', done: files, total: files, bytes });
  throwIfCancelled(options.signal);
  const leftOut = problems.lines(linesKept);
  if (problems.count > 0) notes.add(passedOver(problems.count));
  const draft = {
    dataset: target.dataset,
    name: target.version,
    kind: request.kind,
    hash: sum.hash,
    identity: sum.identity,
    chunks,
    origin: originOf({ request, target, collected }, leftOut),
  };
  const { version, existed } = withRoom(world, () => world.registry.versions.add({ ...draft, content: content.parts() }));
  const relocated = existed && (await isLost(world, { version, chunks }, options));
  if (relocated) world.registry.versions.relocate(version, chunks, content.parts());
  return { version, existed, relocated, ...(source ? { source } : {}), files, bytes, notes: notes.lines(), leftOut };
}

function originOf({ request, collected }: Registration, leftOut: string[]): Origin {
  const { source, facts, content, notes } = collected;
  const record = content.endRecord();
  return {
    type: 'adopt',
    locations: request.locations.map(asRecorded),
    include: request.include ?? [],
    exclude: request.exclude ?? [],
    notes: notes.lines(),
    ...(source ? { source: { id: source.id, facts, ...(record ? { record } : {}) } } : {}),
    ...(leftOut.length > 0 ? { leftOut } : {}),
  };
}

/** A link may have been signed. In other stores `?` and `#` are part of a name. */
function asRecorded(location: string): string {
  return /^(https?|gs|az):/i.test(location) ? withoutSecrets(location) : location;
}

/** A version is worth more than what is remembered to save time. */
function withRoom<T>({ hashes }: World, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof DatapinError) || error.code !== 'registry.full') throw error;
    hashes.release();
    return work();
  }
}

function passedOver(problems: number): string {
  const were = problems === 1 ? '1 problem was' : `${problems.toLocaleString('en')} problems were`;
  return `${were} passed over; datapin show tells ${problems === 1 ? 'it' : 'them'}.`;
}

interface Sum {
  files: number;
  bytes: number;
  hash: string;
  identity: Identity;
  chunks: Chunk[];
}

/** In one pass over files that may be too many to be held. */
function summed(all: Iterable<DatasetFile>, park: Park): Sum {
  const manifest = manifestHash();
  const sum: Sum = { files: 0, bytes: 0, hash: '', identity: 'content', chunks: [] };
  const seen = function* () {
    for (const file of all) {
      manifest.add(file);
      sum.files++;
      sum.bytes += file.size;
      if (file.sha256 === undefined) sum.identity = 'provider';
      yield file;
    }
  };
  sum.chunks = [...cutChunks(seen(), park)];
  sum.hash = manifest.digest();
  return sum;
}

/** Files checked at once. */
const batch = 2048;

/** Whether a version that is there can no longer be read from where it was adopted. */
async function isLost(world: World, { version, chunks }: { version: Version; chunks: Chunk[] }, { signal }: WorkOptions): Promise<boolean> {
  const { files, versions } = world.registry;
  const known = files.chunkHashes(versions.id(version));
  if (known.length === chunks.length && chunks.every((chunk, i) => chunk.hash.equals(known[i]!))) return false;
  try {
    for (const some of batches(versions.files(version))) {
      if ((await checkFiles(world, some, { reread: false, signal })).length > 0) return true;
    }
    return false;
  } catch (error) {
    // a store that cannot be asked cannot be read from either
    if (error instanceof DatapinError && error.group === 'world') return true;
    throw error;
  }
}

function* batches(files: Iterable<DatasetFile>): Generator<DatasetFile[]> {
  let some: DatasetFile[] = [];
  for (const file of files) {
    some.push(file);
    if (some.length < batch) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}

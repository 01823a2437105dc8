/** Adopting: files that already exist become a version. Nothing is copied, and nothing appears before every hash is known. */
import { pathFilter, pathNaming } from './adoptionPaths.ts';
import type { Connector, Skipped, SourceFile } from './connector.ts';
import type { DatasetFile, DatasetKind, Evidence, Version } from './dataset.ts';
import { DatapinError, throwIfCancelled } from './errors.ts';
import { type HashedFile, type HashOutcome, hashFiles } from './hashing.ts';
import { checkFiles } from './integrity.ts';
import { shown } from './location.ts';
import { combinedHash, comparePaths, identityOf } from './manifest.ts';
import { isName, nameRule } from './ref.ts';
import { type Chunk, cutChunks } from './registry/chunk.ts';
import { readOnly } from './registry/sqliteErrors.ts';
import { checkVersionName } from './registry/versions.ts';
import type { WorkOptions, World } from './world.ts';

export interface AdoptRequest {
  /** URIs: `file:///…`, `s3://bucket/prefix`. */
  locations: string[];
  /** `dataset` or `dataset:version`. */
  as: string;
  kind?: DatasetKind;
  /** Globs on the path in the version; none means everything. */
  include?: string[];
  exclude?: string[];
  /** `provider`: believe what the store says instead of reading the bytes. */
  hash?: 'content' | 'provider';
  /** Only count. */
  dryRun?: boolean;
}

export interface AdoptPlan {
  files: number;
  bytes: number;
  /** What was seen and left out, in words. */
  notes: string[];
}

export interface AdoptResult extends AdoptPlan {
  version: Version;
  /** The dataset had a version of these very bytes already; `version` is that one. */
  existed: boolean;
  /** It existed, but not all of its bytes were where they had been; now they are read from here. */
  relocated: boolean;
}

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

/** Lists what would be adopted, without reading a byte of it. */
export async function planAdoption(world: World, request: AdoptRequest, options: WorkOptions = {}): Promise<AdoptPlan> {
  const found = await listAll(world, request, options);
  return { files: found.files.length, bytes: found.files.reduce((sum, { file }) => sum + file.size, 0), notes: found.notes };
}

/** Makes a version of what is there. Throws, and registers nothing, when any file cannot be read whole. */
export async function adopt(world: World, request: AdoptRequest, options: WorkOptions = {}): Promise<AdoptResult> {
  const target = parseTarget(request.as);
  if (world.registry.readonly) throw readOnly(world.registry.path);
  const found = await listAll(world, request, options);
  const files = await identify(world, found.files, { ...options, hash: request.hash ?? 'content' });
  files.sort((a, b) => comparePaths(a.path, b.path));
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  options.onProgress?.({ stage: 'registering', done: files.length, total: files.length, bytes });
  throwIfCancelled(options.signal);
  const chunks = [...cutChunks(files)];
  const { version, existed } = world.registry.versions.add({
    dataset: target.dataset,
    name: target.version,
    kind: request.kind,
    hash: combinedHash(files),
    identity: identityOf(files),
    chunks,
    origin: {
      type: 'adopt',
      locations: request.locations,
      include: request.include ?? [],
      exclude: request.exclude ?? [],
      notes: found.notes,
    },
  });
  const relocated = existed && (await isLost(world, { version, chunks }, options));
  if (relocated) world.registry.versions.relocate(version, chunks);
  return { version, existed, relocated, files: files.length, bytes, notes: found.notes };
}

/** Whether a version that is there can no longer be read from where it was adopted. */
async function isLost(world: World, { version, chunks }: { version: Version; chunks: Chunk[] }, { signal }: WorkOptions): Promise<boolean> {
  const { files, versions } = world.registry;
  const known = files.chunkHashes(versions.id(version));
  if (known.length === chunks.length && chunks.every((chunk, i) => chunk.hash.equals(known[i]!))) return false;
  try {
    return (await checkFiles(world, [...versions.files(version)], { reread: false, signal })).length > 0;
  } catch (error) {
    // a store that cannot be asked cannot be read from either
    if (error instanceof DatapinError && error.group === 'world') return true;
    throw error;
  }
}

interface Found {
  connector: Connector;
  file: SourceFile;
}

async function listAll(world: World, request: AdoptRequest, options: WorkOptions): Promise<{ files: Found[]; notes: string[] }> {
  const files = new Map<string, Found>();
  const skipped: Skipped[] = [];
  const { wanted, excluded } = pathFilter(request);
  const nameOf = pathNaming(request.locations);
  for (const location of request.locations) {
    const connector = await world.connectorFor(location);
    for await (const item of connector.list(location, options.signal)) {
      if ('skipped' in item) {
        if (item.problem && !excluded(nameOf(location, { path: item.skipped, location: '' }))) throw item.problem;
        skipped.push(item);
        continue;
      }
      const path = nameOf(location, item);
      if (!wanted(path)) continue;
      refuseCollision(files.get(path)?.file, item, path);
      files.set(path, { connector, file: { ...item, path } });
      if (files.size % 1000 === 0) options.onProgress?.({ stage: 'listing', done: files.size, bytes: 0 });
    }
  }
  if (files.size === 0) {
    throw new DatapinError('adopt.empty', `There are no files to adopt in ${request.locations.map(shown).join(', ')}.`, {
      hint: request.include?.length || request.exclude?.length ? 'Check the include and exclude globs.' : 'Check the location.',
    });
  }
  return { files: [...files.values()], notes: summarise(skipped) };
}

/** A file may be selected twice, by itself and with its folder; two files cannot share a path. */
function refuseCollision(known: SourceFile | undefined, found: SourceFile, path: string): void {
  if (!known || known.location === found.location) return;
  throw new DatapinError(
    'adopt.path-collision',
    `Two files would have the path ${path}: ${shown(known.location)} and ${shown(found.location)}.`,
    {
      hint: 'Adopt them as two datasets, or from their common parent.',
    },
  );
}

/** A few left-out files by name; many of a kind by their number. */
function summarise(skipped: Skipped[]): string[] {
  const byReason = Map.groupBy(skipped, (item) => item.reason);
  return [...byReason].flatMap(([reason, items]) => {
    const named = items.slice(0, 5).map((item) => `${item.skipped} was left out: ${reason}.`);
    return items.length > 5 ? [...named, `${items.length - 5} more were left out: ${reason}.`] : named;
  });
}

async function identify(world: World, found: Found[], options: WorkOptions & { hash: 'content' | 'provider' }): Promise<DatasetFile[]> {
  const result: DatasetFile[] = [];
  const toHash: Found[] = [];
  for (const one of found) {
    const { file } = one;
    if (file.declaredSha256 !== undefined) result.push(toDatasetFile(file, { sha256: checkDeclared(file), evidence: 'declared' }));
    else if (options.hash === 'provider') result.push(toDatasetFile(file, providerIdentity(file)));
    else toHash.push(one);
  }
  for (const [connector, group] of Map.groupBy(toHash, (one) => one.connector)) {
    const files = group.map((one) => one.file);
    const outcomes = await hashFiles(world, connector, files, { ...options, stage: 'hashing', cached: true });
    for (const { file, sha256, size } of refuseProblems(outcomes)) {
      result.push(toDatasetFile({ ...file, size }, { sha256, evidence: 'verified' }));
    }
  }
  return result;
}

function toDatasetFile(file: SourceFile, identity: { sha256?: string; etag?: string | undefined; evidence: Evidence }): DatasetFile {
  const { path, size, location, versionId, etag } = file;
  return { path, size, location, versionId, etag, ...identity };
}

/** A store without entity tags is known by its signature: size and time. */
function providerIdentity(file: SourceFile): { etag: string; evidence: Evidence } {
  const evidence = file.versionId ? 'version-id' : file.etag ? 'etag' : 'size+mtime';
  return { etag: file.etag ?? file.signature, evidence };
}

function checkDeclared(file: SourceFile): string {
  const declared = file.declaredSha256!.toLowerCase();
  if (/^[0-9a-f]{64}$/.test(declared)) return declared;
  throw new DatapinError('declared.malformed', `${shown(file.location)} declares "${file.declaredSha256}", which is no SHA-256.`, {
    hint: 'Correct it at its store; a malformed hash is never used.',
  });
}

function refuseProblems(outcomes: HashOutcome[]): HashedFile[] {
  const problems = outcomes.filter((outcome) => 'problem' in outcome);
  const first = problems[0]?.problem;
  if (!first) return outcomes as HashedFile[];
  const others = problems.length > 1 ? ` The same is true of ${problems.length - 1} more.` : '';
  throw new DatapinError(first.code, first.message + others, { hint: `${first.hint} Nothing was adopted.`, cause: first });
}

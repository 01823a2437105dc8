/** Integrity: whether the bytes behind a version are still the bytes that were adopted. */
import type { Connector, Inspection, SourceFile } from './connector.ts';
import type { DatasetFile, Version } from './dataset.ts';
import { DatapinError, throwIfCancelled } from './errors.ts';
import { hashFiles } from './hashing.ts';
import { inLanes } from './lanes.ts';
import { createPatience, isOutOfReach } from './patience.ts';
import type { Progress, WorkOptions, World } from './world.ts';

export interface VerifyRequest {
  version: Version;
  /**
   * quick: ask the store, read only what it cannot vouch for · sample: read that many files, spread over the version ·
   * full: read every byte
   */
  mode: { type: 'quick' } | { type: 'sample'; files: number } | { type: 'full' };
}

export interface BrokenFile {
  path: string;
  /** In words. */
  reason: string;
  /** It could not be reached: nothing is known of its bytes. */
  outOfReach?: boolean;
}

export interface VerifyResult {
  version: Version;
  checked: number;
  broken: BrokenFile[];
  /** Files known by their store's word only: there is no hash to compare their bytes with. */
  unproven: number;
}

/** Files inspected and read at a time, so that a version of any size fits. */
const batch = 2048;

/**
 * Checks a version and keeps the result in the registry. What finds nothing is kept as `whole` only when it proves that:
 * a sample does not, and neither does a store's word. What cannot be reached proves nothing either way.
 */
export async function verify(world: World, request: VerifyRequest, options: WorkOptions = {}): Promise<VerifyResult> {
  const { version, mode } = request;
  const broken: BrokenFile[] = [];
  let checked = 0;
  let unproven = 0;
  const total = mode.type === 'sample' ? Math.min(mode.files, version.files) : version.files;
  let bytes = 0;
  for (const files of batches(sampled(world.registry.versions.files(version), version.files, total))) {
    throwIfCancelled(options.signal);
    const before = { done: checked, bytes };
    const onProgress = (step: Progress) => {
      bytes = before.bytes + step.bytes;
      options.onProgress?.({ stage: 'verifying', done: before.done + step.done, total, bytes });
    };
    broken.push(...(await checkFiles(world, files, { reread: mode.type !== 'quick', signal: options.signal, onProgress })));
    checked += files.length;
    unproven += files.filter(({ sha256 }) => sha256 === undefined).length;
    options.onProgress?.({ stage: 'verifying', done: checked, total, bytes });
  }
  throwIfCancelled(options.signal);
  const proves = mode.type !== 'sample' && unproven === 0 && broken.length === 0;
  const known = broken.filter(({ outOfReach }) => !outOfReach).length;
  if (!world.registry.readonly && (proves || known > 0)) {
    const state = known > 0 ? 'broken' : 'whole';
    world.registry.versions.setIntegrity(version, { state, checkedAt: new Date().toISOString(), checked, broken: known });
  }
  return { version, checked, broken, unproven };
}

/** Compares files with what their stores hold today; with `reread`, with the bytes themselves. */
export async function checkFiles(world: World, files: DatasetFile[], options: WorkOptions & { reread: boolean }): Promise<BrokenFile[]> {
  const placed: { connector: Connector; file: DatasetFile }[] = [];
  for (const file of files) placed.push({ connector: await world.connectorFor(file.location), file });
  const broken: BrokenFile[] = [];
  for (const [connector, group] of Map.groupBy(placed, (one) => one.connector)) {
    broken.push(...(await checkGroup(world, { connector, files: group.map((one) => one.file) }, options)));
  }
  return broken;
}

async function checkGroup(
  world: World,
  { connector, files }: { connector: Connector; files: DatasetFile[] },
  options: WorkOptions & { reread: boolean },
): Promise<BrokenFile[]> {
  const broken: BrokenFile[] = [];
  const toRead: { adopted: DatasetFile; source: SourceFile }[] = [];
  const inspections = await inspectAll(connector, files, options.signal);
  files.forEach((adopted, i) => {
    const found = inspections[i]!;
    const reason = found instanceof DatapinError ? undefined : storeReason(adopted, found);
    if (found instanceof DatapinError) broken.push(withoutBytes(adopted, found));
    else if (reason) broken.push({ path: adopted.path, reason });
    else if (found.state === 'present' && adopted.sha256 && (options.reread || !vouched(world, adopted, found))) {
      toRead.push({ adopted, source: { ...adopted, signature: found.signature } });
    }
  });
  const outcomes = await hashFiles(
    world,
    connector,
    toRead.map(({ source }) => source),
    { ...options, stage: 'verifying', cached: !options.reread },
  );
  outcomes.forEach((outcome, i) => {
    const { adopted } = toRead[i]!;
    if ('problem' in outcome) broken.push(withoutBytes(adopted, outcome.problem));
    else if (outcome.sha256 !== adopted.sha256)
      broken.push({ path: adopted.path, reason: 'its bytes are others than those that were adopted' });
  });
  return broken;
}

/** A local file's size and time say nothing of its bytes unless they were seen together; a pinned store object's identity does. */
function vouched(world: World, adopted: DatasetFile, found: Extract<Inspection, { state: 'present' }>): boolean {
  if (adopted.versionId || adopted.etag) return true;
  return world.hashes.get(adopted.location, found.signature) === adopted.sha256;
}

function storeReason(adopted: DatasetFile, found: Inspection): string | undefined {
  if (found.state === 'missing') return 'it is no longer there';
  if (found.size !== adopted.size) return `it has ${found.size.toLocaleString('en')} bytes and had ${adopted.size.toLocaleString('en')}`;
  if (adopted.versionId) return undefined;
  if (adopted.evidence === 'size+mtime' && found.signature !== adopted.etag) return 'it was written to since';
  if (adopted.evidence !== 'size+mtime' && adopted.etag && found.etag !== adopted.etag)
    return 'the store holds another object under this key';
  return undefined;
}

function withoutBytes({ path }: DatasetFile, problem: DatapinError): BrokenFile {
  return { path, reason: problem.message, ...(isOutOfReach(problem) ? { outOfReach: true } : {}) };
}

async function inspectAll(connector: Connector, files: DatasetFile[], signal?: AbortSignal): Promise<(Inspection | DatapinError)[]> {
  const found = new Array<Inspection | DatapinError>(files.length);
  const patience = createPatience();
  await inLanes(files, { lanes: connector.concurrency, signal }, async (file, i, eitherSignal) => {
    try {
      found[i] = await connector.inspect(file, eitherSignal);
      patience.restore();
    } catch (error) {
      found[i] = patience.bear(error);
    }
  });
  return found;
}

/** `wanted` of `total` files, evenly spread. */
function* sampled(files: Iterable<DatasetFile>, total: number, wanted: number): Generator<DatasetFile> {
  let position = 0;
  for (const file of files) {
    if (Math.floor(((position + 1) * wanted) / total) > Math.floor((position * wanted) / total)) yield file;
    position++;
  }
}

function* batches(files: Iterable<DatasetFile>): Generator<DatasetFile[]> {
  let group: DatasetFile[] = [];
  for (const file of files) {
    group.push(file);
    if (group.length === batch) {
      yield group;
      group = [];
    }
  }
  if (group.length > 0) yield group;
}

/** Throws for the first file that is not what was adopted. */
export function refuseBroken(version: Pick<Version, 'dataset' | 'name'>, broken: BrokenFile[]): void {
  const first = broken[0];
  if (!first) return;
  const more = broken.length > 1 ? ` ${broken.length - 1} more are broken too.` : '';
  throw new DatapinError('file.changed', `${version.dataset}:${version.name} is broken: ${first.path}: ${first.reason}.${more}`, {
    hint: `Put the bytes back, or adopt what is there as a new version. datapin verify ${version.dataset}:${version.name} lists all.`,
  });
}

/** Finds the SHA-256 of found files: from the cache, from worker threads for local bytes, else by streaming them once. */
import { createHash } from 'node:crypto';
import type { Connector, SourceFile } from './connector.ts';
import type { DatapinError } from './errors.ts';
import { changed, localProblem } from './fileProblems.ts';
import type { HashResult } from './hashPool.ts';
import { inLanes } from './lanes.ts';
import { shown } from './location.ts';
import { createPatience, type Patience } from './patience.ts';
import type { Progress, WorkOptions, World } from './world.ts';

export { changed } from './fileProblems.ts';

/** A file whose content is known. */
export interface HashedFile {
  file: SourceFile;
  sha256: string;
  /** Bytes, as they were when they were hashed. */
  size: number;
}

interface HashOptions extends WorkOptions {
  stage: Progress['stage'];
  /** Whether a hash that was seen under the same signature counts. */
  cached: boolean;
}

/** What became of one file: a hash, or why there is none. Answers in the order that was asked. */
export type HashOutcome = HashedFile | { file: SourceFile; problem: DatapinError };

/** A process that is killed has at most this much to read again. */
const saveBytes = 1 << 26;

/** Hashes files; problems of single files are answered, problems of the store (network, credentials) are thrown. */
export async function hashFiles(world: World, connector: Connector, files: SourceFile[], options: HashOptions): Promise<HashOutcome[]> {
  const outcomes = new Array<HashOutcome>(files.length);
  const missing: number[] = [];
  files.forEach((file, i) => {
    const sha256 = options.cached && file.signature !== '' ? world.hashes.get(file.location, file.signature) : undefined;
    if (sha256) outcomes[i] = { file, sha256, size: file.size };
    else missing.push(i);
  });
  const report = progressOf(files.length, options);
  report(files.length - missing.length, 0);
  let unsaved = 0;
  const settle = (index: number, outcome: HashOutcome, signature: string | undefined) => {
    outcomes[index] = outcome;
    if ('sha256' in outcome && signature) {
      world.hashes.put(outcome.file.location, signature, outcome.sha256);
      unsaved += outcome.size;
    }
    if (unsaved > saveBytes) {
      world.hashes.flush();
      unsaved = 0;
    }
    report(1, 'size' in outcome ? outcome.size : 0);
  };
  try {
    if (connector.localPath) await hashLocal(world, { connector, files, missing, settle, signal: options.signal });
    else await hashStreams(connector, { files, missing, settle, signal: options.signal });
  } finally {
    // Also when cancelled or failed: the next try goes on from here.
    world.hashes.flush();
  }
  return outcomes;
}

interface Lane {
  files: SourceFile[];
  missing: number[];
  settle(index: number, outcome: HashOutcome, signature: string | undefined): void;
  signal: AbortSignal | undefined;
}

async function hashLocal(world: World, lane: Lane & { connector: Connector }): Promise<void> {
  const local = lane.missing.map((i) => ({ path: lane.connector.localPath!(lane.files[i]!), size: lane.files[i]!.size }));
  const onResults = (start: number, results: HashResult[]) => {
    results.forEach((result, k) => {
      const index = lane.missing[start + k]!;
      const file = lane.files[index]!;
      if ('sha256' in result) lane.settle(index, { file, sha256: result.sha256, size: result.size }, result.signature);
      else lane.settle(index, { file, problem: localProblem(local[start + k]!.path, result) }, file.signature);
    });
  };
  await world.pool.hash(local, onResults, lane.signal);
}

async function hashStreams(connector: Connector, lane: Lane): Promise<void> {
  const patience = createPatience();
  await inLanes(lane.missing, { lanes: connector.concurrency, signal: lane.signal }, async (index, _, signal) => {
    const file = lane.files[index]!;
    lane.settle(index, await hashOne(connector, { file, patience, signal }), file.signature);
  });
}

/** What is wrong with one object is that object's problem; what is wrong with its store ends the work. */
async function hashOne(
  connector: Connector,
  { file, patience, signal }: { file: SourceFile; patience: Patience; signal: AbortSignal },
): Promise<HashOutcome> {
  try {
    const { sha256, size } = await hashStream(connector.read(file, signal));
    patience.restore();
    return size === file.size ? { file, sha256, size } : { file, problem: changed(shown(file.location)) };
  } catch (error) {
    return { file, problem: patience.bear(error) };
  }
}

export async function hashStream(stream: AsyncIterable<Uint8Array>): Promise<{ sha256: string; size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of stream) {
    hash.update(piece);
    size += piece.length;
  }
  return { sha256: hash.digest('hex'), size };
}

function progressOf(total: number, options: HashOptions): (files: number, bytes: number) => void {
  const so = { stage: options.stage, done: 0, total, bytes: 0 };
  return (files, bytes) => {
    so.done += files;
    so.bytes += bytes;
    options.onProgress?.({ ...so });
  };
}

/**
 * Hashes the files of folders on worker threads while the walk still goes on. A folder's names are cut into parts by the
 * names themselves, so that an added file changes one part; the threads look at the files of a part and read what is not
 * as the cache knows it. Whether a file is there, how big it is, and what is in it is asked once, by one thread.
 */
import type { Connector, FolderListing } from './connector.ts';
import type { DatasetFile } from './dataset.ts';
import { cancelled, type DatapinError } from './errors.ts';
import { createFolderQueue } from './folderQueue.ts';
import type { Progress, WorkOptions, World } from './world.ts';

export interface FolderHashOptions extends WorkOptions {
  stage: Progress['stage'];
  /** Whether a hash that was seen under the same signature counts. */
  cached: boolean;
  /** Which files are asked for, by their path in the listed location; all, when absent. */
  wanted?: ((path: string) => boolean) | undefined;
}

/** Some files of one folder, and what the walk skipped in it. Paths are those in the listed location. */
export interface FolderBatch {
  /** In order of their names; evidence is `verified`. The objects are the receiver's own. */
  files: DatasetFile[];
  problems: { path: string; problem: DatapinError }[];
  skipped: FolderListing['skipped'];
}

/**
 * Answers batches in any order, as they are done. Problems of single files and folders are answered, what ends the walk
 * is thrown. Whatever was hashed until it ends, by itself or by whoever receives, is remembered.
 */
export async function* hashFolders(
  world: World,
  connector: Connector,
  listings: AsyncIterable<FolderListing>,
  options: FolderHashOptions,
): AsyncGenerator<FolderBatch> {
  const queue = createFolderQueue({ cache: world.hashes, connector, listings, options });
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const working = world.pool.work(queue, signal).then(
    () => queue.end(),
    (error: unknown) => queue.end({ error }),
  );
  try {
    for (let batch = await queue.take(); batch; batch = await queue.take()) yield batch;
  } finally {
    stop.abort(cancelled());
    await working;
    await queue.close();
  }
}

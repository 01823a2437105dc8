/** Between the walk, the threads and whoever receives: each waits for the others when it is too far ahead. */
import type { Connector, FolderListing } from './connector.ts';
import { throwIfCancelled } from './errors.ts';
import type { FolderBatch, FolderHashOptions } from './folderHashing.ts';
import { type FolderJob, noteReply, type OpenPart, openParts, requestOf, savePart } from './folderJobs.ts';
import type { FolderReply } from './folderRequest.ts';
import type { HashCache } from './hashCache.ts';
import type { PoolWork } from './hashPool.ts';

/** Jobs that wait while the threads are busy; more would only hold memory. */
const waitingJobs = 16;
/** Batches that wait for whoever receives them. */
const waitingBatches = 64;
/** A process that is killed has at most this much to read again. */
const saveBytes = 1 << 26;

export interface FolderQueue extends PoolWork<FolderJob, FolderReply> {
  /** The next batch; nothing when there are no more. Throws what the walk or the threads ended with. */
  take(): Promise<FolderBatch | undefined>;
  /** The threads have ended. */
  end(failed?: { error: unknown }): void;
  /** Ends the walk and keeps what is known. */
  close(): Promise<void>;
}

interface QueueOptions {
  cache: HashCache;
  connector: Connector;
  listings: AsyncIterable<FolderListing>;
  options: FolderHashOptions;
}

export function createFolderQueue({ cache, connector, listings, options }: QueueOptions): FolderQueue {
  const jobs: FolderJob[] = [];
  const batches: FolderBatch[] = [];
  const change = notifier();
  const unsaved = new Set<OpenPart>();
  const progress = { stage: options.stage, done: 0, bytes: 0 };
  let named = 0;
  let working = 0;
  let unsavedBytes = 0;
  let filling = false;
  let walked = false;
  let ended: { error?: unknown } | undefined;
  let walkFailed: { error: unknown } | undefined;

  const report = (files: number, bytes: number) => {
    progress.done += files;
    progress.bytes += bytes;
    options.onProgress?.(walked ? { ...progress, total: named } : { ...progress });
  };
  const give = (batch: FolderBatch) => {
    if (batch.files.length + batch.problems.length + batch.skipped.length > 0) batches.push(batch);
  };
  async function* parts(): AsyncGenerator<OpenPart> {
    for await (const listing of listings) {
      // Until there is more to say.
      if (progress.done === 0) options.onProgress?.({ stage: 'listing', done: named, bytes: 0 });
      throwIfCancelled(options.signal);
      give({ files: [], problems: [], skipped: listing.skipped });
      yield* openParts({ cache, connector, cached: options.cached }, listing, options.wanted);
    }
  }
  const walk = parts();
  const fill = async () => {
    filling = true;
    try {
      while (!walked && jobs.length < waitingJobs * 2) {
        const { value: part } = await walk.next();
        if (part) {
          named += part.left;
          jobs.push({ part, from: 0, to: part.left });
        } else walked = true;
        change.tell();
      }
    } catch (error) {
      walkFailed = { error };
      change.tell();
    } finally {
      filling = false;
    }
  };
  const save = () => {
    for (const part of unsaved) savePart(cache, part);
    unsaved.clear();
    cache.flush();
    unsavedBytes = 0;
  };

  return {
    ahead: 2,
    message: requestOf,
    async next() {
      for (;;) {
        if (walkFailed) throw walkFailed.error;
        if (batches.length < waitingBatches) {
          if (!filling && !walked && jobs.length < waitingJobs) void fill();
          const job = jobs.shift();
          if (job) {
            working++;
            return job;
          }
          // What is being worked on may come back in pieces.
          if (walked && working === 0) return undefined;
        }
        await change.told();
      }
    },
    onReply(job, reply) {
      working--;
      const { files, problems, rest, bytes } = noteReply(job, reply);
      jobs.unshift(...rest);
      give({ files, problems, skipped: [] });
      if (job.part.left > 0) unsaved.add(job.part);
      else {
        unsaved.delete(job.part);
        savePart(cache, job.part);
      }
      unsavedBytes += bytes;
      if (unsavedBytes > saveBytes) save();
      report(files.length + problems.length, reply.bytes);
      change.tell();
    },
    onBytes: (bytes) => report(0, bytes),
    async take() {
      for (;;) {
        const batch = batches.shift();
        if (batch) {
          change.tell();
          return batch;
        }
        if (ended && 'error' in ended) throw ended.error;
        if (ended) return undefined;
        await change.told();
      }
    },
    end(failed) {
      ended = failed ?? {};
      change.tell();
    },
    async close() {
      await walk.return(undefined);
      save();
    },
  };
}

/** Wakes all that wait for a change. */
function notifier(): { tell(): void; told(): Promise<void> } {
  let waiting: PromiseWithResolvers<void> | undefined;
  return {
    tell() {
      waiting?.resolve();
      waiting = undefined;
    },
    told() {
      waiting ??= Promise.withResolvers<void>();
      return waiting.promise;
    },
  };
}

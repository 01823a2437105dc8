/**
 * Hashes local files on worker threads. Synchronous reads in workers are five to ten times faster than anything
 * asynchronous on one thread; batches keep the messages few.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { cancelled, DatapinError, throwIfCancelled } from './errors.ts';

/** What a worker found of one path. */
export type HashResult =
  | { sha256: string; size: number; signature: string }
  | { problem: 'changed' | 'vanished' | 'unreadable'; detail: string };

export interface HashRequest {
  id: number;
  paths: string[];
}

export interface HashReply {
  id: number;
  results: HashResult[];
}

export interface HashPool {
  /** Hashes files in any order and tells of each batch as it is done; ends when all are, throws when aborted. */
  hash(paths: string[], onResults: (start: number, results: HashResult[]) => void, signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

const batchSize = 128;

/** A pool whose threads start with its first work and end with `close`. */
export function createHashPool(script: URL, threads = availableParallelism()): HashPool {
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  const start = () => {
    const worker = new Worker(script);
    worker.unref();
    all.add(worker);
    return worker;
  };
  return {
    async hash(paths, onResults, signal) {
      let next = 0;
      const lane = async () => {
        const worker = idle.pop() ?? start();
        try {
          while (next < paths.length) {
            throwIfCancelled(signal);
            const first = next;
            next += batchSize;
            onResults(first, await ask(worker, { id: first, paths: paths.slice(first, first + batchSize) }, signal));
          }
          idle.push(worker);
        } catch (error) {
          next = paths.length;
          all.delete(worker);
          await worker.terminate();
          throw error;
        }
      };
      const lanes = Math.min(threads, Math.ceil(paths.length / batchSize));
      const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
      const failed = ended.find((lane) => lane.status === 'rejected');
      if (failed) throw failed.reason;
    },
    async close() {
      idle.length = 0;
      await Promise.all([...all].map((worker) => worker.terminate()));
      all.clear();
    },
  };
}

function ask(worker: Worker, request: HashRequest, signal?: AbortSignal): Promise<HashResult[]> {
  const { promise, resolve, reject } = Promise.withResolvers<HashResult[]>();
  const onReply = (reply: HashReply) => resolve(reply.results);
  const onError = (error: Error) => reject(error);
  const onExit = (code: number) => reject(new DatapinError('internal', `A hashing thread ended with code ${code}.`));
  const onAbort = () => reject(cancelled(signal?.reason));
  worker.ref();
  worker.once('message', onReply).once('error', onError).once('exit', onExit);
  signal?.addEventListener('abort', onAbort, { once: true });
  worker.postMessage(request);
  return promise.finally(() => {
    worker.unref();
    worker.off('message', onReply).off('error', onError).off('exit', onExit);
    signal?.removeEventListener('abort', onAbort);
  });
}

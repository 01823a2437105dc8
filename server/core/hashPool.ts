/**
 * Hashes local files on worker threads. Synchronous reads in workers are five to ten times faster than anything
 * asynchronous on one thread; batches keep the messages few.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { cancelled, DatapinError, throwIfCancelled } from './errors.ts';

/** What a worker found of one path; the signature is missing when the next write to the file might not change it. */
export type HashResult =
  | { sha256: string; size: number; signature: string | undefined }
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
  hash(files: LocalFile[], onResults: (start: number, results: HashResult[]) => void, signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** `size`, in bytes, only says how much is worth asking for at once. */
export interface LocalFile {
  path: string;
  size: number;
}

/** A batch ends with the file that reaches either; big files go alone, so that all threads have some and progress is told. */
const batchFiles = 128;
const batchBytes = 1 << 24;

/** A pool whose threads start with its first work and end with `close`. */
export function createHashPool(script: URL, threads = availableParallelism()): HashPool {
  const idle = new Set<Worker>();
  const all = new Set<Worker>();
  const forget = (worker: Worker) => {
    idle.delete(worker);
    all.delete(worker);
  };
  const start = () => {
    const worker = new Worker(script);
    worker.unref();
    all.add(worker);
    // Whoever waits for an answer is told by `ask`; a thread that dies while it is idle is only not asked again.
    return worker.on('error', () => forget(worker)).on('exit', () => forget(worker));
  };
  const take = () => {
    const worker = idle.values().next().value ?? start();
    idle.delete(worker);
    return worker;
  };
  return {
    async hash(files, onResults, signal) {
      let next = 0;
      const nextBatch = () => {
        const first = next;
        for (let bytes = 0; next < files.length && next - first < batchFiles && bytes < batchBytes; next++) bytes += files[next]!.size;
        return { id: first, paths: files.slice(first, next).map(({ path }) => path) };
      };
      const lane = async () => {
        if (next >= files.length) return;
        let worker = take();
        try {
          while (next < files.length) {
            throwIfCancelled(signal);
            // It may have died right after its last answer.
            if (!all.has(worker)) worker = take();
            const request = nextBatch();
            onResults(request.id, await ask(worker, request, signal));
          }
          if (all.has(worker)) idle.add(worker);
        } catch (error) {
          next = files.length;
          forget(worker);
          await worker.terminate();
          throw error;
        }
      };
      const ended = await Promise.allSettled(Array.from({ length: threads }, lane));
      const failed = ended.find((lane) => lane.status === 'rejected');
      if (failed) throw failed.reason;
    },
    async close() {
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
}

function ask(worker: Worker, request: HashRequest, signal?: AbortSignal): Promise<HashResult[]> {
  const { promise, resolve, reject } = Promise.withResolvers<HashResult[]>();
  const onReply = (reply: HashReply) => resolve(reply.results);
  const onError = (error: Error) => reject(threadFailed(error.message, error));
  const onExit = (code: number) => reject(threadFailed(`it ended with code ${code}`));
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

function threadFailed(why: string, cause?: unknown): DatapinError {
  return new DatapinError('internal', `A hashing thread failed: ${why}.`, {
    hint: 'Try again; if it fails again, report it with the log.',
    cause,
  });
}

/**
 * Threads that hash local files. Synchronous reads in workers are five to ten times faster than anything asynchronous on
 * one thread; batches keep the messages few.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { cancelled, DatapinError } from './errors.ts';
import type { FileProblem } from './fileProblems.ts';

/** What a thread found of one path; the signature is missing when the next write to the file might not change it. */
export type HashResult = { sha256: string; size: number; signature: string | undefined } | FileProblem;

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
  /** Has the threads answer requests until there are none; throws when aborted, and what `next` and `onReply` throw. */
  work<Q, A>(work: PoolWork<Q, A>, signal?: AbortSignal): Promise<void>;
  /** Has all threads start now, for work that is sure to come: they are ready when it does. */
  warm(): void;
  close(): Promise<void>;
}

export interface PoolWork<Q, A> {
  /** The next request; nothing when there will be no more. Several may wait for it at once. */
  next(): Promise<Q | undefined>;
  /** What a thread is sent for it. */
  message(request: Q): unknown;
  onReply(request: Q, reply: A): void;
  /** A thread has read so many bytes since it last said something, and is not done. */
  onBytes?(bytes: number): void;
  /** Requests that a thread is given at once, so that it need not wait for the next. */
  ahead: number;
}

/** `size`, in bytes, only says how much is worth asking for at once. */
export interface LocalFile {
  path: string;
  size: number;
}

/** What a thread says in the middle of a long answer. */
export interface BytesRead {
  bytesRead: number;
}

/** A batch ends with the file that reaches either; big files go alone, so that all threads have some and progress is told. */
const batchFiles = 128;
const batchBytes = 1 << 24;

interface Thread {
  worker: Worker;
  alive: boolean;
  waiting: Waiting[];
}

interface Waiting {
  resolve(reply: unknown): void;
  reject(error: Error): void;
  onBytes: ((bytes: number) => void) | undefined;
}

/** A pool whose threads start with its first work and end with `close`. */
export function createHashPool(script: URL, threads = availableParallelism()): HashPool {
  const idle = new Set<Thread>();
  const all = new Set<Thread>();
  const forget = (thread: Thread, error: Error) => {
    thread.alive = false;
    idle.delete(thread);
    all.delete(thread);
    for (const { reject } of thread.waiting.splice(0)) reject(error);
  };
  const start = () => {
    const thread = startThread(script, forget);
    all.add(thread);
    return thread;
  };
  const take = () => {
    const thread = idle.values().next().value ?? start();
    idle.delete(thread);
    return thread;
  };
  const give = async (thread: Thread | undefined, failed: boolean) => {
    if (!thread?.alive) return;
    if (!failed) return void idle.add(thread);
    forget(thread, cancelled());
    await thread.worker.terminate();
  };
  const work = async <Q, A>({ next, message, onReply, onBytes, ahead }: PoolWork<Q, A>, signal?: AbortSignal) => {
    const stop = Promise.withResolvers<never>();
    stop.promise.catch(() => undefined);
    let failed = false;
    const fail = (error: unknown) => {
      failed = true;
      stop.reject(error);
    };
    const onAbort = () => fail(cancelled(signal?.reason));
    if (signal?.aborted) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    const crew = async () => {
      let thread: Thread | undefined;
      const lane = async () => {
        for (let request = await next(); request !== undefined && !failed; request = await next()) {
          // It may have died right after its last answer.
          if (!thread?.alive) thread = take();
          onReply(request, await ask<A>(thread, message(request), onBytes));
        }
      };
      const lanes = Array.from({ length: ahead }, () => Promise.race([lane(), stop.promise]).catch(fail));
      await Promise.all(lanes);
      await give(thread, failed);
    };
    await Promise.all(Array.from({ length: threads }, crew));
    signal?.removeEventListener('abort', onAbort);
    if (failed) await stop.promise;
  };
  return {
    work,
    warm() {
      while (all.size < threads) idle.add(start());
    },
    async hash(files, onResults, signal) {
      let at = 0;
      const next = async () => {
        if (at >= files.length) return undefined;
        const first = at;
        for (let bytes = 0; at < files.length && at - first < batchFiles && bytes < batchBytes; at++) bytes += files[at]!.size;
        return { id: first, paths: files.slice(first, at).map(({ path }) => path) };
      };
      const onReply = ({ id }: HashRequest, { results }: HashReply) => onResults(id, results);
      await work<HashRequest, HashReply>({ next, message: (request) => request, onReply, ahead: 1 }, signal);
    },
    async close() {
      await Promise.all([...all].map(({ worker }) => worker.terminate()));
    },
  };
}

function startThread(script: URL, forget: (thread: Thread, error: Error) => void): Thread {
  const worker = new Worker(script);
  const thread: Thread = { worker, alive: true, waiting: [] };
  worker.unref();
  worker.on('message', (message: unknown) => {
    if (isBytesRead(message)) return thread.waiting[0]?.onBytes?.(message.bytesRead);
    thread.waiting.shift()?.resolve(message);
    if (thread.waiting.length === 0) worker.unref();
  });
  // A thread that dies while nobody waits for it is only not asked again.
  worker.on('error', (error) => forget(thread, threadFailed(error.message, error)));
  worker.on('exit', (code) => forget(thread, threadFailed(`it ended with code ${code}`)));
  return thread;
}

/** A thread answers in the order in which it was asked. */
function ask<A>({ worker, waiting }: Thread, request: unknown, onBytes: ((bytes: number) => void) | undefined): Promise<A> {
  return new Promise<A>((resolve, reject) => {
    waiting.push({ resolve: (reply) => resolve(reply as A), reject, onBytes });
    worker.ref();
    worker.postMessage(request);
  });
}

function isBytesRead(message: unknown): message is BytesRead {
  return typeof message === 'object' && message !== null && 'bytesRead' in message;
}

function threadFailed(why: string, cause?: unknown): DatapinError {
  return new DatapinError('internal', `A hashing thread failed: ${why}.`, {
    hint: 'Try again; if it fails again, report it with the log.',
    cause,
  });
}

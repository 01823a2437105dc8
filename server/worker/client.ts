/** Starts long work on a thread of its own. */
import { Worker } from 'node:worker_threads';
import type { AppOptions } from '../app.ts';
import { cancelled, DatapinError, fromRecord, throwIfCancelled } from '../core/errors.ts';
import type { WorkOptions } from '../core/world.ts';
import type { FromWorker, JobName, JobRequest, JobResult, ToWorker } from './jobs.ts';
import type { WorkerData } from './main.ts';

/** Left to itself, V8 lets the garbage of a million files grow to hundreds of megabytes, and is no faster. */
const resourceLimits = { maxYoungGenerationSizeMb: 24 };

/** Milliseconds that a job is given to end by itself when its signal is given. */
const grace = 3000;

/**
 * Does a job in a world opened with `options.app`, and answers its result. Throws what the job threw, and `cancelled`
 * when the signal was given. What a store's library left open neither delays the answer nor keeps the thread.
 */
export async function runJob<N extends JobName>(
  name: N,
  request: JobRequest<N>,
  options: WorkOptions & { app: AppOptions },
): Promise<JobResult<N>> {
  throwIfCancelled(options.signal);
  const workerData: WorkerData<N> = { name, request, app: options.app };
  // standard output may be the language server's connection: nothing else may be written there
  const worker = new Worker(script(), { workerData, name: `datapin ${name}`, stdout: true, resourceLimits });
  try {
    return (await outcomeOf(worker, options)) as JobResult<N>;
  } finally {
    void worker.terminate();
  }
}

function outcomeOf(worker: Worker, { onProgress, signal }: WorkOptions): Promise<unknown> {
  let patience: NodeJS.Timeout | undefined;
  let abort: () => void = () => undefined;
  const outcome = new Promise((resolve, reject) => {
    abort = () => {
      worker.postMessage('abort' satisfies ToWorker);
      patience = setTimeout(() => reject(cancelled()), grace);
    };
    signal?.addEventListener('abort', abort, { once: true });
    worker.on('message', (message: FromWorker) => {
      if (message.type === 'progress') onProgress?.(message.progress);
      else if (message.type === 'done') resolve(message.value);
      else reject(fromRecord(message.problem));
    });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      reject(new DatapinError('internal', `The working thread ended with code ${code}.`, { hint: 'Please try again.' }));
    });
  });
  return outcome.finally(() => {
    clearTimeout(patience);
    signal?.removeEventListener('abort', abort);
  });
}

/** Beside this module in the bundle, in its room in the sources. */
function script(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? './main.ts' : './worker.mjs', import.meta.url);
}

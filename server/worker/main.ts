/** Entry of a thread that does one job in a world of its own, so that whoever asked for it goes on answering. */
import { parentPort, workerData } from 'node:worker_threads';
import { type AppOptions, openApp } from '../app.ts';
import { toRecord } from '../core/errors.ts';
import type { Progress } from '../core/world.ts';
import { type FromWorker, type JobName, type JobRequest, jobs, type ToWorker } from './jobs.ts';

/** What the thread is started with. */
export interface WorkerData<N extends JobName = JobName> {
  name: N;
  request: JobRequest<N>;
  app: AppOptions;
}

if (!parentPort) throw new Error('worker/main.ts is run as a worker thread.');
const port = parentPort;
const post = (message: FromWorker) => port.postMessage(message);
const abort = new AbortController();
port.on('message', (message: ToWorker) => {
  if (message === 'abort') abort.abort();
});
post(await work(workerData as WorkerData));
port.close();

async function work<N extends JobName>({ name, request, app: options }: WorkerData<N>): Promise<FromWorker> {
  try {
    const app = openApp(options);
    try {
      const job = jobs[name] as (...args: unknown[]) => Promise<unknown>;
      return { type: 'done', value: await job(app, request, { signal: abort.signal, onProgress: throttled() }) };
    } finally {
      await app.close();
    }
  } catch (error) {
    return { type: 'failed', problem: toRecord(error) };
  }
}

/** A person reads a few reports a second. */
function throttled(): (progress: Progress) => void {
  let last = 0;
  return (progress) => {
    const now = Date.now();
    if (now - last < 100) return;
    last = now;
    post({ type: 'progress', progress });
  };
}

/** Keeps an eye on what others do: commits of other processes, and jobs that move on. */
import type { Connection } from 'vscode-languageserver';
import { asDatapinError } from '../core/errors.ts';
import type { ServerContext } from './context.ts';

/** Milliseconds between two looks at the registry; looking costs microseconds. */
const every = 400;
/** Looks without a watch over the executions after one that failed. */
const rest = 25;

/** Returns the function that ends it. Looking only reads: what it finds to be done is done on another thread. */
export function watchRegistry(connection: Connection, context: ServerContext): () => Promise<void> {
  const ended = new AbortController();
  const complain = complainer(connection);
  let watch: Promise<void> | undefined;
  let resting = 0;
  const watchExecutions = async () => {
    try {
      for (const problem of await context.runJob('watch', null, { signal: ended.signal })) connection.console.warn(problem);
    } catch (error) {
      if (ended.signal.aborted) return;
      resting = rest;
      complain(error);
    } finally {
      watch = undefined;
    }
  };
  const look = () => {
    context.poll();
    const { registry } = context.app();
    const needed = context.client.trusted && !registry.readonly && watch === undefined && resting-- <= 0;
    if (needed && registry.executions.unfinished().length > 0) watch = watchExecutions();
  };
  const timer = setInterval(() => {
    try {
      look();
    } catch (error) {
      // somebody is just writing: the next look will tell
      if (asDatapinError(error).code !== 'registry.locked') complain(error);
    }
  }, every);
  timer.unref();
  return async () => {
    clearInterval(timer);
    ended.abort();
    await watch;
  };
}

/** Says a thing once, not at every look. */
function complainer(connection: Connection): (error: unknown) => void {
  let last = '';
  return (error) => {
    const { message } = asDatapinError(error);
    if (message !== last) connection.console.error(message);
    last = message;
  };
}

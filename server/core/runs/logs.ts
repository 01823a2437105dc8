/** The log of an execution, wherever and by whomever it was started. */
import { setTimeout as wait } from 'node:timers/promises';
import type { LogLine } from '../engine.ts';
import { asDatapinError } from '../errors.ts';
import { type Execution, isFinal } from '../execution.ts';
import type { World } from '../world.ts';
import { reconcileExecution } from './reconcile.ts';
import { handleOf } from './runFolder.ts';

export interface LogOptions {
  /** Go on until the job has ended. */
  follow?: boolean;
  /** Somebody else brings the execution up to date, so that the registry is only read. */
  watched?: boolean;
  /** Ends the lines early, without an error. */
  signal?: AbortSignal;
}

/** Milliseconds between two looks at an execution that is waited for. */
const every = 200;

type Ref = Pick<Execution, 'project' | 'number'>;

/** Lines from the beginning. Throws `execution.unknown` and `engine.unknown`. */
export async function* executionLogs(world: World, ref: Ref, options: LogOptions = {}): AsyncGenerator<LogLine> {
  const handle = await findHandle(world, ref, options);
  if (handle === undefined) {
    yield* lastWords(world.registry.executions.get(ref));
    return;
  }
  const engine = await world.engine(world.registry.executions.get(ref).engine);
  yield* engine.logs(handle, options);
}

/** A run that never began has no log, but a reason. */
function* lastWords({ endedAt, message }: Execution): Generator<LogLine> {
  if (endedAt !== undefined && message !== undefined) yield { time: endedAt, stream: 'status', text: message };
}

/** The execution once it is final. Finishes it when nobody else does; throws `cancelled` when the signal says so. */
export async function waitForExecution(world: World, ref: Ref, { signal }: { signal?: AbortSignal } = {}): Promise<Execution> {
  for (;;) {
    const execution = await reconcileExecution(world, world.registry.executions.get(ref));
    if (isFinal(execution.status)) return execution;
    await wait(every, undefined, { signal }).catch((error: unknown) => {
      throw asDatapinError(error);
    });
  }
}

/** An execution that is still being prepared has no job yet. */
async function findHandle(world: World, ref: Ref, { follow, watched, signal }: LogOptions): Promise<string | undefined> {
  for (;;) {
    const found = world.registry.executions.get(ref);
    const execution = watched ? found : await reconcileExecution(world, found, { finish: false });
    const handle = handleOf(execution);
    if (handle !== undefined || !follow || isFinal(execution.status) || signal?.aborted) return handle;
    await wait(every);
  }
}

/** Brings executions up to date with what became of their jobs while nobody looked. */
import type { JobState } from '../engine.ts';
import { asDatapinError, type DatapinError } from '../errors.ts';
import { type Execution, type ExecutionStatus, isFinal } from '../execution.ts';
import type { World } from '../world.ts';
import { finishExecution } from './finish.ts';
import { handleOf, isBeingPrepared } from './runFolder.ts';

export interface Reconciled {
  /** As it stands now. */
  execution: Execution;
  /** Why it could not be brought up to date; it is tried again the next time. */
  problem?: DatapinError;
}

/**
 * Looks at every unfinished execution: finishes those whose job has ended, marks those that were lost as `crashed`, and
 * answers the ones that changed or could not be helped. May be called at any time, from several processes at once.
 */
export async function reconcile(world: World): Promise<Reconciled[]> {
  const results: Reconciled[] = [];
  for (const execution of world.registry.executions.unfinished()) {
    try {
      const now = await reconcileExecution(world, execution);
      if (now.status !== execution.status) results.push({ execution: now });
    } catch (error) {
      results.push({ execution, problem: asDatapinError(error) });
    }
  }
  return results;
}

/** One execution, as it stands now. With `finish: false` its status only moves on, and its end is left to its supervisor. */
export async function reconcileExecution(world: World, execution: Execution, { finish = true } = {}): Promise<Execution> {
  if (isFinal(execution.status)) return execution;
  const handle = handleOf(execution);
  if (handle === undefined) {
    if (isBeingPrepared(execution)) return execution;
    // It may have been handed over, or ended, between the two looks.
    return handleOf(execution) === undefined
      ? crash(world, execution, 'It was never started: the process that prepared it ended first.')
      : execution;
  }
  const engine = await world.engine(execution.engine);
  const state = await engine.inspect(handle);
  if (state.state === 'lost') {
    await engine.cancel(handle);
    return crash(world, execution, state.reason);
  }
  if (state.state !== 'ended') return advance(world, execution, { handle, state });
  return finish
    ? finishExecution(world, execution)
    : advance(world, execution, { handle, state: { state: 'running', startedAt: state.startedAt } });
}

/** The outputs of a lost run stay where they are: nobody saw that they were whole. */
function crash(world: World, execution: Execution, reason: string): Execution {
  const message = `${reason} What it wrote was kept in ${execution.folder}.`;
  return world.registry.executions.update(execution, { status: 'crashed', message, endedAt: new Date().toISOString() });
}

const order: ExecutionStatus[] = ['created', 'queued', 'started', 'stopping'];
const statusOf = { queued: 'queued', running: 'started', stopping: 'stopping' } as const satisfies Record<string, ExecutionStatus>;

interface Seen {
  handle: string;
  state: Exclude<JobState, { state: 'ended' | 'lost' }>;
}

/** Only ever forward: another process may have seen more. Nothing is written when there is nothing new. */
function advance({ registry }: World, execution: Execution, { handle, state }: Seen): Execution {
  if (!newsFor(execution, { handle, state })) return execution;
  return registry.transaction(() => {
    const current = registry.executions.get(execution);
    const news = newsFor(current, { handle, state });
    return news ? registry.executions.update(execution, news) : current;
  });
}

function newsFor(current: Execution, { handle, state }: Seen): Partial<Execution> | undefined {
  const status = statusOf[state.state];
  if (isFinal(current.status)) return undefined;
  const startedAt = current.startedAt ?? state.startedAt;
  if (order.indexOf(status) > order.indexOf(current.status)) return { handle, startedAt, status };
  return current.handle === handle ? undefined : { handle, startedAt };
}

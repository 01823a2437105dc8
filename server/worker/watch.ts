/** Keeps executions up to date that were started anywhere: their status moves on, and what nobody else finishes is finished. */
import { setTimeout as wait } from 'node:timers/promises';
import { type Reconciled, reconcile, reconcileExecution } from '../core/runs/reconcile.ts';
import type { WorkOptions, World } from '../core/world.ts';

/** Milliseconds between two looks. */
const every = 400;
/** Looks after the first one, which alone finishes what has ended: its supervisor is to come first. */
const looks = 150;

/**
 * Ends after a minute, or when no execution is unfinished any more, or when the signal is given. Answers the problems
 * it met: such an execution is tried again by the next watch.
 */
export async function watchExecutions(world: World, _request: null, { signal }: WorkOptions): Promise<string[]> {
  const problems = (await reconcile(world)).flatMap(problemOf);
  for (let look = 0; look < looks && world.registry.executions.unfinished().length > 0; look++) {
    await wait(every, undefined, { signal });
    for (const execution of world.registry.executions.unfinished()) await reconcileExecution(world, execution, { finish: false });
  }
  return problems;
}

function problemOf({ execution, problem }: Reconciled): string[] {
  return problem ? [`${execution.project}:${execution.number}: ${problem.message}`] : [];
}

/** Asking an execution to stop. */
import { DatapinError } from '../errors.ts';
import { type Execution, executionName, isFinal } from '../execution.ts';
import type { World } from '../world.ts';
import { reconcileExecution } from './reconcile.ts';
import { askToStop, handleOf } from './runFolder.ts';

/**
 * Asks an execution to stop and answers it as it stands then, usually `stopping`; its engine sees to the end.
 * Asked again, the command is ended at once. Throws `execution.ended` when there is nothing left to stop.
 */
export async function stopExecution(world: World, ref: Pick<Execution, 'project' | 'number'>): Promise<Execution> {
  const { executions } = world.registry;
  const execution = await reconcileExecution(world, executions.get(ref));
  if (isFinal(execution.status)) {
    throw new DatapinError('execution.ended', `${executionName(execution)} has ended: it is ${execution.status}.`, {
      hint: 'There is nothing to stop.',
    });
  }
  askToStop(execution);
  const handle = handleOf(execution);
  if (handle !== undefined) await (await world.engine(execution.engine)).cancel(handle);
  return executions.update(execution, { status: 'stopping' });
}

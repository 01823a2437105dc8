/** Asks an execution to stop. */
import { stopExecution as stop } from '../../server/protocol/requests.ts';
import type { Command } from '../commands.ts';
import type { Context } from '../context.ts';
import { mention } from '../editor.ts';
import { executionOf } from '../subjects.ts';
import { isRunning } from '../views/nodes.ts';

export function stopExecution(context: Context): Command {
  return async (given) => {
    const question = { title: 'Stop execution', none: 'No execution is running.', fits: isRunning };
    const execution = await executionOf(context.server, given, question);
    if (!execution) return;
    await context.server.send(stop, { id: execution.id });
    mention(`Stopping ${execution.id}`);
  };
}

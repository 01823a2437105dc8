/** Asks an execution to stop. */
import { stopExecution as stop } from '../../server/protocol/requests.ts';
import type { Command } from '../commands.ts';
import type { Context } from '../context.ts';
import { mention } from '../editor.ts';
import { pickExecution } from '../pickers.ts';
import { isNode, isRunning } from '../views/nodes.ts';

export function stopExecution(context: Context): Command {
  return async (subject) => {
    const question = { title: 'Stop execution', none: 'No execution is running.', fits: isRunning };
    const execution = isNode(subject, 'execution') ? subject.execution : await pickExecution(context.server, question);
    if (!execution) return;
    await context.server.send(stop, { id: execution.id });
    mention(`Stopping ${execution.id}`);
  };
}

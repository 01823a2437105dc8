/** Opens the log of an execution; it grows while it is looked at. */
import type { Command } from '../commands.ts';
import type { Context } from '../context.ts';
import { openLog } from '../documents/logs.ts';
import { pickExecution } from '../pickers.ts';
import { isNode } from '../views/nodes.ts';

export function showLog(context: Context): Command {
  return async (subject) => {
    const question = { title: 'Show log', none: 'There is no execution yet.' };
    const execution = isNode(subject, 'execution') ? subject.execution : await pickExecution(context.server, question);
    if (execution) await openLog(execution);
  };
}

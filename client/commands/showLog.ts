/** Opens the log of an execution; it grows while it is looked at. */
import type { Command } from '../commands.ts';
import type { Context } from '../context.ts';
import { openLog } from '../documents/logs.ts';
import { executionOf } from '../subjects.ts';

export function showLog(context: Context): Command {
  return async (given) => {
    const execution = await executionOf(context.server, given, { title: 'Show log', none: 'There is no execution yet.' });
    if (execution) await openLog(execution);
  };
}

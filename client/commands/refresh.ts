/** Asks for the datasets and the executions again. */
import type { Command } from '../commands.ts';
import type { Context } from '../context.ts';

export function refresh(context: Context): Command {
  return () => {
    context.datasets.refresh();
    context.executions.refresh();
  };
}

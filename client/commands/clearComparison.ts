/** Takes the comparison away. */
import type { Command } from '../commands.ts';
import type { Context } from '../context.ts';

export function clearComparison(context: Context): Command {
  return () => context.comparison.clear();
}

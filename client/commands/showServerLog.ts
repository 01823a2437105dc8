/** Opens what the extension and its server have to say. */
import type { Command } from '../commands.ts';
import type { Context } from '../context.ts';

export function showServerLog(context: Context): Command {
  return () => context.output.show();
}

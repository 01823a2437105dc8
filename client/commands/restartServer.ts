/** Ends the language server and starts a new one; executions go on meanwhile. */
import type { Command } from '../commands.ts';
import type { Context } from '../context.ts';

export function restartServer(context: Context): Command {
  return () => context.server.restart();
}

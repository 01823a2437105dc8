/** Completion inside references; the card of an item when it is looked at. */
import { complete, completionTriggers, resolveCompletion } from '../language/completion.ts';
import { atPosition } from './atPosition.ts';
import type { Handler } from './context.ts';

export const completionHandler: Handler = {
  capabilities: {
    completionProvider: { triggerCharacters: completionTriggers, resolveProvider: true, completionItem: { labelDetailsSupport: true } },
  },
  register(connection, context) {
    connection.onCompletion((params, token) => atPosition(context, params, complete, token));
    connection.onCompletionResolve(async (item) => resolveCompletion(item, await context.language('')));
  },
};

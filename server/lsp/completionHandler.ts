/** Completion inside references; the card of an item when it is looked at. */
import { complete, completionTriggers, resolveCompletion } from '../language/completion.ts';
import type { Handler } from './context.ts';

export const completionHandler: Handler = {
  capabilities: {
    completionProvider: { triggerCharacters: completionTriggers, resolveProvider: true, completionItem: { labelDetailsSupport: true } },
  },
  register(connection, context) {
    connection.onCompletion(async ({ textDocument, position }) => {
      const document = context.documents.get(textDocument.uri);
      const analysis = document && (await context.analyse(document));
      const catalog = context.catalog();
      if (!analysis || !catalog) return null;
      return complete(document, analysis, { offset: document.offsetAt(position), catalog, now: new Date() }) ?? null;
    });
    connection.onCompletionResolve((item) => {
      const catalog = context.catalog();
      return catalog ? resolveCompletion(item, { catalog, now: new Date() }) : item;
    });
  },
};

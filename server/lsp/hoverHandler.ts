/** The card of a version under the pointer. */
import { hover } from '../language/hover.ts';
import type { Handler } from './context.ts';

export const hoverHandler: Handler = {
  capabilities: { hoverProvider: true },
  register(connection, context) {
    connection.onHover(async ({ textDocument, position }) => {
      const document = context.documents.get(textDocument.uri);
      const analysis = document && (await context.analyse(document));
      const catalog = context.catalog();
      if (!analysis || !catalog) return null;
      return hover(document, analysis, { offset: document.offsetAt(position), catalog, now: new Date() }) ?? null;
    });
  },
};

/** The same name elsewhere in the document. */
import { highlights } from '../language/highlights.ts';
import { atPosition } from './atPosition.ts';
import type { Handler } from './context.ts';

export const highlightsHandler: Handler = {
  capabilities: { documentHighlightProvider: true },
  register(connection, context) {
    connection.onDocumentHighlight((params, token) => atPosition(context, params, highlights, token));
  },
};

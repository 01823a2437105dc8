/** How much stands behind a reference, in the text itself; the card when it is pointed at. */
import { inlayHints, resolveHint } from '../language/inlayHints.ts';
import { inRange } from './atPosition.ts';
import type { Handler } from './context.ts';

export const inlayHintsHandler: Handler = {
  capabilities: { inlayHintProvider: { resolveProvider: true } },
  register(connection, context) {
    connection.languages.inlayHint.on((params, token) => inRange(context, params, inlayHints, token));
    connection.languages.inlayHint.resolve(async (hint) => resolveHint(hint, await context.language('')));
  },
};

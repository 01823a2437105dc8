/** What can be done with a step, and how it went the last time, above it. */
import { codeLenses, resolveLens } from '../language/codeLenses.ts';
import { ofDocument } from './atPosition.ts';
import type { Handler } from './context.ts';

export const codeLensHandler: Handler = {
  capabilities: { codeLensProvider: { resolveProvider: true } },
  register(connection, context) {
    connection.onCodeLens((params, token) => ofDocument(context, params, codeLenses, token));
    connection.onCodeLensResolve(async (lens) => resolveLens(lens, await context.language('')));
  },
};

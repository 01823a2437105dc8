/** The outline of a document, and what there is by name in the project and the registry. */
import { documentSymbols } from '../language/symbols/documentSymbols.ts';
import { workspaceSymbols } from '../language/symbols/workspaceSymbols.ts';
import { ofDocument, ofProject } from './atPosition.ts';
import type { Handler } from './context.ts';
import { openable } from './openable.ts';

export const symbolsHandler: Handler = {
  capabilities: { documentSymbolProvider: true, workspaceSymbolProvider: true },
  register(connection, context) {
    connection.onDocumentSymbol((params, token) => ofDocument(context, params, documentSymbols, token));
    connection.onWorkspaceSymbol(async ({ query }, token) => {
      await context.project.read(token);
      const found = await ofProject(context, (language) => workspaceSymbols(query, language), token);
      const open = openable(context);
      return (found ?? []).flatMap((symbol) => {
        const uri = open(symbol.location.uri);
        return uri === undefined ? [] : [{ ...symbol, location: { ...symbol.location, uri } }];
      });
    });
  },
};

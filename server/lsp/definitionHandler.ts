/** From a reference to its version's manifest. */
import { definition } from '../language/definition.ts';
import { manifestUri } from '../protocol/manifestUri.ts';
import type { Handler } from './context.ts';

export const definitionHandler: Handler = {
  capabilities: { definitionProvider: true },
  register(connection, context) {
    connection.onDefinition(async ({ textDocument, position }) => {
      const document = context.documents.get(textDocument.uri);
      const analysis = document && (await context.analyse(document));
      const catalog = context.catalog();
      if (!analysis || !catalog) return null;
      const links = definition(document, analysis, { offset: document.offsetAt(position), catalog, manifestUri });
      if (context.client.canLinkDefinitions) return links;
      return links.map(({ targetUri, targetSelectionRange }) => ({ uri: targetUri, range: targetSelectionRange }));
    });
  },
};

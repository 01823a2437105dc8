/** References as links to their manifests. A client that cannot show these is told the file when it follows a link. */
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { links } from '../language/links.ts';
import { ofDocument } from './atPosition.ts';
import type { Handler } from './context.ts';
import { openable } from './openable.ts';

export const linksHandler: Handler = {
  capabilities: { documentLinkProvider: { resolveProvider: true } },
  register(connection, context) {
    connection.onDocumentLinks(async (params, token) => {
      const found = await ofDocument(context, params, links, token);
      if (!found || context.client.showsOwnDocuments) return found;
      return found.map(({ target, ...link }) => ({ ...link, data: target }));
    });
    connection.onDocumentLinkResolve((link) => {
      if (link.target !== undefined || typeof link.data !== 'string') return link;
      const target = openable(context)(link.data);
      if (target === undefined)
        throw new ResponseError(LSPErrorCodes.RequestFailed, `${link.tooltip ?? 'The document'} cannot be shown here.`);
      return { ...link, target };
    });
  },
};

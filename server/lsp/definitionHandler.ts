/** From a reference to its version's manifest, from a name to where it is declared. */
import { definition } from '../language/definition.ts';
import { atPosition } from './atPosition.ts';
import type { Handler } from './context.ts';
import { openable } from './openable.ts';

export const definitionHandler: Handler = {
  capabilities: { definitionProvider: true },
  register(connection, context) {
    connection.onDefinition(async (params, token) => {
      const found = await atPosition(context, params, definition, token);
      const open = openable(context);
      const links = found?.flatMap((link) => {
        const targetUri = open(link.targetUri);
        return targetUri === undefined ? [] : [{ ...link, targetUri }];
      });
      if (!links || context.client.canLinkDefinitions) return links ?? null;
      return links.map(({ targetUri, targetSelectionRange }) => ({ uri: targetUri, range: targetSelectionRange }));
    });
  },
};

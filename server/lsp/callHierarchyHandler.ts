/** Lineage, as a call hierarchy. */
import { incomingLineage, lineageOf, outgoingLineage, prepareLineage } from '../language/hierarchy/lineage.ts';
import { isOwnDocument } from '../language/hierarchy/ownDocuments.ts';
import { atPosition, ofProject } from './atPosition.ts';
import type { Handler } from './context.ts';
import { openable, opened } from './openable.ts';
import { forOwnDocuments } from './ownDocuments.ts';

export const callHierarchyHandler: Handler = {
  capabilities: { callHierarchyProvider: true },
  registrations: (client) => forOwnDocuments('textDocument/prepareCallHierarchy', client),
  register(connection, context) {
    const { callHierarchy } = connection.languages;
    callHierarchy.onPrepare(async (params, token) => {
      const { uri } = params.textDocument;
      // an editor that turns the hierarchy round begins anew at the document of an item
      const items = isOwnDocument(uri)
        ? await ofProject(context, (language) => lineageOf(uri, language), token)
        : await atPosition(context, params, prepareLineage, token);
      const open = openable(context);
      return items?.map((item) => opened(open, item)) ?? null;
    });
    callHierarchy.onIncomingCalls(async ({ item }, token) => {
      const calls = await ofProject(context, (language) => incomingLineage(item, language), token);
      const open = openable(context);
      return calls?.map(({ from, ...call }) => ({ ...call, from: opened(open, from) })) ?? null;
    });
    callHierarchy.onOutgoingCalls(async ({ item }, token) => {
      const calls = await ofProject(context, (language) => outgoingLineage(item, language), token);
      const open = openable(context);
      return calls?.map(({ to, ...call }) => ({ ...call, to: opened(open, to) })) ?? null;
    });
  },
};

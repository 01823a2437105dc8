/** Derivation, as a type hierarchy. */
import type { TypeHierarchyItem } from 'vscode-languageserver';
import { derivationOf, prepareDerivation, subtypes, supertypes } from '../language/hierarchy/derivation.ts';
import { isOwnDocument } from '../language/hierarchy/ownDocuments.ts';
import { atPosition, ofProject } from './atPosition.ts';
import type { Handler, ServerContext } from './context.ts';
import { openable, opened } from './openable.ts';
import { forOwnDocuments } from './ownDocuments.ts';

export const typeHierarchyHandler: Handler = {
  capabilities: { typeHierarchyProvider: true },
  registrations: (client) => forOwnDocuments('textDocument/prepareTypeHierarchy', client),
  register(connection, context) {
    const { typeHierarchy } = connection.languages;
    typeHierarchy.onPrepare((params, token) => {
      const { uri } = params.textDocument;
      // an editor that turns the hierarchy round begins anew at the document of an item
      const items = isOwnDocument(uri)
        ? ofProject(context, (language) => derivationOf(uri, language), token)
        : atPosition(context, params, prepareDerivation, token);
      return shown(items, context);
    });
    typeHierarchy.onSupertypes(({ item }, token) =>
      shown(
        ofProject(context, (language) => supertypes(item, language), token),
        context,
      ),
    );
    typeHierarchy.onSubtypes(({ item }, token) =>
      shown(
        ofProject(context, (language) => subtypes(item, language), token),
        context,
      ),
    );
  },
};

async function shown(items: Promise<TypeHierarchyItem[] | null>, context: ServerContext): Promise<TypeHierarchyItem[] | null> {
  const found = await items;
  const open = openable(context);
  return found?.map((item) => opened(open, item)) ?? null;
}

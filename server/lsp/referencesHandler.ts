/** All places of the project that speak of what is under the cursor. */
import { findReferences } from '../language/findReferences.ts';
import { atPosition } from './atPosition.ts';
import type { Handler } from './context.ts';

export const referencesHandler: Handler = {
  capabilities: { referencesProvider: true },
  register(connection, context) {
    connection.onReferences(async (params, token) => {
      await context.project.read(token);
      const { includeDeclaration } = params.context;
      return atPosition(
        context,
        params,
        (file, offset, language) => findReferences(file, offset, { ...language, includeDeclaration }),
        token,
      );
    });
  },
};

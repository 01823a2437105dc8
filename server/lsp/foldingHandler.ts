/** Folding of pipeline files, where nothing else in the editor folds YAML. */
import { foldingRanges } from '../language/folding.ts';
import { ofDocument } from './atPosition.ts';
import type { Handler } from './context.ts';

export const foldingHandler: Handler = {
  capabilities: { foldingRangeProvider: true },
  register(connection, context) {
    connection.onFoldingRanges((params, token) =>
      context.client.yamlElsewhere ? null : ofDocument(context, params, foldingRanges, token),
    );
  },
};

/** What a selection grows to; in YAML only where nothing else in the editor says it. */
import { selectionRanges } from '../language/selection.ts';
import { ofDocument } from './atPosition.ts';
import type { Handler } from './context.ts';

export const selectionHandler: Handler = {
  capabilities: { selectionRangeProvider: true },
  register(connection, context) {
    connection.onSelectionRanges((params, token) =>
      ofDocument(
        context,
        params,
        (file, language) => {
          if (context.client.yamlElsewhere && file.analysis.pipeline) return undefined;
          const offsets = params.positions.map((position) => file.document.offsetAt(position));
          return selectionRanges(file, offsets, language);
        },
        token,
      ),
    );
  },
};

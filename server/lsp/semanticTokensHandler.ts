/** Colours by meaning: of a document, of what changed since the last answer, of a range. */
import type { CancellationToken, SemanticTokens } from 'vscode-languageserver';
import { tokenEdits } from '../language/tokens/delta.ts';
import { semanticTokens, tokenLegend } from '../language/tokens/semanticTokens.ts';
import { inRange, ofDocument } from './atPosition.ts';
import type { Handler, ServerContext } from './context.ts';

export const semanticTokensHandler: Handler = {
  capabilities: { semanticTokensProvider: { legend: tokenLegend, full: { delta: true }, range: true } },
  register(connection, context) {
    const answers = new Map<string, Answer>();
    let count = 0;
    const full = async (params: { textDocument: { uri: string } }, token: CancellationToken): Promise<Answer> => {
      const data = (await ofDocument(context, params, semanticTokens, token)) ?? [];
      const answer = { resultId: String(++count), data };
      if (isOpen(context, params.textDocument.uri)) answers.set(params.textDocument.uri, answer);
      return answer;
    };
    context.documents.onDidClose(({ document: { uri } }) => answers.delete(uri));
    const { semanticTokens: tokens } = connection.languages;
    tokens.on(full);
    tokens.onDelta(async (params, token) => {
      const before = answers.get(params.textDocument.uri);
      const { resultId, data } = await full(params, token);
      return before?.resultId === params.previousResultId ? { resultId, edits: tokenEdits(before.data, data) } : { resultId, data };
    });
    tokens.onRange(async (params, token): Promise<SemanticTokens> => {
      const data = await inRange(context, params, (file, span, language) => semanticTokens(file, language, span), token);
      return { data: data ?? [] };
    });
  },
};

interface Answer {
  resultId: string;
  data: number[];
}

function isOpen({ documents }: ServerContext, uri: string): boolean {
  return documents.get(uri) !== undefined;
}

/** Code actions, found anew in the document as it is now. */
import { codeActionKinds, codeActions } from '../language/codeActions.ts';
import { inRange } from './atPosition.ts';
import type { Handler } from './context.ts';

export const codeActionHandler: Handler = {
  capabilities: { codeActionProvider: { codeActionKinds: [...codeActionKinds] } },
  register(connection, context) {
    connection.onCodeAction((params, token) => {
      const { only, diagnostics } = params.context;
      return inRange(context, params, (file, span, language) => codeActions(file, { span, only, diagnostics }, language), token);
    });
  },
};

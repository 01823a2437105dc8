/** Renames across the files of the project; a new alias is told to the registry first. */
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { asDatapinError } from '../core/errors.ts';
import { prepareRename, type Refused, type Renamed, rename } from '../language/rename/rename.ts';
import { atPosition } from './atPosition.ts';
import { throwIfTakenBack } from './cancellation.ts';
import type { Handler, ServerContext } from './context.ts';

export const renameHandler: Handler = {
  capabilities: { renameProvider: { prepareProvider: true } },
  register(connection, context) {
    connection.onPrepareRename(async (params, token) => granted(await atPosition(context, params, prepareRename, token)));
    connection.onRenameRequest(async (params, token) => {
      await context.project.read(token);
      const { newName } = params;
      const answer = await atPosition(context, params, (file, offset, language) => rename(file, offset, { ...language, newName }), token);
      const renamed = granted(answer);
      throwIfTakenBack(token);
      if (renamed?.alias) addAlias(renamed.alias, context);
      return renamed?.edit ?? null;
    });
  },
};

function addAlias({ dataset, name, version }: NonNullable<Renamed['alias']>, context: ServerContext): void {
  try {
    context.app().registry.datasets.setAlias(dataset, name, version);
  } catch (error) {
    const { message, hint } = asDatapinError(error);
    throw new ResponseError(LSPErrorCodes.RequestFailed, hint ? `${message} ${hint}` : message);
  }
  context.poll();
}

function granted<T extends object>(answer: T | Refused | null): T | null {
  if (answer && 'refused' in answer) throw new ResponseError(LSPErrorCodes.RequestFailed, answer.refused);
  return answer;
}

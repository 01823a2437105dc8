/** Requests that the client takes back: they are answered with the code for it, and their work ends. */
import { setImmediate as turn } from 'node:timers/promises';
import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';

/** Throws RequestCancelled when the request was taken back. */
export function throwIfTakenBack(token: CancellationToken | undefined): void {
  if (token?.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled.');
}

/**
 * For long work on the thread that answers requests: to be awaited between any two pieces of it, so that everybody else
 * gets a turn. Throws RequestCancelled when the request was taken back.
 */
export function slices(token: CancellationToken | undefined): () => Promise<void> {
  let begun = performance.now();
  return async () => {
    if (performance.now() - begun < slice) return;
    await turn();
    throwIfTakenBack(token);
    begun = performance.now();
  };
}

/** Milliseconds of work between two turns: several times less than a person notices. */
const slice = 15;

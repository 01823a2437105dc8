/** The custom requests: each answers its value, or a problem in words. */
import type { CancellationToken, Connection } from 'vscode-languageserver';
import { asDatapinError, DatapinError } from '../core/errors.ts';
import type { OnProgress } from '../core/world.ts';
import { type Outcome, progressed, type RequestName } from '../protocol/requests.ts';
import { type Client, signalOf } from './context.ts';
import { toWireProblem, toWireProgress } from './toWire.ts';

/** Registers what answers a request. The signal is given when the client takes the request back. */
export function answer<P, R>(
  connection: Connection,
  name: RequestName<P, Outcome<R>>,
  handle: (params: P, signal: AbortSignal) => R | Promise<R>,
): void {
  connection.onRequest<Outcome<R>, never>(name as string, async (params: P, ...rest: unknown[]): Promise<Outcome<R>> => {
    try {
      // the token comes last: a client that hands on an absent token of its own sends one parameter more
      return { ok: true, value: await handle(params, signalOf(rest.at(-1) as CancellationToken)) };
    } catch (error) {
      const problem = asDatapinError(error);
      if (problem.code === 'internal') connection.console.error(`${name}: ${stackOf(error)}`);
      return { ok: false, problem: toWireProblem(problem) };
    }
  });
}

/** Throws unless the folder is trusted. */
export function requireTrust({ trusted }: Client): void {
  if (trusted) return;
  throw new DatapinError('workspace.untrusted', 'This folder is not trusted, so nothing is run or fetched for it.', {
    hint: 'Trust the folder in the editor first.',
  });
}

/** Reports how far work has come to whoever asked for it under a token. */
export function reporting(connection: Connection, token: string | undefined): OnProgress {
  return (progress) => {
    if (token !== undefined) void connection.sendNotification(progressed, { token, progress: toWireProgress(progress) });
  };
}

export function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

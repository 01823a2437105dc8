/** The language server as the client knows it: started when first needed, asked by the protocol's names. */
import * as vscode from 'vscode';
import { ConnectionError, ErrorCodes, type LanguageClient, LSPErrorCodes, ResponseError, State } from 'vscode-languageclient/node';
import { type NotificationName, type Outcome, type RequestName, trustGranted } from '../server/protocol/requests.ts';
import { type ClientParts, createClient } from './languageClient.ts';
import { ProblemError } from './problem.ts';
import { isYamlElsewhere } from './yamlExtension.ts';

/** idle: nobody needed it yet · failed: it ended and is not started again by itself */
export type ServerState = 'idle' | 'starting' | 'running' | 'failed';

export interface Server extends vscode.Disposable {
  readonly state: ServerState;
  readonly onDidChangeState: vscode.Event<ServerState>;
  /** Starts the server if need be; throws a ProblemError when the answer is a problem or there is no answer. */
  send<P, R>(name: RequestName<P, Outcome<R>>, params: P, token?: vscode.CancellationToken): Promise<R>;
  /** Hears a notification, also from a server that is started later. */
  on<P>(name: NotificationName<P>, handler: (params: P) => void): vscode.Disposable;
  start(): Promise<void>;
  restart(): Promise<void>;
}

export function createServer(extension: vscode.ExtensionContext, parts: ClientParts): Server {
  const { output } = parts;
  const changes = new vscode.EventEmitter<ServerState>();
  const handlers = new Map<string, Set<(params: unknown) => void>>();
  let state: ServerState = 'idle';
  let client: LanguageClient | undefined;

  const become = (next: ServerState) => {
    if (next === state) return;
    state = next;
    changes.fire(next);
  };
  const listen = (to: LanguageClient, name: string) => {
    to.onNotification(name, (params: unknown) => {
      for (const handler of handlers.get(name) ?? []) handler(params);
    });
  };
  const create = () => {
    const made = createClient(extension, parts);
    made.onDidChangeState(({ newState }) => {
      if (made === client) become(stateOf(newState));
    });
    for (const name of handlers.keys()) listen(made, name);
    return made;
  };
  const start = async () => {
    // given up on: only a person's restart tries again, or every view would start a server that cannot live
    if (state === 'failed') throw unavailable();
    client ??= create();
    try {
      await client.start();
    } catch (error) {
      become('failed');
      throw unavailable(error);
    }
  };
  const stop = async () => {
    const old = client;
    client = undefined;
    if (old?.state === State.Starting) await settled(old.start()); // it cannot be stopped half-way
    if (old) await settled(old.dispose());
  };
  /** For what may fail on the way out: it is logged, and the way is gone on. */
  const settled = (work: Promise<void>) => work.catch((error: unknown) => output.warn(`Stopping the server: ${String(error)}`));
  const restart = async () => {
    await stop();
    become('idle');
    await start();
  };

  const restartIfStarted = () => {
    if (state !== 'idle') restart().catch((error: unknown) => output.error(String(error)));
  };
  let yamlElsewhere = isYamlElsewhere();

  const watched = [
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      if (client?.isRunning()) void client.sendNotification(trustGranted, { trusted: true });
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      // the registry's folder is part of the server's environment
      if (event.affectsConfiguration('datapin.home')) restartIfStarted();
    }),
    vscode.extensions.onDidChange(() => {
      if (isYamlElsewhere() === yamlElsewhere) return;
      yamlElsewhere = !yamlElsewhere;
      // a server is told once, at its start, who owns YAML
      restartIfStarted();
    }),
  ];

  return {
    get state() {
      return state;
    },
    onDidChangeState: changes.event,
    async send<P, R>(name: RequestName<P, Outcome<R>>, params: P, token?: vscode.CancellationToken): Promise<R> {
      await start();
      const outcome = await answerOf<R>(client!.sendRequest<Outcome<R>>(name, params, token));
      if (!outcome.ok) throw new ProblemError(outcome.problem);
      return outcome.value;
    },
    on<P>(name: NotificationName<P>, handler: (params: P) => void) {
      const set = handlers.get(name) ?? new Set();
      if (!handlers.has(name)) {
        handlers.set(name, set);
        if (client) listen(client, name);
      }
      const added = (params: unknown) => handler(params as P);
      set.add(added);
      return new vscode.Disposable(() => set.delete(added));
    },
    start,
    restart,
    dispose() {
      for (const watch of watched) watch.dispose();
      changes.dispose();
      void stop();
    },
  };
}

function stateOf(state: State): ServerState {
  if (state === State.Running) return 'running';
  return state === State.Starting ? 'starting' : 'failed';
}

/** The answer, or what kept it away as a ProblemError. */
async function answerOf<R>(request: Promise<Outcome<R>>): Promise<Outcome<R>> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof ResponseError && error.code === LSPErrorCodes.RequestCancelled) {
      throw new ProblemError({ code: 'cancelled', message: 'Cancelled.' }, error);
    }
    throw isConnectionLost(error) ? unavailable(error) : error;
  }
}

function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof ResponseError)) return error instanceof ConnectionError;
  const lost: number[] = [
    ErrorCodes.MessageWriteError,
    ErrorCodes.MessageReadError,
    ErrorCodes.PendingResponseRejected,
    ErrorCodes.ConnectionInactive,
  ];
  return lost.includes(error.code);
}

function unavailable(cause?: unknown): ProblemError {
  return new ProblemError({ code: 'server.unavailable', message: 'The Datapin server is not running.', hint: 'Its log says why.' }, cause);
}

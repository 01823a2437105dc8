/** A language client for tests: starts the server as an editor does, over standard input and output or over IPC. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import {
  type CancellationToken,
  type ClientCapabilities,
  type CompletionList,
  type ConfigurationParams,
  createProtocolConnection,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type InitializeResult,
  IPCMessageReader,
  IPCMessageWriter,
  type Position,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Registration,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type { NotificationName, Outcome, RequestName } from '../../server/protocol/requests.ts';
import { positionAt } from '../support/markedText.ts';
import { until } from '../support/poll.ts';
import type { Owner } from '../support/temp.ts';

export interface ClientOptions {
  home: string;
  transport?: 'stdio' | 'ipc';
  /** What is started; the server's source when absent. */
  program?: string[];
  trusted?: boolean;
  /** URIs of the open folders. */
  folders?: string[];
  capabilities?: ClientCapabilities;
  /** What the person set, by section. */
  settings?: Record<string, unknown>;
  /** The same where it differs by folder. */
  settingsOf?: (scopeUri: string | undefined) => Record<string, unknown>;
  /** What else the client says of itself; `commands: undefined` for one that is no extension of ours. */
  about?: Record<string, unknown>;
}

export interface TestClient {
  connection: ProtocolConnection;
  process: ChildProcess;
  initialized: InitializeResult;
  /** What the server wrote to standard error. */
  errors(): string;
  /** Opens a document, or changes one that is open. */
  show(uri: string, text: string): void;
  diagnostics(uri: string): Promise<Diagnostic[]>;
  pull(uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport>;
  complete(uri: string, position: Position): Promise<CompletionList | null>;
  /** The value of a custom request; throws its problem. */
  ask<P, R>(name: RequestName<P, Outcome<R>>, params: P): Promise<R>;
  /** The answer, whichever it is. */
  send<P, R>(name: RequestName<P, R>, params: P, signal?: AbortSignal): Promise<R>;
  /** Every notification of a name so far. */
  heard<P>(name: NotificationName<P>): P[];
  /** How often the client was asked to pull diagnostics again. */
  refreshes(): number;
  /** What was sent of a document without being asked, in order. */
  sent(uri: string): PublishDiagnosticsParams[];
  /** What the server registered after its start, by method. */
  registered(): Record<string, unknown>;
  /** Says `shutdown` and `exit`; answers the exit code. */
  end(): Promise<number | null>;
}

/** The server's entry. */
export const source = join(import.meta.dirname, '..', '..', 'server', 'lsp', 'main.ts');

/** Starts a server that ends with its owner, and says `initialize` and `initialized`. */
export async function startClient(owner: Owner, options: ClientOptions): Promise<TestClient> {
  const transport = options.transport ?? 'stdio';
  const child = start(options, transport);
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  owner.after(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const connection =
    transport === 'stdio'
      ? createProtocolConnection(new StreamMessageReader(child.stdout!), new StreamMessageWriter(child.stdin!))
      : createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  const notifications: { method: string; params: unknown }[] = [];
  const sent: PublishDiagnosticsParams[] = [];
  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    sent.push(params);
  });
  let refreshes = 0;
  for (const method of ['datapin/changed', 'datapin/progress', 'window/logMessage']) {
    connection.onNotification(method, (params: unknown) => {
      notifications.push({ method, params });
    });
  }
  connection.onRequest('workspace/diagnostic/refresh', () => {
    refreshes++;
    return null;
  });
  const registered: Record<string, unknown> = {};
  connection.onRequest('client/registerCapability', ({ registrations }: { registrations: Registration[] }) => {
    for (const { method, registerOptions } of registrations) registered[method] = registerOptions;
    return null;
  });
  const { settingsOf = () => options.settings } = options;
  connection.onRequest('workspace/configuration', ({ items }: ConfigurationParams) =>
    items.map(({ section = '', scopeUri }) => settingsOf(scopeUri)?.[section] ?? null),
  );
  connection.listen();
  const early = exited.then((code) => {
    throw new Error(`The server ended with ${code} before it answered:\n${errors}`);
  });
  const answer = connection.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: options.capabilities ?? everything,
    workspaceFolders: (options.folders ?? []).map((uri) => ({ uri, name: uri })),
    initializationOptions: { commands: [], ...(options.trusted === undefined ? {} : { trusted: options.trusted }), ...options.about },
  });
  const initialized = await Promise.race([answer, early]);
  early.catch(() => undefined); // its end is no surprise any more
  await connection.sendNotification('initialized', {});
  const versions = new Map<string, number>();

  const pull: TestClient['pull'] = (uri, previousResultId) =>
    connection.sendRequest('textDocument/diagnostic', { textDocument: { uri }, previousResultId });
  const send: TestClient['send'] = (name, params, signal) => {
    return signal ? connection.sendRequest(name as string, params, cancellationOf(signal)) : connection.sendRequest(name as string, params);
  };
  return {
    connection,
    process: child,
    initialized,
    errors: () => errors,
    show(uri, text) {
      const version = (versions.get(uri) ?? 0) + 1;
      versions.set(uri, version);
      const document = { uri, version };
      if (version > 1) void connection.sendNotification('textDocument/didChange', { textDocument: document, contentChanges: [{ text }] });
      else void connection.sendNotification('textDocument/didOpen', { textDocument: { ...document, languageId: languageOf(uri), text } });
    },
    pull,
    async diagnostics(uri) {
      const report = await pull(uri);
      if (report.kind !== 'full') throw new Error('A first pull answers everything.');
      return report.items;
    },
    complete: (uri, position) => connection.sendRequest('textDocument/completion', { textDocument: { uri }, position }),
    async ask(name, params) {
      const outcome = await send(name, params);
      if (!outcome.ok) throw Object.assign(new Error(outcome.problem.message), outcome.problem);
      return outcome.value;
    },
    send,
    heard: <P>(name: NotificationName<P>) => notifications.filter(({ method }) => method === name).map(({ params }) => params as P),
    refreshes: () => refreshes,
    sent: (uri) => sent.filter((one) => one.uri === uri),
    registered: () => registered,
    async end() {
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      await until(() => child.exitCode !== null || child.signalCode !== null, { what: 'the server to exit' });
      connection.dispose();
      return exited;
    },
  };
}

/** Where a piece of a text begins, plus some characters. */
export function positionOf(text: string, piece: string, plus = piece.length): Position {
  const at = text.indexOf(piece);
  if (at < 0) throw new Error(`"${piece}" is not in the text.`);
  return positionAt(text, at + plus);
}

const everything: ClientCapabilities = {
  workspace: { configuration: true, workspaceFolders: true, diagnostics: { refreshSupport: true } },
  textDocument: { definition: { linkSupport: true }, diagnostic: {}, completion: { completionItem: { labelDetailsSupport: true } } },
};

function start({ home, program = [source] }: ClientOptions, transport: 'stdio' | 'ipc'): ChildProcess {
  const args = [...program, transport === 'stdio' ? '--stdio' : '--node-ipc'];
  const env = { ...process.env, DATAPIN_HOME: home, DATAPIN_USER: 'tester' };
  const stdio: ('pipe' | 'ignore' | 'ipc')[] = transport === 'stdio' ? ['pipe', 'pipe', 'pipe'] : ['ignore', 'pipe', 'pipe', 'ipc'];
  return spawn(process.execPath, args, { env, stdio });
}

function languageOf(uri: string): string {
  return uri.endsWith('.py') ? 'python' : 'yaml';
}

function cancellationOf(signal: AbortSignal): CancellationToken {
  return {
    get isCancellationRequested() {
      return signal.aborted;
    },
    onCancellationRequested(listener) {
      const heard = () => void listener(undefined);
      signal.addEventListener('abort', heard, { once: true });
      return { dispose: () => signal.removeEventListener('abort', heard) };
    },
  };
}

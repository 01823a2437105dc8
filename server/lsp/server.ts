/** The language server: joins a connection, the open documents and the handlers. Transport only; what it knows comes from app.ts. */
import {
  type Connection,
  DidChangeConfigurationNotification,
  type InitializeParams,
  type ServerCapabilities,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { AppOptions } from '../app.ts';
import type { WorkOptions } from '../core/world.ts';
import { analyse, type DocumentCache, newDocumentCache } from '../language/document.ts';
import { registryChanged, trustGranted } from '../protocol/requests.ts';
import { runJob } from '../worker/client.ts';
import type { JobName, JobRequest, JobResult } from '../worker/jobs.ts';
import { adoptHandler } from './adoptHandler.ts';
import { completionHandler } from './completionHandler.ts';
import type { Client, Handler, ServerContext } from './context.ts';
import { datasetsHandler } from './datasetsHandler.ts';
import { definitionHandler } from './definitionHandler.ts';
import { diagnosticsHandler, refreshDiagnostics } from './diagnosticsHandler.ts';
import { executionsHandler } from './executionsHandler.ts';
import { hoverHandler } from './hoverHandler.ts';
import { lineageHandler } from './lineageHandler.ts';
import { type OpenWorld, openWorld } from './openWorld.ts';
import { runHandler } from './runHandler.ts';
import { createSettings } from './settings.ts';
import { watchRegistry } from './watch.ts';

const handlers: readonly Handler[] = [
  diagnosticsHandler,
  completionHandler,
  hoverHandler,
  definitionHandler,
  datasetsHandler,
  executionsHandler,
  lineageHandler,
  adoptHandler,
  runHandler,
];

/** Serves one client until it says `exit`. */
export function startServer(connection: Connection, options: AppOptions = {}): void {
  const documents = new TextDocuments(TextDocument);
  const client: Client = {
    trusted: false,
    folders: [],
    canRefreshDiagnostics: false,
    canLinkDefinitions: false,
    canSendSettings: false,
    canWatchSettings: false,
  };
  const world = openWorld(options, () => announce(connection, context));
  const context = createContext(connection, { documents, client, world, options });
  let stopWatching: () => Promise<void> = async () => undefined;

  connection.onInitialize((params) => {
    readClient(params, client);
    return { capabilities: capabilities(), serverInfo: { name: 'datapin' } };
  });
  connection.onInitialized(async () => {
    stopWatching = watchRegistry(connection, context);
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const gone = new Set(removed.map(({ uri }) => uri));
      client.folders = [...client.folders.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)];
    });
    if (client.canWatchSettings) await connection.client.register(DidChangeConfigurationNotification.type, { section: 'datapin' });
  });
  connection.onDidChangeConfiguration(() => {
    context.settings.forget();
    world.change();
  });
  connection.onNotification(trustGranted, ({ trusted }: { trusted: boolean }) => {
    client.trusted = trusted;
  });
  const ends = handlers.map((handler) => handler.register(connection, context));
  // the connection keeps one such function only
  connection.onShutdown(async () => {
    for (const end of ends) end?.();
    await stopWatching();
    await world.close();
  });
  documents.listen(connection);
  connection.listen();
}

interface Parts {
  documents: TextDocuments<TextDocument>;
  client: Client;
  world: OpenWorld;
  options: AppOptions;
}

function createContext(connection: Connection, { documents, client, world, options }: Parts): ServerContext {
  const settings = createSettings(connection, () => client.canSendSettings);
  const caches = new Map<string, DocumentCache>();
  documents.onDidClose(({ document: { uri } }) => {
    caches.delete(uri);
    settings.forget(uri);
  });
  return {
    ...world,
    documents,
    client,
    settings,
    async analyse(document) {
      const language = await settings.language(document.uri);
      const cache = caches.get(document.uri) ?? newDocumentCache();
      if (documents.get(document.uri)) caches.set(document.uri, cache);
      return analyse(document, cache, language);
    },
    async runJob<N extends JobName>(name: N, request: JobRequest<N>, work: WorkOptions = {}): Promise<JobResult<N>> {
      return runJob(name, request, { ...work, app: { ...options, s3: await settings.s3() } });
    },
  };
}

/** Views ask again, and so does whoever shows diagnostics. */
function announce(connection: Connection, context: ServerContext): void {
  void connection.sendNotification(registryChanged, {});
  refreshDiagnostics(connection, context);
}

function capabilities(): ServerCapabilities {
  const own: ServerCapabilities = {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  };
  return Object.assign(own, ...handlers.map((handler) => handler.capabilities ?? {}));
}

function readClient({ capabilities: can, workspaceFolders, initializationOptions }: InitializeParams, client: Client): void {
  // a client that does not say is not trusted: nothing is run for it
  client.trusted = (initializationOptions as { trusted?: unknown } | undefined)?.trusted === true;
  client.folders = (workspaceFolders ?? []).map(({ uri }) => uri);
  client.canRefreshDiagnostics = can.workspace?.diagnostics?.refreshSupport === true;
  client.canLinkDefinitions = can.textDocument?.definition?.linkSupport === true;
  client.canWatchSettings = can.workspace?.didChangeConfiguration?.dynamicRegistration === true;
  client.canSendSettings = can.workspace?.configuration === true;
}

/** The language server: joins a connection, the open documents and the handlers. Transport only; what it knows comes from app.ts. */
import {
  type Connection,
  DidChangeConfigurationNotification,
  NotebookDocuments,
  type Registration,
  RegistrationRequest,
  type ServerCapabilities,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { AppOptions } from '../app.ts';
import { registryChanged, trustGranted } from '../protocol/requests.ts';
import { adoptHandler } from './adoptHandler.ts';
import { browseHandler } from './browseHandler.ts';
import { callHierarchyHandler } from './callHierarchyHandler.ts';
import { readClient, unknownClient } from './clientFacts.ts';
import { codeActionHandler } from './codeActionHandler.ts';
import { codeLensHandler } from './codeLensHandler.ts';
import { completionHandler } from './completionHandler.ts';
import type { Client, Handler, ServerContext } from './context.ts';
import { createContext } from './createContext.ts';
import { datasetsHandler } from './datasetsHandler.ts';
import { definitionHandler } from './definitionHandler.ts';
import { deriveHandler } from './deriveHandler.ts';
import { diagnosticsHandler } from './diagnosticsHandler.ts';
import { diffHandler } from './diffHandler.ts';
import { executionsHandler } from './executionsHandler.ts';
import { foldingHandler } from './foldingHandler.ts';
import { highlightsHandler } from './highlightsHandler.ts';
import { hoverHandler } from './hoverHandler.ts';
import { inlayHintsHandler } from './inlayHintsHandler.ts';
import { lineageHandler } from './lineageHandler.ts';
import { linksHandler } from './linksHandler.ts';
import { answerRefused } from './messageOrder.ts';
import { openWorld } from './openWorld.ts';
import { referencesHandler } from './referencesHandler.ts';
import { refresh } from './refresh.ts';
import { renameHandler } from './renameHandler.ts';
import { runHandler } from './runHandler.ts';
import { selectionHandler } from './selectionHandler.ts';
import { semanticTokensHandler } from './semanticTokensHandler.ts';
import { sourcesHandler } from './sourcesHandler.ts';
import { symbolsHandler } from './symbolsHandler.ts';
import { typeHierarchyHandler } from './typeHierarchyHandler.ts';
import { watchRegistry } from './watch.ts';
import { watchedFilesHandler } from './watchedFilesHandler.ts';

const handlers: readonly Handler[] = [
  diagnosticsHandler,
  completionHandler,
  hoverHandler,
  inlayHintsHandler,
  codeLensHandler,
  definitionHandler,
  referencesHandler,
  highlightsHandler,
  renameHandler,
  codeActionHandler,
  symbolsHandler,
  linksHandler,
  foldingHandler,
  selectionHandler,
  semanticTokensHandler,
  callHierarchyHandler,
  typeHierarchyHandler,
  datasetsHandler,
  executionsHandler,
  lineageHandler,
  adoptHandler,
  sourcesHandler,
  browseHandler,
  deriveHandler,
  diffHandler,
  runHandler,
  watchedFilesHandler,
];

/** Serves one client until it says `exit`. */
export function startServer(connection: Connection, options: AppOptions = {}): void {
  const documents = new TextDocuments(TextDocument);
  const notebooks = new NotebookDocuments(documents);
  const client = unknownClient();
  const world = openWorld(options, {
    announce: () => announce(connection, context),
    warn: (message) => connection.console.warn(message),
  });
  const context = createContext(connection, { documents, notebooks, client, world, options });
  let stopWatching: () => Promise<void> = async () => undefined;

  connection.onInitialize((params) => {
    readClient(params, client);
    return { capabilities: capabilities(), serverInfo: { name: 'datapin' } };
  });
  connection.onInitialized(async () => {
    stopWatching = watchRegistry(connection, context);
    context.project.foldersChanged();
    if (client.canChangeFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => uri));
        client.folders = [...client.folders.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)];
        context.project.foldersChanged();
        world.change();
      });
    }
    const registrations = registrationsFor(client);
    if (registrations.length > 0) await connection.sendRequest(RegistrationRequest.type, { registrations });
  });
  connection.onDidChangeConfiguration(() => {
    context.settings.forget();
    world.change();
  });
  connection.onNotification(trustGranted, ({ trusted }: { trusted: boolean }) => {
    client.trusted = trusted;
  });
  answerRefused(connection);
  const ends = handlers.map((handler) => handler.register(connection, context));
  // the connection keeps one such function only
  connection.onShutdown(async () => {
    for (const end of ends) end?.();
    await stopWatching();
    await context.project.close();
    await world.close();
  });
  documents.listen(connection);
  notebooks.listen(connection);
  connection.listen();
}

/** Views ask again, and so does whoever shows what was answered. */
function announce(connection: Connection, context: ServerContext): void {
  void connection.sendNotification(registryChanged, {});
  refresh(connection, context);
}

function capabilities(): ServerCapabilities {
  const own: ServerCapabilities = {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    notebookDocumentSync: { notebookSelector: [{ notebook: 'jupyter-notebook', cells: [{ language: 'python' }] }] },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  };
  return Object.assign(own, ...handlers.map((handler) => handler.capabilities ?? {}));
}

function registrationsFor(client: Client): Registration[] {
  const settings = { method: DidChangeConfigurationNotification.method, registerOptions: { section: 'datapin' } };
  const all = [...(client.canWatchSettings ? [settings] : []), ...handlers.flatMap((handler) => handler.registrations?.(client) ?? [])];
  return all.map((one) => ({ ...one, id: one.method }));
}

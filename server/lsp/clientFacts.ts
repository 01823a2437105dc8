/** What a client says of itself when it starts the server. */
import type { InitializeParams } from 'vscode-languageserver';
import type { Client } from './context.ts';

/** A client that has not said anything yet. */
export function unknownClient(): Client {
  return {
    trusted: false,
    folders: [],
    yamlElsewhere: false,
    keysElsewhere: false,
    commands: new Set(),
    showsOwnDocuments: false,
    refreshes: [],
    pullsDiagnostics: false,
    hierarchies: [],
    canLinkDefinitions: false,
    canUseSnippets: false,
    canShowImages: false,
    canSendSettings: false,
    canWatchSettings: false,
    canWatchFiles: false,
    canChangeFolders: false,
  };
}

export function readClient(params: InitializeParams, client: Client): void {
  const { capabilities: can, workspaceFolders, rootUri, initializationOptions } = params;
  const { trusted, yamlElsewhere, keysElsewhere, commands, images } = asRecord(initializationOptions);
  // a client that does not say is not trusted: nothing is run for it
  client.trusted = trusted === true;
  // older clients know one folder only
  client.folders = workspaceFolders ? workspaceFolders.map(({ uri }) => uri) : rootUri ? [rootUri] : [];
  client.yamlElsewhere = yamlElsewhere === true;
  client.keysElsewhere = keysElsewhere === true;
  client.commands = new Set(Array.isArray(commands) ? commands.filter((command) => typeof command === 'string') : []);
  // who brings commands is an extension of ours, which brings the documents too
  client.showsOwnDocuments = Array.isArray(commands);
  client.refreshes = refreshable.filter(({ part }) => can.workspace?.[part]?.refreshSupport === true).map(({ method }) => method);
  client.pullsDiagnostics = can.textDocument?.diagnostic !== undefined;
  client.hierarchies = hierarchies.filter(({ part }) => can.textDocument?.[part]?.dynamicRegistration === true).map(({ method }) => method);
  client.canUseSnippets = can.textDocument?.completion?.completionItem?.snippetSupport === true;
  client.canShowImages = images === true;
  client.canLinkDefinitions = can.textDocument?.definition?.linkSupport === true;
  client.canWatchSettings = can.workspace?.didChangeConfiguration?.dynamicRegistration === true;
  client.canSendSettings = can.workspace?.configuration === true;
  client.canWatchFiles = can.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
  client.canChangeFolders = can.workspace?.workspaceFolders === true;
}

/** Answers that depend on the registry. */
const refreshable = [
  { part: 'diagnostics', method: 'workspace/diagnostic/refresh' },
  { part: 'codeLens', method: 'workspace/codeLens/refresh' },
  { part: 'inlayHint', method: 'workspace/inlayHint/refresh' },
  { part: 'semanticTokens', method: 'workspace/semanticTokens/refresh' },
] as const;

const hierarchies = [
  { part: 'callHierarchy', method: 'textDocument/prepareCallHierarchy' },
  { part: 'typeHierarchy', method: 'textDocument/prepareTypeHierarchy' },
] as const;

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** Assembles the extension. Trees and commands stand at once; the server starts with the first thing that needs it. */
import * as vscode from 'vscode';
import { listSources, readFile } from '../server/protocol/requests.ts';
import { withKeys } from './askKey.ts';
import { linkedCommands, registerCommands } from './commands.ts';
import type { Context } from './context.ts';
import { documentSelector } from './documentSelector.ts';
import { provideFiles, type ReadVersionFile } from './documents/files.ts';
import { provideLogs } from './documents/logs.ts';
import { provideManifests } from './documents/manifests.ts';
import { provideTexts } from './documents/texts.ts';
import { createKeys, type KeyName } from './keys.ts';
import { createLineagePanel } from './lineagePanel.ts';
import { redactedChannel } from './redactedChannel.ts';
import { createRedaction } from './redaction.ts';
import { attempt } from './reportError.ts';
import { createServer, type Server } from './serverClient.ts';
import { showServerStatus } from './serverStatus.ts';
import { createComparisonView } from './views/comparisonTree.ts';
import { createDatasetsView } from './views/datasetsTree.ts';
import { adoptDropped } from './views/dropping.ts';
import { createExecutionsView } from './views/executionsTree.ts';
import { leaveSchemaToUs } from './yamlExtension.ts';

export function activate(extension: vscode.ExtensionContext): void {
  const redaction = createRedaction();
  const output = redactedChannel(vscode.window.createOutputChannel('Datapin', { log: true }), redaction);
  const server = createServer(extension, { output, linkedCommands });
  const keys = createKeys({ storage: extension.secrets, redaction, names: knownKeys(server) });
  const context: Context = {
    server,
    output,
    keys,
    texts: provideTexts(),
    datasets: createDatasetsView(server, adoptDropped()),
    executions: createExecutionsView(server),
    comparison: createComparisonView(server),
    lineage: createLineagePanel(extension, server),
    attempt: (work) => attempt(work, output),
  };
  extension.subscriptions.push(
    output,
    server,
    context.texts,
    context.datasets,
    context.executions,
    context.comparison,
    context.lineage,
    showServerStatus(server),
    provideManifests(server),
    provideLogs(server),
    provideFiles(readBy(context)),
    registerCommands(context),
    startWithDocuments(server, output),
    leaveSchemaToUs(output),
  );
}

/** What tools may ask for, asked of the server once. */
function knownKeys(server: Server): () => Promise<readonly KeyName[]> {
  let known: readonly KeyName[] | undefined;
  return async () => (known ??= (await server.send(listSources, {})).flatMap(({ secrets }) => secrets));
}

function readBy({ server, keys }: Context): ReadVersionFile {
  return async (ref, path) => {
    const { base64 } = await withKeys(keys, (secrets) => server.send(readFile, { ref, path, secrets }));
    return Buffer.from(base64, 'base64');
  };
}

/** Starts the server as soon as a document is open that can hold a reference. */
function startWithDocuments(server: Server, output: vscode.LogOutputChannel): vscode.Disposable {
  const start = (document: vscode.TextDocument) => {
    if (server.state !== 'idle' || vscode.languages.match(documentSelector, document) === 0) return;
    server.start().catch((error: unknown) => output.error(String(error)));
  };
  vscode.workspace.textDocuments.forEach(start);
  return vscode.workspace.onDidOpenTextDocument(start);
}

/** Assembles the extension. Trees and commands stand at once; the server starts with the first thing that needs it. */
import * as vscode from 'vscode';
import { linkedCommands, registerCommands } from './commands.ts';
import { documentSelector } from './documentSelector.ts';
import { provideLogs } from './documents/logs.ts';
import { provideManifests } from './documents/manifests.ts';
import { createLineagePanel } from './lineagePanel.ts';
import { createServer, type Server } from './serverClient.ts';
import { showServerStatus } from './serverStatus.ts';
import { createDatasetsView } from './views/datasetsTree.ts';
import { createExecutionsView } from './views/executionsTree.ts';
import { leaveSchemaToUs } from './yamlExtension.ts';

export function activate(extension: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel('Datapin', { log: true });
  const server = createServer(extension, { output, linkedCommands });
  const datasets = createDatasetsView(server);
  const executions = createExecutionsView(server);
  const lineage = createLineagePanel(extension, server);
  extension.subscriptions.push(
    output,
    server,
    datasets,
    executions,
    lineage,
    showServerStatus(server),
    provideManifests(server),
    provideLogs(server),
    registerCommands({ server, output, datasets, executions, lineage }),
    startWithDocuments(server, output),
    leaveSchemaToUs(output),
  );
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

/** Makes the library's client for our server: which program, which documents, what of a crash. */
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import * as vscode from 'vscode';
import {
  CloseAction,
  type ErrorHandler,
  LanguageClient,
  type NodeModule,
  RevealOutputChannelOn,
  TransportKind,
} from 'vscode-languageclient/node';
import { documentSelector } from './documentSelector.ts';
import { readSetting } from './settings.ts';
import { isYamlElsewhere } from './yamlExtension.ts';

export interface ClientParts {
  /** The talk with the server is traced to it, keys and all: it keeps them out. */
  output: vscode.LogOutputChannel;
  /** Commands that lenses, cards and actions may call. */
  linkedCommands: readonly string[];
}

/** A client that was not started yet; it is made with the settings of this moment. */
export function createClient(extension: vscode.ExtensionContext, { output, linkedCommands }: ClientParts): LanguageClient {
  const client: LanguageClient = new LanguageClient('datapin', 'Datapin', serverModule(extension), {
    documentSelector,
    outputChannel: output,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: () => ({
      trusted: vscode.workspace.isTrusted,
      yamlElsewhere: isYamlElsewhere(),
      commands: linkedCommands,
      images: true,
    }),
    markdown: { isTrusted: { enabledCommands: linkedCommands } },
    diagnosticPullOptions: { onChange: true, onSave: true, onFocus: true },
    errorHandler: quietly(() => client.createDefaultErrorHandler()),
  });
  return client;
}

function serverModule(extension: vscode.ExtensionContext): { run: NodeModule; debug: NodeModule } {
  const home = readSetting(vscode.workspace.getConfiguration(), 'datapin.home');
  const run: NodeModule = {
    module: extension.asAbsolutePath('dist/server/lsp.mjs'),
    transport: TransportKind.ipc,
    // not the workspace: nothing in there may be picked up by the server's own start
    options: { cwd: extension.extensionPath, env: home ? { DATAPIN_HOME: absolute(home) } : {} },
  };
  return { run, debug: { ...run, options: { ...run.options, execArgv: ['--inspect=0'] } } };
}

/** From the user's folder: the server's own is the extension's, which an update throws away. The server reads `~` itself. */
function absolute(home: string): string {
  return home.startsWith('~') ? home : resolve(homedir(), home);
}

/** The library's own way with crashes, its counting included; only a restart that goes well is not worth a notification. */
function quietly(make: () => ErrorHandler): ErrorHandler {
  let handler: ErrorHandler | undefined;
  const own = () => (handler ??= make());
  return {
    error: (...details) => own().error(...details),
    async closed() {
      const result = await own().closed();
      return result.action === CloseAction.Restart ? { ...result, handled: true } : result;
    },
  };
}

/** The server's state among the editor's language states, with Restart and Show log at hand. */
import * as vscode from 'vscode';
import { documentSelector } from './documentSelector.ts';
import type { Server, ServerState } from './serverClient.ts';

export function showServerStatus(server: Server): vscode.Disposable {
  const state = vscode.languages.createLanguageStatusItem('datapin.server', documentSelector);
  state.name = 'Datapin: Server';
  state.command = { title: 'Restart', command: 'datapin.restartServer' };
  const log = vscode.languages.createLanguageStatusItem('datapin.log', documentSelector);
  log.name = 'Datapin: Log';
  log.text = 'Datapin log';
  log.command = { title: 'Show log', command: 'datapin.showServerLog' };
  const show = (now: ServerState) => {
    state.text = `Datapin server ${words[now]}`;
    state.busy = now === 'starting';
    state.severity = now === 'failed' ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
    state.accessibilityInformation = { label: state.text };
  };
  show(server.state);
  return vscode.Disposable.from(state, log, server.onDidChangeState(show));
}

const words: Record<ServerState, string> = { idle: 'not started', starting: 'starting', running: 'running', failed: 'stopped' };

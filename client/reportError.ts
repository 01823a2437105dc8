/** The one place where a problem becomes words and buttons. */
import * as vscode from 'vscode';
import { manageTrust, openSettings, tell } from './editor.ts';
import { problemOf, type Remedy, remediesOf, wordsOf } from './problem.ts';

/** Shows what went wrong. `retry` does again what failed; what was cancelled is passed over in silence. */
export async function reportError(error: unknown, options: { output: vscode.LogOutputChannel; retry?: () => unknown }): Promise<void> {
  const problem = problemOf(error);
  if (problem.code === 'cancelled') return;
  options.output.error(
    `${problem.code}: ${wordsOf(problem)}`,
    ...(problem.code === 'internal' && error instanceof Error ? [error.stack] : []),
  );
  const offers: Record<Remedy, readonly [title: string, action: () => unknown]> = {
    retry: ['Retry', () => options.retry?.()],
    's3 settings': ['Open Settings', () => openSettings('datapin.s3')],
    'registry settings': ['Open Settings', () => openSettings('datapin.home')],
    restart: ['Restart Server', () => vscode.commands.executeCommand('datapin.restartServer')],
    trust: ['Manage Trust', manageTrust],
    log: ['Show Log', () => options.output.show()],
  };
  const buttons = remediesOf(problem.code).filter((remedy) => remedy !== 'retry' || options.retry);
  await tell('error', wordsOf(problem), Object.fromEntries(buttons.map((remedy) => offers[remedy])));
}

/** Runs what a button or a wizard starts; what goes wrong is told, as if a command had failed. */
export async function attempt(work: () => unknown, output: vscode.LogOutputChannel): Promise<void> {
  try {
    await work();
  } catch (error) {
    await reportError(error, { output, retry: () => attempt(work, output) });
  }
}

/** What tests of open folders ask a server for, in the protocol's words. */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type {
  Diagnostic,
  FileChangeType,
  NotebookCellArrayChange,
  PreviousResultId,
  WorkspaceDiagnosticReport,
  WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver/node';
import type { TestClient } from './client.ts';

export type FileReport = WorkspaceDocumentDiagnosticReport;

export function uriIn(folder: string, name = ''): string {
  return pathToFileURL(join(folder, name)).href;
}

/** What is said of everything that is not open. */
export async function pullWorkspace({ connection }: TestClient, previous: readonly FileReport[] = []): Promise<FileReport[]> {
  const previousResultIds = previous.flatMap(({ uri, resultId }): PreviousResultId[] => (resultId ? [{ uri, value: resultId }] : []));
  const { items } = await connection.sendRequest<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds });
  return items;
}

/** By the file's name: its codes, or `unchanged`. */
export function codesIn(folder: string, reports: readonly FileReport[]): Record<string, unknown> {
  const root = `${uriIn(folder)}/`;
  return Object.fromEntries(
    reports.map((report) => [decodeURI(report.uri.replace(root, '')), report.kind === 'full' ? codes(report.items) : report.kind]),
  );
}

export function codes(diagnostics: readonly Diagnostic[]): unknown[] {
  return diagnostics.map(({ code }) => code);
}

export function tellOfChange({ connection }: TestClient, uri: string, type: FileChangeType): Promise<void> {
  return connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type }] });
}

export interface OpenNotebook {
  /** URI of a cell. */
  cell(index: number): string;
  change(index: number, text: string): Promise<void>;
  insert(at: number, text: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens a notebook as an editor does; its cells keep the numbers under which they came. */
export async function openNotebook({ connection }: TestClient, uri: string, texts: readonly string[]): Promise<OpenNotebook> {
  const cell = (index: number) => `${uri.replace('file://', 'vscode-notebook-cell:')}#W${index}`;
  const item = (index: number, text: string) => ({
    uri: cell(index),
    languageId: text.startsWith('#lang:r') ? 'r' : 'python',
    version: 1,
    text,
  });
  const versions = texts.map(() => 1);
  let version = 1;
  const changeTo = (cells: unknown) =>
    connection.sendNotification('notebookDocument/didChange', { notebookDocument: { uri, version: ++version }, change: { cells } });
  await connection.sendNotification('notebookDocument/didOpen', {
    notebookDocument: { uri, notebookType: 'jupyter-notebook', version, cells: texts.map((_, i) => ({ kind: 2, document: cell(i) })) },
    cellTextDocuments: texts.map((text, i) => item(i, text)),
  });
  return {
    cell,
    change(index, text) {
      versions[index]! += 1;
      return changeTo({ textContent: [{ document: { uri: cell(index), version: versions[index] }, changes: [{ text }] }] });
    },
    insert(at, text) {
      const index = versions.push(1) - 1;
      const array: NotebookCellArrayChange = { start: at, deleteCount: 0, cells: [{ kind: 2, document: cell(index) }] };
      return changeTo({ structure: { array, didOpen: [item(index, text)] } });
    },
    close: () =>
      connection.sendNotification('notebookDocument/didClose', {
        notebookDocument: { uri },
        cellTextDocuments: versions.map((_, i) => ({ uri: cell(i) })),
      }),
  };
}

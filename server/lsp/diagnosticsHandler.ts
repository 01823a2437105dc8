/** Diagnostics, pulled by the client: for a document, and again when the registry or the settings changed. */
import { type Connection, type DocumentDiagnosticReport, DocumentDiagnosticReportKind } from 'vscode-languageserver';
import { diagnose } from '../language/diagnostics.ts';
import type { Handler, ServerContext } from './context.ts';

export const diagnosticsHandler: Handler = {
  capabilities: { diagnosticProvider: { interFileDependencies: false, workspaceDiagnostics: false } },
  register(connection, context) {
    connection.languages.diagnostics.on(({ textDocument, previousResultId }) => report(context, textDocument.uri, previousResultId));
  },
};

/** Asks the client to pull again. */
export function refreshDiagnostics(connection: Connection, { client }: ServerContext): void {
  if (!client.canRefreshDiagnostics) return;
  // a client that cannot just now will pull when it shows a document
  connection.languages.diagnostics.refresh().catch((error: unknown) => connection.console.warn(`Refreshing diagnostics: ${String(error)}`));
}

async function report(context: ServerContext, uri: string, previous: string | undefined): Promise<DocumentDiagnosticReport> {
  const document = context.documents.get(uri);
  if (!document) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
  const analysis = await context.analyse(document);
  const resultId = `${document.version}/${context.generation()}`;
  if (resultId === previous) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
  return { kind: DocumentDiagnosticReportKind.Full, resultId, items: diagnose(document, analysis, context.catalog()) };
}

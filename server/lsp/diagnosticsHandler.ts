/** Diagnostics: of a document, of all that is not open, and again when something around them changed. Sent to a client that cannot ask. */
import { type CancellationToken, type DocumentDiagnosticReport, DocumentDiagnosticReportKind } from 'vscode-languageserver';
import { throwIfTakenBack } from './cancellation.ts';
import type { Handler, ServerContext } from './context.ts';
import { createDeclared } from './declared.ts';
import { createReports, type Reports } from './reports.ts';
import { sendDiagnostics } from './sendDiagnostics.ts';
import { reportWorkspace } from './workspaceDiagnostics.ts';

export const diagnosticsHandler: Handler = {
  capabilities: { diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: true } },
  register(connection, context) {
    const reports = createReports(context.project, createDeclared());
    const { diagnostics } = connection.languages;
    const scriptsRead = new Set<string>();
    diagnostics.on(({ textDocument, previousResultId }, token) =>
      reportDocument({ context, reports, scriptsRead, token }, textDocument.uri, previousResultId),
    );
    diagnostics.onWorkspace(({ previousResultIds }, token, _, progress) =>
      reportWorkspace({ context, reports, token }, previousResultIds, progress && ((items) => progress.report({ items }))),
    );
    const stopSending = sendDiagnostics(connection, context, (uri, previous) =>
      reportDocument({ context, reports, scriptsRead }, uri, previous),
    );
    context.documents.onDidClose(({ document: { uri } }) => {
      reports.forget(uri);
      scriptsRead.delete(uri);
    });
    return stopSending;
  },
};

interface Parts {
  context: ServerContext;
  reports: Reports;
  /** Documents of which the scripts were read before. */
  scriptsRead: Set<string>;
  token?: CancellationToken;
}

async function reportDocument(
  { context, reports, scriptsRead, token }: Parts,
  uri: string,
  previous: string | undefined,
): Promise<DocumentDiagnosticReport> {
  const language = await context.language(uri);
  const { open } = context.project;
  if (!scriptsRead.has(uri)) await context.project.readScripts(uri, token);
  throwIfTakenBack(token);
  scriptsRead.add(uri);
  const stamp = open.stamp(uri);
  if (stamp === undefined) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
  const asked = { uri, stamp: `${stamp} ${context.generation()}`, file: () => open.byUri(uri), context: language, previous };
  const { resultId, items } = reports.report(asked);
  return items ? { kind: DocumentDiagnosticReportKind.Full, resultId, items } : { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
}

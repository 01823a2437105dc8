/** Diagnostics for a client that cannot ask for them: sent when a document is opened or changed, or something around it. */
import { type Connection, type DocumentDiagnosticReport, DocumentDiagnosticReportKind } from 'vscode-languageserver';
import { stackOf } from './answer.ts';
import type { ServerContext } from './context.ts';

/** What there is to say of an open document, if it is something else than under the id before. */
export type Report = (uri: string, previous: string | undefined) => Promise<DocumentDiagnosticReport>;

/** Milliseconds without news after which it is said what there is to say: a burst of keys is one change. */
const quiet = 120;

/** Returns the function that ends it. */
export function sendDiagnostics(connection: Connection, { client, documents, outdated }: ServerContext, report: Report): () => void {
  const sent = new Map<string, string>();
  let pending: NodeJS.Timeout | undefined;
  let working = Promise.resolve();
  let ended = false;

  const send = async (uri: string): Promise<void> => {
    const version = documents.get(uri)?.version;
    const told = await report(uri, sent.get(uri));
    // one that was changed meanwhile is told of again
    const isNow = version !== undefined && documents.get(uri)?.version === version;
    if (ended || !isNow || told.kind === DocumentDiagnosticReportKind.Unchanged) return;
    if (told.resultId !== undefined) sent.set(uri, told.resultId);
    await connection.sendDiagnostics({ uri, version, diagnostics: told.items });
  };
  const sendAll = async (): Promise<void> => {
    for (const uri of documents.keys()) {
      if (ended) return;
      await send(uri).catch((error: unknown) => connection.console.error(`Diagnostics of ${uri}: ${stackOf(error)}`));
    }
  };
  const schedule = () => {
    if (client.pullsDiagnostics || ended) return;
    clearTimeout(pending);
    pending = setTimeout(() => {
      working = working.then(sendAll);
    }, quiet);
  };
  // also fired when a document is opened
  documents.onDidChangeContent(schedule);
  outdated.event(schedule);
  documents.onDidClose(({ document: { uri } }) => {
    sent.delete(uri);
    if (!client.pullsDiagnostics) void connection.sendDiagnostics({ uri, diagnostics: [] });
    schedule();
  });
  return () => {
    ended = true;
    clearTimeout(pending);
  };
}

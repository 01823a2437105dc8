/** Logs as read-only documents that grow while somebody looks at them: `datapin-log:/<project>-<number>.log?<project:number>`. */
import * as vscode from 'vscode';
import { logScheme, logUri } from '../../server/protocol/logUri.ts';
import { readLog } from '../../server/protocol/requests.ts';
import type { WireExecution } from '../../server/protocol/wire.ts';
import { problemOf, wordsOf } from '../problem.ts';
import type { Server } from '../serverClient.ts';
import { isRunning } from '../views/nodes.ts';

const pause = 700;

/** Opens a log; that of a running execution at its end. */
export async function openLog(execution: WireExecution): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(logUri(execution.id)));
  const editor = await vscode.window.showTextDocument(document, { preview: true });
  if (isRunning(execution)) revealEnd(editor);
}

/** Characters that are shown; an editor is no place for a hundred megabytes. */
const most = 2_000_000;

interface Log {
  text: string;
  /** Whether its beginning was left out. */
  cut: boolean;
  offset: number;
  ended: boolean;
  problem?: string;
}

export function provideLogs(server: Server): vscode.Disposable {
  const logs = new Map<string, Log>();
  const changes = new vscode.EventEmitter<vscode.Uri>();
  let timer: NodeJS.Timeout | undefined;

  const read = async (uri: vscode.Uri): Promise<boolean> => {
    const log = logs.get(uri.toString()) ?? { text: '', cut: false, offset: 0, ended: false };
    logs.set(uri.toString(), log);
    try {
      const part = await server.send(readLog, { id: uri.query, offset: log.offset });
      Object.assign(log, withPart(log, part.text), { offset: part.offset, ended: part.ended, problem: undefined });
      return part.text !== '';
    } catch (error) {
      const known = log.problem;
      log.problem = wordsOf(problemOf(error)); // tried again while the log is looked at: the server may come back
      return log.problem !== known;
    }
  };
  const follow = async () => {
    for (const uri of visible(vscode.window.visibleTextEditors)) {
      if (logs.get(uri.toString())?.ended === false && (await read(uri))) changes.fire(uri);
    }
    schedule();
  };
  const schedule = () => {
    clearTimeout(timer);
    const open = visible(vscode.window.visibleTextEditors).some((uri) => logs.get(uri.toString())?.ended === false);
    timer = open ? setTimeout(() => void follow(), pause) : undefined;
  };

  const provider = vscode.workspace.registerTextDocumentContentProvider(logScheme, {
    onDidChange: changes.event,
    async provideTextDocumentContent(uri) {
      if (!logs.has(uri.toString())) await read(uri);
      schedule();
      const log = logs.get(uri.toString())!;
      const head = log.cut ? `(The beginning is left out; "datapin logs ${uri.query}" prints all of it.)\n` : '';
      return `${head}${log.text}${log.problem ? `\n${log.problem}\n` : ''}`;
    },
  });
  const watched = [
    vscode.window.onDidChangeVisibleTextEditors(schedule),
    vscode.workspace.onDidChangeTextDocument(keepAtEnd),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => logs.delete(uri.toString())),
  ];
  return {
    dispose() {
      clearTimeout(timer);
      vscode.Disposable.from(provider, changes, ...watched).dispose();
    },
  };
}

function withPart({ text, cut }: Log, more: string): Pick<Log, 'text' | 'cut'> {
  const whole = text + more;
  if (whole.length <= most) return { text: whole, cut };
  const kept = whole.slice(-most / 2);
  return { text: kept.slice(kept.indexOf('\n') + 1), cut: true };
}

function visible(editors: readonly vscode.TextEditor[]): vscode.Uri[] {
  const uris = editors.map((editor) => editor.document.uri).filter((uri) => uri.scheme === logScheme);
  return [...new Map(uris.map((uri) => [uri.toString(), uri])).values()];
}

/** Whoever looks at the end goes on seeing the end; whoever has scrolled up is left there. */
function keepAtEnd({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
  if (document.uri.scheme !== logScheme || contentChanges.length === 0) return;
  const oldEnd = Math.max(...contentChanges.map(({ range }) => range.end.line));
  for (const editor of vscode.window.visibleTextEditors) {
    const seen = editor.visibleRanges.at(-1)?.end.line ?? 0;
    if (editor.document === document && seen >= oldEnd - 1) revealEnd(editor);
  }
}

function revealEnd(editor: vscode.TextEditor): void {
  const last = editor.document.lineCount - 1;
  editor.revealRange(new vscode.Range(last, 0, last, 0));
}

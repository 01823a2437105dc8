/** Long work of the server as a notification with a Cancel button. */
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { progressed } from '../server/protocol/requests.ts';
import { progress as words } from './formats.ts';
import { createPace } from './pace.ts';
import type { Server } from './serverClient.ts';

/** Runs `work`, which passes the token to the server, and shows what the server reports under it. */
export function withProgress<T>(
  server: Server,
  title: string,
  work: (token: string, cancellation: vscode.CancellationToken) => Promise<T>,
): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return Promise.resolve(
    vscode.window.withProgress(options, async (notification, cancellation) => {
      const token = randomUUID();
      const paceOf = createPace();
      let shown = 0;
      const listener = server.on(progressed, (report) => {
        if (report.token !== token) return;
        const { done, total } = report.progress;
        const percent = total ? (100 * done) / total : 0;
        notification.report({
          message: words(report.progress, paceOf(report.progress, Date.now())),
          increment: Math.max(0, percent - shown),
        });
        shown = Math.max(shown, percent);
      });
      try {
        return await work(token, cancellation);
      } finally {
        listener.dispose();
      }
    }),
  );
}

/** What the server reports under a token, in words, until it is disposed. */
export function progressWords(server: Server, say: (text: string) => void): vscode.Disposable & { token: string } {
  const token = randomUUID();
  const paceOf = createPace();
  const listener = server.on(progressed, (report) => {
    if (report.token === token) say(words(report.progress, paceOf(report.progress, Date.now())));
  });
  return { token, dispose: () => listener.dispose() };
}

/** Changes on disk, where the client tells of them; else they are found when a file is next asked for. */
import { DidChangeWatchedFilesNotification, type DidChangeWatchedFilesRegistrationOptions } from 'vscode-languageserver';
import { pathOf } from '../uriPaths.ts';
import type { Handler } from './context.ts';
import { refresh } from './refresh.ts';

export const watchedFilesHandler: Handler = {
  registrations({ canWatchFiles }) {
    const registerOptions: DidChangeWatchedFilesRegistrationOptions = { watchers: globs.map((globPattern) => ({ globPattern })) };
    return canWatchFiles ? [{ method: DidChangeWatchedFilesNotification.method, registerOptions }] : [];
  },
  register(connection, context) {
    let pending: NodeJS.Timeout | undefined;
    connection.onDidChangeWatchedFiles(({ changes }) => {
      const paths = changes.flatMap(({ uri }) => pathOf(uri) ?? []);
      // each is looked at; of what is open the editor knows already
      const news = paths.filter((path) => context.project.changed(path)).some((path) => context.project.open.uriAt(path) === undefined);
      if (!news) return;
      pending ??= setTimeout(() => {
        pending = undefined;
        refresh(connection, context);
      }, together);
    });
    return () => clearTimeout(pending);
  },
};

const globs = ['**/{valohai,datapin}.yaml', '**/*.py', '**/*.ipynb'];

/** Milliseconds in which several changes are one, as of a checkout. */
const together = 50;

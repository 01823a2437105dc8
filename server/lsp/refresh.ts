/** What was answered before may no longer be right: the client is told to ask again for what it shows. */
import type { Connection } from 'vscode-languageserver';
import type { ServerContext } from './context.ts';

export function refresh(connection: Connection, { client, outdated }: ServerContext): void {
  outdated.fire();
  for (const method of client.refreshes) {
    // a client that cannot just now will ask when it shows a document
    connection.sendRequest(method).catch((error: unknown) => connection.console.warn(`${method}: ${String(error)}`));
  }
}

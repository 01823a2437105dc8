/** The language server over the transport that the arguments of this process name. Loaded by main.ts once it can say what goes wrong. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { messageOrder } from './messageOrder.ts';
import { startServer } from './server.ts';

/** Serves until the client says `exit`, which ends the process. */
export function serveOwnTransport(): void {
  startServer(createConnection(ProposedFeatures.all, messageOrder()));
}

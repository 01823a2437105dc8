/** The language server over standard input and output, for any editor. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { cancelled } from '../core/errors.ts';
import { keepMemoryLow } from './memory.ts';
import { messageOrder } from './messageOrder.ts';
import { startServer } from './server.ts';

/** Serves until the client says `exit`, which ends the process. Throws `cancelled` when the signal is given before. */
export function serveStdio(signal: AbortSignal): Promise<never> {
  keepMemoryLow();
  startServer(createConnection(ProposedFeatures.all, process.stdin, process.stdout, messageOrder()));
  return new Promise((_, reject) => {
    const stop = () => {
      process.stdin.unref(); // nobody waits for its next message any more
      reject(cancelled());
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

/** Entry of the language server; the transport is named by the arguments: `--stdio`, `--node-ipc`, `--socket=…`. */
import { enableCompileCache } from 'node:module';
import { keepMemoryLow } from './memory.ts';

keepMemoryLow();
enableCompileCache();

// nobody knows what still holds after such an error: the client starts another server
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error) => {
    process.stderr.write(`${event}: ${error instanceof Error ? error.stack : String(error)}\n`, () => process.exit(1));
  });
}
// the editor that started us is gone
process.on('disconnect', () => process.exit(1));

const { serveOwnTransport } = await import('./ownTransport.ts');
serveOwnTransport();

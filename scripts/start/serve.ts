import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { installedServer } from '../../workbench/install.ts';
import { startEditorServer } from '../../workbench/server.ts';
import type { Tour } from './tour.ts';

/** Opens the tour in VS Code's own server, for a browser of this machine, until it is interrupted. */
export async function serve(tour: Tour): Promise<void> {
  const { workspace, registry, editor, vsix, say, signal } = tour;
  const program = installedServer(say);
  const env = { DATAPIN_HOME: registry };
  const token = randomBytes(16).toString('hex');
  const server = await startEditorServer({ program, folder: editor, vsix: [vsix], env, token });
  try {
    say(`Datapin is open at ${server.address(workspace)}`);
    say('Ctrl-C ends it.');
    await Promise.race([server.ended, signal.aborted || once(signal, 'abort')]);
    if (!signal.aborted) throw new Error(`The editor's server ended by itself:\n${server.output()}`);
  } finally {
    await server.stop();
  }
}

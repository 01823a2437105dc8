/** Adopting and verifying: long work on another thread, with progress, until the client takes it back. */
import { fileURLToPath } from 'node:url';
import { toLocation } from '../app.ts';
import { versionNamed } from '../core/named.ts';
import { adopt, verify } from '../protocol/requests.ts';
import { answer, reporting, requireTrust } from './answer.ts';
import type { Handler, ServerContext } from './context.ts';
import { toWireVersion } from './toWire.ts';

export const adoptHandler: Handler = {
  register(connection, context) {
    answer(connection, adopt, async ({ locations, as, include, exclude, token }, signal) => {
      requireTrust(context.client);
      const request = {
        locations: locations.map((location) => located(location, context)),
        as,
        ...(include ? { include } : {}),
        ...(exclude ? { exclude } : {}),
      };
      const { version, existed, notes } = await context.runJob('adopt', request, { signal, onProgress: reporting(connection, token) });
      context.poll();
      return { version: toWireVersion(version), existed, notes };
    });
    answer(connection, verify, async ({ ref, token }, signal) => {
      requireTrust(context.client);
      const version = versionNamed(context.app().registry, ref);
      const request = { version, mode: { type: 'full' } } as const;
      const { checked, broken, unproven } = await context.runJob('verify', request, { signal, onProgress: reporting(connection, token) });
      context.poll();
      return { checked, broken, unproven };
    });
  },
};

/** A file's URI may lack the slash that says it is a folder; a path is relative to the first open folder. */
function located(location: string, { client }: ServerContext): string {
  if (location.startsWith('file:')) return toLocation(fileURLToPath(location), '/');
  const [folder] = client.folders;
  return toLocation(location, folder?.startsWith('file:') ? fileURLToPath(folder) : process.cwd());
}

/** Locations as a client writes them: URIs, and paths on this machine. */
import { fileURLToPath } from 'node:url';
import { toLocation } from '../app.ts';
import type { ServerContext } from './context.ts';

/** A file's URI may lack the slash that says it is a folder; a path is relative to the first open folder. */
export function located(location: string, { client }: ServerContext): string {
  if (location.startsWith('file:')) return toLocation(fileURLToPath(location), '/');
  const [folder] = client.folders;
  return toLocation(location, folder?.startsWith('file:') ? fileURLToPath(folder) : process.cwd());
}

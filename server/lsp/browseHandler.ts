/** What lies in stores: folders to look around in, and the bytes of a version's file. */
import { browse, largestFile, readFile } from '../protocol/requests.ts';
import { answer, requireTrust } from './answer.ts';
import type { Handler } from './context.ts';
import { toWireStored } from './toWireSources.ts';

export const browseHandler: Handler = {
  register(connection, context) {
    answer(connection, browse, async ({ location, after }, signal) => {
      requireTrust(context.client);
      const { entries, next } = await context.runJob('browse', { location, after }, { signal });
      return { entries: entries.map(toWireStored), ...(next === undefined ? {} : { after: next }) };
    });
    answer(connection, readFile, async ({ ref, path, secrets }, signal) => {
      requireTrust(context.client);
      const bytes = await context.runJob('file', { ref, path, limit: largestFile }, { signal, secrets });
      return { base64: Buffer.from(bytes).toString('base64') };
    });
  },
};

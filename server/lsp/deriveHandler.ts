/** Versions made of versions. */
import { derive } from '../protocol/requests.ts';
import { answer, reporting, requireTrust } from './answer.ts';
import type { Handler } from './context.ts';
import { toWireDerived } from './toWireDerivation.ts';

export const deriveHandler: Handler = {
  register(connection, context) {
    answer(connection, derive, async ({ secrets, token, ...request }, signal) => {
      requireTrust(context.client);
      const results = await context.runJob('derive', request, { signal, secrets, onProgress: reporting(connection, token) });
      if (!request.dryRun) context.poll();
      return results.map(toWireDerived);
    });
  },
};

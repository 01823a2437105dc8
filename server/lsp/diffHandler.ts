/** What two versions have and have not in common. */
import { diff } from '../protocol/requests.ts';
import { answer, reporting, requireTrust } from './answer.ts';
import type { Handler } from './context.ts';
import { toWireDiff } from './toWireDerivation.ts';

/** Files of each kind that are sent at most, whatever is asked for. */
const most = 20_000;

export const diffHandler: Handler = {
  register(connection, context) {
    answer(connection, diff, async ({ a, b, limit, secrets, token }, signal) => {
      requireTrust(context.client);
      const request = { a, b, labels: true, limit: Math.min(limit, most) };
      return toWireDiff(await context.runJob('diff', request, { signal, secrets, onProgress: reporting(connection, token) }));
    });
  },
};

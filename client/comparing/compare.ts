/** Holds two versions against each other, and shows what they have not in common. */
import { diff } from '../../server/protocol/requests.ts';
import type { WireVersion } from '../../server/protocol/wire.ts';
import { withKeys } from '../askKey.ts';
import type { Context } from '../context.ts';
import { withProgress } from '../progress.ts';

/** Files of each kind that are asked for: more than anybody scrolls through. */
const limit = 5000;

/** In any order: the older one is what the other is held against. */
export async function compare(context: Context, one: WireVersion, other: WireVersion): Promise<void> {
  const [a, b] = Date.parse(one.createdAt) <= Date.parse(other.createdAt) ? [one.ref, other.ref] : [other.ref, one.ref];
  const found = await withKeys(context.keys, (secrets) =>
    withProgress(context.server, `Comparing ${a} and ${b}`, (token, cancellation) =>
      context.server.send(diff, { a, b, limit, secrets, token }, cancellation),
    ),
  );
  await context.comparison.show(found);
}

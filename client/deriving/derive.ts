/** Derives with progress, and shows what was made. */
import { derive, type WireDerivation } from '../../server/protocol/requests.ts';
import { showAdopted } from '../adopting/adopt.ts';
import { withKeys } from '../askKey.ts';
import type { Context } from '../context.ts';
import { tell } from '../editor.ts';
import { withProgress } from '../progress.ts';

/** What is said of it when it is done. */
export type Made = 'Derived' | 'Merged';

export async function deriveNow(context: Context, request: WireDerivation, made: Made): Promise<void> {
  const title = made === 'Merged' ? `Merging into ${request.as}` : `Deriving ${request.as}`;
  const results = await withKeys(context.keys, (secrets) =>
    withProgress(context.server, title, (token, cancellation) =>
      context.server.send(derive, { ...request, dryRun: false, secrets, token }, cancellation),
    ),
  );
  const [first, ...others] = results.flatMap(({ version, existed, notes }) => (version ? [{ version, existed, notes }] : []));
  if (!first) return;
  if (others.length === 0) return showAdopted(context, first, made);
  const refs = results.map(({ version }) => version?.ref).filter(Boolean);
  await context.datasets.revealVersion(first.version);
  await tell('information', [`${made} ${refs.join(', ')}.`, ...results.flatMap(({ notes }) => notes)].join(' '));
}

/** Reads every byte of a version again and says whether they are still those that were adopted. */
import { verify } from '../../server/protocol/requests.ts';
import { count } from '../../server/protocol/words.ts';
import { withKeys } from '../askKey.ts';
import type { Command } from '../commands.ts';
import type { Context } from '../context.ts';
import { tell } from '../editor.ts';
import { withProgress } from '../progress.ts';
import { versionOf } from '../subjects.ts';

export function verifyVersion(context: Context): Command {
  return async (given) => {
    const version = await versionOf(context.server, given, 'Verify integrity');
    if (!version) return;
    const { checked, broken, unproven } = await withKeys(context.keys, (secrets) =>
      withProgress(context.server, `Verifying ${version.ref}`, (token, cancellation) =>
        context.server.send(verify, { ref: version.ref, secrets, token }, cancellation),
      ),
    );
    if (broken.length === 0) {
      const words =
        unproven > 0
          ? `${count(unproven, 'file')} only asked after: the version has no hash of their bytes`
          : `${count(checked, 'file')} read`;
      return tell('information', `${version.ref} is whole: ${words}.`);
    }
    for (const { path, reason } of broken) context.output.warn(`${version.ref}: ${path}: ${reason}`);
    const first = broken[0]!;
    const more = broken.length > 1 ? `, and ${broken.length - 1} more` : '';
    await tell('error', `${version.ref} is broken: ${first.path}: ${first.reason}${more}.`, { 'Show Log': () => context.output.show() });
  };
}

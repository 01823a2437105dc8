/** Merges the versions that are selected, or two that are asked for, into one. */
import type { WireVersion } from '../../server/protocol/wire.ts';
import { targetQuestion } from '../adopting/target.ts';
import type { Command } from '../commands.ts';
import type { Context } from '../context.ts';
import { summaryStep } from '../deriving/steps.ts';
import { pickVersion } from '../pickers.ts';
import { type Ask, runWizard } from '../questions.ts';
import { selectedVersions } from '../subjects.ts';

export function mergeVersions(context: Context): Command {
  return async (given, all) => {
    const versions = await atLeastTwo(context, selectedVersions(given, all));
    if (versions) await runWizard(`Merge ${titleOf(versions)}`, nameStep(context, versions));
  };
}

async function atLeastTwo({ server }: Context, selected: WireVersion[]): Promise<WireVersion[] | undefined> {
  const [only, ...more] = selected;
  if (more.length > 0) return selected;
  const first = only ?? (await pickVersion(server, 'Merge'));
  const second = first && (await pickVersion(server, `Merge ${first.ref} with`));
  return second && [first, second];
}

function nameStep(context: Context, versions: readonly WireVersion[]): Ask {
  return async (ask) => {
    const proposed = versions[0]!.dataset;
    const as = await ask.text({ ...(await targetQuestion(context.server, { proposed })), about: 'Name' });
    const inputs = versions.map(({ ref }) => ({ ref }));
    return summaryStep(context, { inputs, steps: [], conflicts: 'refuse', as }, 'Merged');
  };
}

function titleOf(versions: readonly WireVersion[]): string {
  return versions.length > 3 ? `${versions.length} versions` : versions.map(({ ref }) => ref).join(', ');
}

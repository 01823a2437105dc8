/** Compares a version with another one, or two that are selected. */
import { listVersions } from '../../server/protocol/requests.ts';
import type { WireVersion } from '../../server/protocol/wire.ts';
import type { Command } from '../commands.ts';
import { compare } from '../comparing/compare.ts';
import type { Context } from '../context.ts';
import { choose } from '../editor.ts';
import { pickVersion, versionChoice } from '../pickers.ts';
import { selectedVersions, versionOf } from '../subjects.ts';

export function compareWith(context: Context): Command {
  return async (given) => {
    const version = await versionOf(context.server, given, 'Compare');
    if (!version) return;
    const other = await pickOther(context, version);
    if (other) await compare(context, version, other);
  };
}

export function compareSelected(context: Context): Command {
  return async (given, all) => {
    const [one, other] = selectedVersions(given, all);
    if (one && other) return compare(context, one, other);
    await compareWith(context)(given, all);
  };
}

/** First those of the same dataset; any other dataset is a step away. */
async function pickOther({ server }: Context, version: WireVersion): Promise<WireVersion | undefined> {
  const title = `Compare ${version.ref} with`;
  const versions = (await server.send(listVersions, { dataset: version.dataset })).filter(({ name }) => name !== version.name);
  if (versions.length === 0) return pickVersion(server, title);
  const elsewhere = { label: 'Another Dataset…', icon: 'database', value: undefined };
  const chosen = await choose<{ version: WireVersion | undefined }>(
    [...versions.map(versionChoice), elsewhere].map((choice) => ({ ...choice, value: { version: choice.value } })),
    { title, placeholder: `A version of ${version.dataset}` },
  );
  return chosen && (chosen.version ?? pickVersion(server, title));
}

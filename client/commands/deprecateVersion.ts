/** Says of a version that it should no longer be used, why, and what to use instead; or takes that back. */
import { deprecate, listVersions } from '../../server/protocol/requests.ts';
import type { WireVersion } from '../../server/protocol/wire.ts';
import type { Command } from '../commands.ts';
import type { Context } from '../context.ts';
import { askText, choose, mention } from '../editor.ts';
import { versionChoice } from '../pickers.ts';
import type { Server } from '../serverClient.ts';
import { versionOf } from '../subjects.ts';

export function deprecateVersion({ server }: Context): Command {
  return async (given) => {
    const version = await versionOf(server, given, 'Deprecate');
    if (!version) return;
    const why = await askText({
      title: `Deprecate ${version.ref}`,
      prompt: 'Why should it no longer be used? Whoever uses it reads this.',
      placeholder: 'wrong labels',
      value: version.deprecated?.why ?? '',
      check: (text) => (text.trim() === '' ? 'A reason is needed.' : undefined),
    });
    if (why === undefined) return;
    const successor = await askSuccessor(server, version);
    if (successor === undefined) return;
    await server.send(deprecate, { ref: version.ref, how: { why, ...successor } });
    mention(`Deprecated ${version.ref}`);
  };
}

export function undoDeprecation({ server }: Context): Command {
  return async (given) => {
    const version = await versionOf(server, given, 'Undo deprecation');
    if (!version) return;
    await server.send(deprecate, { ref: version.ref });
    mention(`${version.ref} is no longer deprecated`);
  };
}

/** Nothing when the question was closed; no `use` when there is nothing to use instead. */
async function askSuccessor(server: Server, version: WireVersion): Promise<{ use?: string } | undefined> {
  const versions = await server.send(listVersions, { dataset: version.dataset });
  const others = versions.filter(({ name, deprecated }) => name !== version.name && !deprecated);
  if (others.length === 0) return {};
  const none = { label: 'None', description: 'nothing takes its place', value: {} };
  const choices = others.map((other) => ({ ...versionChoice(other), value: { use: other.ref } }));
  return choose([none, ...choices], { title: `Instead of ${version.ref}`, placeholder: 'What to use from now on' });
}

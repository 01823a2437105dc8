/** What a new version shall be called: a name is proposed, checked while somebody types, and what becomes of it is said. */
import { listDatasets, listVersions } from '../../server/protocol/requests.ts';
import { checkTarget, nextVersion } from '../names.ts';
import type { TextQuestion } from '../questions.ts';
import type { Server } from '../serverClient.ts';

/** `dataset` or `dataset:version`. `about` is said before what becomes of it. */
export async function targetQuestion(
  server: Server,
  { proposed, about }: { proposed: string; about?: string | undefined },
): Promise<TextQuestion> {
  const datasets = new Set((await server.send(listDatasets, {})).map(({ name }) => name));
  const said = [about, await preview(server, datasets, proposed), 'name:version sets the version, too.'];
  return {
    // shown until something is typed; from then on the check says it
    prompt: said.filter(Boolean).join(' '),
    value: proposed,
    check: async (text) => checkTarget(text) ?? { information: await preview(server, datasets, text.trim()) },
  };
}

/** Which version it would be; no reason to refuse the name. */
async function preview(server: Server, datasets: ReadonlySet<string>, target: string): Promise<string> {
  if (target.includes(':')) return `Becomes ${target}.`;
  if (!datasets.has(target)) return `Becomes ${target}:${nextVersion([])}, a new dataset.`;
  const versions = await server.send(listVersions, { dataset: target });
  return `Becomes ${target}:${nextVersion(
    versions.map(({ name }) => name),
    versions.flatMap(({ aliases }) => aliases),
  )}.`;
}

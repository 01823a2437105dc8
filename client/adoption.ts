/** From locations to a version: asks for a name, adopts with progress, shows the result. */
import { adopt, listDatasets, listVersions } from '../server/protocol/requests.ts';
import type { WireVersion } from '../server/protocol/wire.ts';
import { count, size } from '../server/protocol/words.ts';
import type { Context } from './context.ts';
import { askText, copy, mention, tell } from './editor.ts';
import { checkTarget, nextVersion, proposeName } from './names.ts';
import { withProgress } from './progress.ts';
import type { Server } from './serverClient.ts';

/** `proposed` is the name to begin with; one is made of the locations when there is none. */
export async function adoptAs(context: Context, locations: string[], proposed?: string): Promise<void> {
  const target = await askTarget(context.server, locations, proposed ?? proposeName(locations));
  if (target === undefined) return;
  const result = await withProgress(context.server, `Adopting ${target}`, (token, cancellation) =>
    context.server.send(adopt, { locations, as: target, token }, cancellation),
  );
  await showResult(context, result);
}

/** `dataset` or `dataset:version`. */
async function askTarget(server: Server, locations: string[], proposed: string): Promise<string | undefined> {
  const datasets = new Set((await server.send(listDatasets, {})).map(({ name }) => name));
  return askText({
    title: locations.length === 1 ? `Adopt ${locations[0]}` : `Adopt ${locations.length} locations`,
    // shown until something is typed; from then on the check says it
    prompt: `${await preview(server, datasets, proposed)} name:version sets the version, too.`,
    value: proposed,
    check: async (text) => checkTarget(text) ?? { information: await preview(server, datasets, text.trim()) },
  });
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

async function showResult(context: Context, { version, existed, notes }: { version: WireVersion; existed: boolean; notes: string[] }) {
  const facts = `${count(version.files, 'file')}, ${size(version.bytes)}`;
  const words = existed ? `${version.ref} holds the same bytes already.` : `Adopted ${version.ref}: ${facts}.`;
  for (const note of notes) context.output.info(`${version.ref}: ${note}`);
  const reveal = () => context.datasets.revealVersion(version);
  if (context.datasets.view.visible) {
    await reveal();
    if (!existed && notes.length === 0) return mention(words);
  }
  await tell('information', [words, ...notes].join(' '), {
    Show: reveal,
    'Copy Reference': () => copy(version.ref),
  });
}

/** What a command asks when it is called without an item of a tree: which version, which execution. */
import { listDatasets, listExecutions, listVersions } from '../server/protocol/requests.ts';
import type { WireDataset, WireExecution, WireVersion } from '../server/protocol/wire.ts';
import { age, count, size } from '../server/protocol/words.ts';
import { choose, tell } from './editor.ts';
import type { Server } from './serverClient.ts';

/** First the dataset, then one of its versions, newest first. */
export async function pickVersion(server: Server, title: string): Promise<WireVersion | undefined> {
  const datasets = await server.send(listDatasets, {});
  if (datasets.length === 0) {
    await tell('information', 'There is no dataset yet.');
    return undefined;
  }
  const dataset = await pickDataset(datasets, title);
  return dataset === undefined ? undefined : choose(versionChoices(server, dataset), { title, placeholder: `A version of ${dataset}` });
}

/** One of the newest executions that `fits`. */
export async function pickExecution(
  server: Server,
  options: { title: string; none: string; fits?: (execution: WireExecution) => boolean },
): Promise<WireExecution | undefined> {
  const { executions } = await server.send(listExecutions, { limit: 200 });
  const fitting = options.fits ? executions.filter(options.fits) : executions;
  if (fitting.length === 0) {
    await tell('information', options.none);
    return undefined;
  }
  const choices = fitting.map((execution) => ({
    label: `${execution.id} ${execution.step}`,
    description: `${execution.status}, ${age(execution.createdAt, Date.now())}`,
    value: execution,
  }));
  return choose(choices, { title: options.title, placeholder: 'An execution' });
}

function pickDataset(datasets: WireDataset[], title: string): Promise<string | undefined> {
  const choices = datasets.map(({ name, versions, kind }) => ({
    label: name,
    description: count(versions, 'version'),
    icon: kind === 'model' ? 'hubot' : 'database',
    value: name,
  }));
  return choose(choices, { title, placeholder: 'A dataset' });
}

async function versionChoices(server: Server, dataset: string) {
  const versions = await server.send(listVersions, { dataset });
  return versions.map((version) => ({
    label: version.name,
    description: [...version.aliases, count(version.files, 'file'), size(version.bytes), age(version.createdAt, Date.now())].join(', '),
    value: version,
  }));
}

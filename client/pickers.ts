/** What a command asks when it is called without an item of a tree: which version, which execution. */
import { listDatasets, listExecutions, listVersions } from '../server/protocol/requests.ts';
import type { WireDataset, WireExecution, WireVersion } from '../server/protocol/wire.ts';
import { age, count, size } from '../server/protocol/words.ts';
import { type Choice, choose, tell } from './editor.ts';
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

/** A version or an execution: the id of its node in the lineage. */
export async function pickNode(server: Server, title: string): Promise<string | undefined> {
  const [datasets, { executions }] = await Promise.all([server.send(listDatasets, {}), server.send(listExecutions, { limit: newest })]);
  if (datasets.length + executions.length === 0) {
    await tell('information', 'There is no dataset and no execution yet.');
    return undefined;
  }
  const choices: Choice<{ dataset: string } | { execution: string }>[] = [
    ...headed(
      'Datasets',
      datasets.map((one) => ({ ...datasetChoice(one), value: { dataset: one.name } })),
    ),
    ...headed(
      'Executions',
      executions.map((one) => ({ ...executionChoice(one), value: { execution: one.id } })),
    ),
  ];
  const chosen = await choose(choices, { title, placeholder: 'A dataset or an execution' });
  if (chosen === undefined || 'execution' in chosen) return chosen && `execution/${chosen.execution}`;
  const version = await choose(versionChoices(server, chosen.dataset), { title, placeholder: `A version of ${chosen.dataset}` });
  return version && `version/${version.ref}`;
}

export interface ExecutionQuestion {
  title: string;
  /** What is said when there is nothing to choose from. */
  none: string;
  fits?: (execution: WireExecution) => boolean;
}

/** One of the newest executions that `fits`. */
export async function pickExecution(server: Server, options: ExecutionQuestion): Promise<WireExecution | undefined> {
  const { executions } = await server.send(listExecutions, { limit: newest });
  const fitting = options.fits ? executions.filter(options.fits) : executions;
  if (fitting.length === 0) {
    await tell('information', options.none);
    return undefined;
  }
  return choose(fitting.map(executionChoice), { title: options.title, placeholder: 'An execution' });
}

export function versionChoice(version: WireVersion): Choice<WireVersion> {
  const { name, aliases, files, bytes, createdAt, deprecated } = version;
  const facts = [...(deprecated ? ['deprecated'] : []), ...aliases, count(files, 'file'), size(bytes), age(createdAt, Date.now())];
  return { label: name, description: facts.join(', '), value: version };
}

/** How many executions can be chosen from. */
const newest = 200;

function pickDataset(datasets: WireDataset[], title: string): Promise<string | undefined> {
  return choose(
    datasets.map((one) => ({ ...datasetChoice(one), value: one.name })),
    { title, placeholder: 'A dataset' },
  );
}

async function versionChoices(server: Server, dataset: string): Promise<Choice<WireVersion>[]> {
  return (await server.send(listVersions, { dataset })).map(versionChoice);
}

function datasetChoice({ name, versions, kind }: WireDataset): Omit<Choice<never>, 'value'> {
  return { label: name, description: count(versions, 'version'), icon: kind === 'model' ? 'hubot' : 'database' };
}

function executionChoice(execution: WireExecution): Choice<WireExecution> {
  const { id, step, status, createdAt } = execution;
  return { label: `${id} ${step}`, description: `${status}, ${age(createdAt, Date.now())}`, value: execution };
}

function headed<T>(heading: string, choices: Choice<T>[]): Choice<T>[] {
  return choices.map((choice, i) => (i === 0 ? { ...choice, heading } : choice));
}

/** Sama: a project's delivered tasks, by its API or from the file that a person downloads. */
import { DatapinError } from '../../core/errors.ts';
import { decode } from '../../core/location.ts';
import type { Match, Source, SourceContext, SourceItem, SourceRequest, Subject } from '../../core/source.ts';
import { createImages } from '../../kit/labelling.ts';
import { type NamedFile, namedFile } from '../../kit/namedFile.ts';
import { jsonArrayItems, jsonElements } from '../../kit/rows/jsonArrays.ts';
import { peek } from '../../kit/rows/peek.ts';
import { createSamaApi, type SamaApi, secretName, secretTitle } from './api.ts';
import { type ItemOptions, itemsOf } from './items.ts';
import { toTask } from './task.ts';

export function createSamaSource(): Source {
  return {
    id: 'sama',
    title: 'Sama',
    scheme: 'sama',
    secrets: [{ name: secretName, title: secretTitle }],
    settings: [{ name: 'url', env: 'SAMA_URL', default: 'https://api.sama.com/v2' }],
    probe,
    read,
  };
}

/** A task has its inputs under `data`, its labels under `answers`, and says who worked at which step. */
async function probe(subject: Subject): Promise<Match | undefined> {
  if (subject.kind !== 'file' || !/\.json$/i.test(subject.name)) return undefined;
  const head = Buffer.from(await subject.head()).toString('utf8');
  const fields = ['"data"', '"answers"', '"project_id"'].every((field) => head.includes(field));
  const steps = /"submitter_ids_by_step"|"_extras"|"delivered_at"/.test(head);
  return fields && steps ? { certainty: 'sure', why: 'it holds tasks of Sama with their data and answers' } : undefined;
}

/** `sama://projects/13455`. Throws `source.location`. */
function projectOf(location: string): string {
  const [, project] = /^sama:\/\/projects\/([^/?#]+)\/?$/i.exec(location) ?? [];
  if (project) return decode(project);
  throw new DatapinError('source.location', 'This names no project of Sama.', {
    hint: 'Write sama://projects/<id>; the id is the number that Sama gave you.',
  });
}

async function* read(request: SourceRequest, context: SourceContext): AsyncGenerator<SourceItem> {
  const reading: Reading = {
    api: createSamaApi(context),
    hasKey: async () => (await context.optionalSecret(secretName)) !== undefined,
    toItems: createImages({ root: request.root }),
    field: request.field,
    ids: new Set(),
    projects: new Map(),
    problems: 0,
  };
  for (const location of request.locations) {
    const items = /^sama:/i.test(location) ? readProject(location, reading, context) : readFile(location, reading, context);
    for await (const item of items) {
      if ('problem' in item) reading.problems++;
      yield item;
    }
  }
  const { ids, projects, problems } = reading;
  if (ids.size === 0 && problems === 0) throw noTasks(request);
  const names = [...projects.values()].filter(Boolean);
  const project = [...projects.keys()].sort().join(', ');
  yield { facts: { ...(project ? { project } : {}), ...(names.length > 0 ? { name: names.join(', ') } : {}), tasks: ids.size } };
}

interface Reading extends Omit<ItemOptions, 'project'> {
  api: SamaApi;
  /** Of tasks so far. */
  ids: Set<string>;
  /** Names of projects by id; empty where they are not known. */
  projects: Map<string, string>;
  problems: number;
}

async function* readProject(location: string, reading: Reading, context: SourceContext): AsyncGenerator<SourceItem> {
  const project = projectOf(location);
  const { api, ids, projects } = reading;
  projects.set(project, (await api.project(project)).name);
  let number = 0;
  for await (const task of api.delivered(project)) {
    number++;
    if (number % 1000 === 0) context.say(`Sama lists its tasks, ${number.toLocaleString('en')} so far`);
    if ('broken' in task) yield notATask(`task ${number} of project ${project}`);
    // while pages are asked for, further tasks are delivered and push others on to the next page
    else if (!ids.has(task.id)) {
      ids.add(task.id);
      yield* itemsOf(task, `task ${task.id}`, { ...reading, project });
    }
  }
}

async function* readFile(location: string, reading: Reading, context: SourceContext): AsyncGenerator<SourceItem> {
  const file = await namedFile(location, context);
  const { ids, projects } = reading;
  let number = 0;
  for await (const row of rowsOf(file, context.signal)) {
    number++;
    if ('problem' in row) {
      yield row;
      continue;
    }
    const task = toTask(row.value);
    const at = `${file.name}: task ${task?.id ?? number}`;
    if (!task) yield notATask(at);
    else if (ids.has(task.id)) yield twice(task.id, at);
    else {
      ids.add(task.id);
      if (task.project !== undefined && !projects.has(task.project)) projects.set(task.project, '');
      yield* itemsOf(task, at, { ...reading, project: task.project });
    }
  }
}

/** A list of tasks, one under `tasks`, or the single one that a webhook tells of. */
async function* rowsOf({ name, read: bytes }: NamedFile, signal: AbortSignal | undefined) {
  const options = { name, signal };
  const { head, stream } = await peek(bytes(), 64);
  if (/^\uFEFF?\s*\[/.test(head.toString('utf8'))) {
    yield* jsonElements(stream, options);
    return;
  }
  for await (const item of jsonArrayItems(stream, ['tasks'], options)) {
    if (!('rest' in item)) yield item;
    else if (!('tasks' in item.rest)) yield { value: item.rest };
  }
}

function notATask(at: string): SourceItem {
  const problem = new DatapinError('source.malformed', 'This is no task: it has no id or no data.', {
    hint: 'Download the delivery again.',
  });
  return { problem, at };
}

function twice(id: string, at: string): SourceItem {
  const problem = new DatapinError('source.malformed', `The task ${id} stands here a second time.`, {
    hint: 'Download the delivery again, or remove one of the two.',
  });
  return { problem, at };
}

function noTasks({ locations }: SourceRequest): DatapinError {
  const what = locations.every((location) => /^sama:/i.test(location)) ? 'The project of Sama' : 'The delivery of Sama';
  return new DatapinError('adopt.empty', `${what} has no delivered tasks.`, { hint: 'Tasks can be adopted once Sama has delivered them.' });
}

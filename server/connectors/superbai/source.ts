/** Superb AI: a project's newest export or its labels as they are, by its API or from the export that a person has downloaded. */
import { DatapinError } from '../../core/errors.ts';
import type { Source, SourceChoice, SourceContext, SourceItem, SourceRequest } from '../../core/source.ts';
import { openExport } from '../../kit/exportFiles.ts';
import type { Polling } from '../../kit/polling.ts';
import { createSuperbApi, type SuperbApi } from './api.ts';
import { createCurateApi } from './curate.ts';
import { curateItems } from './curated.ts';
import { readExport, readyExport } from './export.ts';
import { exportItems } from './exported.ts';
import { keyName, keyTitle, teamName, teamTitle } from './graphql.ts';
import { liveItems } from './live.ts';
import { curateLocation, parseCurate, parseProject, projectLocation } from './location.ts';
import { probe } from './probe.ts';

export function createSuperbSource(polling: Polling = {}): Source {
  return {
    id: 'superbai',
    title: 'Superb AI',
    scheme: 'superbai',
    secrets: [
      { name: keyName, title: keyTitle },
      { name: teamName, title: teamTitle },
    ],
    settings: [{ name: 'endpoint', env: 'SPB_APP_API_ENDPOINT', default: 'https://api.superb-ai.com' }],
    probe,
    async *read(request, context) {
      const api = createSuperbApi(context, polling.pause);
      for (const location of request.locations) {
        const dataset = parseCurate(location);
        if (dataset !== undefined) yield* readDataset(dataset, request, context);
        else if (/^superbai:/i.test(location)) yield* readProject(location, { api, request, context, polling });
        else yield* readFile(location, { api, request, context });
      }
    },
    choices: (context, parent) => choices(context, createSuperbApi(context, polling.pause), parent),
  };
}

interface Reading {
  api: SuperbApi;
  request: SourceRequest;
  context: SourceContext;
}

async function* readProject(location: string, { polling, ...reading }: Reading & { polling: Polling }): AsyncGenerator<SourceItem> {
  const { api, request, context } = reading;
  const place = parseProject(location);
  const project = await api.project(place.project);
  const made = place.from === 'labels' ? undefined : await readyExport(api, { project, place }, { context, polling });
  const items = made
    ? readExport({ project, made }, { api, root: request.root, context })
    : liveItems({ api, project, root: request.root, context });
  const labels = yield* orNothing(items, `Project ${project.name} of Superb AI`);
  const { name, madeAt } = made ?? {};
  yield {
    facts: {
      project: project.id,
      name: project.name,
      ...(name ? { export: name } : {}),
      ...(madeAt ? { exportedAt: madeAt } : {}),
      labels,
    },
  };
}

async function* readDataset(dataset: string, request: SourceRequest, context: SourceContext): AsyncGenerator<SourceItem> {
  const api = createCurateApi(context);
  const { id, name } = await api.dataset(dataset);
  const images = yield* orNothing(curateItems({ api, dataset, root: request.root, context }), `Dataset ${name} of Superb AI`, 'images');
  yield { facts: { dataset: id, name, images } };
}

async function* readFile(location: string, { api, request, context }: Reading): AsyncGenerator<SourceItem> {
  const files = await openExport(location, context);
  const items = exportItems(files, { api, project: undefined, root: request.root, context, keepsMasks: false });
  const labels = yield* orNothing(items, files.name);
  yield { facts: { labels } };
}

/** Returns how many there were. That there were none is said only where no problem says why. */
async function* orNothing(items: AsyncGenerator<SourceItem, number>, what: string, things?: string): AsyncGenerator<SourceItem, number> {
  let problems = 0;
  for (let next = await items.next(); ; next = await items.next()) {
    if (!next.done) {
      if ('problem' in next.value) problems++;
      yield next.value;
    } else if (next.value === 0 && problems === 0) throw nothing(what, things);
    else return next.value;
  }
}

/** Projects and datasets of Curate; then the exports of one project. */
async function* choices(context: SourceContext, api: SuperbApi, parent?: string): AsyncGenerator<SourceChoice> {
  if (parent === undefined) {
    for await (const { id, name, labels } of api.projects()) {
      const description =
        labels === undefined ? {} : { description: `${labels.toLocaleString('en')} ${labels === 1 ? 'label' : 'labels'}` };
      yield { location: projectLocation(id), title: name, ...description, parent: id };
    }
    yield* curateChoices(context);
    return;
  }
  yield { location: projectLocation(parent, 'labels'), title: 'Labels as they are now' };
  for (const { id, name, state, madeAt, labels, link } of await api.exports(parent)) {
    const facts = [madeAt?.slice(0, 10), labels === undefined ? undefined : `${labels} labels`, link ? undefined : state.toLowerCase()];
    yield { location: projectLocation(parent, { export: id }), title: name, description: facts.filter(Boolean).join(', ') };
  }
}

/** A team may not have Curate: then there is nothing to choose from. */
async function* curateChoices(context: SourceContext): AsyncGenerator<SourceChoice> {
  try {
    for await (const { id, name, images } of createCurateApi(context).datasets()) {
      const description = images === undefined ? 'Curate' : `Curate, ${images.toLocaleString('en')} images`;
      yield { location: curateLocation(id), title: name, description };
    }
  } catch (error) {
    if (!(error instanceof DatapinError) || !/^(web\.(denied|missing|failed)|source\.(project|answer)|secret\.refused)$/.test(error.code))
      throw error;
  }
}

function nothing(what: string, things = 'labels'): DatapinError {
  return new DatapinError('adopt.empty', `${what} has no ${things}.`, { hint: 'Add images to the project, or name another one.' });
}

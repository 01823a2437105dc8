/** V7 Darwin: a dataset's release, by its API or from the files that a person has downloaded. */
import { DatapinError } from '../../core/errors.ts';
import type { Source, SourceChoice, SourceContext, SourceItem, SourceRequest } from '../../core/source.ts';
import { linkAccess } from '../../kit/archives/linkAccess.ts';
import { openExport, zipFiles } from '../../kit/exportFiles.ts';
import { createImages } from '../../kit/labelling.ts';
import type { Polling } from '../../kit/polling.ts';
import { createV7Api, secretNames, secretTitle, type V7Api } from './api.ts';
import { documentsOf, type Read } from './documents.ts';
import { type DatasetPlace, datasetLocation, parseDataset } from './location.ts';
import { createPlaces } from './places.ts';
import { probe } from './probe.ts';
import { freshLink, readyRelease } from './release.ts';

export function createV7Source(polling: Polling = {}): Source {
  return {
    id: 'v7',
    title: 'V7 Darwin',
    scheme: 'v7',
    secrets: secretNames.map((name) => ({ name, title: secretTitle })),
    settings: [{ name: 'baseUrl', env: 'DARWIN_BASE_URL', default: 'https://darwin.v7labs.com' }],
    probe,
    async *read(request, context) {
      const reading: Read = {
        places: createPlaces(request.root, context),
        toItems: createImages({ root: request.root }),
        items: 0,
        teams: new Set(),
        datasets: new Set(),
      };
      let problems = 0;
      for (const location of request.locations) {
        const items = /^v7:/i.test(location)
          ? readDataset(location, reading, { context, polling })
          : documentsOf(await openExport(location, context), reading, context);
        for await (const item of items) {
          if ('problem' in item) problems++;
          yield item;
        }
      }
      // what is wrong with its documents says more than that nothing came of them
      if (reading.items === 0 && problems === 0) throw nothing(request);
      yield* reading.places.rest();
      if (request.locations.every((location) => !/^v7:/i.test(location))) yield { facts: factsOf(reading) };
    },
    choices,
  };
}

async function* readDataset(
  location: string,
  reading: Read,
  { context, polling }: { context: SourceContext; polling: Polling },
): AsyncGenerator<SourceItem> {
  const place = parseDataset(location);
  const api = createV7Api(context);
  await checkTeam(api, place);
  const release = await readyRelease(api, place, { context, polling });
  const archive = await linkAccess({
    name: `release ${release.name}`,
    web: context.web,
    signal: context.signal,
    link: async (expired) => ({ url: expired ? await freshLink(api, place, release.name) : release.link }),
  });
  try {
    const before = reading.items;
    yield* documentsOf(await zipFiles(archive, context.signal), reading, context);
    const { images = 0 } = release;
    const found = reading.items - before;
    if (found < images) yield tooFew(release.name, { images, found });
  } finally {
    await archive.close();
  }
  const { name, version, format, madeAt } = release;
  yield {
    facts: {
      team: place.team,
      project: place.dataset,
      release: name,
      releaseVersion: version,
      format,
      ...(madeAt ? { exportedAt: madeAt } : {}),
    },
  };
}

/** Datasets of the key's team; then the releases of one of them. */
async function* choices(context: SourceContext, parent?: string): AsyncGenerator<SourceChoice> {
  const api = createV7Api(context);
  const team = await api.team();
  if (parent === undefined) {
    for (const { slug, name, items } of await api.datasets()) {
      const description = items === undefined ? {} : { description: `${items.toLocaleString('en')} ${items === 1 ? 'item' : 'items'}` };
      yield { location: datasetLocation(team, slug), title: name, ...description, parent: slug };
    }
    return;
  }
  for (const { name, status, format, madeAt } of await api.releases(team, parent)) {
    const facts = [madeAt?.slice(0, 10), status === 'complete' ? undefined : status, format];
    yield { location: datasetLocation(team, parent, name), title: name, description: facts.filter(Boolean).join(', ') };
  }
}

async function checkTeam(api: V7Api, { team, dataset, release }: DatasetPlace): Promise<void> {
  const own = await api.team();
  if (own === team) return;
  throw new DatapinError('source.project', `The key of V7 is one of the team ${own}, and not of ${team}.`, {
    hint: `Write ${datasetLocation(own, dataset, release)}, or use a key of ${team}.`,
  });
}

function factsOf({ items, teams, datasets }: Read): Record<string, string | number> {
  const project = [...datasets].sort().join(', ');
  const team = [...teams].sort().join(', ');
  return { ...(team ? { team } : {}), ...(project ? { project } : {}), items };
}

function tooFew(release: string, { images, found }: { images: number; found: number }): SourceItem {
  const problem = new DatapinError('source.malformed', `The release says that it has ${images} images, and has ${found} items.`, {
    hint: 'Make it again in V7.',
  });
  return { problem, at: `release ${release}` };
}

function nothing({ locations }: SourceRequest): DatapinError {
  const what = locations.every((location) => /^v7:/i.test(location)) ? 'The release of V7' : 'The export of V7';
  return new DatapinError('adopt.empty', `${what} has no items.`, { hint: 'Only items that are completed come into a release.' });
}

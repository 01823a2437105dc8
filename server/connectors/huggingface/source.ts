/** Datasets of Hugging Face, at the commit that a revision is now: what lies in LFS is known by its SHA-256 without being read. */
import { DatapinError } from '../../core/errors.ts';
import { shown } from '../../core/location.ts';
import type { Match, Source, SourceChoice, SourceContext, SourceItem, SourceRequest, Subject } from '../../core/source.ts';
import { toSourceFile } from './file.ts';
import { createHub, type Hub } from './hub.ts';
import { locationOf, type Place, placeOf } from './place.ts';
import { secretName, secretTitle } from './refusals.ts';

export function createHuggingFaceSource(): Source {
  return {
    id: 'huggingface',
    title: 'Hugging Face',
    scheme: 'hf',
    secrets: [{ name: secretName, title: secretTitle }],
    settings: [{ name: 'endpoint', env: 'HF_ENDPOINT', default: 'https://huggingface.co' }],
    probe,
    read,
    choices,
  };
}

async function probe({ location }: Subject, context: SourceContext): Promise<Match | undefined> {
  const known = /^https?:/i.test(location) && placeOf(location, context.setting('endpoint'));
  return known ? { certainty: 'sure', why: `it is the page of ${known.dataset} on Hugging Face` } : undefined;
}

async function* read({ locations }: SourceRequest, context: SourceContext): AsyncGenerator<SourceItem> {
  const hub = createHub(context);
  const facts: Record<string, string | number> = {};
  for (const [i, location] of locations.entries()) {
    const said = requested(location, context);
    context.say(`Hugging Face lists ${said.dataset}`);
    const { commit, dataset, license } = await hub.find(said.dataset, said.revision);
    const place = { ...said, dataset, revision: commit };
    const folder = locations.length === 1 ? '' : `${dataset}/`;
    for await (const item of filesAt(hub, place, context)) yield 'path' in item ? { ...item, path: folder + item.path } : item;
    const suffix = i === 0 ? '' : ` ${i + 1}`;
    facts[`dataset${suffix}`] = dataset;
    facts[`revision${suffix}`] = said.revision ?? 'main';
    facts[`commit${suffix}`] = commit;
    if (license !== undefined) facts[`license${suffix}`] = license;
  }
  yield { facts };
}

/** All under a folder; one file where that is what is named. */
async function* filesAt(hub: Hub, place: Place, context: SourceContext): AsyncGenerator<SourceItem> {
  const single = place.path === '' ? undefined : await hub.file(place);
  if (single) {
    yield toSourceFile(single, place);
    return;
  }
  let files = 0;
  for await (const file of hub.files(place)) {
    files++;
    if (files % 10_000 === 0) context.say(`Hugging Face lists ${place.dataset}, ${files.toLocaleString('en')} files so far`);
    yield toSourceFile(file, place);
  }
  if (files > 0) return;
  const what = place.path === '' ? place.dataset : `${place.path} of ${place.dataset}`;
  throw new DatapinError('adopt.empty', `${what} has no files.`, { hint: 'Check the path and the revision.' });
}

/** The revisions of the dataset that `parent` names; datasets themselves are not listed. */
async function* choices(context: SourceContext, parent?: string): AsyncGenerator<SourceChoice> {
  if (parent === undefined) return;
  const { dataset } = requested(parent, context);
  for (const { kind, name, commit } of await createHub(context).refs(dataset)) {
    yield {
      location: locationOf({ dataset, revision: name, path: '' }).replace(/\/$/, ''),
      title: name,
      description: `${kind} ${commit.slice(0, 7)}`,
    };
  }
}

function requested(location: string, context: SourceContext): Place {
  const place = placeOf(location, context.setting('endpoint'));
  if (place) return place;
  throw new DatapinError('source.location', `${shown(location)} names no dataset of Hugging Face.`, {
    hint: 'Write hf://datasets/<owner>/<name>[@<revision>].',
  });
}

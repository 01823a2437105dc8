/** SuperAnnotate: a project by its API, or the files that people have of one. */
import { DatapinError } from '../../core/errors.ts';
import type { Source, SourceChoice, SourceContext, SourceFacts, SourceItem, SourceRequest } from '../../core/source.ts';
import type { Polling } from '../../kit/polling.ts';
import { peek } from '../../kit/rows/peek.ts';
import { createSaApi, type SaApi } from './api.ts';
import { secretName, secretTitle, settings } from './asking.ts';
import { attachedItems } from './attached.ts';
import { exportItems, type FileOptions, formItems, type ReadFiles } from './files.ts';
import { liveItems } from './live.ts';
import { parseProject, projectLocation } from './location.ts';
import { isForm, probe } from './probe.ts';

export function createSuperAnnotateSource(polling: Polling = {}): Source {
  return {
    id: 'superannotate',
    title: 'SuperAnnotate',
    scheme: 'superannotate',
    secrets: [{ name: secretName, title: secretTitle }],
    settings,
    probe,
    async *read(request, context) {
      const api = createSaApi(context);
      const { root } = request;
      const all: SourceFacts['facts'][] = [];
      let seen = 0;
      for (const location of request.locations) {
        if (/^superannotate:/i.test(location)) {
          const facts = yield* liveItems(parseProject(location), { api, root, context, polling });
          all.push(facts);
          seen += Number(facts.items);
          continue;
        }
        const read = yield* readFile(location, { api, request, context });
        const project = read.projects.sort().join(', ');
        all.push({ ...(project === '' ? {} : { project }), items: read.items });
        seen += read.seen;
      }
      if (seen === 0) throw nothing(request);
      const items = all.reduce((sum, one) => sum + Number(one.items), 0);
      yield { facts: { ...merged(all), items } };
    },
    choices: (context, parent) => choices(createSaApi(context), parent),
  };
}

async function* readFile(
  location: string,
  { api, request, context }: { api: SaApi; request: SourceRequest; context: SourceContext },
): AsyncGenerator<SourceItem, ReadFiles> {
  const hasToken = (await context.optionalSecret(secretName)) !== undefined;
  const options: FileOptions = { api, root: request.root, context, hasToken };
  const reading = await readerOf(location, context);
  return yield* reading(location, options);
}

async function readerOf(location: string, context: SourceContext) {
  if (/\.csv$/i.test(location)) return attachedItems;
  if (!/\.jsonl$/i.test(location)) return exportItems;
  const file = await context.find(location);
  if (!file) return exportItems;
  const { head, close } = await peek(context.read(file), 1 << 16);
  await close();
  return isForm(head.toString('utf8')) ? formItems : exportItems;
}

/** Projects; then one of them as a whole, and its folders. */
async function* choices(api: SaApi, parent?: string): AsyncGenerator<SourceChoice> {
  if (parent === undefined) {
    for await (const { id, name, type } of api.projects()) {
      const description = type === '' ? {} : { description: type.toLowerCase().replaceAll('_', ' ') };
      yield { location: projectLocation(id), title: name, ...description, parent: id };
    }
    return;
  }
  yield { location: projectLocation(parent), title: 'All folders' };
  for (const { name } of await api.folders(parent)) {
    yield { location: projectLocation(parent, name || 'root'), title: name || 'root' };
  }
}

/** Of several locations: each value once. */
function merged(all: readonly SourceFacts['facts'][]): SourceFacts['facts'] {
  const values = new Map<string, Set<string | number>>();
  for (const facts of all) {
    for (const [key, value] of Object.entries(facts)) values.set(key, (values.get(key) ?? new Set()).add(value));
  }
  return Object.fromEntries([...values].map(([key, found]) => [key, found.size === 1 ? [...found][0]! : [...found].join(', ')]));
}

function nothing({ locations }: SourceRequest): DatapinError {
  const what = locations.every((location) => /^superannotate:/i.test(location))
    ? 'The project of SuperAnnotate'
    : 'What SuperAnnotate wrote';
  return new DatapinError('adopt.empty', `${what} has no items.`, { hint: 'Add images to the project, or name another one.' });
}

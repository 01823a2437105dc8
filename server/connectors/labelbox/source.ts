/** Labelbox: a project or a dataset by its API, or the export that a person has downloaded. */
import { DatapinError } from '../../core/errors.ts';
import { nearest } from '../../core/nearest.ts';
import type { Source, SourceChoice, SourceContext, SourceItem, SourceRequest } from '../../core/source.ts';
import type { Polling } from '../../kit/polling.ts';
import { ndjson } from '../../kit/rows/ndjson.ts';
import { toolWords } from '../../kit/toolAnswers.ts';
import { createLabelboxApi, type LabelboxApi } from './api.ts';
import { type ReadyExport, readyExport } from './export.ts';
import { readExportFile, readRows, rowItems } from './exportFile.ts';
import { secretName, secretTitle } from './graphql.ts';
import { createItems, type Items } from './items.ts';
import { type Place, parsePlace, placeLocation } from './location.ts';
import { probe } from './probe.ts';

export function createLabelboxSource(polling: Polling = {}): Source {
  return {
    id: 'labelbox',
    title: 'Labelbox',
    scheme: 'labelbox',
    secrets: [{ name: secretName, title: secretTitle }],
    settings: [
      { name: 'endpoint', env: 'LABELBOX_ENDPOINT', default: 'https://api.labelbox.com/graphql' },
      { name: 'restEndpoint', env: 'LABELBOX_REST_ENDPOINT', default: 'https://api.labelbox.com/api/v1' },
    ],
    probe,
    async *read(request, context) {
      const items = await createItems(context, request.root);
      const facts: Facts[] = [];
      let problems = 0;
      const read = async function* (): AsyncGenerator<SourceItem> {
        for (const location of request.locations) {
          if (/^labelbox:/i.test(location)) facts.push(yield* readPlace(parsePlace(location), items, { context, polling }));
          else yield* readExportFile(location, items, context);
        }
      };
      for await (const item of read()) {
        if ('problem' in item) problems++;
        yield item;
      }
      yield* items.rest();
      if (items.count === 0 && problems === 0) throw nothing(request);
      yield { facts: facts.length === 1 ? facts[0]! : factsOf(items) };
    },
    choices: (context) => choices(createLabelboxApi(context, polling)),
  };
}

type Facts = Record<string, string | number>;

async function* readPlace(
  place: Place,
  items: Items,
  { context, polling }: { context: SourceContext; polling: Polling },
): AsyncGenerator<SourceItem, Facts> {
  const api = createLabelboxApi(context, polling);
  const { name } = await named(api, place);
  const made = await readyExport(api, place, { context, polling });
  const options = { name: `export of ${place.kind} ${place.id}`, signal: context.signal };
  let rows = 0;
  const counted = async function* () {
    for await (const row of readRows(made.rows(), options)) {
      rows++;
      yield row;
    }
  };
  yield* rowItems(counted(), items);
  yield* failures(made, options);
  if (made.lines !== undefined && made.lines !== rows) yield miscounted(made.lines, rows, options.name);
  return { [place.kind]: place.id, name, task: made.task, rows, exportedAt: new Date().toISOString() };
}

/** A name that is not there may be a slip. */
async function named(api: LabelboxApi, place: Place): Promise<{ name: string }> {
  try {
    return await api.one(place);
  } catch (error) {
    if (!(error instanceof DatapinError) || error.code !== 'source.project') throw error;
    const near = await nearestOf(api, place);
    if (near === undefined) throw error;
    throw new DatapinError(error.code, error.message, { hint: `Did you mean ${near}?` });
  }
}

async function nearestOf(api: LabelboxApi, { kind, id }: Place): Promise<string | undefined> {
  const known = new Map<string, string>();
  try {
    for await (const one of api.list(kind)) {
      const shown = `${placeLocation({ kind, id: one.id })} (${one.name})`;
      known.set(one.id, shown);
      known.set(one.name, shown);
    }
  } catch (error) {
    // who may not see the list is told at least what is missing
    if (!(error instanceof DatapinError) || error.code === 'cancelled') throw error;
  }
  return known.get(nearest(id, known.keys()) ?? '');
}

async function* failures(made: ReadyExport, options: { name: string; signal: AbortSignal | undefined }): AsyncGenerator<SourceItem> {
  for await (const row of ndjson(made.errors(), { ...options, name: `errors of the ${options.name}` })) {
    if ('problem' in row) yield row;
    else {
      const problem = new DatapinError(
        'source.export',
        `Labelbox could not export everything: ${toolWords(row.value) ?? 'it does not say why'}.`,
        {
          hint: 'Look at the data row in Labelbox.',
        },
      );
      yield { problem, at: `errors of the ${options.name}:${row.number}` };
    }
  }
}

/** Projects first: they have the labels. */
async function* choices(api: LabelboxApi): AsyncGenerator<SourceChoice> {
  for (const kind of ['project', 'dataset'] as const) {
    for await (const { id, name, rows } of api.list(kind)) {
      const count = rows === undefined ? '' : `, ${rows.toLocaleString('en')} data ${rows === 1 ? 'row' : 'rows'}`;
      yield { location: placeLocation({ kind, id }), title: name, description: `${kind}${count}` };
    }
  }
}

function factsOf({ projects, count }: Items): Facts {
  const [ids, names] = [[...projects.keys()].sort().join(', '), [...new Set(projects.values())].sort().join(', ')];
  return { ...(ids ? { project: ids } : {}), ...(names ? { name: names } : {}), rows: count };
}

function miscounted(said: number, found: number, at: string): SourceItem {
  const problem = new DatapinError('source.answer', `Labelbox says that there are ${said} data rows, and gives ${found}.`, {
    hint: 'Try again, or export it in Labelbox and adopt the file.',
  });
  return { problem, at };
}

function nothing({ locations }: SourceRequest): DatapinError {
  const what = locations.every((location) => /^labelbox:/i.test(location)) ? 'The project of Labelbox' : 'The export of Labelbox';
  return new DatapinError('adopt.empty', `${what} has no data rows.`, { hint: 'Add data to it, or choose another one.' });
}

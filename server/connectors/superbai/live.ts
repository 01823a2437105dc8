/** The labels of a project as they are now, read one by one. */
import { DatapinError } from '../../core/errors.ts';
import type { SourceContext, SourceItem, SourceProblem } from '../../core/source.ts';
import { ahead } from '../../kit/ahead.ts';
import { textOf } from '../../kit/http/body.ts';
import { parseJson } from '../../kit/rows/json.ts';
import type { LabelRow, Project, SuperbApi } from './api.ts';
import { toOntology } from './classes.ts';
import { createItems } from './items.ts';

export interface LiveOptions {
  api: SuperbApi;
  project: Project;
  root: string | undefined;
  context: Pick<SourceContext, 'web' | 'signal' | 'say'>;
}

/** Label documents that are fetched at once. */
const lanes = 8;

/** Returns how many labels there were. */
export async function* liveItems({ api, project, root, context }: LiveOptions): AsyncGenerator<SourceItem, number> {
  const ontology = toOntology(project.labelInterface);
  if (ontology.text !== undefined) yield { path: 'classes.json', made: ontology.text };
  const toItems = createItems({ api, project: project.id, root, labels: { ontology, masks: new Set() } });
  const rows = counting(api.labels(project.id));
  let labels = 0;
  for await (const one of ahead(rows.labels, lanes, (row) => documentOf(row, { api, project, context }))) {
    labels++;
    if (labels % 1000 === 0) context.say(`Reads the labels of Superb AI, ${labels.toLocaleString('en')} so far`);
    if ('problem' in one) {
      yield one;
      continue;
    }
    const { row, document } = one;
    const { id, dataset, dataKey, status, image: link, whole: record } = row;
    yield* toItems({ id, dataset, dataKey, status, link, record, document, width: undefined, height: undefined, at: `label ${id}` });
  }
  const { count } = rows;
  if (count !== undefined && count !== labels) yield otherCount(project, { count, labels });
  return labels;
}

/** The rows, and, when they are through, how many the tool said there are. */
function counting(rows: ReturnType<SuperbApi['labels']>) {
  const result = { count: undefined as number | undefined, labels: rowsOf() };
  async function* rowsOf(): AsyncGenerator<LabelRow | { broken: unknown }> {
    result.count = (yield* rows).count;
  }
  return result;
}

type Documented = { row: LabelRow; document: unknown };

async function documentOf(
  row: LabelRow | { broken: unknown },
  { api, project, context }: Omit<LiveOptions, 'root'>,
): Promise<Documented | SourceProblem> {
  if ('broken' in row) {
    const problem = new DatapinError('source.malformed', 'This is no label: it has no id or no data key.', {
      hint: 'Look at it in Superb AI.',
    });
    return { problem, at: `a label of project ${project.name}` };
  }
  try {
    const own = row.whole.result ?? undefined;
    if (row.info === undefined) return { row, document: own };
    const text = (await fetched(row.info, context)) ?? (await again(row, { api, project, context }));
    if (text === missing) return { row, document: own };
    const parsed = parseJson(text);
    return 'fault' in parsed ? unreadable(row, parsed.fault) : { row, document: parsed.value };
  } catch (error) {
    if (!(error instanceof DatapinError) || !/^(web\.(expired|denied|missing|truncated|failed)|source\.project)$/.test(error.code))
      throw error;
    return { problem: error, at: `label ${row.id}` };
  }
}

/** In place of a text: there is nothing behind the link. */
const missing = '';

/** Undefined when the link is refused. */
async function fetched(url: string, { web, signal }: LiveOptions['context']): Promise<string | undefined> {
  try {
    const answer = await web.send({ url, signal, what: 'a label of Superb AI', accept: [403, 404, 410] });
    if (answer.status === 200) return await textOf(answer);
    answer.close();
    return answer.status === 404 ? missing : undefined;
  } catch (error) {
    if (error instanceof DatapinError && error.code === 'web.expired') return undefined;
    throw error;
  }
}

/** By a fresh link. */
async function again({ id }: LabelRow, { api, project, context }: Omit<LiveOptions, 'root'>): Promise<string> {
  const { info } = await api.label(project.id, id);
  const text = info === undefined ? missing : await fetched(info, context);
  if (text !== undefined) return text;
  throw new DatapinError('web.expired', `The link to the label ${id} is refused, also when it is new.`, {
    hint: 'Check what the key may read.',
  });
}

function unreadable({ id }: LabelRow, fault: string): SourceProblem {
  return {
    problem: new DatapinError('source.malformed', `It is no JSON: ${fault}.`, { hint: 'Look at it in Superb AI.' }),
    at: `label ${id}`,
  };
}

function otherCount({ name }: Project, { count, labels }: { count: number; labels: number }): SourceProblem {
  const problem = new DatapinError('source.answer', `Superb AI says that there are ${count} labels, and gives ${labels}.`, {
    hint: 'Somebody may be working there: try again, or make an export.',
  });
  return { problem, at: `project ${name}` };
}

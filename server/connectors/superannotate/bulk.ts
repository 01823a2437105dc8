/** The annotations of items one by one, for whoever may make no export: small ones in a stream, large ones each by itself. */
import { DatapinError } from '../../core/errors.ts';
import { type Polling, polled } from '../../kit/polling.ts';
import type { Parsed } from '../../kit/rows/json.ts';
import { saidNo } from '../../kit/toolAnswers.ts';
import { objectOf, objectsOf, textOf } from '../../kit/values.ts';
import type { Item } from './api.ts';
import { type Asking, ask, idOf, toId, tool, toRequest } from './asking.ts';
import { streamedObjects } from './streamed.ts';

/** Items whose sizes are asked for at once. */
const batch = 2000;
/** How often a stream that breaks off is begun anew. */
const attempts = 3;

export interface BulkOptions {
  context: Asking;
  polling: Polling;
  project: string;
}

/** In any order; items that have no annotation are left out by SuperAnnotate. */
export async function* bulkAnnotations(items: readonly Pick<Item, 'id'>[], options: BulkOptions): AsyncGenerator<Parsed> {
  for (let i = 0; i < items.length; i += batch) {
    const { small, large } = await bySize(
      items.slice(i, i + batch).map(({ id }) => id),
      options,
    );
    for (const ids of small) yield* await streamed(ids, options);
    for (const id of large) yield { value: await alone(id, options) };
  }
}

async function bySize(ids: readonly string[], { context, project }: BulkOptions): Promise<{ small: string[][]; large: string[] }> {
  const about = 'sizes of annotations';
  const answer = await ask(context, {
    host: 'assetsUrl',
    path: 'items/annotations/download/method',
    query: { limit: ids.length },
    body: { project_id: toId(project), item_ids: ids.map(toId) },
    about,
  });
  const fields = objectOf(answer);
  if (!fields) throw saidNo(tool, about, 'there are no sizes');
  const idsIn = (list: unknown) => objectsOf(list).flatMap((one) => idOf(one) ?? []);
  const groups = Object.values(objectOf(fields.small) ?? {}).map((group) => idsIn(objectOf(group)?.data));
  return { small: groups.filter((group) => group.length > 0), large: idsIn(fields.large) };
}

/** Whole, as a stream that breaks off is begun anew. */
async function streamed(ids: readonly string[], { context, project }: BulkOptions): Promise<Parsed[]> {
  const request = await toRequest(context, {
    host: 'assetsUrl',
    path: 'items/annotations/download',
    query: { project_id: project, limit: ids.length },
    project,
    body: { image_ids: ids.map(toId) },
    about: '',
  });
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await context.web.send({ ...request, what: `annotations of ${tool}` });
      const found: Parsed[] = [];
      for await (const one of streamedObjects(response.body)) found.push(one);
      return found;
    } catch (error) {
      if (!(error instanceof DatapinError) || !/^(web\.(truncated|network)|source\.answer)$/.test(error.code) || attempt === attempts)
        throw error;
    }
  }
}

/** A large one is put together first, which takes a while. */
async function alone(id: string, { context, polling, project }: BulkOptions): Promise<unknown> {
  const about = `annotation of item ${id}`;
  const path = `items/${encodeURIComponent(id)}/annotations`;
  const versions = {
    project_id: project,
    desired_transform_version: 'export',
    desired_version: 'V1.00',
    current_transform_version: 'V1.00',
  };
  const large = { host: 'largeAssetsUrl', about } as const;
  const sources = { current_source: 'main', desired_source: 'secondary' };
  await ask(context, { ...large, path: `${path}/sync`, query: { ...versions, ...sources }, post: true });
  await polled(
    async () => {
      const status = textOf(objectOf(await ask(context, { ...large, path: `${path}/sync/status`, query: versions }))?.status) ?? '';
      if (/^FAILED/.test(status)) throw saidNo(tool, about, 'it could not be put together');
      return status === 'SUCCESS' ? status : undefined;
    },
    polling,
    { signal: context.signal, tooLate: () => saidNo(tool, about, 'it is still being put together') },
  );
  const query = { project_id: project, annotation_type: 'MAIN', version: 'V1.00' };
  return ask(context, { ...large, path: `${path}/download`, query, post: true });
}

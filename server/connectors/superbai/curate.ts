/** The requests that are made of Superb AI Curate. */
import { askTool, noSuchThing, pageRepeated, saidNo } from '../../kit/toolAnswers.ts';
import { type Fields, listOf, numberOf, objectOf, objectsOf, textOf } from '../../kit/values.ts';
import { type Asking, keyName, keyTitle, teamName } from './graphql.ts';

export interface CurateDataset {
  id: string;
  name: string;
  images: number | undefined;
}

export interface CurateImage {
  id: string;
  key: string;
  /** Where the customer said that it lies; undefined of one that was uploaded. */
  url: string | undefined;
  /** A signed link to the copy of Superb AI. */
  link: string | undefined;
  annotations: readonly Fields[];
  whole: Fields;
}

export interface CurateApi {
  datasets(): AsyncGenerator<CurateDataset>;
  /** Throws `source.project`. */
  dataset(id: string): Promise<CurateDataset>;
  images(dataset: string): AsyncGenerator<CurateImage | { broken: unknown }>;
  /** Throws `source.project`. */
  image(dataset: string, key: string): Promise<CurateImage>;
}

const pageSize = 100;
const base = '/curate/dataset-query/datasets/';

export function createCurateApi(context: Asking): CurateApi {
  const ask = async (path: string, about: string, body?: unknown): Promise<Fields> => {
    const { value } = await askTool(context.web, {
      url: `${context.setting('endpoint').replace(/\/+$/, '')}${base}${path}`,
      ...(body === undefined ? {} : { method: 'POST', body, repeatable: true }),
      credentials: { headers: { 'x-api-key': await context.secret(keyName), 'x-tenant-id': await context.secret(teamName) } },
      tool: 'Superb AI',
      secret: keyTitle,
      about,
      signal: context.signal,
    });
    const answer = objectOf(value);
    if (!answer || answer.detail !== undefined || answer.error !== undefined) throw saidNo('Superb AI', about, value);
    return answer;
  };
  const search = (dataset: string, body: Fields) =>
    ask(`${encodeURIComponent(dataset)}/images/_search`, `images of dataset ${dataset}`, { ...body, expand: ['annotations', 'image_url'] });
  return {
    async *datasets() {
      for (let page = 1; ; page++) {
        const { results } = await ask(`?size=${pageSize}&page=${page}`, 'datasets');
        const found = objectsOf(results);
        yield* found.flatMap((one) => toDataset(one) ?? []);
        if (found.length < pageSize) return;
      }
    },
    async dataset(id) {
      const dataset = toDataset(await ask(`${encodeURIComponent(id)}/`, `dataset ${id}`));
      if (dataset) return dataset;
      throw noSuchThing('Superb AI', `dataset ${id}`);
    },
    async *images(dataset) {
      const seen = new Set<string>();
      for (let after: unknown; ; ) {
        const { results, last } = await search(dataset, { size: pageSize, ...(after === undefined ? {} : { search_after: [after] }) });
        if (!Array.isArray(results)) throw saidNo('Superb AI', `images of dataset ${dataset}`, 'there is no list');
        for (const one of results) yield toImage(one) ?? { broken: one };
        [after] = listOf(last);
        if (results.length < pageSize || after === undefined || after === null) return;
        const token = JSON.stringify(after);
        if (seen.has(token)) throw pageRepeated('Superb AI', `a page of the images of dataset ${dataset}`, 'look at it in Superb AI');
        seen.add(token);
      }
    },
    async image(dataset, key) {
      const { results } = await search(dataset, { size: 1, key });
      const image = toImage(listOf(results)[0]);
      if (image && image.key === key) return image;
      throw noSuchThing('Superb AI', `image ${key}`);
    },
  };
}

function toDataset(value: Fields): CurateDataset | undefined {
  const id = textOf(value.id);
  return id === undefined ? undefined : { id, name: textOf(value.name) ?? id, images: numberOf(value.image_count) };
}

function toImage(value: unknown): CurateImage | undefined {
  const fields = objectOf(value);
  const [id, key] = [textOf(fields?.id), textOf(fields?.key)];
  if (!fields || !id || !key) return undefined;
  const source = objectOf(fields.source);
  return {
    id,
    key,
    url: source?.type === 'URL' ? textOf(source.url) : undefined,
    link: textOf(fields.image_url),
    annotations: objectsOf(fields.annotations),
    whole: fields,
  };
}

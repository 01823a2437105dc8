/** What is asked of the hub of Hugging Face: a dataset, its files at a commit, its branches and tags, and bytes. */
import { DatapinError } from '../../core/errors.ts';
import { encodePath } from '../../core/location.ts';
import { nearest } from '../../core/nearest.ts';
import type { SourceContext } from '../../core/source.ts';
import type { WebRequest, WebResponse } from '../../core/web.ts';
import { jsonOf } from '../../kit/http/body.ts';
import { isDropped } from '../../kit/http/failures.ts';
import { listOf, objectOf, objectsOf, textOf } from '../../kit/values.ts';
import { type HubFile, toHubFile } from './file.ts';
import type { Place } from './place.ts';
import { explained, noRevision, refusal, refusals, secretName, unclear } from './refusals.ts';

/** A dataset at one commit. */
export interface Found {
  dataset: string;
  commit: string;
  /** As its page says, e.g. `cc-by-4.0`. */
  license: string | undefined;
}

export interface Ref {
  kind: 'branch' | 'tag';
  name: string;
  commit: string;
}

/** All throw `source.project`, `secret.*`, `source.rate-limit`, `source.answer` and `web.*`. */
export interface Hub {
  /** Which commit a revision is now. */
  find(dataset: string, revision: string | undefined): Promise<Found>;
  /** Files under a folder of it, with their whole paths. */
  files(place: Place): AsyncGenerator<HubFile>;
  /** The one file of this path; nothing for a folder and where nothing is. */
  file(place: Place): Promise<HubFile | undefined>;
  refs(dataset: string): Promise<Ref[]>;
  /** The bytes of a file; the answer must be read or closed. Throws `file.vanished`. */
  open(place: Place, range?: WebRequest['range']): Promise<WebResponse>;
}

export function createHub(context: Pick<SourceContext, 'web' | 'signal' | 'setting' | 'optionalSecret'>): Hub {
  const hub = context.setting('endpoint').replace(/\/+$/, '');
  const send = async (dataset: string, request: WebRequest, revision?: string): Promise<WebResponse> => {
    const token = await context.optionalSecret(secretName);
    const credentials = token ? { headers: { authorization: `Bearer ${token}` } } : undefined;
    const response = await context.web
      .send({
        ...request,
        what: `${dataset} of Hugging Face`,
        signal: context.signal,
        accept: refusals,
        ...(credentials ? { credentials } : {}),
      })
      .catch((error: unknown) => {
        throw explained(error);
      });
    if (!refusals.includes(response.status)) return response;
    response.close();
    throw refusal(response, { hub, dataset, revision, hasToken: token !== undefined });
  };
  const ask = async (dataset: string, request: WebRequest, revision?: string) => {
    for (let tries = 1; ; tries++) {
      const response = await send(dataset, { headers: { accept: 'application/json' }, ...request }, revision);
      try {
        return { value: await json(response, dataset), next: nextPage(response, hub, dataset) };
      } catch (error) {
        if (!isDropped(error) || tries === mostTries) throw error;
      }
    }
  };
  const api = (dataset: string, ...rest: string[]) => [`${hub}/api/datasets/${dataset}`, ...rest].join('/');
  const refs = async (dataset: string): Promise<Ref[]> => {
    const { value } = await ask(dataset, { url: api(dataset, 'refs') });
    return [...toRefs(value, 'branch', 'branches'), ...toRefs(value, 'tag', 'tags')];
  };
  return {
    refs,
    async find(dataset, revision = 'main') {
      const url = api(dataset, 'revision', encodeURIComponent(revision));
      try {
        return toFound((await ask(dataset, { url }, revision)).value, dataset);
      } catch (error) {
        if (error instanceof DatapinError && error.code === 'source.project' && error.message.includes('no revision'))
          throw noRevision(dataset, revision, await namesNear(revision, () => refs(dataset)));
        throw error;
      }
    },
    async *files({ dataset, revision = 'main', path }) {
      const asked = new Set<string>();
      let url: string | undefined =
        `${api(dataset, 'tree', encodeURIComponent(revision), ...(path ? [encodePath(path)] : []))}?recursive=true&expand=false`;
      while (url !== undefined) {
        if (asked.has(url)) throw unclear(dataset, 'leads from a page of its files to one that was read already');
        asked.add(url);
        const { value, next }: { value: unknown; next: string | undefined } = await ask(dataset, { url }, revision);
        if (!Array.isArray(value)) throw unclear(dataset, 'is no list of files');
        for (const entry of value) {
          const file = toHubFile(entry);
          if (file === 'unknown') throw unclear(dataset, 'lists a file without path, size or id');
          if (file !== 'folder') yield file;
        }
        url = next;
      }
    },
    async file({ dataset, revision = 'main', path }) {
      const url = api(dataset, 'paths-info', encodeURIComponent(revision));
      const { value } = await ask(dataset, { url, method: 'POST', body: { paths: [path], expand: false }, repeatable: true }, revision);
      const found = listOf(value)
        .map(toHubFile)
        .find((one) => typeof one === 'object' && one.path === path);
      return typeof found === 'object' ? found : undefined;
    },
    open: ({ dataset, revision = 'main', path }, range) => {
      const url = `${hub}/datasets/${dataset}/resolve/${encodeURIComponent(revision)}/${encodePath(path)}`;
      return send(dataset, { url, headers: { 'accept-encoding': 'identity' }, ...(range ? { range } : {}) }, revision);
    },
  };
}

/** Of an answer that ends too early. */
const mostTries = 4;

async function json(response: WebResponse, dataset: string): Promise<unknown> {
  try {
    return await jsonOf(response);
  } catch (error) {
    if (error instanceof DatapinError && error.code === 'web.failed') throw unclear(dataset, 'is no JSON');
    throw error;
  }
}

/** A link to elsewhere would be asked with our token. */
function nextPage({ headers }: WebResponse, hub: string, dataset: string): string | undefined {
  const [, link] = /<([^>]+)>\s*;[^,]*\brel="?next"?/i.exec(headers.get('link') ?? '') ?? [];
  if (link === undefined) return undefined;
  const url = URL.parse(link, hub);
  if (!url || url.origin !== new URL(hub).origin) throw unclear(dataset, 'leads to another server for its next page');
  return url.href;
}

function toFound(value: unknown, dataset: string): Found {
  const fields = objectOf(value);
  const commit = textOf(fields?.sha);
  if (commit === undefined || !/^[0-9a-f]{40}$/.test(commit)) throw unclear(dataset, 'names no commit');
  const license = listOf(fields?.tags).find((tag) => typeof tag === 'string' && tag.startsWith('license:'));
  return {
    dataset: textOf(fields?.id) ?? dataset,
    commit,
    license: typeof license === 'string' ? license.slice('license:'.length) : undefined,
  };
}

function toRefs(value: unknown, kind: Ref['kind'], key: string): Ref[] {
  return objectsOf(objectOf(value)?.[key]).flatMap(({ name, targetCommit }) =>
    typeof name === 'string' && typeof targetCommit === 'string' ? [{ kind, name, commit: targetCommit }] : [],
  );
}

/** The most similar first. None where they cannot be asked for: the revision is missing all the same. */
async function namesNear(revision: string, refs: () => Promise<Ref[]>): Promise<string[]> {
  try {
    const names = (await refs()).map(({ name }) => name);
    const near = nearest(revision, names);
    return near === undefined ? names : [near, ...names.filter((name) => name !== near)];
  } catch (error) {
    if (error instanceof DatapinError && error.code !== 'cancelled') return [];
    throw error;
  }
}

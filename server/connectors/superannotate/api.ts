/** The requests that are made of SuperAnnotate, and what comes back. */
import type { Access } from '../../core/source.ts';
import { saidNo } from '../../kit/toolAnswers.ts';
import { type Fields, objectOf, objectsOf, textOf } from '../../kit/values.ts';
import { type Asking, ask, idOf, membersOf, pages, tool } from './asking.ts';

export interface Project {
  id: string;
  name: string;
  /** `VECTOR`, `PIXEL`, … */
  type: string;
  /** Its images lie in the customer's own storage, and SuperAnnotate knows their addresses alone. */
  isExternal: boolean;
}

export interface Folder {
  id: string;
  /** '' for the top. */
  name: string;
}

export interface Item {
  id: string;
  name: string;
  folder: string;
  /** Address, or key in a storage of the customer's. */
  path: string | undefined;
  /** Id of that storage, where it is told. */
  integration: string | undefined;
  /** As it came. */
  whole: Fields;
}

/** A storage of the customer's own. */
export interface Integration {
  id: string;
  name: string;
  /** `aws`, `gcp`, `azure`. */
  source: string;
  bucket: string | undefined;
}

export interface SaApi {
  projects(): AsyncGenerator<Project>;
  /** The top comes first. */
  folders(project: string): Promise<Folder[]>;
  /** What is no item comes as it is. Returns how many there are, as SuperAnnotate says. */
  items(project: string, folder: string): AsyncGenerator<Item | { broken: unknown }, number | undefined>;
  /** Throws `source.project`. */
  item(project: string, id: string): Promise<Item>;
  integrations(): Promise<Integration[]>;
  /** As they came. */
  classes(project: string): Promise<unknown[]>;
  /** A way to an image of which SuperAnnotate keeps a copy, good for a while. */
  imageAccess(project: string, item: Pick<Item, 'id' | 'folder'>): Promise<Access>;
}

const classesAtOnce = 2000;

export function createSaApi(context: Asking): SaApi {
  return {
    async *projects() {
      const question = { host: 'workManagementUrl', path: 'projects/search', about: 'projects' } as const;
      for await (const value of pages(context, question, { size: 100 })) yield* toProject(value);
    },
    async folders(project) {
      const question = { host: 'workManagementUrl', path: 'folders/search', project, about: `project ${project}` } as const;
      const folders: Folder[] = [];
      for await (const value of pages(context, question, { size: 100 })) folders.push(...toFolder(value));
      return folders.sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    async *items(project, folder) {
      const question = { host: 'itemUrl', path: 'items/search', project, folder, about: `folder ${folder}` } as const;
      const members = pages(context, question, { size: 2000, join: [{ field: 'metadata', select: ['path'] }] });
      for (let next = await members.next(); ; next = await members.next()) {
        if (next.done) return next.value;
        yield toItem(next.value) ?? { broken: next.value };
      }
    },
    async item(project, id) {
      const about = `item ${id}`;
      const item = toItem(await ask(context, { host: 'itemUrl', path: `items/${encodeURIComponent(id)}`, project, about }));
      if (item) return item;
      throw saidNo(tool, about, 'it is no item');
    },
    async integrations() {
      const answer = await ask(context, { host: 'url', path: 'integrations', about: 'integrations' });
      return objectsOf(objectOf(answer)?.integrations ?? membersOf(answer, 'integrations')).flatMap(toIntegration);
    },
    async classes(project) {
      const about = `classes of project ${project}`;
      const all: unknown[] = [];
      for (;;) {
        const query = { project_id: project, offset: all.length };
        const some = membersOf(await ask(context, { host: 'url', path: 'classes', query, about }), about);
        all.push(...some);
        if (some.length < classesAtOnce) return all;
      }
    },
    async imageAccess(project, { id, folder }) {
      const about = `image ${id}`;
      const path = `image/${encodeURIComponent(id)}/annotation/getAnnotationDownloadToken`;
      const query = { project_id: project, folder_id: folder, include_original: 1 };
      const answer = objectOf(await ask(context, { host: 'url', path, query, about }));
      const original = objectOf(answer?.original);
      const url = textOf(original?.url);
      if (url === undefined) throw saidNo(tool, about, 'there is no link to it');
      const headers = Object.entries(objectOf(original?.headers) ?? {}).filter(
        (pair): pair is [string, string] => typeof pair[1] === 'string',
      );
      return { url, ...(headers.length > 0 ? { headers: Object.fromEntries(headers) } : {}) };
    },
  };
}

function toProject(value: unknown): Project[] {
  const fields = objectOf(value) ?? {};
  const id = idOf(fields);
  if (id === undefined) return [];
  const { name, type, upload_state } = fields;
  return [{ id, name: textOf(name) ?? id, type: String(type ?? ''), isExternal: upload_state === 'EXTERNAL' || upload_state === 3 }];
}

function toFolder(value: unknown): Folder[] {
  const fields = objectOf(value) ?? {};
  const id = idOf(fields);
  if (id === undefined) return [];
  const isTop = fields.is_root === true || fields.is_root === 1 || fields.name === 'root';
  return [{ id, name: isTop ? '' : (textOf(fields.name) ?? id) }];
}

function toItem(value: unknown): Item | undefined {
  const whole = objectOf(value) ?? {};
  const id = idOf(whole);
  const name = textOf(whole.name);
  if (id === undefined || name === undefined) return undefined;
  const metadata = objectOf(whole.metadata);
  return {
    id,
    name,
    folder: idOf({ id: whole.folder_id }) ?? '',
    path: textOf(metadata?.path) ?? textOf(whole.url) ?? textOf(whole.path),
    integration: idOf({ id: metadata?.integration_id ?? whole.integration_id }),
    whole,
  };
}

function toIntegration(fields: Fields): Integration[] {
  const id = idOf(fields);
  const { name, source, bucket_name } = fields;
  return id === undefined
    ? []
    : [{ id, name: textOf(name) ?? id, source: String(source ?? '').toLowerCase(), bucket: textOf(bucket_name) }];
}

/** The requests that are made of Sama. The key travels in the query, so addresses are never shown. */
import type { SourceContext } from '../../core/source.ts';
import { askTool, noSuchThing, pageRepeated, saidNo } from '../../kit/toolAnswers.ts';
import { type Fields, objectOf } from '../../kit/values.ts';
import { type Task, toTask } from './task.ts';

export const secretName = 'SAMA_API_KEY';
export const secretTitle = 'API key of Sama';

export type Asking = Pick<SourceContext, 'web' | 'secret' | 'setting' | 'signal'>;

export interface SamaApi {
  /** Its name. Throws `source.project`. */
  project(id: string): Promise<{ name: string }>;
  /** All tasks that were delivered, page by page; what is no task comes as it is. */
  delivered(project: string): AsyncGenerator<Task | { broken: unknown }>;
  task(project: string, id: string): Promise<Task>;
}

const pageSize = 1000;
/** `from` of the first delivery: before Sama was. */
const everything = '2000-01-01T00:00:00Z';

export function createSamaApi(context: Asking): SamaApi {
  const ask = async (path: string, query: Record<string, string>, about: string): Promise<Fields> => {
    const url = new URL(`${context.setting('url').replace(/\/+$/, '')}${path}`);
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
    const credentials = { query: { access_key: await context.secret(secretName) } };
    const { value } = await askTool(context.web, {
      url: url.href,
      credentials,
      tool: 'Sama',
      secret: secretTitle,
      about,
      signal: context.signal,
    });
    const answer = objectOf(value);
    if (!answer || answer.error || answer.errors) throw saidNo('Sama', about, value);
    return answer;
  };
  return {
    async project(id) {
      const about = `project ${id}`;
      const answer = await ask(`/projects/${encodeURIComponent(id)}.json`, {}, about);
      const project = objectOf(answer.project) ?? answer;
      if (project.id === undefined) throw noSuchThing('Sama', about);
      return { name: String(project.name ?? id) };
    },
    async *delivered(project) {
      const seen = new Set<string>();
      for (let page = 1; ; page++) {
        const about = `page ${page} of the tasks of project ${project}`;
        const query = { from: everything, page: String(page), page_size: String(pageSize) };
        const { tasks } = await ask(`/projects/${encodeURIComponent(project)}/tasks/delivered.json`, query, about);
        if (!Array.isArray(tasks)) throw saidNo('Sama', about, 'there is no list of tasks');
        const fresh = tasks.map((value) => toTask(value) ?? { broken: value });
        if (tasks.length > 0 && fresh.every((task) => 'id' in task && seen.has(task.id)))
          throw pageRepeated('Sama', `page ${page} of the tasks`, 'download the delivery and adopt the file');
        for (const task of fresh) {
          if ('id' in task) seen.add(task.id);
          yield task;
        }
        if (tasks.length < pageSize) return;
      }
    },
    async task(project, id) {
      const about = `task ${id}`;
      const path = `/projects/${encodeURIComponent(project)}/tasks/${encodeURIComponent(id)}.json`;
      const found = toTask(await ask(path, { same_as_delivery: 'true' }, about));
      if (!found) throw saidNo('Sama', about, 'it is no task');
      return found;
    },
  };
}

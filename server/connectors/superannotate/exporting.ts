/** Having SuperAnnotate make an export, and waiting until it can be fetched. */
import { DatapinError } from '../../core/errors.ts';
import type { SourceContext } from '../../core/source.ts';
import { type LinkAccess, linkAccess } from '../../kit/archives/linkAccess.ts';
import { type Polling, polled } from '../../kit/polling.ts';
import { saidNo } from '../../kit/toolAnswers.ts';
import { numberOf, objectOf, textOf } from '../../kit/values.ts';
import { type Asking, ask, idOf, tool } from './asking.ts';

export interface MadeExport {
  id: string;
  name: string;
  /** Of the answer, else of this machine's clock. */
  madeAt: string;
  archive: LinkAccess;
}

export interface ExportOrder {
  project: string;
  /** Name; undefined: all of them. */
  folder: string | undefined;
}

export interface ExportOptions {
  context: Asking & Pick<SourceContext, 'say'>;
  polling: Polling;
}

/** Throws `source.export` when it takes too long or is cancelled, besides what asking throws. The archive must be closed. */
export async function madeExport(order: ExportOrder, options: ExportOptions): Promise<MadeExport> {
  const now = new Date();
  const begun = await begin(order, { now, ...options });
  const made = await ready(order, begun, options);
  const { web, signal } = options.context;
  const archive = await linkAccess({
    name: `export ${made.name}`,
    web,
    signal,
    link: async (expired) => ({ url: expired ? (await ready(order, begun, options)).link : made.link }),
  });
  return { id: begun, name: made.name, madeAt: made.madeAt ?? now.toISOString(), archive };
}

/** Whether the annotations can be had in another way than by an export. */
export function isRefused(error: unknown): error is DatapinError {
  return error instanceof DatapinError && ['web.denied', 'source.answer'].includes(error.code);
}

async function begin({ project, folder }: ExportOrder, { now, context }: ExportOptions & { now: Date }): Promise<string> {
  const folders = folder === undefined ? {} : { folder_names: [folder === '' ? 'root' : folder] };
  const body = { fuse: 0, is_pinned: 0, coco: 0, time: named(now), ...folders };
  const about = `project ${project}`;
  const answer = await ask(context, { host: 'url', path: 'export', query: { project_id: project }, body, about });
  const id = idOf(objectOf(answer) ?? {});
  if (id === undefined) throw saidNo(tool, about, answer);
  return id;
}

interface Ready {
  name: string;
  link: string;
  madeAt: string | undefined;
}

function ready({ project }: ExportOrder, id: string, { context, polling }: ExportOptions): Promise<Ready> {
  const about = `export ${id}`;
  const tooLate = () => failure(`${tool} is still making the ${about}.`, 'Try again later, or download the export as a file.');
  return polled(
    async () => {
      const answer = await ask(context, { host: 'url', path: `export/${encodeURIComponent(id)}`, query: { project_id: project }, about });
      const { status, name, download, createdAt, progress } = objectOf(answer) ?? {};
      if (status === 3) throw failure(`Somebody has cancelled the ${about} in ${tool}.`, 'Try again.');
      if (status === 4) throw saidNo(tool, about, 'it could not be made');
      const link = textOf(download);
      if (status === 2 && link !== undefined) return { name: textOf(name) ?? id, link, madeAt: textOf(createdAt) };
      const part = numberOf(progress);
      context.say(`${tool} makes the export${part === undefined ? '' : `, ${Math.floor(part)} %`}`);
      return undefined;
    },
    polling,
    { signal: context.signal, tooLate },
  );
}

function failure(message: string, hint: string): DatapinError {
  return new DatapinError('source.export', message, { hint });
}

/** `Nov 22 2026 06:54`, as its own kit names exports. */
function named(date: Date): string {
  const [, day, month, year] = /, (\d+) (\w+) (\d+)/.exec(date.toUTCString()) ?? [];
  return `${month} ${day} ${year} ${date.toISOString().slice(11, 16)}`;
}

/** The requests that are made of Labelbox, with typed answers. */
import { noSuchThing, saidNo } from '../../kit/toolAnswers.ts';
import { type Fields, objectOf, objectsOf, textOf } from '../../kit/values.ts';
import { type Asking, askGraphql } from './graphql.ts';
import type { Place } from './location.ts';
import * as queries from './queries.ts';

/** A project or a dataset. */
export interface Named {
  id: string;
  name: string;
  /** Data rows, as far as Labelbox says. */
  rows: number | undefined;
}

export interface ExportTask {
  status: string;
  /** Per cent. */
  done: number;
  /** Words or an address, as Labelbox has it. */
  result: unknown;
  errors: unknown;
}

export type Stream = 'RESULT' | 'ERRORS';

/** A piece of an export, from its first to its last byte. */
export interface Chunk {
  start: number;
  end: number;
  /** Signed: no key is sent to it. */
  link: string;
}

export interface LabelboxApi {
  list(kind: Place['kind']): AsyncGenerator<Named>;
  /** Throws `source.project`. */
  one(place: Place): Promise<{ name: string }>;
  /** The id of the task that makes the export. */
  startExport(place: Place): Promise<string>;
  user(): Promise<string>;
  /** Undefined when it is not known (yet). */
  task(id: string, user: string): Promise<ExportTask | undefined>;
  /** Undefined when there is nothing in the stream. */
  header(task: string, stream: Stream): Promise<{ bytes: number; lines: number | undefined } | undefined>;
  chunk(task: string, stream: Stream, offset: number): Promise<Chunk>;
  /** The address of a data row's image, often a signed one. Throws `source.project`. */
  rowData(id: string): Promise<string>;
}

/** `pause`: milliseconds before something is asked again for the first time. */
export function createLabelboxApi(context: Asking, { pause = 1_000 }: { pause?: number | undefined } = {}): LabelboxApi {
  const ask = (query: string, variables: Record<string, unknown>, about: string) => askGraphql(context, { query, variables, about }, pause);
  return {
    async *list(kind) {
      const seen = new Set<string>();
      for (let skip = 0; ; skip += queries.pageSize) {
        const about = `the list of ${kind}s`;
        const page = (await ask(queries.listQuery(kind, skip), { param_0: false }, about))[`${kind}s`];
        if (!Array.isArray(page)) throw saidNo('Labelbox', about, 'there is no list');
        const named = objectsOf(page).flatMap(toNamed);
        const fresh = named.filter(({ id }) => !seen.has(id));
        if (named.length > 0 && fresh.length === 0) throw saidNo('Labelbox', about, 'it repeats itself');
        for (const one of fresh) {
          seen.add(one.id);
          yield one;
        }
        if (page.length < queries.pageSize) return;
      }
    },
    async one({ kind, id }) {
      const found = objectOf((await ask(queries.oneQuery(kind), { param_0: id }, `${kind} ${id}`))[kind]);
      if (!found) throw noSuchThing('Labelbox', `${kind} ${id}`);
      return { name: textOf(found.name) ?? id };
    },
    async startExport(place) {
      const about = `the export of ${place.kind} ${place.id}`;
      const data = await ask(queries.exportQuery(place.kind), { input: queries.exportInput(place) }, about);
      const id = textOf(objectOf(data[queries.exportName(place.kind)])?.taskId);
      if (id) return id;
      throw saidNo('Labelbox', about, 'no task makes it');
    },
    async user() {
      const id = textOf(objectOf((await ask(queries.userQuery, {}, 'whose key it is')).user)?.id);
      if (id) return id;
      throw saidNo('Labelbox', 'whose key it is', 'there is no user');
    },
    async task(id, user) {
      const data = await ask(queries.taskQuery, { param_0: id, param_1: user }, `export task ${id}`);
      const task = objectsOf(objectOf(data.user)?.createdTasks).find((one) => one.id === id);
      if (!task) return undefined;
      const { status, completionPercentage, result, errors } = task;
      return { status: textOf(status) ?? '', done: Number(completionPercentage ?? 0), result, errors };
    },
    async header(task, streamType) {
      const data = await ask(queries.headerQuery, { where: { id: task }, streamType }, `export task ${task}`);
      const header = objectOf(objectOf(data.task)?.exportMetadataHeader);
      if (!header) return undefined;
      return {
        bytes: whole(header.totalSize, `export task ${task}`),
        lines: header.totalLines == null ? undefined : Number(header.totalLines),
      };
    },
    async chunk(task, streamType, offset) {
      const about = `a part of export task ${task}`;
      const data = await ask(queries.chunkQuery, { where: { id: task }, streamType, offset: String(offset) }, about);
      const chunk = objectOf(objectOf(data.task)?.exportFileFromOffset);
      const offsets = objectOf(chunk?.offsets);
      const link = textOf(chunk?.file);
      if (!link) throw saidNo('Labelbox', about, 'there is no link');
      return { start: whole(offsets?.start, about), end: whole(offsets?.end, about), link };
    },
    async rowData(id) {
      const found = objectOf((await ask(queries.rowQuery, { param_0: id }, `data row ${id}`)).dataRow);
      const address = textOf(found?.rowData);
      if (address) return address;
      throw noSuchThing('Labelbox', `data row ${id}`);
    },
  };
}

function toNamed({ id, name, rows }: Fields): Named[] {
  const known = textOf(id);
  return known ? [{ id: known, name: textOf(name) ?? known, rows: typeof rows === 'number' ? rows : undefined }] : [];
}

/** Large numbers come as text. */
function whole(value: unknown, about: string): number {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number;
  throw saidNo('Labelbox', about, 'a number of bytes is missing');
}

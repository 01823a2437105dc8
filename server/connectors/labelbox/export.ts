/** An export that Labelbox makes in its own time, and the bytes of what it made. */
import { DatapinError } from '../../core/errors.ts';
import type { SourceContext } from '../../core/source.ts';
import { type Polling, polled } from '../../kit/polling.ts';
import { toolWords } from '../../kit/toolAnswers.ts';
import type { ExportTask, LabelboxApi } from './api.ts';
import { chunksOf } from './chunks.ts';
import type { Place } from './location.ts';

export interface ReadyExport {
  task: string;
  /** Data rows, as Labelbox counts them. */
  lines: number | undefined;
  /** One data row a line. */
  rows(): AsyncIterable<Uint8Array>;
  /** What could not be exported, a line each. */
  errors(): AsyncIterable<Uint8Array>;
}

/** Polls without a sign of the task until it counts as lost. */
const mostMisses = 5;

/** Throws `source.export` where it fails or takes too long, `cancelled`, and what asking throws. */
export async function readyExport(
  api: LabelboxApi,
  place: Place,
  { context, polling }: { context: Pick<SourceContext, 'web' | 'signal' | 'say'>; polling: Polling },
): Promise<ReadyExport> {
  const task = await api.startExport(place);
  const user = await api.user();
  let misses = 0;
  const finished = await polled(
    async () => {
      const found = await api.task(task, user);
      if (!found) {
        if (++misses === mostMisses) throw lost(task);
        return undefined;
      }
      if (/fail|cancel/i.test(found.status)) throw failed(place, found);
      context.say(`Labelbox makes the export, ${Math.round(found.done)} %`);
      return found.status === 'COMPLETE' ? found : undefined;
    },
    polling,
    { signal: context.signal, tooLate: () => tooLate(place) },
  );
  const header = await api.header(task, 'RESULT');
  const wrong = await api.header(task, 'ERRORS');
  const options = { web: context.web, signal: context.signal, say: context.say, pause: polling.pause };
  return {
    task,
    lines: header?.lines,
    async *rows() {
      if (header) yield* chunksOf(api, { task, stream: 'RESULT', size: header.bytes }, options);
      else if (isAddress(finished.result)) yield* fileAt(finished.result, options);
    },
    async *errors() {
      if (wrong) yield* chunksOf(api, { task, stream: 'ERRORS', size: wrong.bytes }, options);
      else if (isAddress(finished.errors)) yield* fileAt(finished.errors, options);
    },
  };
}

/** Older servers tell the address of the whole file. */
async function* fileAt(url: string, { web, signal }: Pick<SourceContext, 'web' | 'signal'>): AsyncGenerator<Uint8Array> {
  yield* (await web.send({ url, signal, what: 'the export of Labelbox' })).body;
}

function isAddress(value: unknown): value is string {
  return typeof value === 'string' && /^https?:\/\//.test(value);
}

function failed({ kind, id }: Place, { status, result, errors }: ExportTask): DatapinError {
  const words = [errors, result].map((one) => (isAddress(one) ? undefined : toolWords(one))).find(Boolean);
  return new DatapinError('source.export', `Labelbox could not export ${kind} ${id} (${status})${words ? `: ${words}` : ''}.`, {
    hint: 'Try again; at most ten exports of a project may run at once. Or export it in Labelbox and adopt the file.',
  });
}

function lost(task: string): DatapinError {
  return new DatapinError('source.export', `Labelbox no longer knows its export task ${task}.`, { hint: 'Try again.' });
}

function tooLate({ kind, id }: Place): DatapinError {
  return new DatapinError('source.export', `Labelbox is still exporting ${kind} ${id}.`, {
    hint: 'Try again later, or export it in Labelbox and adopt the file.',
  });
}

/** The bytes of an export, which Labelbox hands out in pieces behind links that are good for a short time. */
import { setTimeout as wait } from 'node:timers/promises';
import { DatapinError, throwIfCancelled } from '../../core/errors.ts';
import type { SourceContext } from '../../core/source.ts';
import type { Chunk, LabelboxApi, Stream } from './api.ts';

export interface ChunkOptions extends Pick<SourceContext, 'web' | 'signal' | 'say'> {
  /** Milliseconds before a piece that came broken is asked for again. */
  pause?: number | undefined;
}

const mostTries = 4;
const largest = 256 * 1024 * 1024;

/** In order, each whole. Throws `source.answer` where pieces repeat or do not join, `web.expired`, `web.*`. */
export async function* chunksOf(
  api: LabelboxApi,
  { task, stream, size }: { task: string; stream: Stream; size: number },
  options: ChunkOptions,
): AsyncGenerator<Buffer> {
  for (let offset = 0; offset < size; ) {
    const { bytes, end } = await chunkAt(() => api.chunk(task, stream, offset), offset, options);
    yield bytes;
    offset = end + 1;
    if (offset < size) options.say(`Labelbox sends the export, ${Math.floor((100 * offset) / size)} %`);
  }
}

async function chunkAt(ask: () => Promise<Chunk>, offset: number, options: ChunkOptions): Promise<{ bytes: Buffer; end: number }> {
  const { signal, pause = 1_000 } = options;
  for (let tries = 1; ; tries++) {
    const { start, end, link } = await ask();
    if (start !== offset || end < start) throw astray(offset, start);
    const length = end - start + 1;
    if (length > largest) throw astray(offset, start);
    try {
      const bytes = await bytesAt(link, options);
      if (bytes.length === length) return { bytes, end };
      if (tries === mostTries) throw short(length, bytes.length);
    } catch (error) {
      if (!mayPass(error) || tries === mostTries) throw refused(error);
    }
    await wait(pause * 2 ** (tries - 1), undefined, { signal }).catch(() => throwIfCancelled(signal));
  }
}

async function bytesAt(url: string, { web, signal }: ChunkOptions): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of (await web.send({ url, signal, what: 'a part of the export of Labelbox' })).body) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Whether another link may lead to the bytes. */
function mayPass(error: unknown): boolean {
  return error instanceof DatapinError && /^web\.(truncated|network|expired|denied|missing)$/.test(error.code);
}

function refused(error: unknown): unknown {
  if (!(error instanceof DatapinError) || error.code !== 'web.denied') return error;
  return new DatapinError('web.expired', 'The links to the export of Labelbox are refused, also when they are new.', {
    hint: 'Try again, or export the project in Labelbox and adopt the file.',
  });
}

function short(wanted: number, found: number): DatapinError {
  return new DatapinError('web.truncated', `A part of the export of Labelbox has ${found} bytes, and ${wanted} are announced.`, {
    hint: 'Try again.',
  });
}

function astray(offset: number, start: number): DatapinError {
  return new DatapinError('source.answer', `Labelbox was asked for its export from byte ${offset} on, and gives it from ${start} on.`, {
    hint: 'Try again, or export the project in Labelbox and adopt the file.',
  });
}

/** Metadata: every line of standard output that is a JSON object is one event. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { LogLine } from '../engine.ts';
import type { Json } from '../execution.ts';
import { parsePythonJson } from '../pythonText.ts';

/** The event of a log line, if it is one. Arrays and numbers are JSON too, and no events. */
export function metadataEvent({ stream, text }: Pick<LogLine, 'stream' | 'text'>): Record<string, Json> | undefined {
  if (stream !== 'stdout' || !/^\s*\{.*\}\s*$/s.test(text)) return undefined;
  try {
    return parsePythonJson(text) as Record<string, Json>;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined; // a line of text that happens to be in braces
    throw error;
  }
}

/** Writes all events of a log to `metadata.jsonl` in the run's folder, and answers the last value of each key. */
export async function collectMetadata(folder: string, log: AsyncIterable<LogLine>): Promise<Record<string, Json>> {
  const last = new Map<string, Json>();
  const partial = join(folder, `metadata.${randomUUID()}.partial`);
  const file = createWriteStream(partial);
  for await (const line of log) {
    const event = metadataEvent(line);
    if (!event) continue;
    for (const [key, value] of Object.entries(event)) last.set(key, value);
    if (!file.write(`${JSON.stringify({ _time: line.time, ...event })}\n`)) await once(file, 'drain');
  }
  await finished(file.end());
  await rename(partial, join(folder, 'metadata.jsonl'));
  return Object.fromEntries(last);
}

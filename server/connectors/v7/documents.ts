/** The documents of a release: an item each, and what classes there are. */
import { DatapinError } from '../../core/errors.ts';
import type { SourceContext, SourceItem } from '../../core/source.ts';
import { type ExportFiles, parseDocument } from '../../kit/exportFiles.ts';
import { classesText } from './classes.ts';
import { toItem } from './item.ts';
import { type ItemOptions, itemsOf } from './items.ts';
import { isMetadata } from './probe.ts';

/** What is known of a reading so far. */
export interface Read extends ItemOptions {
  items: number;
  teams: Set<string>;
  datasets: Set<string>;
  /** Text of the classes. */
  classes?: string;
}

export async function* documentsOf(
  { files, others, read }: ExportFiles,
  reading: Read,
  context: Pick<SourceContext, 'say'>,
): AsyncGenerator<SourceItem> {
  yield* others;
  const isDocument = (path: string) => files.length === 1 || /\.json$/i.test(path);
  for (const { path } of files) if (!isDocument(path)) yield { skipped: path, reason: 'it is no document of V7' };
  for await (const one of read(files.filter(({ path }) => isDocument(path)))) {
    if ('problem' in one) {
      yield one;
      continue;
    }
    const { path, at } = one.file;
    const parsed = parseDocument(one.bytes);
    if ('fault' in parsed) yield malformed(at, `It is no JSON: ${parsed.fault}.`);
    else if (isMetadata(path)) yield* classesOf(parsed.value, at, reading);
    else {
      const item = toItem(parsed.value);
      if (typeof item === 'string') {
        yield malformed(at, item);
        continue;
      }
      reading.items++;
      if (item.team) reading.teams.add(item.team);
      if (item.dataset) reading.datasets.add(item.dataset);
      if (reading.items % 1000 === 0) context.say(`Reads the release of V7, ${reading.items.toLocaleString('en')} items so far`);
      yield* itemsOf(item, at, reading);
    }
  }
}

function* classesOf(value: unknown, at: string, reading: Read): Generator<SourceItem> {
  const text = classesText(value);
  if (text === undefined) yield malformed(at, 'It has no list of classes.');
  else if (reading.classes === undefined) {
    reading.classes = text;
    yield { path: 'classes.json', made: text };
  } else if (reading.classes !== text) yield { note: `${at} has other classes than those before; they are not in classes.json.` };
}

function malformed(at: string, message: string): SourceItem {
  return { problem: new DatapinError('source.malformed', message, { hint: 'Make the release again in V7, or correct the file.' }), at };
}

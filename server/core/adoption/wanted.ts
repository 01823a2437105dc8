/** Takes from the items the files that are wanted, batch by batch, and puts everything else where it belongs. */
import { pathFilter } from '../adoptionPaths.ts';
import type { SourceFile } from '../connector.ts';
import { DatapinError, throwIfCancelled } from '../errors.ts';
import { shortened, shown } from '../location.ts';
import type { MadeFile, Pointer } from '../source.ts';
import type { Item, Walked } from './items.ts';
import type { KeptContent } from './kept.ts';
import type { Meter } from './meter.ts';
import type { Notes } from './notes.ts';
import type { Problems } from './problems.ts';
import type { AdoptRequest } from './request.ts';

/** A file of the version that is to be made, whether its hash is known or not. */
export type Wanted = SourceFile | Pointer | MadeFile | Walked;

/** What is collected on the way. */
export interface Gathered {
  problems: Problems;
  notes: Notes;
  content: KeptContent;
  facts: Record<string, string | number>;
  meter: Meter;
}

/** Files that are looked up and hashed at once. */
const batchFiles = 8192;
/** Made bytes that end a batch, too. */
const batchBytes = 1 << 26;

export async function* wantedFiles(
  items: AsyncIterable<readonly Item[]>,
  { request, gathered }: { request: AdoptRequest; gathered: Gathered },
  signal: AbortSignal | undefined,
): AsyncGenerator<Wanted[]> {
  const { wanted } = pathFilter(request);
  let batch: Wanted[] = [];
  let bytes = 0;
  for await (const some of items) {
    throwIfCancelled(signal);
    const before = batch.length;
    for (const item of some) {
      if (!('path' in item)) sortOut(item, gathered);
      else if (!isRelativePath(item.path)) gathered.problems.add(unsafe(item.path), placeOf(item));
      else if (wanted(item.path)) {
        batch.push(item);
        if ('made' in item) bytes += item.made.length;
      }
    }
    gathered.meter.found(batch.length - before);
    if (batch.length < batchFiles && bytes < batchBytes) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  gathered.meter.ended();
  if (batch.length > 0) yield batch;
}

function sortOut(item: Exclude<Item, { path: string }>, { problems, notes, content, facts }: Gathered): void {
  if ('skipped' in item) {
    if (item.problem) problems.add(item.problem);
    else notes.leftOut(item);
  } else if ('record' in item) content.record(item.record);
  else if ('problem' in item) problems.add(item.problem, item.at);
  else if ('note' in item) notes.add(item.note);
  else Object.assign(facts, item.facts);
}

/** No list and no tool may name a file outside of the version. */
function isRelativePath(path: string): boolean {
  return path !== '' && !path.includes('\0') && !/(^|\/)\.{0,2}(\/|$)/.test(path);
}

function unsafe(path: string): DatapinError {
  return new DatapinError('file.name', `"${shortened(path)}" is no path that a file of a version can have.`, {
    hint: 'A path is relative, with / between its parts, none of which is empty, "." or "..".',
  });
}

function placeOf(item: Wanted): string {
  if ('pointer' in item) return item.at;
  return 'location' in item ? shown(item.location) : item.path;
}

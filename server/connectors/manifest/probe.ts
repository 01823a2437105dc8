/** Whether a file is a list of files: by what its beginning looks like, and, where that could be anything, by what its rows name. */
import { DatapinError } from '../../core/errors.ts';
import type { Match, SourceContext, Subject } from '../../core/source.ts';
import { folderOf } from '../../kit/beside.ts';
import { isAddress } from '../../kit/values.ts';
import { addressColumn, createRowReader } from './columns.ts';
import { type Guess, kindOf } from './kind.ts';
import { placeOf } from './places.ts';
import { isSingle, readers } from './rows.ts';

const sampled = 10;

export async function probe(subject: Subject, context: SourceContext): Promise<Match | undefined> {
  if (subject.kind !== 'file') return undefined;
  const head = Buffer.from(await subject.head()).toString('utf8');
  const guess = kindOf(head, subject.name);
  if (!guess) return undefined;
  if (guess.why !== undefined) return { certainty: guess.kind === 'table' ? 'likely' : 'sure', why: guess.why };
  const { column, addresses } = await sample(guess, head, subject.name);
  if (guess.kind !== 'list' && column === undefined) return undefined;
  const named = column === undefined ? 'its lines name files' : `"${column.name}" in its rows names files`;
  if (column?.sure && addresses.length > 0) return { certainty: 'likely', why: named };
  // a table says what its columns are; any text may have a link in a line
  if (column && addresses.some(isAddress)) return { certainty: 'likely', why: named };
  for (const address of addresses) if (await isThere(address, subject.location, context)) return { certainty: 'likely', why: named };
  return undefined;
}

/** The addresses of the first rows. Nothing of what cannot be read to its end: it is the beginning of a file. */
async function sample({ kind }: Guess, head: string, name: string) {
  const addresses: string[] = [];
  let column: ReturnType<typeof addressColumn>;
  const { toRow } = createRowReader({ field: undefined });
  const whole = /^\s*\[/.test(head) ? head : head.slice(0, head.lastIndexOf('\n') + 1) || head;
  try {
    for await (const row of readers[kind](one(whole), { name, single: isSingle(head) })) {
      if (!('fields' in row)) continue;
      if (kind !== 'list') column ??= addressColumn(Object.keys(row.fields));
      addresses.push(toRow(row.fields).address);
      if (addresses.length === sampled) break;
    }
  } catch (error) {
    if (!(error instanceof DatapinError)) throw error;
  }
  return { column, addresses };
}

async function isThere(address: string, list: string, context: SourceContext): Promise<boolean> {
  try {
    return !isAddress(address) && (await context.find(placeOf(address, folderOf(list)).location)) !== undefined;
  } catch (error) {
    if (error instanceof DatapinError && error.code !== 'cancelled') return false;
    throw error;
  }
}

async function* one(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

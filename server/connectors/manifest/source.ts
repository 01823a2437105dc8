/** A list of files: a table, rows of JSON, checksums, or bare addresses. Each is meant exactly, never as a beginning. */
import type { SourceFile } from '../../core/connector.ts';
import { DatapinError } from '../../core/errors.ts';
import type { Pointer, Source, SourceContext, SourceItem, SourceRequest } from '../../core/source.ts';
import { folderOf, spelt } from '../../kit/beside.ts';
import { claimOf } from '../../kit/claims.ts';
import { namedFile } from '../../kit/namedFile.ts';
import { peek } from '../../kit/rows/peek.ts';
import { listedLink } from '../../kit/signedAccess.ts';
import { addressColumn, createRowReader, type RowReader } from './columns.ts';
import { type Kind, kindNamed } from './kind.ts';
import { commonFolder, type Place, pathOf, placeOf } from './places.ts';
import { probe } from './probe.ts';
import { createRepeats } from './repeats.ts';
import { isSingle, type ListedRow, readers } from './rows.ts';

const headBytes = 1 << 16;

export function createManifestSource(): Source {
  return { id: 'manifest', title: 'A list of files', probe, read };
}

/** Read twice: names are shortened by what all addresses share, which only the whole list tells. */
async function* read(request: SourceRequest, context: SourceContext): AsyncGenerator<SourceItem> {
  const [location = ''] = request.locations;
  const list = await listAt(location, context);
  const base = spelt(request.root ?? folderOf(location));
  const reader = createRowReader({ field: request.field, exact: list.kind === 'checksums' });
  const shared = await sharedFolder(list, { base, reader, field: request.field });
  const repeats = createRepeats();
  let rows = 0;
  let problems = 0;
  for await (const row of list.rows()) {
    const item = 'problem' in row ? row : itemOf(row, { base, shared, reader });
    if ('problem' in item) problems++;
    else {
      rows++;
      repeats.add(`${item.pointer.pointer} ${item.pointer.versionId ?? ''}`);
    }
    if ('problem' in item) yield item;
    else {
      yield item.pointer;
      yield* item.notes;
    }
  }
  if (rows + problems === 0)
    throw new DatapinError('adopt.empty', `${list.name} lists no files.`, { hint: 'Check that it is the right file.' });
  // labels and splits are of the version as its pictures are
  if (reader.saysMore && list.kind !== 'list') yield list.file;
  if (repeats.count > 0) yield { note: repeated(list.name, repeats.count) };
  yield { facts: { list: list.name, rows } };
}

interface List {
  name: string;
  kind: Kind;
  file: SourceFile;
  rows(): ReturnType<(typeof readers)[Kind]>;
}

async function listAt(location: string, context: SourceContext): Promise<List> {
  const { name, file, read: bytes } = await namedFile(location, context);
  const { head, close } = await peek(bytes(), headBytes);
  await close();
  const text = head.toString('utf8');
  const kind = kindNamed(text, name);
  const rows = () => readers[kind](bytes(), { name, signal: context.signal, single: isSingle(text) });
  return { name, kind, file, rows };
}

interface Parts {
  base: string;
  reader: RowReader;
}

/** Throws `source.malformed` where a table has no column of addresses. */
async function sharedFolder(list: List, { base, reader, field }: Parts & { field: string | undefined }): Promise<string> {
  let shared: string | undefined;
  let first = true;
  for await (const row of list.rows()) {
    if ('problem' in row) continue;
    if (first && list.kind === 'table') checkColumns(Object.keys(row.fields), { list, field });
    first = false;
    const place = placeIn(row, { base, reader });
    if (place && place.relative === undefined) shared = commonFolder(shared, place.location);
  }
  return shared ?? '';
}

function checkColumns(columns: readonly string[], { list, field }: { list: List; field: string | undefined }): void {
  if (field === undefined ? addressColumn(columns) : columns.includes(field)) return;
  const what = field === undefined ? 'of addresses' : `that is called "${field}"`;
  throw new DatapinError('source.malformed', `${list.name} has no column ${what}.`, {
    hint: `Name it with --field; there are ${columns.map((one) => `"${one}"`).join(', ')}.`,
  });
}

/** Nothing for a row that has a problem, which is said when the row is given. */
function placeIn({ fields }: ListedRow, { base, reader }: Parts): Place | undefined {
  try {
    return placeOf(reader.toRow(fields).address, base);
  } catch (error) {
    if (error instanceof DatapinError) return undefined;
    throw error;
  }
}

type Item = { pointer: Pointer; notes: { note: string }[] } | { problem: DatapinError; at: string };

function itemOf({ fields, at }: ListedRow, { base, shared, reader }: Parts & { shared: string }): Item {
  try {
    const row = reader.toRow(fields);
    const place = placeOf(row.address, base);
    const said = row.checksums.map(({ name, text }) => claimOf(text, name, at));
    const { link } = place;
    const pointer: Pointer = {
      path: pathOf(place, shared),
      pointer: place.location,
      versionId: row.versionId ?? place.versionId,
      size: row.size,
      claims: said.filter((one) => 'algorithm' in one),
      ...(link === undefined ? {} : { access: listedLink(link, { at, hint: 'Make the list again, or write s3:// addresses.' }) }),
      at,
    };
    return { pointer, notes: said.filter((one) => 'note' in one) };
  } catch (error) {
    if (error instanceof DatapinError) return { problem: error, at };
    throw error;
  }
}

function repeated(list: string, count: number): string {
  const rows = count === 1 ? '1 row names' : `${count.toLocaleString('en')} rows name`;
  return `${list}: ${rows} a file that another row names, too; it is adopted once.`;
}

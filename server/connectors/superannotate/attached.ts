/** The list that people attach images with: `url,name` and, for keys in a storage of their own, `integration`. */
import { DatapinError } from '../../core/errors.ts';
import { decode } from '../../core/location.ts';
import type { SourceItem, SourceProblem } from '../../core/source.ts';
import { openExport } from '../../kit/exportFiles.ts';
import { createImages } from '../../kit/labelling.ts';
import { csv } from '../../kit/rows/csv.ts';
import type { FileOptions, ReadFiles } from './files.ts';
import { createPlaces } from './places.ts';

/** Returns how many rows there are. */
export async function* attachedItems(
  location: string,
  { api, root, context, hasToken }: FileOptions,
): AsyncGenerator<SourceItem, ReadFiles> {
  const { name: file, files } = await openExport(location, context);
  const places = createPlaces({ api, root, hasToken });
  const toItems = createImages({ root });
  let seen = 0;
  let items = 0;
  for await (const row of csv(context.read(files[0]!.stored!), { name: file, signal: context.signal })) {
    seen++;
    if ('problem' in row) {
      yield row;
      continue;
    }
    const at = `${file}:${row.number}`;
    const [url, name, integration] = [row.row.url, row.row.name, row.row.integration].map((cell) => cell?.trim() || undefined);
    if (url === undefined) {
      yield noAddress(at, name);
      continue;
    }
    items++;
    const place = await places.ofAddress(url, integration);
    if (place) yield* toItems({ name: name ?? lastName(url), id: String(row.number), at, ...place, labels: undefined });
  }
  yield* places.rest();
  return { seen, items, projects: [] };
}

/** Whether the first line of a file names these columns: surely so when there is `integration`, likely when they are all. */
export function attachedColumns(head: string): 'sure' | 'likely' | undefined {
  const [line = ''] = head.replace(/^\uFEFF/, '').split(/\r?\n/, 1);
  const columns = line.split(',').map((column) => column.trim().replace(/^"(.*)"$/, '$1'));
  if (!columns.includes('url') || !columns.includes('name')) return undefined;
  if (columns.includes('integration')) return 'sure';
  return columns.length === 2 && columns[0] === 'url' ? 'likely' : undefined;
}

function lastName(url: string): string {
  return decode(
    url
      .replace(/[?#].*$/s, '')
      .replace(/\/+$/, '')
      .split('/')
      .at(-1)!,
  );
}

function noAddress(at: string, name: string | undefined): SourceProblem {
  const problem = new DatapinError('source.malformed', `There is no url${name === undefined ? '' : ` for ${name}`}.`, {
    hint: 'Add it, or take the row out.',
  });
  return { problem, at };
}

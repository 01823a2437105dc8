/** The rows of a list, whatever its kind, one after another. */
import type { SourceProblem } from '../../core/source.ts';
import { csv } from '../../kit/rows/csv.ts';
import { lines } from '../../kit/rows/lines.ts';
import { ndjson } from '../../kit/rows/ndjson.ts';
import { type RowsOptions, rowProblem } from '../../kit/rows/place.ts';
import { objectOf } from '../../kit/values.ts';
import { checksumLine } from './checksumLine.ts';
import type { Fields } from './columns.ts';
import type { Kind } from './kind.ts';

export interface ListedRow {
  fields: Fields;
  /** `list.csv:3`. */
  at: string;
}

export interface ReadOptions extends RowsOptions {
  /** Of a table: it has one column, in which every sign is part of the address. */
  single?: boolean;
}

export type ReadRows = (stream: AsyncIterable<Uint8Array>, options: ReadOptions) => AsyncGenerator<ListedRow | SourceProblem>;

export const readers: Record<Kind, ReadRows> = {
  async *table(stream, { single, ...options }) {
    const rows = csv(stream, single ? { ...options, delimiter: '\0' } : options);
    for await (const row of rows) yield 'problem' in row ? row : { fields: row.row, at: `${options.name}:${row.number}` };
  },
  async *json(stream, options) {
    for await (const row of ndjson(stream, options)) {
      if ('problem' in row) {
        yield row;
        continue;
      }
      const fields = objectOf(row.value);
      yield fields
        ? { fields, at: `${options.name}:${row.number}` }
        : rowProblem(options, `:${row.number}`, `Row ${row.number} is no object.`, 'A row is an object with an address.');
    }
  },
  checksums: (stream, options) =>
    eachLine(stream, options, (text, number) => {
      const fields = checksumLine(text);
      const hint = 'Write it as sha256sum does: the digits, two spaces, a name.';
      return typeof fields === 'string' ? rowProblem(options, `:${number}`, `Line ${number} ${fields}.`, hint) : fields;
    }),
  list: (stream, options) => eachLine(stream, options, (url) => ({ url })),
};

/** Whether a table has no separators in its first line. */
export function isSingle(head: string): boolean {
  const [first = ''] = head
    .replace(/^\uFEFF/, '')
    .trimStart()
    .split(/\r?\n/, 1);
  return !/[,;\t]/.test(first);
}

/** Blank lines and comments are no rows. */
async function* eachLine(
  stream: AsyncIterable<Uint8Array>,
  options: RowsOptions,
  toFields: (text: string, number: number) => Fields | SourceProblem,
): AsyncGenerator<ListedRow | SourceProblem> {
  for await (const line of lines(stream, options)) {
    if ('problem' in line) yield line;
    else if (line.text.trim() !== '' && !line.text.startsWith('#')) {
      const fields = toFields(line.text, line.number);
      yield isProblem(fields) ? fields : { fields, at: `${options.name}:${line.number}` };
    }
  }
}

function isProblem(found: Fields | SourceProblem): found is SourceProblem {
  return found.problem instanceof Error;
}

/** Tables as text: CSV as spreadsheets, databases and tools write it (RFC 4180, with the separators that are in use). */
import type { SourceProblem } from '../../core/source.ts';
import { type Line, lines } from './lines.ts';
import { defaultLimit, inWords, malformed, type RowsOptions, rowProblem } from './place.ts';

export interface CsvOptions extends RowsOptions {
  /** One character. Found by the first line, of `,` `;` and tab, when it is not given. */
  delimiter?: string | undefined;
  /** false: there is no line of names; columns are called `1`, `2`, …. */
  header?: boolean | undefined;
}

export interface CsvRow {
  /** Line of the file in which it begins, from 1. */
  number: number;
  /** Of its first byte in the file. */
  offset: number;
  /** Line breaks inside of a cell are `\n`, however they were written. */
  cells: readonly string[];
  /** The same by the names of the columns. */
  row: Readonly<Record<string, string>>;
}

/**
 * The rows of a CSV file; blank lines are none. A row with other cells than columns, with a quote where none belongs or with
 * bytes that are no UTF-8 is a problem, and the others follow. Throws `source.malformed` where the names of the columns cannot
 * be read or a row has no end, and `cancelled`.
 */
export async function* csv(stream: AsyncIterable<Uint8Array>, options: CsvOptions): AsyncGenerator<CsvRow | SourceProblem> {
  let columns: string[] | undefined;
  for await (const row of records(stream, options)) {
    if ('problem' in row) {
      if (!columns) throw malformed(options, `cannot be read: ${row.problem.message}`, row.problem.hint ?? '');
      yield row;
    } else if (!columns) {
      columns = columnsOf(row, options);
      if (options.header === false) yield named(row, columns);
    } else if (row.cells.length === columns.length) yield named(row, columns);
    else yield ragged(row, columns, options);
  }
  if (!columns) throw malformed(options, 'is empty.', 'Check that it is the right file.');
}

type Cells = Omit<CsvRow, 'row'>;

function named(row: Cells, columns: readonly string[]): CsvRow {
  return { ...row, row: Object.fromEntries(columns.map((name, i) => [name, row.cells[i]!])) };
}

function columnsOf({ cells }: Cells, options: CsvOptions): string[] {
  if (options.header === false) return cells.map((_, i) => String(i + 1));
  const names = cells.map((name) => name.trim());
  if (names.some((name) => name.includes('\r'))) {
    throw malformed(options, 'has the line breaks of an old Mac.', 'Save it with line breaks of today.');
  }
  const twice = names.find((name, i) => name !== '' && names.indexOf(name) !== i);
  if (twice !== undefined) throw malformed(options, `has two columns that are called "${twice}".`, 'Rename one of them.');
  return names;
}

function ragged({ number, cells }: Cells, columns: readonly string[], options: CsvOptions): SourceProblem {
  const counted = `${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}`;
  const message = `Row ${number} has ${counted}, and there are ${columns.length} columns.`;
  return rowProblem(options, `:${number}`, message, 'Put what holds a separator in double quotes, or add the missing cells.');
}

/** Rows as they lie: a line each, or more where a quote goes on. */
async function* records(stream: AsyncIterable<Uint8Array>, options: CsvOptions): AsyncGenerator<Cells | SourceProblem> {
  const limit = options.limit ?? defaultLimit;
  let delimiter = options.delimiter;
  let open: Open | undefined;
  for await (const line of lines(stream, options)) {
    if ('problem' in line) {
      open = undefined;
      yield line;
      continue;
    }
    if (!open && line.text.trim() === '') continue;
    delimiter ??= delimiterOf(line.text);
    open ??= { line, cells: [], cell: '', state: 'start', length: 0 };
    open.length += line.text.length;
    if (open.length > limit) {
      throw malformed(
        options,
        `has a row of more than ${inWords(limit)}, from line ${open.line.number}.`,
        'Look there for a quote that is not closed.',
      );
    }
    readLine(open, line.text, delimiter);
    if (open.state === 'quoted') {
      open.cell += '\n';
      continue;
    }
    yield open.state === 'wrong' ? misquoted(open.line, 'has a double quote where none belongs', options) : toCells(open);
    open = undefined;
  }
  if (open) yield misquoted(open.line, 'has a double quote that is not closed: what follows was not read', options);
}

interface Open {
  /** The first of its lines. */
  line: Line;
  cells: string[];
  cell: string;
  /** start: of a cell · closed: behind its quote · wrong: a quote stands where none belongs */
  state: 'start' | 'plain' | 'quoted' | 'closed' | 'wrong';
  length: number;
}

function toCells({ line, cells, cell }: Open): Cells {
  return { number: line.number, offset: line.offset, cells: [...cells, cell] };
}

/** Adds what one line holds. */
function readLine(open: Open, text: string, delimiter: string): void {
  if (open.state === 'start' && !text.includes('"')) {
    open.cells = text.split(delimiter);
    open.cell = open.cells.pop()!;
    open.state = 'plain';
    return;
  }
  let at = 0;
  while (at < text.length && open.state !== 'wrong') {
    if (open.state === 'quoted') {
      const quote = text.indexOf('"', at);
      const end = quote < 0 ? text.length : quote;
      open.cell += text.slice(at, end);
      const doubled = text[end + 1] === '"';
      if (doubled) open.cell += '"';
      else if (quote >= 0) open.state = 'closed';
      at = end + (doubled ? 2 : 1);
    } else if (text[at] === delimiter) {
      open.cells.push(open.cell);
      open.cell = '';
      open.state = 'start';
      at += 1;
    } else if (text[at] === '"') {
      open.state = open.state === 'start' ? 'quoted' : 'wrong';
      at += 1;
    } else if (open.state === 'closed') open.state = 'wrong';
    else {
      const end = nextOf(text, at, delimiter);
      open.cell += text.slice(at, end);
      open.state = 'plain';
      at = end;
    }
  }
}

/** Where the next separator or quote stands. */
function nextOf(text: string, from: number, delimiter: string): number {
  const ends = [text.indexOf(delimiter, from), text.indexOf('"', from)].filter((end) => end >= 0);
  return Math.min(text.length, ...ends);
}

function misquoted({ number }: Line, what: string, options: CsvOptions): SourceProblem {
  return rowProblem(
    options,
    `:${number}`,
    `Row ${number} ${what}.`,
    'Put the whole cell in double quotes, and write those inside of it twice.',
  );
}

/** The separator that the first line has most of, outside of quotes. */
function delimiterOf(line: string): string {
  const plain = line.replaceAll(/"[^"]*("|$)/g, '');
  const counted = [',', ';', '\t'].map((sign) => ({ sign, count: plain.split(sign).length }));
  return counted.reduce((most, one) => (one.count > most.count ? one : most)).sign;
}

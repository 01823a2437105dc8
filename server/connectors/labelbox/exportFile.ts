/** An export as a file: a data row a line, an array of them, a single one over many lines, or a list of the first kind. */
import { DatapinError } from '../../core/errors.ts';
import type { SourceContext, SourceItem, SourceProblem } from '../../core/source.ts';
import { parseDocument } from '../../kit/exportFiles.ts';
import { grouped } from '../../kit/grouping.ts';
import { namedFile } from '../../kit/namedFile.ts';
import { ndjson } from '../../kit/rows/ndjson.ts';
import { peek } from '../../kit/rows/peek.ts';
import { malformed, type RowsOptions } from '../../kit/rows/place.ts';
import { toolWords } from '../../kit/toolAnswers.ts';
import { objectOf } from '../../kit/values.ts';
import type { Items } from './items.ts';
import { legacyId, toLegacyRow } from './legacy.ts';
import { looksLegacy } from './probe.ts';
import { toDataRow } from './row.ts';

/** A row, and where it stands. */
interface Row {
  value: unknown;
  at: string;
}

/** A single row over many lines that is larger is none. */
const largest = 64 * 1024 * 1024;
const looked = 64 * 1024;

/** Throws `source.location`, `source.malformed`, and what reading throws. */
export async function* readExportFile(location: string, items: Items, context: SourceContext): AsyncGenerator<SourceItem> {
  const { name, read } = await namedFile(location, context);
  const options = { name, signal: context.signal };
  const { head, stream } = await peek(read(), looked);
  const text = head.toString('utf8');
  const rows = /^\uFEFF?\s*\{\s*\n/.test(text) ? document(stream, options) : readRows(stream, options);
  yield* looksLegacy(text) ? legacyItems(rows, items) : rowItems(rows, items);
}

/** A data row a line. */
export async function* readRows(stream: AsyncIterable<Uint8Array>, options: RowsOptions): AsyncGenerator<Row | SourceProblem> {
  for await (const row of ndjson(stream, options)) {
    yield 'problem' in row ? row : { value: row.value, at: `${options.name}:${row.number}` };
  }
}

export async function* rowItems(rows: AsyncIterable<Row | SourceProblem>, items: Items): AsyncGenerator<SourceItem> {
  for await (const row of rows) {
    if ('problem' in row) yield row;
    else {
      const found = toDataRow(row.value);
      if (found) yield* items.of(found, row.at);
      else yield noDataRow(row);
    }
  }
}

/** Images stand in as many entries as they have labels: all must be known. */
async function* legacyItems(rows: AsyncIterable<Row | SourceProblem>, items: Items): AsyncGenerator<SourceItem> {
  const problems: SourceProblem[] = [];
  const entries = async function* (): AsyncGenerator<readonly [string, Row]> {
    for await (const row of rows) {
      const id = 'problem' in row ? undefined : legacyId(row.value);
      if ('problem' in row) problems.push(row);
      else if (id === undefined) problems.push(noDataRow(row));
      else yield [id, row];
    }
  };
  for await (const [id, all] of grouped(entries())) {
    const values = all.map(({ value }) => value);
    yield* items.of(toLegacyRow(id, values), all[0]!.at);
  }
  yield* problems;
}

/** One JSON object, written so that people can read it. */
async function* document(stream: AsyncIterable<Uint8Array>, options: RowsOptions): AsyncGenerator<Row> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of stream) {
    pieces.push(piece);
    size += piece.length;
    if (size > largest) throw malformed(options, 'is one JSON object over many lines.', 'A data row a line is needed.');
  }
  const parsed = parseDocument(Buffer.concat(pieces));
  if ('fault' in parsed) throw malformed(options, `is neither a data row a line nor one JSON object: ${parsed.fault}.`, 'Export it again.');
  yield { value: parsed.value, at: `${options.name}:1` };
}

function noDataRow({ value, at }: Row): SourceProblem {
  const fields = objectOf(value);
  const hint = 'Export the project in Labelbox (Export, NDJSON) and adopt that file.';
  if (fields && 'failedDataRows' in fields) {
    return { problem: new DatapinError('source.malformed', `This says what Labelbox could not do: ${toolWords(value)}`, { hint }), at };
  }
  if (fields && 'dataRow' in fields) {
    const message = 'This is a label to be imported into Labelbox: it says for which data row, and not where its image is.';
    return { problem: new DatapinError('source.malformed', message, { hint }), at };
  }
  return { problem: new DatapinError('source.malformed', 'This is no data row of Labelbox: it has no id or no row_data.', { hint }), at };
}

/** Rows of a table among a version's files; what is wrong with one is told, and the others follow. */
import { DatapinError } from '../../../core/errors.ts';
import type { LabelledFiles, LabelReading } from '../../../core/labels.ts';
import { type CsvRow, csv } from '../../../kit/rows/csv.ts';
import { tell } from '../flaws.ts';

export interface TableReading extends Pick<LabelReading, 'signal' | 'problem'> {
  delimiter?: string | undefined;
  header?: boolean | undefined;
}

export async function* tableRows(files: LabelledFiles, path: string, { problem, ...options }: TableReading): AsyncGenerator<CsvRow> {
  try {
    for await (const row of csv(files.stream(path), { name: path, ...options })) {
      if ('problem' in row) tell(problem, row.at, row.problem);
      else yield row;
    }
  } catch (error) {
    if (!(error instanceof DatapinError) || error.code !== 'source.malformed') throw error;
    tell(problem, path, error);
  }
}

/** What a table is read with when nobody wants to know what is wrong with it. */
export const quietly = { problem: () => undefined };

/** The first rows of a table; none when it is no table. */
export async function firstRows(files: LabelledFiles, path: string, options: Omit<TableReading, 'problem'> = {}): Promise<CsvRow[]> {
  const rows: CsvRow[] = [];
  for await (const row of tableRows(files, path, { ...options, ...quietly })) {
    rows.push(row);
    if (rows.length === 20) break;
  }
  return rows;
}

/** Tables with an image and its label in each row, with or without names of columns, as people write them for Kaggle. */
import { throwIfCancelled } from '../../core/errors.ts';
import type { Label, LabelFormat, LabelledFiles, LabelReading, Shape } from '../../core/labels.ts';
import type { CsvRow } from '../../kit/rows/csv.ts';
import { missingImages } from './flaws.ts';
import { gathered } from './gather.ts';
import { imageFinders } from './imageFinder.ts';
import { narrowLines } from './narrowLines.ts';
import { folderOf, nameOf } from './paths.ts';
import { type Columns, columnsOf, fourNumbers } from './table/columns.ts';
import { firstRows, tableRows } from './table/rows.ts';
import { namesIn } from './yolo/dataset.ts';

export const csvLabels: LabelFormat = {
  id: 'csv',
  title: 'Table',
  async detect(files) {
    const tables = await labelTables(files);
    return tables.length > 0 ? tables.map(({ path }) => path) : undefined;
  },
  async *read(files, options) {
    yield* gathered(entries(files, await labelTables(files), options));
  },
  async narrow(path, files, { images, classes }) {
    const [table] = await labelTables(files, path);
    const bytes = await files.read(path);
    if (!table) return bytes;
    const find = imageFinders(files)(path);
    const kept = new Set<number>(table.columns.header ? [0] : []);
    const offset = new TextDecoder().decode(bytes).split('\n');
    for await (const { number, cells } of tableRows(files, path, { ...readingOf(table), problem: () => undefined })) {
      const named = classes === undefined || labelsIn(cells, table).some((label) => typeof label === 'string' || classes.has(label.class));
      if (!named || !images.has(find(cells[table.columns.image]!) ?? '')) continue;
      // a cell in quotes may go over several lines
      for (let line = number - 1, left = cells.join('').split('\n').length; left > 0 && line < offset.length; line++, left--)
        kept.add(line);
    }
    return narrowLines(bytes, (_, i) => kept.has(i));
  },
};

export interface LabelTable {
  path: string;
  columns: Columns;
  delimiter: string | undefined;
  /** Names of classes that are written as numbers. */
  names: ReadonlyMap<number, string>;
}

/** A look into more of them would take long. */
const looks = 32;

/** The tables among the files that hold labels of images that are there; with `only`, that one. */
export async function labelTables(files: LabelledFiles, only?: string): Promise<LabelTable[]> {
  const finders = imageFinders(files);
  const found: LabelTable[] = [];
  const paths = only === undefined ? tablesAmong(files) : [only];
  for (const path of paths.slice(0, looks)) {
    for (const { delimiter, header } of waysToRead(path)) {
      const columns = columnsOf(await firstRows(files, path, { delimiter, header }), header, finders(path));
      if (!columns) continue;
      found.push({ path, columns, delimiter, names: await namesBeside(files, path) });
      break;
    }
  }
  return found;
}

function tablesAmong(files: LabelledFiles): string[] {
  return Array.from(files.files(), ({ path }) => path).filter(
    (path) => /\.(?:csv|tsv)$/i.test(path) || (/\.txt$/i.test(path) && !isNames(path)),
  );
}

function waysToRead(path: string): { delimiter: string | undefined; header: boolean }[] {
  if (/\.tsv$/i.test(path)) return [true, false].map((header) => ({ delimiter: '\t', header }));
  if (/\.csv$/i.test(path)) return [true, false].map((header) => ({ delimiter: undefined, header }));
  return [' ', ',', '\t', ';'].map((delimiter) => ({ delimiter, header: false }));
}

async function* entries(
  files: LabelledFiles,
  tables: readonly LabelTable[],
  { only, signal, problem }: LabelReading,
): AsyncGenerator<readonly [string, Label | undefined]> {
  const finders = imageFinders(files);
  const missing = missingImages(problem);
  for (const table of tables) {
    const { path, columns } = table;
    const find = finders(path);
    for await (const { cells, number } of tableRows(files, path, { ...readingOf(table), signal, problem })) {
      throwIfCancelled(signal);
      const name = cells[columns.image]!;
      const image = find(name);
      if (image === undefined) missing.add(`${path}:${number}`, name);
      else if (!only || only.has(image) || only.has(path)) yield* toEntries(image, { cells, number }, { table, problem });
    }
  }
  missing.end();
}

function* toEntries(
  image: string,
  { cells, number }: Pick<CsvRow, 'cells' | 'number'>,
  { table, problem }: { table: LabelTable; problem: LabelReading['problem'] },
): Generator<readonly [string, Label | undefined]> {
  yield [image, undefined];
  for (const label of labelsIn(cells, table)) {
    if (typeof label === 'string') problem(`${table.path}:${number}`, `Row ${number} ${label}.`, 'Correct the row, or take it out.');
    else yield [image, label];
  }
}

/** The labels of a row; words for what cannot be understood. */
function labelsIn(cells: readonly string[], { columns, names }: LabelTable): (Label | string)[] {
  const { classes } = columns;
  const shape = shapeIn(cells, columns);
  if (typeof shape === 'string') return [shape];
  if (classes.type === 'flags') {
    return [...classes.names].flatMap(([at, name]) => (Number(cells[at]) === 1 ? [{ class: name, shape: { type: 'tag' } }] : []));
  }
  if (classes.type === 'none') return shape ? [{ class: '', shape }] : [];
  const written = cells[classes.at]!.trim();
  const all = classes.several ? written.split(/[\s|;,]+/) : [written];
  // an empty class: the image was looked at, and there is nothing on it
  return all.flatMap((one) => (one === '' || shape === undefined ? [] : [{ class: nameFor(one, names), shape }]));
}

/** Nothing where the row says that there is nothing. */
function shapeIn(cells: readonly string[], { box, rle }: Columns): Shape | string | undefined {
  if (rle !== undefined) return cells[rle]!.trim() === '' ? undefined : { type: 'mask', rle: cells[rle]!.trim() };
  if (!box) return { type: 'tag' };
  const written = box.type === 'cell' ? [cells[box.at]!] : box.at.map((at) => cells[at]!);
  if (written.every((cell) => cell.trim() === '')) return undefined;
  const numbers = fourNumbers(written.join(' '));
  if (!numbers) return 'has no numbers for its box';
  const [x, y, third, fourth] = numbers;
  return { type: 'box', x, y, width: box.corners ? third - x : third, height: box.corners ? fourth - y : fourth };
}

function nameFor(written: string, names: ReadonlyMap<number, string>): string {
  return (/^\d+$/.test(written) ? names.get(Number(written)) : undefined) ?? written;
}

function readingOf({ delimiter, columns }: LabelTable): { delimiter: string | undefined; header: boolean } {
  return { delimiter, header: columns.header };
}

/** Names of classes, one a line, in a file beside the table. */
async function namesBeside(files: LabelledFiles, table: string): Promise<ReadonlyMap<number, string>> {
  for (const { path } of files.files()) {
    if (folderOf(path) !== folderOf(table) || !isNames(path)) continue;
    return namesIn(new TextDecoder().decode(await files.read(path)));
  }
  return new Map();
}

function isNames(path: string): boolean {
  return /^(?:synsets[\w-]*|classes|class_names|label(?:s|_names)|labelmap|names)\.(?:txt|names)$/i.test(nameOf(path));
}

/** What the columns of a table of labels mean, told by their names and, where there are none, by the first rows. */
import type { CsvRow } from '../../../kit/rows/csv.ts';
import type { FindImage } from '../imageFinder.ts';

/** Numbers are places of columns. */
export interface Columns {
  /** There is a line of names. */
  header: boolean;
  image: number;
  classes: Classes;
  box: Box | undefined;
  /** A mask as run lengths. */
  rle: number | undefined;
}

type Classes =
  | { type: 'none' }
  /** Its value is the class, or several, parted by blanks. */
  | { type: 'column'; at: number; several: boolean }
  /** A column for each class, 1 where the image has it. */
  | { type: 'flags'; names: ReadonlyMap<number, string> };

type Box =
  /** Corners, or a corner and a size. */
  { type: 'columns'; at: readonly [number, number, number, number]; corners: boolean } | { type: 'cell'; at: number; corners: boolean };

/** The meaning of a table's columns; nothing when it is no table of labels of these images. */
export function columnsOf(rows: readonly CsvRow[], header: boolean, find: FindImage): Columns | undefined {
  const [first] = rows;
  if (!first) return undefined;
  const names = header ? Object.keys(first.row).map((name) => name.toLowerCase().replaceAll(/[\s_-]/g, '')) : first.cells.map(() => '');
  const image = imageColumn(rows, names, find);
  if (image === undefined) return undefined;
  const columns = header ? named(rows, names, image) : unnamed(rows, image);
  return columns.classes.type === 'none' && !columns.box && columns.rle === undefined ? undefined : { header, image, ...columns };
}

/** The column whose cells name images. A table may list more than are here, so one in the first rows is enough. */
function imageColumn(rows: readonly CsvRow[], names: readonly string[], find: FindImage): number | undefined {
  const names1st = [...names.keys()].sort((a, b) => Number(imageNames.test(names[b]!)) - Number(imageNames.test(names[a]!)));
  return names1st.find(
    (at) =>
      (names[at] === '' || imageNames.test(names[at]!)) && rows.some(({ cells }) => isName(cells[at]) && find(cells[at]!) !== undefined),
  );
}

function isName(cell: string | undefined): boolean {
  return cell !== undefined && cell !== '' && cell.length < 1024;
}

const imageNames =
  /^(?:image(?:id|name|path|file|filename|url|s)?|file(?:name|path)?|path|img(?:name|id|path)?|name|id(?:code)?|photo(?:id)?|picture|filename|key)$/;
const classNames = /^(?:label(?:id|name)?|class(?:id|name)?|category(?:id|name)?|target|breed|species|diagnosis|y|labels|tags|classes)$/;

type Meaning = Pick<Columns, 'classes' | 'box' | 'rle'>;

function named(rows: readonly CsvRow[], names: readonly string[], image: number): Meaning {
  const at = (...wanted: string[]) => wanted.map((name) => names.indexOf(name)).find((found) => found >= 0);
  const rle = at('encodedpixels', 'rle', 'segmentation');
  const box = boxColumns(rows, names);
  const found = names.findIndex((name, i) => i !== image && classNames.test(name));
  if (found >= 0) return { classes: { type: 'column', at: found, several: /^(?:labels|tags|classes)$/.test(names[found]!) }, box, rle };
  const others = [...names.keys()].filter((i) => i !== image);
  const flags = box === undefined && others.length > 1 && others.every((i) => rows.every(({ cells }) => /^[01](?:\.0)?$/.test(cells[i]!)));
  const written = Object.keys(rows[0]!.row);
  return { classes: flags ? { type: 'flags', names: new Map(others.map((i) => [i, written[i]!])) } : { type: 'none' }, box, rle };
}

function boxColumns(rows: readonly CsvRow[], names: readonly string[]): Box | undefined {
  for (const { columns, corners } of boxNames) {
    const at = columns.map((name) => names.indexOf(name));
    if (at.every((one) => one >= 0)) return { type: 'columns', at: at as [number, number, number, number], corners };
  }
  const cell = names.findIndex((name) => /^(?:bbox|box|boundingbox)$/.test(name));
  return cell < 0
    ? undefined
    : { type: 'cell', at: cell, corners: areCorners(rows.flatMap(({ cells }) => fourNumbers(cells[cell]!) ?? [])) };
}

const boxNames = [
  { columns: ['xmin', 'ymin', 'xmax', 'ymax'], corners: true },
  { columns: ['x1', 'y1', 'x2', 'y2'], corners: true },
  { columns: ['x0', 'y0', 'x1', 'y1'], corners: true },
  { columns: ['left', 'top', 'right', 'bottom'], corners: true },
  { columns: ['x1', 'y1', 'w', 'h'], corners: false },
  { columns: ['x', 'y', 'w', 'h'], corners: false },
  { columns: ['x', 'y', 'width', 'height'], corners: false },
  { columns: ['left', 'top', 'width', 'height'], corners: false },
  { columns: ['xmin', 'ymin', 'width', 'height'], corners: false },
];

/** `1.jpg,dog`, `1.jpg,dog,0,1,1,2` and `1.jpg,0,1,1,1`. */
function unnamed(rows: readonly CsvRow[], image: number): Meaning {
  const { length } = rows[0]!.cells;
  const column = { type: 'column' as const, at: image + 1, several: false };
  const numbers = (from: number) => [from, from + 1, from + 2, from + 3] as const;
  const box = (from: number): Box => ({
    type: 'columns',
    at: numbers(from),
    corners: areCorners(rows.flatMap(({ cells }) => cells.slice(from).map(Number))),
  });
  const isBox = (from: number) =>
    rows.every(({ cells }) => cells.slice(from).every((cell) => Number.isFinite(Number(cell)) && cell.trim() !== ''));
  if (length - image === 2) return { classes: column, box: undefined, rle: undefined };
  if (length - image === 6 && isBox(image + 2)) return { classes: column, box: box(image + 2), rle: undefined };
  if (length - image === 5 && isBox(image + 1)) return { classes: { type: 'none' }, box: box(image + 1), rle: undefined };
  return { classes: { type: 'none' }, box: undefined, rle: undefined };
}

/** A width is often smaller than the place of its box; a right edge never is. */
function areCorners(numbers: readonly number[]): boolean {
  return numbers.every((value, i) => i % 4 < 2 || value > numbers[i - 2]!);
}

/** `[0, 1, 1, 2]`, `0 1 1 2`. */
export function fourNumbers(text: string): [number, number, number, number] | undefined {
  const numbers = text
    .replaceAll(/[[\](){}"']/g, ' ')
    .trim()
    .split(/[\s,;]+/)
    .map(Number);
  return numbers.length === 4 && numbers.every(Number.isFinite) && text.trim() !== ''
    ? (numbers as [number, number, number, number])
    : undefined;
}

/** What a bench answers, and how it is written. */
import type { Machine } from './machine.ts';

export interface Table extends Part {
  title: string;
  /** What was done, with every choice that moves the figures. */
  method: string;
  /** Further tables of the same run. */
  more?: (Part & { title: string })[];
  /** Versions of the programs that were measured beside ours. */
  versions: Record<string, string>;
}

export interface Part {
  columns: string[];
  rows: Cell[][];
}

export type Cell = string | number;

export interface BenchOptions {
  /** Folder of the built files. */
  dist: string;
}

export type Bench = (options: BenchOptions) => Promise<Table>;

export function markdown(report: Table & { measuredAt: string; machine: Machine }): string {
  const { machine } = report;
  return [
    `# ${report.title}\n\n${report.method}\n\n`,
    ...rowsOf(report),
    ...(report.more ?? []).flatMap((part) => [`\n## ${part.title}\n\n`, ...rowsOf(part)]),
    `\n${report.measuredAt.slice(0, 10)}, ${machine.cores} cores (${machine.cpu}), ${machine.memory}, ${machine.system}, Node ${machine.node}`,
    ...Object.entries(report.versions).map(([name, version]) => `, ${name} ${version}`),
    '.\n',
  ].join('');
}

/** A goal and whether it was reached, as the last two cells of a row. */
export function judged(goal: string, reached: boolean): Cell[] {
  return [goal, reached ? 'met' : '**missed**'];
}

/** Median of several runs, so that one unlucky moment does not decide. */
export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The smallest value that the share `part` (0 to 1) of all values does not exceed. */
export function quantile(values: number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}

function rowsOf({ columns, rows }: Part): string[] {
  const row = (cells: Cell[]) => `| ${cells.map((cell) => (typeof cell === 'number' ? cell.toLocaleString('en') : cell)).join(' | ')} |\n`;
  return [row(columns), row(columns.map(() => '---')), ...rows.map(row)];
}

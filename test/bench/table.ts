/** What a bench answers, and how it is written. */
import type { Machine } from './machine.ts';

export interface Table {
  title: string;
  /** What was done, with every choice that moves the figures. */
  method: string;
  columns: string[];
  rows: (string | number)[][];
  /** Versions of the programs that were measured beside ours. */
  versions: Record<string, string>;
}

export type Bench = () => Promise<Table>;

export function markdown(report: Table & { measuredAt: string; machine: Machine }): string {
  const row = (cells: (string | number)[]) =>
    `| ${cells.map((cell) => (typeof cell === 'number' ? cell.toLocaleString('en') : cell)).join(' | ')} |\n`;
  const { machine } = report;
  return [
    `# ${report.title}\n\n${report.method}\n\n`,
    row(report.columns),
    row(report.columns.map(() => '---')),
    ...report.rows.map(row),
    `\n${report.measuredAt.slice(0, 10)}, ${machine.cores} cores (${machine.cpu}), ${machine.memory}, ${machine.system}, Node ${machine.node}`,
    ...Object.entries(report.versions).map(([name, version]) => `, ${name} ${version}`),
    '.\n',
  ].join('');
}

/** Median of several runs, so that one unlucky moment does not decide. */
export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

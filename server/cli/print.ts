/** How facts are written for people on a terminal. */
import { styleText } from 'node:util';

/** Rows in aligned columns, without trailing blanks. */
export function table(rows: string[][]): string {
  const widths: number[] = [];
  for (const [i, cell] of rows.flatMap((row) => [...row.entries()])) widths[i] = Math.max(widths[i] ?? 0, cell.length);
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, i) => cell.padEnd(widths[i]!))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

/** `key: value` lines; absent values are left out. */
export function facts(entries: [key: string, value: string | undefined][]): string {
  return table(entries.flatMap(([key, value]) => (value === undefined || value === '' ? [] : [[`${key}:`, value]])));
}

/** In colour on a terminal that shows colours, as it is elsewhere. */
export function coloured(text: string, colour: 'red' | 'yellow' | 'blue'): string {
  return styleText(colour, text, { stream: process.stdout });
}

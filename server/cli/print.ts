/** How facts are written for people on a terminal. */

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

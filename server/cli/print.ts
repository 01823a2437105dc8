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

/**
 * Words with names of others in them, such as files', as they may go to a terminal: what would move its cursor, change its title or
 * turn the direction of writing is spelt out. Lines, tabs and colours stay.
 */
export function harmless(text: string): string {
  return text.replace(unseen, (found) => (found.length > 1 ? found : spelt(found)));
}

/** The same for one line: a name cannot begin another. */
export function inOneLine(text: string): string {
  return harmless(text).replaceAll('\n', spelt);
}

// colours are matched first, and are what is longer than one character
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const unseen = /\x1b\[[0-9;]*m|[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

function spelt(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}

/** In colour on a terminal that shows colours, as it is elsewhere. */
export function coloured(text: string, colour: 'red' | 'yellow' | 'blue'): string {
  return styleText(colour, text, { stream: process.stdout });
}

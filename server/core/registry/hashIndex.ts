/** The index from the first digits of a file's hash to the runs that hold such a file. */
import type { Database } from './sqlite.ts';

export interface NewHashes {
  prefixes: Uint32Array;
  chunkId: number;
}

/** Adds what new runs hold. Inside a transaction. */
export function addHashes(db: Database, all: NewHashes[]): void {
  const statement = (rows: number) => `INSERT OR IGNORE INTO file_hash (prefix, chunk_id) VALUES ${Array(rows).fill('(?, ?)').join(', ')}`;
  for (const values of inOrder(all)) db.prepare<number[]>(statement(values.length / 2)).run(...values);
}

/** Rows that one statement adds: fewer calls for a million of them. */
const rowsAtOnce = 128;

/**
 * Prefixes and ids of chunks by turns, some rows at a time, in order of the index, so that its pages are filled one after
 * another. Sorted as plain numbers, of which a million are soon sorted.
 */
function* inOrder(all: NewHashes[]): Generator<number[]> {
  const places = 2 ** 21;
  for (let from = 0; from < all.length; from += places) {
    const some = all.slice(from, from + places);
    const keys = new Float64Array(some.reduce((sum, { prefixes }) => sum + prefixes.length, 0));
    let at = 0;
    some.forEach(({ prefixes }, place) => {
      for (const prefix of prefixes) keys[at++] = prefix * places + place;
    });
    keys.sort();
    // A statement of its own for every length would be compiled for nothing: the rest goes one by one.
    const whole = keys.length - (keys.length % rowsAtOnce);
    for (let i = 0; i < keys.length; i += i < whole ? rowsAtOnce : 1) {
      const rows = keys.subarray(i, i < whole ? i + rowsAtOnce : i + 1);
      const values = new Array<number>(rows.length * 2);
      rows.forEach((key, row) => {
        values[row * 2] = Math.floor(key / places);
        values[row * 2 + 1] = some[key % places]!.chunkId;
      });
      yield values;
    }
  }
}

/** Choosing by chance, so that anybody who has the seed and the paths chooses the same. */
import { hash } from 'node:crypto';
import { leadingBits } from '../sameBytes.ts';

/** An image's place: hex SHA-256 of the seed, a newline and its path. The lowest win. */
export function placeOf(path: string, seed: number): string {
  return hash('sha256', `${seed}\n${path}`, 'hex');
}

/** Whether a path is among the `count` that `place` puts lowest. Goes through `paths` at most twice, and keeps 8 bytes of each. */
export function lowest(paths: () => Iterable<string>, count: number, place: (path: string) => string): (path: string) => boolean {
  const numbers: number[] = [];
  for (const path of paths()) numbers.push(leadingBits(place(path)));
  if (count >= numbers.length) return () => true;
  if (count <= 0) return () => false;
  const sorted = Float64Array.from(numbers).sort();
  const last = sorted[count - 1]!;
  const below = sorted.indexOf(last);
  if (sorted[count] !== last) return (path) => leadingBits(place(path)) <= last;
  const tied: { path: string; place: string }[] = [];
  for (const path of paths()) if (leadingBits(place(path)) === last) tied.push({ path, place: place(path) });
  tied.sort((a, b) => (a.place < b.place ? -1 : 1));
  const chosen = new Set(tied.slice(0, count - below).map(({ path }) => path));
  return (path) => {
    const number = leadingBits(place(path));
    return number < last || (number === last && chosen.has(path));
  };
}

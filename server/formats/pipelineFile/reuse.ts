/** Which part of the earlier text each part of a text was, told without looking at every letter twice. */
import type { Reading } from './part.ts';

/**
 * The earlier reading with the same text as the part with an index, if there is one: parts are matched from both ends of
 * the file, and what is left between, which is where somebody types, by text.
 */
export function earlierReadings(
  text: string,
  starts: readonly number[],
  before: readonly Reading[],
): (part: number) => Reading | undefined {
  const shift = before.length - starts.length;
  const is = (part: number, reading: Reading | undefined): boolean => {
    return reading?.part.text === text.slice(starts[part], starts[part + 1]);
  };
  let head = 0;
  while (head < starts.length && is(head, before[head])) head++;
  let tail = starts.length;
  while (tail > head && tail + shift > head && is(tail - 1, before[tail - 1 + shift])) tail--;
  const between = new Map(before.slice(head, tail + shift).map((reading) => [reading.part.text, reading]));
  return (part) => {
    if (part < head) return before[part];
    if (part >= tail) return before[part + shift];
    return between.get(text.slice(starts[part]!, starts[part + 1]));
  };
}

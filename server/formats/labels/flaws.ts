/** Saying what is wrong, without a line for each of a million. */
import type { DatapinError } from '../../core/errors.ts';
import type { LabelReading } from '../../core/labels.ts';

export type Problem = LabelReading['problem'];

/** Things of one sort that are wrong: the first few are named, of the rest the number is said. */
export interface Flaws {
  add(at: string, name: string): void;
  /** Says how many more there were. */
  end(): void;
}

export interface FlawWords {
  /** Of one: `There is no image "a.jpg".` */
  one(name: string): string;
  /** Of those that were not named: `There are 12 more such images.` */
  more(count: number): string;
  hint: string;
}

/** How many are named. */
const named = 20;

export function flaws(problem: Problem, { one, more, hint }: FlawWords): Flaws {
  const seen = new Set<string>();
  let count = 0;
  let last = '';
  return {
    add(at, name) {
      if (seen.has(name)) return;
      count += 1;
      last = at;
      if (count > named) return;
      seen.add(name);
      problem(at, one(name), hint);
    },
    end() {
      if (count > named) problem(last, more(count - named), hint);
    },
  };
}

/** Images that a label file names and that are not in the version. */
export function missingImages(problem: Problem, hint = 'Add the images, or take them out of the file.'): Flaws {
  return flaws(problem, {
    one: (name) => (leadsOut(name) ? `"${name}" leads out of the folder.` : `There is no image "${name}".`),
    more: (count) => `${count.toLocaleString('en')} more images are named and not there.`,
    hint,
  });
}

function leadsOut(name: string): boolean {
  return /(?:^|[\\/])\.\.(?:[\\/]|$)/.test(name);
}

/** Tells what a row reader or a file has said of itself. */
export function tell(problem: Problem, at: string, error: DatapinError): void {
  problem(at, error.message, error.hint);
}

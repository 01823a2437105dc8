/** Many problems in one sentence, and as a text to read through. */
import type { WireProblem } from '../../server/protocol/wire.ts';
import { problemCount } from '../../server/protocol/words.ts';

/** The lines of problems that can be left out; nothing of any other problem. */
export function problemLines({ code, details = [] }: WireProblem): readonly string[] | undefined {
  return code === 'adopt.problems' && details.length > 0 ? details : undefined;
}

/** "12 things are wrong with export.ndjson. Nothing was adopted." */
export function wrongWith(locations: readonly string[], lines: readonly string[]): string {
  const number = problemCount(lines);
  const things = number === 1 ? '1 thing is' : `${number.toLocaleString('en')} things are`;
  return `${things} wrong with ${nameOf(locations)}. Nothing was adopted.`;
}

/** The text of the document that lists them. */
export function problemText(message: string, lines: readonly string[]): string {
  return [message, 'Mend them and adopt again, or adopt the rest: the version says what was left out.', '', ...lines, ''].join('\n');
}

function nameOf([location = '', ...others]: readonly string[]): string {
  if (others.length > 0) return `${others.length + 1} locations`;
  return (
    location
      .split(/[\\/]+/)
      .filter(Boolean)
      .at(-1) ?? location
  );
}

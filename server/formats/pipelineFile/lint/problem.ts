/** Saying what is wrong: the same words, fixes and suggestions everywhere in this folder. */
import { nearest } from '../../../core/nearest.ts';
import type { Span } from '../../../core/ref.ts';
import { plainType } from '../dialect.ts';
import type { PipelineFix, PipelineProblem, TextAt } from '../types.ts';

/** The known name that a mistyped one is nearest to. */
export type Suggest = (name: string, among: Iterable<string>) => string | undefined;

/** Looking for a near name costs a walk through all names, so one reading gets only so many. */
export function suggester(): Suggest {
  let left = 12;
  return (name, among) => {
    if (name === '' || left-- <= 0) return undefined;
    const known = [...among];
    const near = nearest(name, known);
    // one edit makes any letter of any other
    if (name.length > 2) return near ?? byBeginning(name, known);
    return near?.toLowerCase() === name.toLowerCase() ? near : undefined;
  };
}

/** The only one that goes on where a name ends, or that a name goes on from. */
function byBeginning(name: string, among: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  const alike = among.filter((one) => one.length > 2 && (one.toLowerCase().startsWith(wanted) || wanted.startsWith(one.toLowerCase())));
  return alike.length === 1 ? alike[0] : undefined;
}

/** A problem with a misspelt name: with the nearest name there is, when one is near, and a fix that writes it. */
export function misspelt(
  at: TextAt,
  { code, message, severity }: Pick<PipelineProblem, 'code' | 'message' | 'severity'>,
  suggestion: string | undefined,
): PipelineProblem {
  if (suggestion === undefined) return { code, message, severity, range: at.range };
  return { code, message: `${message} Did you mean "${suggestion}"?`, severity, range: at.range, fix: changeTo(at, suggestion) };
}

/** Writes another text in place of one; nothing where a part of the source cannot be put in place of another without harm. */
export function changeTo({ text, range }: TextAt, wanted: string, safe = false): PipelineFix | undefined {
  const isWhole = range.end - range.start === text.length;
  const isPlain = plainType(wanted) === 'string';
  return isWhole && isPlain && /^[\w.*-][\w ./*@+-]*$/.test(wanted)
    ? { title: `Change to "${wanted}"`, range, text: wanted, safe }
    : undefined;
}

/** Any text, short enough for a message. */
export function quoted(text: string): string {
  return text.length > 60 ? `"${text.slice(0, 60).replace(/[\ud800-\udbff]$/, '')}…"` : `"${text}"`;
}

/** `a, b or c`. */
export function listed(words: readonly string[], joint: 'and' | 'or'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${joint} ${words.at(-1)}`;
}

/** A part of a text, by offsets into it; all of it where parts cannot be pointed at. */
export function partOf({ text, range }: TextAt, start: number, end: number): Span {
  return range.end - range.start === text.length ? { start: range.start + start, end: range.start + end } : range;
}

/** Cuts a pipeline file into its top-level list items, so that an edit costs the parse of one item only. */
import type { PipelineProblem } from './types.ts';

/**
 * Where the parts of a text begin: each item of a list in the first column, up to the next one; what stands above the first
 * belongs to it. What is laid out in another way (an indented list, a mapping, several documents) is one part.
 */
export function partStarts(text: string): number[] {
  const starts: number[] = [];
  for (let at = text.startsWith('\ufeff') ? 1 : 0; at >= 0 && at < text.length; at = nextLine(text, at)) {
    const sign = text[at]!;
    if (skipped.includes(sign)) continue;
    if (sign === '-' && isBlank(text[at + 1])) starts.push(at);
    else if (/^(?:---|\.\.\.)(?:\s|$)/.test(text.slice(at, at + 4))) {
      if (starts.length > 0) return [0];
    } else if (starts.length === 0 && !isConflictMark(text, at)) return [0];
  }
  return [0, ...starts.slice(1)];
}

/** Blanks out what YAML does not read (a byte order mark, marks of an unresolved merge) and keeps every offset. */
export function blankOut(text: string): { text: string; problems: PipelineProblem[] } {
  const problems: PipelineProblem[] = [];
  const clean = text.replace(/^\ufeff/, '\n').replace(conflictMark, (mark, start: number) => {
    problems.push({
      code: 'yaml-syntax',
      message: 'An unresolved merge conflict: keep one side and remove this mark.',
      range: { start, end: start + mark.length },
    });
    return ' '.repeat(mark.length);
  });
  return { text: clean, problems };
}

/** Lines that begin with one of these go on with what is above. */
const skipped = ' \t\r\n#';

const conflictMark = /^(?:<{7}|={7}|>{7}|\|{7})(?= |\r?$)[^\r\n]*/gm;

function isConflictMark(text: string, at: number): boolean {
  return /^(?:<{7}|={7}|>{7}|\|{7})(?:\s|$)/.test(text.slice(at, at + 8));
}

function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? -1 : end + 1;
}

function isBlank(sign: string | undefined): boolean {
  return sign === undefined || skipped.slice(0, 4).includes(sign);
}

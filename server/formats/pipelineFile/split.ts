/** Cuts a pipeline file into its top-level list items, so that an edit costs the parse of one item only. */
import type { PipelineProblem } from './types.ts';

export interface Segment {
  text: string;
  start: number;
}

const conflictMark = /^(?:<{7}|={7}|>{7}|\|{7})(?= |\r?$)[^\r\n]*/gm;

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

/**
 * The items of a list that begins in the first column, each up to the next one. What is laid out in another way
 * (an indented list, a mapping, several documents, an alias to another item's anchor) is one segment.
 */
export function splitItems(text: string): Segment[] {
  const whole = [{ text, start: 0 }];
  const starts: number[] = [];
  for (const line of text.matchAll(/^[^\s#][^\n]*/gm)) {
    if (/^-(?:\s|$)/.test(line[0])) starts.push(line.index);
    else if (starts.length > 0 || !/^---\s*$/.test(line[0])) return whole;
  }
  if (starts.length < 2) return whole;
  const segments = starts.map((start, i) => ({ text: text.slice(start, starts[i + 1]), start }));
  return sharesAnchors(segments) ? whole : segments;
}

function sharesAnchors(segments: readonly Segment[]): boolean {
  const names = segments.map(({ text }) => ({ anchors: marked(text, anchorMark), aliases: marked(text, aliasMark) }));
  const everywhere = new Set(names.flatMap(({ anchors }) => [...anchors]));
  return names.some(({ anchors, aliases }) => [...aliases].some((alias) => !anchors.has(alias) && everywhere.has(alias)));
}

const anchorMark = /(?<=^|[\s[{,])&([^\s,[\]{}]+)/g;
const aliasMark = /(?<=^|[\s[{,])\*([^\s,[\]{}]+)/g;

function marked(text: string, mark: RegExp): Set<string> {
  return new Set([...text.matchAll(mark)].map((match) => match[1]!));
}

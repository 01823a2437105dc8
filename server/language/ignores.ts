/**
 * Comments by which a person says that something is meant: `# datapin: ignore`, `# datapin: ignore[unpinned, newer-version]`
 * at the end of a line or alone on the line above, and `# datapin: ignore-file[…]` anywhere. In JSON there are no comments.
 */
import type { Span } from '../core/ref.ts';
import { readNotebookPython } from '../formats/notebook/python.ts';
import { commentsIn, pythonComments } from './comments.ts';
import { kindOf } from './document.ts';
import type { SourceFile } from './project.ts';
import type { DiagnosticCode } from './rules.ts';

export interface Ignores {
  /** Whether something of this code may not be said of a place of the document. */
  has(code: DiagnosticCode, offset: number): boolean;
}

/** An ignore comment as it is written. */
export interface IgnoreComment {
  /** From its `#`; another comment may stand before it. */
  span: Span;
  /** The list of its codes between the brackets; nothing when it has none and is about all. */
  list: Span | undefined;
  codes: readonly string[];
  /** The line that it is about; nothing when that is the whole file. */
  line: Span | undefined;
}

/** Part of every such comment. */
export const sign = 'datapin:';

export function ignoresIn(file: SourceFile): Ignores {
  const text = file.document.getText();
  if (!text.includes(sign)) return nothing;
  if (kindOf(file.document)?.type === 'notebook') return ignoresInNotebook(text);
  return ignoring(ignoreComments(text, commentsIn(file, { mention: sign })?.spans ?? []));
}

/** The ignore comments among comments. */
export function ignoreComments(text: string, comments: readonly Span[]): IgnoreComment[] {
  return comments.flatMap((comment) => {
    const found = pattern.exec(text.slice(comment.start, comment.end));
    if (!found) return [];
    const { head = '', codes, whole } = found.groups!;
    const start = comment.start + found.index;
    const listStart = start + head.length + 1;
    return {
      span: { start, end: start + found[0].length },
      list: codes === undefined ? undefined : { start: listStart, end: listStart + codes.length },
      codes: codes?.split(',').map((code) => code.trim()) ?? [],
      line: whole === undefined ? lineMeant(text, comment) : undefined,
    };
  });
}

/** The line around an offset, without its end. */
export function lineAround(text: string, offset: number): Span {
  let start = offset;
  while (start > 0 && !isBreak(text, start - 1)) start--;
  let end = offset;
  while (end < text.length && !isBreak(text, end)) end++;
  return { start, end };
}

function isBreak(text: string, at: number): boolean {
  return text[at] === '\n' || text[at] === '\r';
}

const pattern = /(?<head>(?:#|\/\/)\s*datapin:\s*ignore(?<whole>-file)?(?![\w-])\s*)(?:\[(?<codes>[^\]\r\n]*)\]?)?/;

const nothing: Ignores = { has: () => false };

/** Its comments are those of its cells. */
function ignoresInNotebook(json: string): Ignores {
  const { text, fromFile } = readNotebookPython(json);
  const { has } = ignoring(ignoreComments(text, pythonComments(text)));
  return {
    has(code, offset) {
      const at = fromFile(offset);
      return at !== undefined && has(code, at);
    },
  };
}

function ignoring(comments: readonly IgnoreComment[]): Ignores {
  return {
    has: (code, offset) =>
      comments.some(({ list, codes, line }) => (!list || codes.includes(code)) && (!line || (line.start <= offset && offset <= line.end))),
  };
}

/** A comment that has its line for itself is about the next line that is no comment. */
function lineMeant(text: string, comment: Span): Span {
  const own = lineAround(text, comment.start);
  if (text.slice(own.start, comment.start).trim() !== '') return own;
  for (let line = own; line.end < text.length; ) {
    line = lineAround(text, line.end + (text.startsWith('\r\n', line.end) ? 2 : 1));
    if (!/^\s*(?:(?:#|\/\/).*)?$/.test(text.slice(line.start, line.end))) return line;
  }
  return own;
}

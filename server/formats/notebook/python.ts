/** An `.ipynb` file as one Python text, every part of which can be pointed at in the file. */
import type { Span } from '../../core/ref.ts';
import { joinCells } from './join.ts';
import type { JsonProblem } from './json.ts';
import { fromFile, isInOneString, type MappedText, toFile } from './mappedText.ts';
import { readNotebook } from './read.ts';

export interface NotebookPython {
  /** See `JoinedPython`; empty when there is nothing in Python, or a problem. */
  text: string;
  problem?: JsonProblem;
  /** The range of the file that spells a range of the text; undefined for one that no cell holds alone. */
  toFile(span: Span): Span | undefined;
  /** The offset in the text of a place in the file; undefined where the file says no Python. */
  fromFile(offset: number): number | undefined;
  /** What to write where in the file to replace a range of the text; undefined where several strings of the file spell it. */
  editFile(span: Span, newText: string): FileEdit | undefined;
}

export interface FileEdit {
  range: Span;
  /** With JSON's escapes. */
  newText: string;
}

/** Never throws. */
export function readNotebookPython(json: string): NotebookPython {
  const { cells, problem } = readNotebook(json);
  const joined = joinCells(cells.map(({ source }) => source.text));
  const locate = (span: Span): { source: MappedText; span: Span } | undefined => {
    const found = joined.locate(span);
    return found && { source: cells[found.cell]!.source, span: found.span };
  };
  const rangeOf = (span: Span) => {
    const found = locate(span);
    return found && toFile(found.source, found.span);
  };
  return {
    text: joined.text,
    ...(problem && { problem }),
    toFile: rangeOf,
    fromFile(offset) {
      for (const [cell, { source }] of cells.entries()) {
        const at = fromFile(source, offset);
        if (at !== undefined) return joined.offsetOf(cell, at);
      }
      return undefined;
    },
    editFile(span, newText) {
      const found = locate(span);
      const range = rangeOf(span);
      if (!found || !range || !isInOneString(found.source, found.span)) return undefined;
      return { range, newText: JSON.stringify(newText).slice(1, -1) };
    },
  };
}

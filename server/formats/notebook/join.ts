/** The code cells of a notebook as one Python text: an import stands in one cell, its use in another. */
import type { Span } from '../../core/ref.ts';
import { blankMagics } from './magics.ts';
import { indexBefore } from './mappedText.ts';

export interface CellSpan {
  /** Its place in the sources that were joined, from 0. */
  cell: number;
  /** Offsets into that source. */
  span: Span;
}

export interface JoinedPython {
  /**
   * The cells, a line end after each but the last. What is no Python is blanked out. What a cell leaves open (a bracket,
   * a string) is closed after it, as each cell is read on its own when it runs.
   */
  text: string;
  /** Where a range of the text stands; undefined for one that no cell holds alone. What closes a cell counts as its end. */
  locate(span: Span): CellSpan | undefined;
  /** Where a place of a cell stands in the text; undefined when there is no such place. */
  offsetOf(cell: number, offset: number): number | undefined;
}

/** Joins the sources of Python cells. For a cell in another language give an empty source, so that the numbers stay. */
export function joinCells(sources: readonly string[]): JoinedPython {
  const parts: string[] = [];
  const cells: { start: number; length: number; end: number }[] = [];
  let start = 0;
  for (const [cell, source] of sources.entries()) {
    const { text, tail } = blankMagics(source);
    const closed = cell < sources.length - 1 ? text + tail : text;
    parts.push(closed);
    cells.push({ start, length: source.length, end: start + closed.length });
    start += closed.length + 1;
  }
  return {
    text: parts.join('\n'),
    locate(span) {
      const cell = indexBefore(cells.length, (i) => cells[i]!.start <= span.start);
      const found = cells[cell];
      if (!found || span.end > found.end || span.end < span.start) return undefined;
      const within = (offset: number) => Math.min(offset - found.start, found.length);
      return { cell, span: { start: within(span.start), end: within(span.end) } };
    },
    offsetOf(cell, offset) {
      const found = cells[cell];
      return found && offset >= 0 && offset <= found.length ? found.start + offset : undefined;
    },
  };
}

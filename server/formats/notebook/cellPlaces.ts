/** Where a place of an `.ipynb` file is for a person who looks at the notebook: which cell, and which line of it. */
import { fromFile, indexBefore } from './mappedText.ts';
import { readNotebook } from './read.ts';

export interface CellPlace {
  /** Among all cells of the notebook, from 1. */
  number: number;
  /** Of the cell, from 1. */
  line: number;
}

/** Answers for offsets in the file; nothing outside the text of the Python cells. */
export function cellPlaces(json: string): (offset: number) => CellPlace | undefined {
  const cells = readNotebook(json).cells.filter(({ source }) => source.pieces.length > 0);
  const lines = new Map<number, number[]>();
  return (offset) => {
    const at = indexBefore(cells.length, (i) => cells[i]!.source.pieces[0]!.file.start <= offset);
    const cell = cells[at];
    const place = cell && fromFile(cell.source, offset);
    if (!cell || place === undefined) return undefined;
    const starts = lines.get(at) ?? lineStarts(cell.source.text);
    lines.set(at, starts);
    return { number: cell.index + 1, line: indexBefore(starts.length, (i) => starts[i]! <= place) + 1 };
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

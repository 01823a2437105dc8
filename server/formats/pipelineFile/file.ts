/** Finding one's way in a pipeline file that was read. */
import type { Span } from '../../core/ref.ts';
import type { Item, ItemKind, PipelineFile, PipelineProblem, PlacedItem, PlacedPart } from './types.ts';

/** A part's range as a range of the file. */
export function placed({ start }: { start: number }, range: Span): Span {
  return { start: start + range.start, end: start + range.end };
}

/** A problem of a part as one of the file. */
export function placedProblem(at: { start: number }, problem: PipelineProblem): PipelineProblem {
  const { range, fix } = problem;
  return { ...problem, range: placed(at, range), fix: fix && { ...fix, range: placed(at, fix.range) } };
}

/** The part in which an offset of the file lies. */
export function partAt(file: PipelineFile, offset: number): PlacedPart | undefined {
  let low = 0;
  let high = file.parts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (file.parts[middle]!.start <= offset) low = middle + 1;
    else high = middle;
  }
  return file.parts[low - 1];
}

/** Every item of the file in order, or every one of a kind. */
export function* itemsOf<K extends ItemKind>(file: PipelineFile, kind?: K): Generator<PlacedItem<Extract<Item, { kind: K }>>> {
  for (const { start, part } of file.parts) {
    for (const item of part.items) {
      if (kind === undefined || item.kind === kind) yield { start, item: item as Extract<Item, { kind: K }> };
    }
  }
}

/** The item in which an offset of the file lies. */
export function itemAt(file: PipelineFile, offset: number): PlacedItem | undefined {
  const at = partAt(file, offset);
  const item = at?.part.items.find(({ range }) => range.start <= offset - at.start && offset - at.start <= range.end);
  return at && item && { start: at.start, item };
}

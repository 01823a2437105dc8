/** What a selection grows to: a part of a reference or an edge, the whole of it, its item, the item's list, the top-level item. */
import type { SelectionRange } from 'vscode-languageserver-types';
import type { Span } from '../core/ref.ts';
import { itemAt, placed } from '../formats/pipelineFile/file.ts';
import { listsOf } from '../formats/pipelineFile/lists.ts';
import type { Item } from '../formats/pipelineFile/types.ts';
import { namesAt } from './names/names.ts';
import { rangeOf, referenceAt } from './places.ts';
import type { LanguageContext, SourceFile } from './project.ts';

/** One answer an offset, in their order; nothing when there is nothing at any of them. */
export function selectionRanges(file: SourceFile, offsets: readonly number[], context: LanguageContext): SelectionRange[] | undefined {
  const all = offsets.map((offset) => nested(spansAt(file, offset, context)));
  if (all.every((spans) => spans.length === 0)) return undefined;
  return all.map((spans, i) => toRange(file, spans, offsets[i]!));
}

function spansAt(file: SourceFile, offset: number, context: LanguageContext): Span[] {
  const { analysis, document } = file;
  const names = namesAt(file, offset, context).map(({ span }) => span);
  const reference = referenceAt(analysis, offset)?.range;
  const at = analysis.pipeline && itemAt(analysis.pipeline, offset);
  const parts = at ? partsOf(at.item).map((span) => placed(at, span)) : [];
  const whole = at ? [{ start: 0, end: document.getText().length }] : [];
  return [...names, ...(reference ? [reference] : []), ...parts, ...whole].filter(({ start, end }) => start <= offset && offset <= end);
}

function partsOf(item: Item): Span[] {
  const lists = listsOf(item);
  const sockets =
    item.kind === 'pipeline'
      ? [...item.edges.flatMap(({ source, target }) => [source, target]), ...item.parameters.flatMap(({ targets }) => targets)]
      : [];
  const commands = item.kind === 'step' ? item.commands : [];
  return [
    ...sockets.flatMap((socket) => (socket ? [socket.range] : [])),
    ...commands.map(({ range }) => range),
    ...lists.flatMap((list) => [...list, { start: list[0]!.start, end: list.at(-1)!.end }]),
    item.range,
  ];
}

/** From the inside out; what is not around the one before is left out. */
function nested(spans: readonly Span[]): Span[] {
  const found: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.end - a.start - (b.end - b.start))) {
    const inner = found.at(-1);
    const isLarger = !inner || span.end - span.start > inner.end - inner.start;
    if (isLarger && (!inner || (span.start <= inner.start && inner.end <= span.end))) found.push(span);
  }
  return found;
}

function toRange({ document }: SourceFile, spans: readonly Span[], offset: number): SelectionRange {
  let parent: SelectionRange | undefined;
  for (const span of spans.toReversed()) parent = { range: rangeOf(document, span), ...(parent ? { parent } : {}) };
  return parent ?? { range: rangeOf(document, { start: offset, end: offset }) };
}

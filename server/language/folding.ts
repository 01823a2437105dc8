/** What of a pipeline file may be folded away: items, and their inputs, parameters, outputs, nodes and edges, as lists and one by one. */
import type { FoldingRange } from 'vscode-languageserver-types';
import { itemsOf, placed } from '../formats/pipelineFile/file.ts';
import { listsOf } from '../formats/pipelineFile/lists.ts';
import type { SourceDocument } from './document.ts';
import { trimmed } from './places.ts';
import type { SourceFile } from './project.ts';

export function foldingRanges({ document, analysis }: SourceFile): FoldingRange[] | undefined {
  if (!analysis.pipeline) return undefined;
  const text = document.getText();
  const ranges = new Map<number, FoldingRange>();
  const add = (startLine: number, end: number) => {
    const endLine = document.positionAt(end).line;
    // of two that begin on one line, editors show one
    if (endLine > Math.max(startLine, ranges.get(startLine)?.endLine ?? 0)) ranges.set(startLine, { startLine, endLine });
  };
  for (const { start, item } of itemsOf(analysis.pipeline)) {
    const whole = trimmed(placed({ start }, item.range), text);
    add(document.positionAt(whole.start).line, whole.end);
    for (const list of listsOf(item)) {
      const spans = list.map((range) => trimmed(placed({ start }, range), text));
      const [first, last] = [spans[0]!, spans.at(-1)!];
      add(keyLine(first.start, document, text), last.end);
      for (const one of spans) add(document.positionAt(one.start).line, one.end);
    }
  }
  return [...ranges.values()].sort((a, b) => a.startLine - b.startLine);
}

/** The line of the key that holds a list; that of the first item where the list begins beside its key. */
function keyLine(first: number, document: SourceDocument, text: string): number {
  const own = document.positionAt(first).line;
  const startOf = (line: number) => document.offsetAt({ line, character: 0 });
  const lineAt = (line: number) => text.slice(startOf(line), startOf(line + 1)).trimEnd();
  if (text.slice(startOf(own), first).includes(':')) return own;
  let line = own - 1;
  while (line > 0 && /^\s*(?:#.*)?$/.test(lineAt(line))) line--;
  return line >= 0 && /:\s*(?:&\S+\s*)?(?:#.*)?$/.test(lineAt(line)) ? line : own;
}

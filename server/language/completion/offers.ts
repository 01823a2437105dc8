/** What every kind of completion answers, and how it becomes a list for the editor. */
import { type CompletionItem, type CompletionList, InsertTextFormat } from 'vscode-languageserver-types';
import type { Span } from '../../core/ref.ts';
import type { SourceDocument } from '../document.ts';
import { rangeOf } from '../places.ts';

/** One item, without what all have: where it goes, and its place in the list. */
export type Offer = Omit<CompletionItem, 'textEdit' | 'sortText' | 'filterText' | 'insertTextFormat'> & { isSnippet?: boolean };

export interface Offers {
  /** What is replaced. */
  range: Span;
  /** Put before whatever is taken. */
  lead: string;
  items: readonly Offer[];
  /** Whether some were left out. */
  more?: boolean;
}

/** More than anybody reads; the rest comes as more is typed. */
const limit = 200;

/** Those that begin with what was typed, then those that hold it. */
export function matching<T>(all: readonly T[], typed: string, nameOf: (one: T) => string): { taken: T[]; more: boolean } {
  const wanted = typed.toLowerCase();
  const begin: T[] = [];
  const hold: T[] = [];
  for (const one of all) {
    const at = nameOf(one).toLowerCase().indexOf(wanted);
    if (at === 0) begin.push(one);
    else if (at > 0) hold.push(one);
  }
  const found = [...begin, ...hold];
  return { taken: found.slice(0, limit), more: found.length > limit };
}

/** Shows what comes next. Only in VS Code: other editors look for the command in the server, and complain. */
export const suggestNext = { title: 'Suggest', command: 'editor.action.triggerSuggest' };

export function toList(document: SourceDocument, { range, lead, items, more }: Offers, canSuggest: boolean): CompletionList {
  const where = rangeOf(document, range);
  return {
    isIncomplete: more === true,
    items: items.map(({ command, ...item }, i) => toItem(command && canSuggest ? { ...item, command } : item, i, { where, lead })),
  };
}

function toItem(
  { insertText, isSnippet, ...item }: Offer,
  i: number,
  { where, lead }: { where: ReturnType<typeof rangeOf>; lead: string },
): CompletionItem {
  const newText = lead + (insertText ?? item.label);
  return {
    ...item,
    textEdit: { range: where, newText },
    // the typed text may stand within a name, and versions keep their order
    filterText: item.label,
    sortText: String(i).padStart(5, '0'),
    ...(isSnippet ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
  };
}

/** Finds the reference that is being typed at a place in a document. */

import type { TypedReference } from './completionTarget.ts';
import type { Analysis, DocumentKind } from './document.ts';
import { uriStops } from './references.ts';
import { commentStart } from './textReferences.ts';
import { defaultUnderCursor } from './yamlDefault.ts';

export interface TypingPlace {
  text: string;
  cursor: number;
  kind: DocumentKind;
  analysis: Analysis;
}

export function typedReference(place: TypingPlace): TypedReference | undefined {
  const { text, cursor, kind, analysis } = place;
  const start = text.lastIndexOf('\n', cursor - 1) + 1;
  const line = text.slice(start, endOfLine(text, cursor));
  const comments = kind.type === 'text' ? kind.comments : 'hash';
  if (commentStart(line, comments) < cursor - start) return undefined;
  return (
    uriUnderCursor(line, { start, cursor }) ??
    inSlot(analysis, cursor, text) ??
    (kind.type === 'pipeline' ? defaultUnderCursor(text, cursor) : undefined)
  );
}

const uriBefore = new RegExp(`(?:dataset|model)://[^${uriStops}]*$`);
const uriAfter = new RegExp(`^[^${uriStops}]*`);

function uriUnderCursor(line: string, at: { start: number; cursor: number }): TypedReference | undefined {
  const before = uriBefore.exec(line.slice(0, at.cursor - at.start));
  if (!before) return undefined;
  const after = uriAfter.exec(line.slice(at.cursor - at.start))?.[0] ?? '';
  return { text: before[0] + after, start: at.start + before.index, cursor: at.cursor };
}

/** A slot whose text stands letter by letter in the document, so that a part of it can be replaced. */
function inSlot(analysis: Analysis, cursor: number, text: string): TypedReference | undefined {
  const slot = analysis.slots.find(({ range }) => range.start <= cursor && cursor <= range.end);
  if (!slot || slot.dynamic || text.slice(slot.range.start, slot.range.end) !== slot.text) return undefined;
  return { text: slot.text, start: slot.range.start, cursor };
}

function endOfLine(text: string, from: number): number {
  const end = text.slice(from).search(/\r|\n/);
  return end < 0 ? text.length : from + end;
}

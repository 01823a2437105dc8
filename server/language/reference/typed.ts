/** Finds the reference that is being typed at a place in a document. */

import type { TypedReference } from '../completion/target.ts';
import type { Analysis } from '../document.ts';
import { defaultUnderCursor } from '../yaml/default.ts';
import type { YamlPlace } from '../yaml/place.ts';
import { uriStops } from './found.ts';

export interface TypingPlace {
  text: string;
  cursor: number;
  analysis: Analysis;
  /** In a pipeline file. */
  yaml: YamlPlace | undefined;
}

/** The cursor is taken to be outside comments. */
export function typedReference({ text, cursor, analysis, yaml }: TypingPlace): TypedReference | undefined {
  return uriUnderCursor(text, cursor) ?? inSlot(analysis, cursor, text) ?? (yaml && defaultUnderCursor(text, cursor, yaml));
}

const uriBefore = new RegExp(`(?:dataset|model)://[^${uriStops}]*$`);
const uriAfter = new RegExp(`^[^${uriStops}]*`);

function uriUnderCursor(text: string, cursor: number): TypedReference | undefined {
  const start = text.lastIndexOf('\n', cursor - 1) + 1;
  const before = uriBefore.exec(text.slice(start, cursor));
  if (!before) return undefined;
  const end = text.indexOf('\n', cursor);
  const after = uriAfter.exec(text.slice(cursor, end < 0 ? undefined : end))![0];
  return { text: before[0] + after, start: start + before.index, cursor };
}

/** A slot whose text stands letter by letter in the document, so that a part of it can be replaced. */
function inSlot(analysis: Analysis, cursor: number, text: string): TypedReference | undefined {
  const slot = analysis.slots.find(({ range }) => range.start <= cursor && cursor <= range.end);
  if (!slot || slot.dynamic || text.slice(slot.range.start, slot.range.end) !== slot.text) return undefined;
  return { text: slot.text, start: slot.range.start, cursor };
}

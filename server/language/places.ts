/** Between offsets and the positions of a document. */
import type { Range } from 'vscode-languageserver-types';
import type { Span } from '../core/ref.ts';
import type { Analysis, SourceDocument } from './document.ts';
import type { FoundReference } from './reference/found.ts';

export function rangeOf(document: SourceDocument, span: Span): Range {
  return { start: document.positionAt(span.start), end: document.positionAt(span.end) };
}

/** The span without the blanks and line ends that it ends with. */
export function trimmed({ start, end }: Span, text: string): Span {
  return { start, end: start + text.slice(start, end).trimEnd().length };
}

/** The reference under the cursor; both its ends count. */
export function referenceAt(analysis: Analysis, offset: number): FoundReference | undefined {
  return analysis.references.find(({ range }) => range.start <= offset && offset <= range.end);
}

/** Where one lands in a document that stands for a version or an execution. */
export const firstLine: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Between offsets and the positions of a document. */
import type { Range } from 'vscode-languageserver-types';
import type { Span } from '../core/ref.ts';
import type { Analysis, SourceDocument } from './document.ts';
import type { FoundReference } from './references.ts';

export function rangeOf(document: SourceDocument, span: Span): Range {
  return { start: document.positionAt(span.start), end: document.positionAt(span.end) };
}

/** The reference under the cursor; both its ends count. */
export function referenceAt(analysis: Analysis, offset: number): FoundReference | undefined {
  return analysis.references.find(({ range }) => range.start <= offset && offset <= range.end);
}

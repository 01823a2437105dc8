/** The same name elsewhere in the document: written where it is defined, read where it is used. */
import { type DocumentHighlight, DocumentHighlightKind } from 'vscode-languageserver-types';
import { occurrencesIn, subjectsAt } from './names/subjects.ts';
import { rangeOf } from './places.ts';
import type { LanguageContext, SourceFile } from './project.ts';

export function highlights(file: SourceFile, offset: number, context: LanguageContext): DocumentHighlight[] | undefined {
  const subjects = subjectsAt(file, offset, context);
  if (subjects.size === 0) return undefined;
  return occurrencesIn(file, subjects, context).map(({ span, isDefinition }) => ({
    range: rangeOf(file.document, span),
    kind: isDefinition ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}

/** Every place of the project that speaks of what is under the cursor: in YAML, Python, notebooks and all else that holds references. */
import type { Location } from 'vscode-languageserver-types';
import { filesWith, occurrencesIn, subjectsAt } from './names/subjects.ts';
import { rangeOf } from './places.ts';
import type { LanguageContext, SourceFile } from './project.ts';

/** `includeDeclaration`: also the places that bring it into being. */
export function findReferences(
  file: SourceFile,
  offset: number,
  context: LanguageContext & { includeDeclaration: boolean },
): Location[] | undefined {
  const subjects = subjectsAt(file, offset, context);
  if (subjects.size === 0) return undefined;
  return [...filesWith(file, context.project)].flatMap((one) =>
    occurrencesIn(one, subjects, context)
      .filter(({ isDefinition }) => context.includeDeclaration || !isDefinition)
      .map(({ span }) => ({ uri: one.document.uri, range: rangeOf(one.document, span) })),
  );
}

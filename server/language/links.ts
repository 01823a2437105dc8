/** Every reference to a version that is there is a link to its manifest. */
import type { DocumentLink } from 'vscode-languageserver-types';
import { manifestUri } from '../protocol/manifestUri.ts';
import { rangeOf } from './places.ts';
import type { LanguageContext, SourceFile } from './project.ts';
import { lookUp } from './reference/lookUp.ts';

export function links({ document, analysis }: SourceFile, { catalog }: LanguageContext): DocumentLink[] | undefined {
  if (!catalog || analysis.references.length === 0) return undefined;
  return analysis.references.flatMap(({ parsed, range }) => {
    const result = parsed.ref && lookUp(parsed.ref, catalog);
    if (result?.state !== 'found') return [];
    const { dataset, version } = result;
    return [
      {
        range: rangeOf(document, range),
        target: manifestUri(dataset.name, version.name),
        tooltip: `Manifest of ${dataset.name}:${version.name}`,
      },
    ];
  });
}

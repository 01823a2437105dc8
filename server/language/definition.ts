/** From a reference to the manifest of its version, a read-only document whose text the client asks for. */
import type { LocationLink, Range } from 'vscode-languageserver-types';
import type { Catalog } from './catalog.ts';
import type { Analysis, SourceDocument } from './document.ts';
import { lookUp } from './lookUp.ts';
import { rangeOf, referenceAt } from './places.ts';

export interface DefinitionContext {
  offset: number;
  catalog: Catalog;
  /** The URI of a version's manifest, as the client knows it. */
  manifestUri(dataset: string, version: string): string;
}

export function definition(document: SourceDocument, analysis: Analysis, at: DefinitionContext): LocationLink[] {
  const found = referenceAt(analysis, at.offset);
  if (!found?.parsed.ref) return [];
  const result = lookUp(found.parsed.ref, at.catalog);
  if (result.state !== 'found') return [];
  return [
    {
      originSelectionRange: rangeOf(document, found.range),
      targetUri: at.manifestUri(result.dataset.name, result.version.name),
      targetRange: firstLine,
      targetSelectionRange: firstLine,
    },
  ];
}

const firstLine: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

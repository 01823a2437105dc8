/** The card of the version that a reference names. */
import type { Hover } from 'vscode-languageserver-types';
import { type CardOptions, versionCard } from './card.ts';
import type { Catalog } from './catalog.ts';
import type { Analysis, SourceDocument } from './document.ts';
import { lookUp } from './lookUp.ts';
import { rangeOf, referenceAt } from './places.ts';

export function hover(
  document: SourceDocument,
  analysis: Analysis,
  at: { offset: number; catalog: Catalog; now: Date },
): Hover | undefined {
  const found = referenceAt(analysis, at.offset);
  const ref = found?.parsed.ref;
  if (!found || !ref) return undefined;
  const result = lookUp(ref, at.catalog);
  if (result.state === 'unknown-dataset' || result.state === 'unknown-version') return undefined;
  const options: CardOptions = { now: at.now };
  if (ref.version !== undefined && ref.version !== result.version.name) options.alias = ref.version;
  return { contents: versionCard(result.dataset, result.version, options), range: rangeOf(document, found.range) };
}

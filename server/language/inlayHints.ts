/** Behind a reference of an input: how much it is, and what an alias stands for now. */
import type { InlayHint } from 'vscode-languageserver-types';
import type { Reference, Span } from '../core/ref.ts';
import { count, size } from '../protocol/words.ts';
import { versionCard } from './card.ts';
import type { CatalogVersion } from './catalog.ts';
import type { LanguageContext, SourceFile } from './project.ts';
import type { FoundReference } from './reference/found.ts';
import { lookUp, versionNamed } from './reference/lookUp.ts';

/** Kept in a hint until it is looked at. */
export interface HintData {
  dataset: string;
  version: string;
  alias?: string;
}

/** Of the references that touch a range. */
export function inlayHints({ document, analysis }: SourceFile, span: Span, { catalog }: LanguageContext): InlayHint[] {
  if (!catalog) return [];
  const text = document.getText();
  const near = analysis.references.filter(
    ({ range, expectation }) => expectation === 'input' && range.start <= span.end && range.end >= span.start,
  );
  return near.flatMap((found): InlayHint[] => {
    const { ref } = found.parsed;
    const result = ref && lookUp(ref, catalog);
    if (!ref || result?.state !== 'found') return [];
    const { dataset, version } = result;
    const data: HintData = { dataset: dataset.name, version: version.name, ...aliasIn(ref, version) };
    return [{ position: document.positionAt(endOf(found, text)), label: labelOf(ref, version), paddingLeft: true, data }];
  });
}

/** Adds the card. */
export function resolveHint(hint: InlayHint, { catalog, now }: LanguageContext): InlayHint {
  const data = hint.data as HintData | undefined;
  const dataset = data && catalog?.dataset(data.dataset);
  const version = dataset && versionNamed(dataset, data.version);
  if (!version) return hint;
  const alias = data.alias === undefined ? {} : { alias: data.alias };
  return { ...hint, tooltip: versionCard(dataset, version, { now, catalog, ...alias }) };
}

function aliasIn({ version: written }: Reference, { name }: CatalogVersion): Pick<HintData, 'alias'> {
  return written === undefined || written === name ? {} : { alias: written };
}

/** `→ v3` where the version is not written itself. */
function labelOf({ version: written }: Reference, { name, files, bytes }: CatalogVersion): string {
  const much = `${count(files, 'file')}, ${size(bytes)}`;
  return written === name ? much : `→ ${name}, ${much}`;
}

/** Behind the closing quote, so that the hint is not taken for a part of the text. */
function endOf({ range: { end } }: FoundReference, text: string): number {
  const quotes = /^(?:"""|'''|["'])/.exec(text.slice(end, end + 3));
  return end + (quotes?.[0].length ?? 0);
}

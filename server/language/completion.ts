/** What may be written at the cursor: references and names, wherever one is expected, and the keys of a pipeline file. */
import type { CompletionItem, CompletionList } from 'vscode-languageserver-types';
import { versionCard } from './card.ts';
import { type Offers, toList } from './completion/offers.ts';
import { pipelineNameOffers } from './completion/pipelineNames.ts';
import { placeholderOffers } from './completion/placeholders.ts';
import { pythonOffers } from './completion/python.ts';
import { referenceOffers, type VersionData } from './completion/references.ts';
import { shapeOffers } from './completion/shape.ts';
import { targetIn } from './completion/target.ts';
import { type DocumentKind, kindOf } from './document.ts';
import type { LanguageContext, SourceFile } from './project.ts';
import { commentStart } from './reference/inText.ts';
import { latest, versionNamed } from './reference/lookUp.ts';
import { typedReference } from './reference/typed.ts';
import { type YamlPlace, yamlPlace } from './yaml/place.ts';

/** Characters after which the editor asks by itself; where one means nothing to us, the answer is nothing, at once. */
export const completionTriggers = [':', '/', '"', "'", '.', '@', '[', '{'];

/** Nothing where there is nothing to say; costs the lines around the cursor, however long the document. */
export function complete(file: SourceFile, offset: number, context: LanguageContext): CompletionList | undefined {
  const kind = kindOf(file.document);
  const text = file.document.getText();
  if (!kind || isInComment(text, offset, kind)) return undefined;
  const yaml = kind.type === 'pipeline' ? yamlPlace(text, offset) : undefined;
  const offers =
    inReference(file, { offset, yaml }, context) ??
    (yaml ? inPipeline(file, { offset, yaml }, context) : pythonOffers(file, offset, context));
  // an editor's own commands are known to whoever names commands at all
  return offers && toList(file.document, offers, (context.commands?.size ?? 0) > 0);
}

/** Adds the card, which is only worth its making for the item that is looked at. */
export function resolveCompletion(item: CompletionItem, context: LanguageContext): CompletionItem {
  const data = item.data as VersionData | undefined;
  const dataset = data && context.catalog?.dataset(data.dataset);
  const version = dataset && versionNamed(dataset, data.version ?? latest);
  if (!version) return item;
  const alias = data.version !== undefined && data.version !== version.name ? { alias: data.version } : {};
  return { ...item, documentation: versionCard(dataset, version, { now: context.now, catalog: context.catalog, ...alias }) };
}

interface At {
  offset: number;
  yaml: YamlPlace | undefined;
}

function isInComment(text: string, offset: number, kind: DocumentKind): boolean {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  const line = text.slice(start, end < 0 ? undefined : end);
  return commentStart(line, kind.type === 'text' ? kind.comments : 'hash') < offset - start;
}

/** An answer that is empty is one: a reference is typed here, and nothing else. */
function inReference({ document, analysis }: SourceFile, { offset, yaml }: At, { catalog, now }: LanguageContext): Offers | undefined {
  const typed = typedReference({ text: document.getText(), cursor: offset, analysis, yaml });
  const target = typed && targetIn(typed);
  return target && catalog && referenceOffers(target, { catalog, now });
}

function inPipeline(
  { document, analysis }: SourceFile,
  { offset, yaml }: At & { yaml: YamlPlace },
  context: LanguageContext,
): Offers | undefined {
  const text = document.getText();
  const place = { text, cursor: offset, yaml, file: analysis.pipeline! };
  const names = placeholderOffers(place) ?? pipelineNameOffers(place);
  if (names || context.keysElsewhere) return names;
  return shapeOffers({ text, cursor: offset, yaml, canUseSnippets: context.canUseSnippets === true });
}

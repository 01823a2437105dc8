/** What stands under the pointer, in a few lines: the version that a reference names, what a name means, what a key is for. */
import type { MarkupContent, Range } from 'vscode-languageserver-types';
import type { Span } from '../core/ref.ts';
import { type CardOptions, cardParts } from './card.ts';
import { toldAmong } from './diagnostics.ts';
import { kindOf } from './document.ts';
import { type HoverImage, imagesOf } from './hover/images.ts';
import { nameCard } from './hover/nameCards.ts';
import { shapeCard } from './hover/shapeCards.ts';
import { lines } from './markdown.ts';
import { namesAt } from './names/names.ts';
import { rangeOf, referenceAt } from './places.ts';
import type { LanguageContext, SourceFile } from './project.ts';
import { judgeReferences } from './reference/findings.ts';
import type { FoundReference } from './reference/found.ts';
import { commentStart } from './reference/inText.ts';
import { lookUp } from './reference/lookUp.ts';
import type { DiagnosticCode } from './rules.ts';
import { yamlPlace } from './yaml/place.ts';

export interface HoverAnswer {
  contents: MarkupContent;
  range: Range;
  /** Pictures of what it is about, for who can show them. */
  images: readonly HoverImage[];
  /** Where in the text of `contents` the pictures belong: at the end of a line. */
  imagesAt: number;
}

export function hover(file: SourceFile, offset: number, context: LanguageContext): HoverAnswer | undefined {
  return ofReference(file, offset, context) ?? ofName(file, offset, context) ?? ofShape(file, offset, context);
}

function ofReference(file: SourceFile, offset: number, context: LanguageContext): HoverAnswer | undefined {
  const { catalog, now, commands, canShowImages } = context;
  const found = referenceAt(file.analysis, offset);
  const ref = found?.parsed.ref;
  if (!ref || !catalog) return undefined;
  const result = lookUp(ref, catalog);
  if (result.state === 'unknown-dataset' || result.state === 'unknown-version') return undefined;
  const { dataset, version } = result;
  const options: CardOptions = { now, catalog, commands, told: toldAt({ found, offset }, file, context) };
  if (ref.version !== undefined && ref.version !== version.name) options.alias = ref.version;
  const images = canShowImages ? imagesOf(dataset.name, version.name, catalog) : [];
  const { head, rest } = cardParts(dataset, version, options);
  return { ...answer(file, lines(head, rest), found.range), images, imagesAt: head.length };
}

/** What diagnostics of the very place say: an editor shows them above the card. */
function toldAt(at: { found: FoundReference; offset: number }, file: SourceFile, context: LanguageContext): ReadonlySet<DiagnosticCode> {
  const findings = judgeReferences([at.found], context.catalog, () => true);
  const here = findings.filter(({ span }) => span.start <= at.offset && at.offset <= span.end);
  return new Set(toldAmong(here, file, context).map(({ code }) => code));
}

/** A name may mean a thing of each of several steps. */
function ofName(file: SourceFile, offset: number, context: LanguageContext): HoverAnswer | undefined {
  const names = namesAt(file, offset, context);
  const cards = new Set(names.flatMap((name) => nameCard(name, context) ?? []));
  return cards.size === 0 ? undefined : answer(file, [...cards].join('\n\n---\n\n'), names[0]!.span);
}

function ofShape(file: SourceFile, offset: number, { keysElsewhere }: LanguageContext): HoverAnswer | undefined {
  if (keysElsewhere || kindOf(file.document)?.type !== 'pipeline') return undefined;
  const text = file.document.getText();
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  if (commentStart(text.slice(start, end < 0 ? undefined : end), 'hash') < offset - start) return undefined;
  const place = yamlPlace(text, offset);
  const card = place && shapeCard(place, text, offset);
  return card && answer(file, card.value, card.span);
}

function answer({ document }: SourceFile, value: string, span: Span): HoverAnswer {
  return { contents: { kind: 'markdown', value }, range: rangeOf(document, span), images: [], imagesAt: value.length };
}

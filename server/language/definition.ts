/**
 * From a reference to the manifest of its version, a read-only document whose text the client asks for; from a name to the
 * place in the pipeline file that brings it into being; from there, for an input that edges feed, to the steps that make it.
 */
import type { LocationLink } from 'vscode-languageserver-types';
import type { Span } from '../core/ref.ts';
import { manifestUri } from '../protocol/manifestUri.ts';
import { namesAt } from './names/names.ts';
import { type Occurrence, partsOf, subjectOf } from './names/occurrence.ts';
import { definitionsOf, type Found } from './names/subjects.ts';
import { firstLine, rangeOf, referenceAt } from './places.ts';
import { producersOf } from './producers.ts';
import type { LanguageContext, SourceFile } from './project.ts';
import { lookUp } from './reference/lookUp.ts';

export function definition(file: SourceFile, offset: number, context: LanguageContext): LocationLink[] {
  return referenceAt(file.analysis, offset) ? toManifest(file, offset, context) : toNames(file, offset, context);
}

function toManifest({ document, analysis }: SourceFile, offset: number, { catalog }: LanguageContext): LocationLink[] {
  const found = referenceAt(analysis, offset);
  if (!found?.parsed.ref || !catalog) return [];
  const result = lookUp(found.parsed.ref, catalog);
  if (result.state !== 'found') return [];
  return [
    {
      originSelectionRange: rangeOf(document, found.range),
      targetUri: manifestUri(result.dataset.name, result.version.name),
      targetRange: firstLine,
      targetSelectionRange: firstLine,
    },
  ];
}

function toNames(file: SourceFile, offset: number, context: LanguageContext): LocationLink[] {
  const names = namesAt(file, offset, context);
  const origin = names[0]?.span;
  if (!origin) return [];
  const targets = names.flatMap((name) => targetsOf(name, context));
  const bySpan = new Map(targets.map((one) => [`${one.file.document.uri} ${one.occurrence.span.start}`, one]));
  return [...bySpan.values()].map((target) => toLink(target, file, origin));
}

function targetsOf({ kind, subject, isDefinition }: Occurrence, { project }: LanguageContext): Found[] {
  const makers = kind === 'input' && isDefinition ? producersOf(subject, project) : [];
  if (makers.length > 0) return makers.flatMap((step) => definitionsOf(step, project));
  const own = definitionsOf(subject, project);
  if (own.length > 0 || kind !== 'output') return own;
  // few steps declare what they make: then the step itself is the answer
  const [uri = '', step = ''] = partsOf(subject).path;
  return definitionsOf(subjectOf('step', uri, step), project);
}

function toLink({ file: { document }, occurrence: { span, whole = span } }: Found, from: SourceFile, origin: Span): LocationLink {
  return {
    originSelectionRange: rangeOf(from.document, origin),
    targetUri: document.uri,
    targetRange: rangeOf(document, whole),
    targetSelectionRange: rangeOf(document, span),
  };
}

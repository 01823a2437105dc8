/** Colours by meaning: datasets and versions that are there, names that the project defines. What is unknown has none. */
import { SemanticTokenModifiers, SemanticTokenTypes } from 'vscode-languageserver-types';
import type { Span } from '../../core/ref.ts';
import type { Catalog } from '../catalog.ts';
import { namesIn } from '../names/names.ts';
import { type Occurrence, partsOf, type SubjectKind } from '../names/occurrence.ts';
import { definitionsOf } from '../names/subjects.ts';
import type { LanguageContext, SourceFile } from '../project.ts';
import { versionNamed } from '../reference/lookUp.ts';

const types = [
  SemanticTokenTypes.namespace,
  SemanticTokenTypes.enumMember,
  SemanticTokenTypes.function,
  SemanticTokenTypes.parameter,
  SemanticTokenTypes.method,
  SemanticTokenTypes.class,
] as const;

/** A version is `readonly`; an alias, which moves, has `modification`. */
const modifiers = [
  SemanticTokenModifiers.declaration,
  SemanticTokenModifiers.deprecated,
  SemanticTokenModifiers.readonly,
  SemanticTokenModifiers.modification,
] as const;

export const tokenLegend = { tokenTypes: [...types] as string[], tokenModifiers: [...modifiers] as string[] };

/** Five numbers a token, as the protocol has them. Of a span that means several things the first counts. */
export function semanticTokens(file: SourceFile, context: LanguageContext, within?: Span): number[] {
  const all = namesIn(file, context);
  const isKnown = knownAmong(all, { ...context, isPipeline: file.analysis.pipeline !== undefined });
  const data: number[] = [];
  let [line, character, end] = [0, 0, 0];
  const wanted = within ? all.filter(({ span }) => within.start < span.end && span.start < within.end) : all;
  for (const name of wanted.sort((a, b) => a.span.start - b.span.start)) {
    const { span } = name;
    if (span.start < end || !isKnown(name)) continue;
    const at = file.document.positionAt(span.start);
    const column = at.line === line ? at.character - character : at.character;
    data.push(at.line - line, column, span.end - span.start, types.indexOf(typeOf[name.kind]), modifiersOf(name, context.catalog));
    [line, character, end] = [at.line, at.character, span.end];
  }
  return data;
}

/**
 * Of few colours: what runs, what goes in or comes out, what holds others. Types that themes leave as plain text are none
 * of these: property and variable are so in the default ones.
 */
const typeOf: Readonly<Record<SubjectKind, (typeof types)[number]>> = {
  dataset: SemanticTokenTypes.namespace,
  version: SemanticTokenTypes.enumMember,
  alias: SemanticTokenTypes.enumMember,
  step: SemanticTokenTypes.function,
  input: SemanticTokenTypes.parameter,
  output: SemanticTokenTypes.parameter,
  parameter: SemanticTokenTypes.parameter,
  'pipeline-parameter': SemanticTokenTypes.parameter,
  node: SemanticTokenTypes.method,
  pipeline: SemanticTokenTypes.class,
  task: SemanticTokenTypes.class,
  endpoint: SemanticTokenTypes.class,
  deployment: SemanticTokenTypes.class,
};

/** Whether a name means something; asked once for each thing. */
function knownAmong(names: readonly Occurrence[], about: LanguageContext & { isPipeline: boolean }): (name: Occurrence) => boolean {
  const { catalog, project, isPipeline } = about;
  const known = new Map<string, boolean>(names.flatMap(({ isDefinition, subject }) => (isDefinition ? [[subject, true] as const] : [])));
  const ask = ({ kind, name, subject }: Occurrence): boolean => {
    const { path } = partsOf(subject);
    if (kind === 'dataset') return catalog?.dataset(name) !== undefined;
    if (kind === 'version' || kind === 'alias') return versionIn(catalog, path) !== undefined;
    // a pipeline file speaks of what it defines itself, and that is among the names
    return !isPipeline && definitionsOf(subject, project).length > 0;
  };
  return (name) => {
    const answer = known.get(name.subject) ?? ask(name);
    known.set(name.subject, answer);
    return answer;
  };
}

function modifiersOf({ kind, isDefinition, subject }: Occurrence, catalog: Catalog | undefined): number {
  const isVersion = kind === 'version' || kind === 'alias';
  const set = new Set<string>();
  if (isDefinition) set.add('declaration');
  if (kind === 'version') set.add('readonly');
  if (kind === 'alias') set.add('modification');
  if (isVersion && versionIn(catalog, partsOf(subject).path)?.deprecated) set.add('deprecated');
  return modifiers.reduce((bits, one, i) => bits + (set.has(one) ? 2 ** i : 0), 0);
}

function versionIn(catalog: Catalog | undefined, [dataset = '', name = '']: readonly string[]) {
  const known = catalog?.dataset(dataset);
  return known && versionNamed(known, name);
}

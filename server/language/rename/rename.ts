/** Renames a thing wherever the project names it. */
import type { Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import type { Catalog } from '../catalog.ts';
import { namesAt } from '../names/names.ts';
import { type Occurrence, partsOf, subjectOf } from '../names/occurrence.ts';
import { definitionsOf, type Found } from '../names/subjects.ts';
import { rangeOf } from '../places.ts';
import type { LanguageContext, SourceFile } from '../project.ts';
import { versionNamed } from '../reference/lookUp.ts';
import { type Closure, closureOf } from './closure.ts';
import { badName, fixedName, taken } from './rules.ts';

/** Why it is not done, in words for a person. */
export interface Refused {
  refused: string;
}

export interface Renamed {
  edit: WorkspaceEdit;
  /** An alias that the registry must know before the edit is made. Its old name stays: others may use it. */
  alias?: { dataset: string; name: string; version: string };
}

/** The range to rename and what stands there; nothing where no name is. */
export function prepareRename(
  file: SourceFile,
  offset: number,
  context: LanguageContext,
): { range: Range; placeholder: string } | Refused | undefined {
  const names = namesAt(file, offset, context);
  const [name] = names;
  if (!name) return undefined;
  const refused = fixedNames(names, context);
  return refused === undefined ? { range: rangeOf(file.document, name.span), placeholder: name.name } : { refused };
}

/** Blanks around the new name are not part of it. */
export function rename(file: SourceFile, offset: number, context: LanguageContext & { newName: string }): Renamed | Refused | undefined {
  const names = namesAt(file, offset, context);
  const [name] = names;
  if (!name) return undefined;
  const newName = context.newName.trim();
  if (newName === name.name) return { edit: { changes: {} } };
  const fixed = fixedNames(names, context);
  if (fixed !== undefined) return { refused: fixed };
  const closure = closureOf(names, file, context);
  const refused = refusal(closure, newName) ?? unwrittenIn(closure) ?? clash(closure, { newName, context });
  if (refused !== undefined) return { refused };
  return { edit: { changes: editsOf(closure.found, newName) }, ...aliasOf(closure, newName, context.catalog) };
}

function fixedNames(names: readonly Occurrence[], { project }: LanguageContext): string | undefined {
  const isFile = names.every(({ kind, subject }) => kind === 'output' && definitionsOf(subject, project).length === 0);
  if (isFile) return `No step lists "${names[0]!.name}" among its outputs: such a file is named by the code that writes it.`;
  return names.map(fixedName).find((why) => why !== undefined);
}

function refusal({ subjects }: Closure, newName: string): string | undefined {
  return [...subjects].map((subject) => badName(partsOf(subject).kind, newName)).find((why) => why !== undefined);
}

/** Uses alone must not change: what they speak of would keep its old name. */
function unwrittenIn({ subjects, unwritten }: Closure): string | undefined {
  const subject = [...subjects].find((one) => unwritten.has(one));
  if (subject === undefined) return undefined;
  const { kind, path } = partsOf(subject);
  return `The ${kind} "${path.at(-1)}" is named by an alias of YAML or with escapes, so it cannot be renamed from here.`;
}

function clash({ subjects, defined }: Closure, { newName, context }: { newName: string; context: LanguageContext }): string | undefined {
  for (const subject of subjects) {
    const { kind, path } = partsOf(subject);
    const renamed = [...path.slice(0, -1), newName];
    const isThere = kind === 'alias' ? isVersion(renamed, context.catalog) : defined.has(subjectOf(kind, ...renamed));
    if (isThere) return taken(kind, renamed);
  }
  return undefined;
}

function isVersion([dataset = '', name = '']: readonly string[], catalog: Catalog | undefined): boolean {
  const known = catalog?.dataset(dataset);
  return known !== undefined && versionNamed(known, name) !== undefined;
}

/** By URI; a span that means several things is edited once. */
function editsOf(found: readonly Found[], newText: string): Record<string, TextEdit[]> {
  const edits: Record<string, TextEdit[]> = {};
  const seen = new Set<string>();
  for (const { file, occurrence } of found) {
    const { uri } = file.document;
    const key = `${uri} ${occurrence.span.start}`;
    if (seen.has(key)) continue;
    seen.add(key);
    edits[uri] = [...(edits[uri] ?? []), { range: rangeOf(file.document, occurrence.span), newText }];
  }
  return edits;
}

function aliasOf({ subjects }: Closure, newName: string, catalog: Catalog | undefined): Pick<Renamed, 'alias'> {
  for (const subject of subjects) {
    const { kind, path } = partsOf(subject);
    const [dataset = '', alias = ''] = path;
    const known = kind === 'alias' ? catalog?.dataset(dataset) : undefined;
    const version = known && versionNamed(known, alias);
    if (version) return { alias: { dataset, name: newName, version: version.name } };
  }
  return {};
}

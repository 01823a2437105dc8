/** From a name to the places of the project that are about the same thing. */
import type { ItemKind, PipelineFile } from '../../formats/pipelineFile/types.ts';
import type { LanguageContext, Project, SourceFile } from '../project.ts';
import { namesAt, namesIn } from './names.ts';
import { type Occurrence, partsOf, type SubjectKind } from './occurrence.ts';
import { itemNames } from './pipelineNames.ts';

/** An occurrence and the file it stands in. */
export interface Found {
  file: SourceFile;
  occurrence: Occurrence;
}

export function subjectsAt(file: SourceFile, offset: number, context: LanguageContext): Set<string> {
  return new Set(namesAt(file, offset, context).map(({ subject }) => subject));
}

/** Every occurrence of these subjects in a file; a span that means several of them counts once. */
export function occurrencesIn(file: SourceFile, subjects: ReadonlySet<string>, context: LanguageContext): Occurrence[] {
  const bySpan = new Map<string, Occurrence>();
  for (const one of namesIn(file, context)) {
    const key = `${one.span.start} ${one.span.end}`;
    // a definition says more of its span than a use does
    if (subjects.has(one.subject) && (one.isDefinition || !bySpan.has(key))) bySpan.set(key, one);
  }
  return [...bySpan.values()].sort((a, b) => a.span.start - b.span.start);
}

/** All files of the project, and this one if it is none of them. */
export function* filesWith(file: SourceFile, project: Project): Generator<SourceFile> {
  let seen = false;
  for (const one of project.files()) {
    seen ||= one.document.uri === file.document.uri;
    yield one;
  }
  if (!seen) yield file;
}

/** Where a pipeline file brings a thing into being; nothing for datasets and what was never written. */
export function definitionsOf(subject: string, project: Project): Found[] {
  const { kind, path } = partsOf(subject);
  const [uri = '', item = ''] = path;
  const file = project.file(uri);
  const pipeline = file?.analysis.pipeline;
  const at = pipeline && itemsOfKind(pipeline, homes[kind])?.get(item);
  if (!at) return [];
  const names = itemNames(at, pipeline, { uri, text: file.document.getText() });
  return names.filter((one) => one.isDefinition && one.subject === subject).map((occurrence) => ({ file, occurrence }));
}

/** The kind of item that a thing is written in. */
const homes: Partial<Record<SubjectKind, ItemKind>> = {
  step: 'step',
  input: 'step',
  output: 'step',
  parameter: 'step',
  pipeline: 'pipeline',
  'pipeline-parameter': 'pipeline',
  node: 'pipeline',
  task: 'task',
  endpoint: 'endpoint',
  deployment: 'deployment',
};

function itemsOfKind(file: PipelineFile, kind: ItemKind | undefined) {
  return kind && file[`${kind}s`];
}

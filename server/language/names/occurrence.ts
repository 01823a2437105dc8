/**
 * The one idea behind definition, references, highlights and rename: a name in a text, and the thing that it names.
 * Two occurrences are about the same thing when their `subject` is the same.
 */
import type { Span } from '../../core/ref.ts';
import type { TextAt } from '../../formats/pipelineFile/types.ts';

export type SubjectKind =
  | 'step'
  | 'input'
  | 'output'
  | 'parameter'
  | 'pipeline'
  | 'pipeline-parameter'
  | 'node'
  | 'task'
  | 'endpoint'
  | 'deployment'
  | 'dataset'
  | 'version'
  | 'alias';

export interface Occurrence {
  kind: SubjectKind;
  name: string;
  /** What is named, the same in every file: `step <uri of the pipeline file> train`. */
  subject: string;
  /** Offsets in the file; exactly the name. */
  span: Span;
  /** The place that brings the thing into being; versions and datasets have none in a text. */
  isDefinition: boolean;
  /** All of the item that a definition stands in. */
  whole?: Span | undefined;
}

/** An occurrence of a text that is written letter by letter; nothing for what an alias or an escape stands for. */
export function occurrence(
  about: Pick<Occurrence, 'kind' | 'isDefinition'> & { owner: readonly string[]; whole?: Span | undefined },
  name: TextAt | undefined,
  written: (span: Span) => string,
): Occurrence[] {
  if (!name || name.text === '' || written(name.range) !== name.text) return [];
  const { owner, ...rest } = about;
  return [{ ...rest, name: name.text, subject: subjectOf(about.kind, ...owner, name.text), span: name.range }];
}

/** `owner` goes from the outside in: the pipeline file's URI, then the step or pipeline. */
export function subjectOf(kind: SubjectKind, ...path: readonly string[]): string {
  return [kind, ...path].join('\n');
}

/** A subject taken apart again: `path` ends with the name. */
export function partsOf(subject: string): { kind: SubjectKind; path: string[] } {
  const [kind, ...path] = subject.split('\n');
  return { kind: kind as SubjectKind, path };
}

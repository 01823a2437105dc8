/**
 * Where to begin reading. Every feature is one function: a `SourceFile` (a text, and what document.ts read from it), mostly
 * a place in it, and a `LanguageContext` (the registry's catalog, the project around it, what the client can do) -> the
 * protocol's answer. Nothing here waits, looks at a disk or keeps anything: who calls owns documents and caches.
 * What is wrong with a file comes together in findings.ts; what its names mean, in names/; what may stand where, in
 * the pipeline format's shape/.
 */
import type { Catalog } from './catalog.ts';
import type { Analysis, SourceDocument } from './document.ts';
import type { DiagnosticCode, Severity } from './rules.ts';

/** A document as it is now, open or on disk, and what was read from it. */
export interface SourceFile {
  document: SourceDocument;
  analysis: Analysis;
}

export interface Project {
  /** By its URI, open or on disk. */
  file(uri: string): SourceFile | undefined;
  /** The pipeline file of a document: itself, or the one in the nearest folder at or above it. */
  pipelineOf(uri: string): SourceFile | undefined;
  /** Every file that may hold references or names: what is open, and what lies in the open folders. Read as it is walked. */
  files(): Iterable<SourceFile>;
}

/** What every feature is given beside the file and the place in it. */
export interface LanguageContext {
  /** Absent while the registry cannot be read: then nothing is said to be unknown. */
  catalog: Catalog | undefined;
  project: Project;
  now: Date;
  /** What a person set for the document's folder. */
  severities?: SeveritySettings | undefined;
  /** Commands of the client that links, lenses and actions may offer; none when absent. */
  commands?: ReadonlySet<string> | undefined;
  /** Whether something else in the editor offers and explains the keys of pipeline files, as a YAML server with their schema does. */
  keysElsewhere?: boolean | undefined;
  /** Whether what is put in may have places to fill in. */
  canUseSnippets?: boolean | undefined;
  /** Whether cards may show pictures. */
  canShowImages?: boolean | undefined;
}

export type SeveritySettings = Partial<Record<DiagnosticCode, Severity | 'off'>>;

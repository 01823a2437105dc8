/** Which documents are read, and what is found in one. */
import type { Position } from 'vscode-languageserver-types';
import { parsePipelineFile } from '../formats/pipelineFile/parse.ts';
import type { ParsedPipelineFile, PipelineFile, PipelineProblem } from '../formats/pipelineFile/types.ts';
import { analyseNotebookFile } from './notebook.ts';
import type { PythonFacts } from './python/facts.ts';
import type { PythonCache } from './python/tree.ts';
import type { FoundReference, Slot } from './reference/found.ts';
import { findPipelineReferences, type PartReferences } from './reference/inPipeline.ts';
import { readPython } from './reference/inPython.ts';
import { type CommentStyle, findTextReferences } from './reference/inText.ts';
import type { DiagnosticCode } from './rules.ts';
import { type KnownRuns, runsOf, type StepRuns } from './script/scripts.ts';

/** The part of a text document that is needed; `TextDocument` is one. */
export interface SourceDocument {
  readonly uri: string;
  readonly languageId: string;
  getText(): string;
  positionAt(offset: number): Position;
  offsetAt(position: Position): number;
}

export interface LanguageOptions {
  /** Python calls whose first argument is a reference, by their full names; the usual ones when absent. */
  referenceCalls?: readonly string[];
}

/** What a document keeps between two analyses. Its owner makes one per open document and drops it with the document. */
export interface DocumentCache {
  python: PythonCache;
  pipeline?: ParsedPipelineFile;
  partReferences: PartReferences;
  stepRuns: KnownRuns;
  last?: { text: string; options: LanguageOptions; analysis: Analysis };
}

/** As a pipeline file's, also of other formats. */
export type TextProblem = Omit<PipelineProblem, 'code'> & { code: DiagnosticCode };

export interface Analysis {
  references: FoundReference[];
  /** Places where a reference is expected. */
  slots: Slot[];
  /** What the format says of the text: of pipeline files and notebooks. */
  problems: readonly TextProblem[];
  /** Set for pipeline files. */
  pipeline?: PipelineFile;
  stepRuns?: StepRuns;
  /** Set for Python and notebooks. */
  python?: PythonFacts;
}

export type DocumentKind = { type: 'pipeline' } | { type: 'python' } | { type: 'notebook' } | { type: 'text'; comments: CommentStyle };

export function newDocumentCache(): DocumentCache {
  return { python: {}, partReferences: new WeakMap(), stepRuns: new WeakMap() };
}

/** How a document is read; nothing for a language that holds no references. */
export function kindOf(document: Pick<SourceDocument, 'uri' | 'languageId'>): DocumentKind | undefined {
  if (isPipelineFile(document.uri)) return { type: 'pipeline' };
  if (document.languageId === 'python') return { type: 'python' };
  // the cells of an open notebook have URIs of their own, with a fragment
  if (/\.ipynb$/.test(document.uri)) return { type: 'notebook' };
  const comments = commentStyles[document.languageId];
  return comments && { type: 'text', comments };
}

/** Whether the file is one of ours by its name: `valohai.yaml` or `datapin.yaml`. */
export function isPipelineFile(uri: string): boolean {
  return /(?:^|[/\\])(?:valohai|datapin)\.yaml$/.test(uri.replace(/[?#].*$/, ''));
}

export function analyse(document: SourceDocument, cache: DocumentCache, options: LanguageOptions = {}): Analysis {
  const text = document.getText();
  const { last } = cache;
  if (last?.text === text && last.options.referenceCalls === options.referenceCalls) return last.analysis;
  const analysis = analyseText(text, document, { cache, options });
  cache.last = { text, options, analysis };
  return analysis;
}

const commentStyles: Record<string, CommentStyle> = {
  yaml: 'hash',
  dockercompose: 'hash',
  toml: 'hash',
  shellscript: 'hash',
  dockerfile: 'hash',
  makefile: 'hash',
  properties: 'hash',
  dotenv: 'hash',
  ini: 'hash',
  json: 'none',
  jsonl: 'none',
  jsonc: 'slashes',
};

function analyseText(
  text: string,
  document: SourceDocument,
  { cache, options }: { cache: DocumentCache; options: LanguageOptions },
): Analysis {
  const kind = kindOf(document);
  if (!kind) return { references: [], slots: [], problems: [] };
  if (kind.type === 'text') return { references: findTextReferences(text, kind.comments), slots: [], problems: [] };
  if (kind.type === 'notebook') return analyseNotebookFile(text, cache.python, options);
  if (kind.type === 'python') {
    const { facts, ...found } = readPython(text, cache.python, options.referenceCalls);
    return { ...found, problems: [], python: facts };
  }
  cache.pipeline = parsePipelineFile(text, cache.pipeline);
  const { file, problems } = cache.pipeline;
  return {
    ...findPipelineReferences(file, cache.partReferences),
    problems,
    pipeline: file,
    stepRuns: runsOf(file, document.uri, cache.stepRuns),
  };
}

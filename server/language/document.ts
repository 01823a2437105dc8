/** Which documents are read, and what is found in one. */
import type { Position } from 'vscode-languageserver-types';
import { parsePipelineFile } from '../formats/pipelineFile/parse.ts';
import type { ParsedPipelineFile, PipelineProblem } from '../formats/pipelineFile/types.ts';
import { findPipelineReferences } from './pipelineReferences.ts';
import type { PythonCache } from './python/tree.ts';
import { findPythonReferences } from './pythonReferences.ts';
import type { FoundReference, Slot } from './references.ts';
import { type CommentStyle, findTextReferences } from './textReferences.ts';

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
  last?: { text: string; options: LanguageOptions; analysis: Analysis };
}

export interface Analysis {
  references: FoundReference[];
  /** Places where a reference is expected. */
  slots: Slot[];
  /** Of pipeline files only. */
  problems: PipelineProblem[];
}

export type DocumentKind = { type: 'pipeline' } | { type: 'python' } | { type: 'text'; comments: CommentStyle };

export function newDocumentCache(): DocumentCache {
  return { python: {} };
}

/** How a document is read; nothing for a language that holds no references. */
export function kindOf(document: Pick<SourceDocument, 'uri' | 'languageId'>): DocumentKind | undefined {
  if (isPipelineFile(document.uri)) return { type: 'pipeline' };
  if (document.languageId === 'python') return { type: 'python' };
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
  const analysis = analyseText(text, kindOf(document), { cache, options });
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
  kind: DocumentKind | undefined,
  { cache, options }: { cache: DocumentCache; options: LanguageOptions },
): Analysis {
  if (!kind) return { references: [], slots: [], problems: [] };
  if (kind.type === 'text') return { references: findTextReferences(text, kind.comments), slots: [], problems: [] };
  if (kind.type === 'python') return { ...findPythonReferences(text, cache.python, options.referenceCalls), problems: [] };
  cache.pipeline = parsePipelineFile(text, cache.pipeline);
  return { ...findPipelineReferences(cache.pipeline.file), problems: cache.pipeline.problems };
}

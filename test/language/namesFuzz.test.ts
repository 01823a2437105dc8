/** Torn texts: every feature that goes by names answers, in order and within the text. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DocumentSymbol, Range } from 'vscode-languageserver-types';
import { definition } from '../../server/language/definition.ts';
import type { SourceDocument } from '../../server/language/document.ts';
import { findReferences } from '../../server/language/findReferences.ts';
import { foldingRanges } from '../../server/language/folding.ts';
import { highlights } from '../../server/language/highlights.ts';
import { links } from '../../server/language/links.ts';
import { namesIn } from '../../server/language/names/names.ts';
import { rename } from '../../server/language/rename/rename.ts';
import { selectionRanges } from '../../server/language/selection.ts';
import { documentSymbols } from '../../server/language/symbols/documentSymbols.ts';
import { semanticTokens } from '../../server/language/tokens/semanticTokens.ts';
import { openProject } from '../support/languageProject.ts';
import { sampleTexts } from './sampleProject.ts';

/** The same sequence every time. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
}

const signs = ['\n', '  ', '- ', ':', '"', "'", '*a', '&a ', '[', ']', '{', '}', '#', '.', '\t', '\r\n', '<<: *a\n', 'é', '😀', ''];

/** One cut, copy or insertion. */
function torn(text: string, next: (below: number) => number): string {
  const at = next(text.length);
  const to = Math.min(text.length, at + next(40));
  const piece = next(2) === 0 ? signs[next(signs.length)]! : text.slice(at, to);
  return next(3) === 0 ? text.slice(0, at) + piece + text.slice(at) : text.slice(0, at) + signs[next(signs.length)] + text.slice(to);
}

for (const name of ['valohai.yaml', 'prep.py', 'train.py', 'explore.ipynb']) {
  test(name, () => {
    for (let seed = 1; seed <= 80; seed++) {
      const next = random(seed);
      let text = sampleTexts[name]!;
      for (let times = 1 + next(4); times > 0; times--) text = torn(text, next);
      try {
        exercise({ ...sampleTexts, [name]: text }, name, next(text.length));
      } catch (error) {
        throw new Error(`seed ${seed}\n${text}`, { cause: error });
      }
    }
  });
}

function exercise(texts: Record<string, string>, name: string, offset: number): void {
  const project = openProject(texts);
  const file = project.named(name);
  const { context } = project;
  const { document } = file;
  const text = document.getText();
  const names = namesIn(file, context);
  for (const { span } of names) assert.ok(0 <= span.start && span.start < span.end && span.end <= text.length);
  for (const at of [offset, ...(names[0] ? [names[0].span.start] : [])]) {
    definition(file, at, context);
    findReferences(file, at, { ...context, includeDeclaration: true });
    highlights(file, at, context);
    const renamed = rename(file, at, { ...context, newName: 'fresh-name' });
    if (renamed && 'edit' in renamed)
      for (const [uri, edits] of Object.entries(renamed.edit.changes!)) apart(edits, project.file(uri)!.document);
    assert.ok((selectionRanges(file, [at], context) ?? [undefined]).length === 1);
  }
  links(file, context);
  for (const { startLine, endLine } of foldingRanges(file) ?? []) assert.ok(0 <= startLine && startLine < endLine);
  ordered(documentSymbols(file) ?? [], document);
  const tokens = semanticTokens(file, context);
  for (let i = 0; i < tokens.length; i += 5) assert.ok(tokens[i]! >= 0 && (tokens[i]! > 0 || tokens[i + 1]! >= 0) && tokens[i + 2]! > 0);
}

function apart(edits: readonly { range: Range }[], document: SourceDocument): void {
  const spans = edits
    .map(({ range }) => [document.offsetAt(range.start), document.offsetAt(range.end)] as const)
    .sort((a, b) => a[0] - b[0]);
  for (const [i, [start]] of spans.entries()) assert.ok(i === 0 || spans[i - 1]![1] <= start, 'edits that overlap');
}

function ordered(symbols: readonly DocumentSymbol[], document: SourceDocument): void {
  for (const { range, selectionRange, children = [] } of symbols) {
    const [start, from, to, end] = [range.start, selectionRange.start, selectionRange.end, range.end].map((at) => document.offsetAt(at));
    assert.ok(start! <= from! && from! <= to! && to! <= end!);
    ordered(children, document);
  }
}

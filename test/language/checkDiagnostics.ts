/** The check of the diagnostics' tests: a text carries its squiggles, beside it stand the codes under them. */
import assert from 'node:assert/strict';
import { diagnose } from '../../server/language/diagnostics.ts';
import { sampleCatalog } from '../support/catalog.ts';
import { open } from '../support/languageDocument.ts';
import { mark, parseMarked } from '../support/markedText.ts';

/** A marked text and its codes. */
export type Row = readonly [text: string, ...codes: string[]];

/** Compares squiggles and codes; a code may be followed by the suggestion it carries: `unknown-version v1`. */
export function check(file: string, marked: string, expected: readonly string[]): void {
  const { text } = parseMarked(marked);
  const { document, analysis } = open(file, text);
  const found = diagnose(document, analysis, sampleCatalog).sort(
    (a, b) => document.offsetAt(a.range.start) - document.offsetAt(b.range.start),
  );
  const spans = found.map(({ range }) => ({ start: document.offsetAt(range.start), end: document.offsetAt(range.end) }));
  assert.equal(mark(text, spans), marked);
  const codes = found.map(({ code, data }) => [code, data?.suggestion].filter(Boolean).join(' '));
  assert.deepEqual(codes, expected);
}

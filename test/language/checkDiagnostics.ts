/** The check of the diagnostics' tests: a text carries its squiggles, beside it stand the codes under them. */
import assert from 'node:assert/strict';
import { toldFindings } from '../../server/language/diagnostics.ts';
import type { SeveritySettings } from '../../server/language/project.ts';
import { rules } from '../../server/language/rules.ts';
import { openProject } from '../support/languageProject.ts';
import { mark, parseMarked } from '../support/markedText.ts';

/** A marked text and its codes. */
export type Row = readonly [text: string, ...codes: string[]];

/** What a table about the writing of references asks for; the rest is off: each has tables of its own. */
const aboutWriting: readonly string[] = [
  'unknown-dataset',
  'unknown-version',
  'digest-mismatch',
  'malformed-reference',
  'wide-name',
  'not-a-model',
  'yaml-syntax',
  'duplicate-key',
];

export const writingOnly: SeveritySettings = only(aboutWriting);

/** Settings that leave these codes as they are, and every other one off. */
export function only(codes: readonly string[]): SeveritySettings {
  return Object.fromEntries(Object.keys(rules).flatMap((code) => (codes.includes(code) ? [] : [[code, 'off']])));
}

/** Compares squiggles and codes; a code may be followed by the text that its first fix puts in place: `unknown-version v1`. */
export function check(file: string, marked: string, expected: readonly string[], severities: SeveritySettings = writingOnly): void {
  const { text } = parseMarked(marked);
  const project = openProject({ [file]: text });
  const found = toldFindings(project.named(file), { ...project.context, severities }).sort((a, b) => a.span.start - b.span.start);
  assert.equal(
    mark(
      text,
      found.map(({ span }) => span),
    ),
    marked,
  );
  const codes = found.map(({ code, fixes }) => [code, fixes?.[0]?.text].filter(Boolean).join(' '));
  assert.deepEqual(codes, expected);
}

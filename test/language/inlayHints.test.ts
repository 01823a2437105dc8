/** What is shown behind references, where, and the card that comes when it is pointed at. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { MarkupContent } from 'vscode-languageserver-types';
import { inlayHints, resolveHint } from '../../server/language/inlayHints.ts';
import type { LanguageContext } from '../../server/language/project.ts';
import { hashOf } from '../support/catalog.ts';
import { withInputs } from '../support/languageDocument.ts';
import { openProject } from '../support/languageProject.ts';
import { parseMarked } from '../support/markedText.ts';

/** The hints of the marked range, or of the whole text. */
function ask(name: string, marked: string, context: Partial<LanguageContext> = {}) {
  const { text, ranges } = parseMarked(marked);
  const project = openProject({ [name]: text }, context);
  const file = project.named(name);
  return { text, file, context: project.context, hints: inlayHints(file, ranges[0] ?? { start: 0, end: text.length }, project.context) };
}

/** The text with its hints where they are shown. */
function shown(name: string, marked: string, context?: Partial<LanguageContext>): string {
  const { text, file, hints } = ask(name, marked, context);
  const at = hints.map(({ position, label }) => ({ offset: file.document.offsetAt(position), label })).sort((a, b) => b.offset - a.offset);
  return at.reduce((result, { offset, label }) => `${result.slice(0, offset)}‹${label}›${result.slice(offset)}`, text);
}

const much = '1,797 files, 2.1 MB';

const pipeline: [lines: string, hints: string][] = [
  ['- name: a\n  default: digits:v3', `- name: a\n  default: digits:v3‹${much}›`],
  ['- name: a\n  default: digits:v2', '- name: a\n  default: digits:v2‹1 file, 999 B›'],
  ['- name: a\n  default: "digits:v3"', `- name: a\n  default: "digits:v3"‹${much}›`],
  ["- name: a\n  default: 'digits:v3' # x", `- name: a\n  default: 'digits:v3'‹${much}› # x`],
  ['- name: a\n  default: digits:latest', `- name: a\n  default: digits:latest‹→ v3, ${much}›`],
  ['- name: a\n  default: digits:production', '- name: a\n  default: digits:production‹→ v2, 1 file, 999 B›'],
  ['- name: a\n  default: dataset://digits/stable_1', '- name: a\n  default: dataset://digits/stable_1‹→ v2, 1 file, 999 B›'],
  ['- name: a\n  default: model://churn/v2', `- name: a\n  default: model://churn/v2‹${much}›`],
  ['- name: a\n  default: [digits:v3, digits:v2]', `- name: a\n  default: [digits:v3‹${much}›, digits:v2‹1 file, 999 B›]`],
  ['- name: a\n  default:\n    - digits:v2\n    - s3://b/c', '- name: a\n  default:\n    - digits:v2‹1 file, 999 B›\n    - s3://b/c'],
  [
    `- name: a\n  default: digits@sha256:${hashOf('digits:v2').slice(0, 12)}`,
    `- name: a\n  default: digits@sha256:${hashOf('digits:v2').slice(0, 12)}‹→ v2, 1 file, 999 B›`,
  ],
  ['- name: a\n  default: digits:v9', '- name: a\n  default: digits:v9'],
  ['- name: a\n  default: nothing:v1', '- name: a\n  default: nothing:v1'],
  ['- name: a\n  default: digits:v2@sha256:000000000000', '- name: a\n  default: digits:v2@sha256:000000000000'],
  ['- name: a\n  default: dataset://{parameter:x}/v1', '- name: a\n  default: dataset://{parameter:x}/v1'],
  ['- name: a\n  description: dataset://digits/v2', '- name: a\n  description: dataset://digits/v2'],
  ['- name: a # dataset://digits/v2', '- name: a # dataset://digits/v2'],
  [
    '- name: a\n  default: digits:v2\n⟦- name: b\n  default: digits:v2⟧',
    '- name: a\n  default: digits:v2\n- name: b\n  default: digits:v2‹1 file, 999 B›',
  ],
  [
    '⟦- name: a\n  default: digits:v2⟧\n- name: b\n  default: digits:v2',
    '- name: a\n  default: digits:v2‹1 file, 999 B›\n- name: b\n  default: digits:v2',
  ],
  ['⟦- name: a⟧\n  default: digits:v2', '- name: a\n  default: digits:v2'],
];

describe('pipeline files', () => {
  for (const [lines, hints] of pipeline) {
    test(lines.replaceAll('\n', '⏎'), () => assert.equal(shown('valohai.yaml', withInputs(lines)), withInputs(hints)));
  }

  test('nothing while the registry cannot be read', () => {
    const text = withInputs('- name: a\n  default: digits:v2');
    assert.equal(shown('valohai.yaml', text, { catalog: undefined }), text);
  });
});

const others: [file: string, text: string, hints: string][] = [
  ['a.py', 'dataset("digits:v2")', 'dataset("digits:v2"‹1 file, 999 B›)'],
  ['a.py', 'dataset("""digits:v2""")', 'dataset("""digits:v2"""‹1 file, 999 B›)'],
  ['a.py', 'dataset("digits:latest")', `dataset("digits:latest"‹→ v3, ${much}›)`],
  ['a.py', 'x = "dataset://digits/v2"', 'x = "dataset://digits/v2"'],
  ['a.py', '# dataset("digits:v2")', '# dataset("digits:v2")'],
  [
    'a.py',
    'import valohai\nvalohai.prepare(step="a", default_inputs={"a": "digits:v2"})',
    'import valohai\nvalohai.prepare(step="a", default_inputs={"a": "digits:v2"‹1 file, 999 B›})',
  ],
  ['other.yaml', 'a: dataset://digits/v2', 'a: dataset://digits/v2'],
  ['a.md', 'dataset://digits/v2', 'dataset://digits/v2'],
];

describe('other files', () => {
  for (const [file, text, hints] of others) test(`${file}: ${text.replaceAll('\n', '⏎')}`, () => assert.equal(shown(file, text), hints));
});

test('the card comes when a hint is pointed at', () => {
  const { hints, context } = ask('a.py', 'dataset("digits:production")');
  assert.equal(hints[0]?.tooltip, undefined);
  const { tooltip } = resolveHint(structuredClone(hints[0]!), context);
  assert.match((tooltip as MarkupContent).value, /^\*\*digits:production\*\* → \*\*digits:v2\*\*[\s\S]*made by digits:1/);
});

test('a hint that says nothing any more stays as it is', () => {
  const { hints, context } = ask('a.py', 'dataset("digits:v2")');
  assert.equal(resolveHint(hints[0]!, { ...context, catalog: undefined }), hints[0]);
  const foreign = { position: { line: 0, character: 0 }, label: 'x' };
  assert.equal(resolveHint(foreign, context), foreign);
});

/** The card under the cursor, and the way from a reference to its version's manifest. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Hover, Range } from 'vscode-languageserver-types';
import { definition } from '../../server/language/definition.ts';
import { hover } from '../../server/language/hover.ts';
import { manifestUri, refOfManifestPath } from '../../server/protocol/manifestUri.ts';
import { hashOf } from '../support/catalog.ts';
import { matchesGolden } from '../support/golden.ts';
import { withInputs } from '../support/languageDocument.ts';
import { openProject } from '../support/languageProject.ts';
import { mark, parseCursor } from '../support/markedText.ts';

interface Answer {
  /** The text with the range of the answer marked. */
  marked: string | undefined;
  card: string | undefined;
  target: string | undefined;
}

function ask(file: string, source: string): Answer {
  const { text, cursor } = parseCursor(source);
  const project = openProject({ [file]: text });
  const { document } = project.named(file);
  const shown = (range: Range) => mark(text, [{ start: document.offsetAt(range.start), end: document.offsetAt(range.end) }]);
  const card: Hover | undefined = hover(project.named(file), cursor, project.context);
  const [link] = definition(project.named(file), cursor, project.context);
  if (card?.range && link) assert.deepEqual(card.range, link.originSelectionRange);
  return {
    marked: card?.range && shown(card.range),
    card: (card?.contents as { value: string } | undefined)?.value,
    target: link?.targetUri,
  };
}

const digest = hashOf('digits:v1').slice(0, 12);

/** Cursor, what the answer covers, and the version whose manifest it leads to. */
const places: [file: string, source: string, marked: string | undefined, target?: string][] = [
  ['a.py', 'dataset("dig‸its:v1")', 'dataset("⟦digits:v1⟧")', 'digits/v1'],
  ['a.py', 'dataset("‸digits:v1")', 'dataset("⟦digits:v1⟧")', 'digits/v1'],
  ['a.py', 'dataset("digits:v1‸")', 'dataset("⟦digits:v1⟧")', 'digits/v1'],
  ['a.py', 'dataset(‸"digits:v1")', undefined],
  ['a.py', 'dataset("digits:v1"‸)', undefined],
  ['a.py', 'dataset("digits:lat‸est")', 'dataset("⟦digits:latest⟧")', 'digits/v3'],
  ['a.py', 'dataset("digits:produ‸ction")', 'dataset("⟦digits:production⟧")', 'digits/v2'],
  ['a.py', `dataset("digits@sha256:‸${digest}")`, `dataset("⟦digits@sha256:${digest}⟧")`, 'digits/v1'],
  ['a.py', 'x = "see dataset://digits/‸v1."', 'x = "see ⟦dataset://digits/v1⟧."', 'digits/v1'],
  ['a.py', 'x = "model://‸churn/latest"', 'x = "⟦model://churn/latest⟧"', 'churn/v2'],
  ['a.py', 'dataset("digit‸:v1")', undefined],
  ['a.py', 'dataset("digits:v‸9")', undefined],
  ['a.py', 'dataset(f"digits:{v‸}")', undefined],
  ['a.py', 'x = "digits:‸v1"', undefined],
  ['a.py', '# dataset://digits/‸v1', undefined],
  ['a.py', 'dataset("digits:"\n  "‸v1")', 'dataset("⟦digits:"\n  "v1⟧")', 'digits/v1'],
  ['valohai.yaml', withInputs('- name: a\n  default: digits:‸v1 # x'), withInputs('- name: a\n  default: ⟦digits:v1⟧ # x'), 'digits/v1'],
  [
    'valohai.yaml',
    withInputs("- name: a\n  default: ['x', 'digits:‸v1']"),
    withInputs("- name: a\n  default: ['x', '⟦digits:v1⟧']"),
    'digits/v1',
  ],
  [
    'valohai.yaml',
    withInputs('- name: a\n  default: "dig\\x69ts:‸v1"'),
    withInputs('- name: a\n  default: "⟦dig\\x69ts:v1⟧"'),
    'digits/v1',
  ],
  [
    'valohai.yaml',
    withInputs('- name: a\n  default: >-\n    digits:‸v1'),
    withInputs('- name: a\n  default: >-\n    ⟦digits:v1⟧'),
    'digits/v1',
  ],
  [
    'valohai.yaml',
    withInputs('- name: a\n  default: digits:v1‸\n- name: b\n  default: digits:v2'),
    withInputs('- name: a\n  default: ⟦digits:v1⟧\n- name: b\n  default: digits:v2'),
    'digits/v1',
  ],
  ['valohai.yaml', '- step:\n    command: 😀 dataset://digits/‸v1\n', '- step:\n    command: 😀 ⟦dataset://digits/v1⟧\n', 'digits/v1'],
];

describe('places', () => {
  for (const [file, source, marked, target] of places) {
    test(`${file}: ${source.replaceAll('\n', '⏎')}`, () => {
      const answer = ask(file, source);
      assert.equal(answer.marked, marked);
      assert.equal(answer.target, target && `datapin:/${target.replace('/', '%20')}.sha256`);
    });
  }
});

test('a digest that does not fit still shows its version, and leads nowhere', () => {
  const answer = ask('a.py', 'dataset("digits:v1‸@sha256:000000000000")');
  assert.match(answer.card ?? '', /digits:v1/);
  assert.equal(answer.target, undefined);
});

test('cards', () => {
  const cards = ['digits:v3', 'digits:production', 'digits:v1', 'images-large:latest', 'churn:v1', 'churn:v2', 'old:v1'].map(
    (ref) => ask('a.py', `dataset("‸${ref}")`).card,
  );
  matchesGolden('language/hover.md', `${cards.join('\n\n---\n\n')}\n`);
});

test('the path of a manifest says which version it is of', () => {
  assert.equal(refOfManifestPath(decodeURIComponent(new URL(manifestUri('digits.2', 'v1')).pathname)), 'digits.2:v1');
  for (const path of [
    '',
    '/',
    '/digits v1',
    '/digits .sha256',
    '/ v1.sha256',
    'digits v1.sha256',
    '/digits v1.sha256/c',
    '/a/b v1.sha256',
  ]) {
    assert.equal(refOfManifestPath(path), undefined, path);
  }
});

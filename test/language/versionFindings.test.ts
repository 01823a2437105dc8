/** What is said of versions that are there but may not be the ones to build on. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toldFindings } from '../../server/language/diagnostics.ts';
import { hashOf } from '../support/catalog.ts';
import { withInputs } from '../support/languageDocument.ts';
import { openProject } from '../support/languageProject.ts';
import { check, only } from './checkDiagnostics.ts';

const states = only(['unpinned', 'newer-version', 'broken-version', 'deprecated-version']);
const short = hashOf('digits:v3').slice(0, 12);

const inputs: [text: string, ...codes: string[]][] = [
  ['digits:v3'],
  ['digits:⟦v2⟧', 'newer-version v3'],
  ['⟦digits:⟦v1⟧⟧', 'broken-version', 'newer-version v3'],
  ['digits:⟦latest⟧', 'unpinned v3'],
  ['digits:⟦production⟧', 'unpinned v2'],
  [`digits:latest@sha256:${short}`],
  [`digits@sha256:${short}`],
  ['dataset://digits/v3'],
  ['dataset://digits/⟦latest⟧', 'unpinned v3'],
  ['model://churn/⟦latest⟧', 'unpinned v2'],
  ['dataset://digits/⟦v2⟧', 'newer-version v3'],
  ['⟦old:v1⟧', 'deprecated-version digits:v3'],
  ['⟦dataset://old/v1⟧', 'deprecated-version dataset://digits/v3'],
  ['digits:v9'],
  ['nothing:latest'],
  ['digits:{parameter:v}'],
];

describe('inputs', () => {
  for (const [text, ...codes] of inputs) {
    test(text, () =>
      check('valohai.yaml', withInputs(`- name: a\n  default: ${text.startsWith('{') ? `'${text}'` : text}`), codes, states),
    );
    test(`Python: ${text}`, () => check('a.py', `dataset("${text}")\n`, codes, states));
  }
});

describe('mentions are no pins', () => {
  const rows: [string, ...string[]][] = [
    ['dataset://digits/latest'],
    ['dataset://digits/⟦v2⟧', 'newer-version v3'],
    ['⟦dataset://old/v1⟧', 'deprecated-version dataset://digits/v3'],
  ];
  for (const [text, ...codes] of rows) test(text, () => check('other.toml', `a = "${text}"\n`, codes, states));
});

test('what is said, and the ways out', () => {
  const said = (text: string) => {
    const project = openProject({ 'a.py': `dataset("${text}")\n` });
    return toldFindings(project.named('a.py'), project.context).map(({ severity, message, tag, fixes = [] }) => [
      severity,
      message,
      ...(tag ? [tag] : []),
      ...fixes.map(({ title }) => title),
    ]);
  };
  assert.deepEqual(said('digits:latest'), [['information', '"latest" moves; pin it. It is v3 now.', 'Pin to v3']]);
  assert.deepEqual(said('digits:v2'), [['hint', 'v3 is newer: 1 version since v2.', 'Upgrade to v3']]);
  assert.deepEqual(said('digits:v1'), [
    ['warning', 'digits:v1 is broken: bytes were changed or lost since it was adopted.'],
    ['hint', 'v3 is newer: 2 versions since v1.', 'Upgrade to v3'],
  ]);
  assert.deepEqual(said('old:v1'), [['warning', 'old:v1 is deprecated: wrong labels. Use digits:v3.', 'deprecated', 'Use digits:v3']]);
});

test('a person says how bad a thing is, or that it is meant', () => {
  const project = openProject({ 'a.py': 'dataset("digits:latest")\ndataset("digits:v9")  # datapin: ignore[unknown-version]\n' });
  const told = (severities = {}) =>
    toldFindings(project.named('a.py'), { ...project.context, severities }).map(({ code, severity }) => [code, severity]);
  assert.deepEqual(told(), [['unpinned', 'information']]);
  assert.deepEqual(told({ unpinned: 'error' }), [['unpinned', 'error']]);
  assert.deepEqual(told({ unpinned: 'off' }), []);
});

/** Ignore comments that are written, actions for a whole file, commands of the client, and what a client is told of each action. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CodeActionKind, type Diagnostic } from 'vscode-languageserver-types';
import { adoptCommand } from '../../server/language/actions/references.ts';
import { fixAllKind, pinAllKind } from '../../server/language/codeActions.ts';
import { diagnose, toldFindings } from '../../server/language/diagnostics.ts';
import { hashOf } from '../support/catalog.ts';
import { withInputs } from '../support/languageDocument.ts';
import { openProject } from '../support/languageProject.ts';
import { parseMarked } from '../support/markedText.ts';
import { offered } from './applyActions.ts';

const code = 'unknown-version';
const here = `Ignore ${code} here`;
const whole = `Ignore ${code} in this file`;

/** Lines of an input. */
const step = (lines: string) => withInputs(`- name: x\n${lines.replace(/^/gm, '  ')}`);

/** `after` of the comment on the line; nothing where none may be offered. Then the text before which the file-wide one stands. */
const ignoring: [file: string, before: string, after: string | undefined, wide?: string][] = [
  ['valohai.yaml', step('default: digits:‸v9'), step('default: digits:v9  # datapin: ignore[unknown-version]')],
  ['valohai.yaml', step('default: digits:‸v9   '), step('default: digits:v9  # datapin: ignore[unknown-version]')],
  ['valohai.yaml', step('default: digits:‸v9 # soon'), step('default: digits:v9 # soon  # datapin: ignore[unknown-version]')],
  [
    'valohai.yaml',
    step('default: digits:‸v9 # datapin: ignore[unpinned]'),
    step('default: digits:v9 # datapin: ignore[unpinned, unknown-version]'),
  ],
  ['valohai.yaml', step('default: digits:‸v9 # datapin: ignore[]'), step('default: digits:v9 # datapin: ignore[unknown-version]')],
  [
    'valohai.yaml',
    step('# datapin: ignore[unpinned]\ndefault: digits:‸v9'),
    step('# datapin: ignore[unpinned, unknown-version]\ndefault: digits:v9'),
  ],
  [
    'valohai.yaml',
    step('default: [digits:‸v9,\n  digits:v8]'),
    step('default: [digits:v9,  # datapin: ignore[unknown-version]\n  digits:v8]'),
  ],
  ['valohai.yaml', step('default: >-\n  digits:‸v9'), undefined],
  ['valohai.yaml', '- step:\n    name: a\n    image: b\n    command: "get dataset://digits/‸v9\n      c"\n', undefined],
  ['valohai.yaml', '- step:\n    name: a\n    image: b\n    command: |\n      get dataset://digits/‸v9\n      c\n', undefined],
  ['valohai.yaml', '- step:\n    name: a\n    image: b\n    command:\n      get dataset://digits/‸v9\n      c\n', undefined],
  [
    'valohai.yaml',
    '\ufeff- step:\n    name: a\n    image: b\n    command: dataset://digits/‸v9',
    '\ufeff- step:\n    name: a\n    image: b\n    command: dataset://digits/v9  # datapin: ignore[unknown-version]',
    '- step',
  ],
  ['train.py', 'dataset("digits:‸v9")\n', 'dataset("digits:v9")  # datapin: ignore[unknown-version]\n'],
  [
    'train.py',
    'dataset("digits:‸v9")  # datapin: ignore[unpinned] # noqa\n',
    'dataset("digits:v9")  # datapin: ignore[unpinned, unknown-version] # noqa\n',
  ],
  [
    'train.py',
    '#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\ndataset("digits:‸v9")\n',
    '#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\ndataset("digits:v9")  # datapin: ignore[unknown-version]\n',
    'dataset',
  ],
  ['train.py', 'x = """\ndataset://digits/‸v9\n"""\n', undefined],
  ['train.py', 'x = """a\ndataset://digits/‸v9"""\n', 'x = """a\ndataset://digits/v9"""  # datapin: ignore[unknown-version]\n'],
  ['train.py', 'x = dataset("digits:‸v9") + \\\n  y\n', undefined],
  ['a.toml', 'x = "dataset://digits/‸v9"\n', 'x = "dataset://digits/v9"  # datapin: ignore[unknown-version]\n'],
  ['a.toml', 'x = """\ndataset://digits/‸v9\n"""\n', undefined],
  ['a.sh', 'get dataset://digits/‸v9\n', 'get dataset://digits/v9  # datapin: ignore[unknown-version]\n'],
  ['a.sh', '#!/bin/sh\nget dataset://digits/‸v9 \\\n  here\n', undefined, 'get'],
  ['a.sh', 'cat <<EOF\ndataset://digits/‸v9\nEOF\n', undefined],
];

describe('ignoring', () => {
  for (const [file, before, after, wide] of ignoring) {
    for (const [eol, ends] of [
      ['\n', ''],
      ['\r\n', ' with the line ends of Windows'],
    ] as const) {
      const written = (text: string) => text.replaceAll('\n', eol);
      test(`${file}: ${before}${ends}`, () => {
        const { titles, after: afterwards } = offered({ [file]: written(before) });
        assert.equal(titles.includes(here), after !== undefined);
        if (after !== undefined) assert.deepEqual(afterwards(here), { [file]: written(after) });
        const { text } = parseMarked(written(before));
        const at = wide === undefined ? 0 : text.indexOf(wide);
        const expected = `${text.slice(0, at)}# datapin: ignore-file[${code}]${eol}${text.slice(at)}`;
        assert.deepEqual(afterwards(whole), { [file]: expected });
      });
      test(`it helps: ${file}: ${before}${ends}`, () => {
        const { titles, after: afterwards } = offered({ [file]: written(before) });
        for (const title of [here, whole].filter((one) => titles.includes(one))) {
          const project = openProject(afterwards(title));
          const lost = toldFindings(project.named(file), project.context).filter((finding) => finding.code === code);
          assert.ok(lost.length < (before.includes('v8') && title === here ? 2 : 1), title);
        }
      });
    }
  }

  test('a second code joins the first in the comment for the file', () => {
    const text = '# datapin: ignore-file[unpinned]\ndataset("digits:‸v9")\n';
    assert.deepEqual(offered({ 'a.py': text }).after(whole), {
      'a.py': '# datapin: ignore-file[unpinned, unknown-version]\ndataset("digits:v9")\n',
    });
  });
  test('in JSON there are no comments', () =>
    assert.deepEqual(offered({ 'a.json': '{"x": "dataset://digits/‸v9"}' }).titles, ['Change to "v3"']));
  test('in JSON with comments they have their own mark', () => {
    const { after } = offered({ 'a.jsonc': '{\n  "x": "dataset://digits/‸v9",\n}\n' });
    assert.deepEqual(after(here), { 'a.jsonc': '{\n  "x": "dataset://digits/v9",  // datapin: ignore[unknown-version]\n}\n' });
  });
});

describe('a whole file', () => {
  const source = (only: string, text: string) => offered({ 'valohai.yaml': text }, {}, { only: [only] });
  const messy = withInputs('- name: x\n  default: ["digits:v3 ", digits:latest]\n- name: y\n  default: " digits:v2"');

  test('all that is safe is fixed at once', () => {
    const { titles, after } = source(fixAllKind, messy);
    assert.deepEqual(titles, ['Fix all that is safe to fix']);
    assert.deepEqual(after(titles[0]!), { 'valohai.yaml': messy.replace('v3 ', 'v3').replace(' digits:v2', 'digits:v2') });
  });
  test('nothing is offered where nothing is to be done', () => {
    assert.deepEqual(source(fixAllKind, withInputs('- name: x\n  default: digits:v3')).titles, []);
    assert.deepEqual(source(pinAllKind, withInputs('- name: x\n  default: digits:v1')).titles, []);
  });
  test('every alias is pinned, but what was ignored', () => {
    const text = withInputs(
      '- name: x\n  default: [digits:latest, model://churn/latest]\n- name: y\n  default: digits:production # datapin: ignore',
    );
    assert.deepEqual(source(pinAllKind, text).after('Pin all references'), {
      'valohai.yaml': text.replace('digits:latest', 'digits:v3').replace('churn/latest', 'churn/v2'),
    });
  });
  test('source actions come to those who ask for them', () => {
    assert.deepEqual(source(CodeActionKind.Source, messy).titles, ['Fix all that is safe to fix', 'Pin all references']);
    assert.deepEqual(source(CodeActionKind.SourceFixAll, messy).titles, ['Fix all that is safe to fix']);
    assert.deepEqual(source(CodeActionKind.SourceOrganizeImports, messy).titles, []);
    assert.ok(!offered({ 'valohai.yaml': messy }).titles.some((title) => /all/i.test(title)));
  });
});

describe('commands of the client', () => {
  const commands = new Set([adoptCommand]);
  const command = (text: string, file = 'valohai.yaml') =>
    offered({ [file]: text }, { commands }).actions.flatMap((one) => one.command ?? []);
  const adopting: [text: string, title: string, argument: object][] = [
    [withInputs('- name: x\n  default: new‸:v1'), 'Adopt files as new:v1…', { as: 'new:v1' }],
    [withInputs('- name: x\n  default: new‸:latest'), 'Adopt files as new…', { as: 'new' }],
    [withInputs('- name: x\n  default: dataset://new‸/v2'), 'Adopt files as new:v2…', { as: 'new:v2' }],
    [withInputs('- name: x\n  default: ./data/im‸ages'), 'Adopt ./data/images…', { uris: ['file:///project/data/images'] }],
    [withInputs('- name: x\n  default: ../da ta#1/‸'), 'Adopt ../da ta#1/…', { uris: ['file:///da%20ta%231/'] }],
    [withInputs('- name: x\n  default: /data/‸images'), 'Adopt /data/images…', { uris: ['file:///data/images'] }],
  ];
  for (const [text, title, argument] of adopting) {
    test(title, () => assert.deepEqual(command(text), [{ title, command: adoptCommand, arguments: [argument] }]));
  }
  test('only where the client has them', () => {
    for (const [text] of adopting) assert.ok(!offered({ 'valohai.yaml': text }).titles.some((title) => title.startsWith('Adopt')));
  });
  for (const text of ['./data/*.csv‸', './{parameter:x‸}', 's3://bucket/‸x', 'images‸']) {
    test(`${text} cannot be adopted as it is`, () => assert.deepEqual(command(withInputs(`- name: x\n  default: ${text}`)), []));
  }
  test('from Python', () =>
    assert.deepEqual(
      command('dataset("new‸:v1")\n', 'a.py').map(({ title }) => title),
      ['Adopt files as new:v1…'],
    ));
});

describe('what a client is told', () => {
  const text = withInputs('- name: x\n  default: digits:⟦latest⟧');
  const { project, span } = offered({ 'valohai.yaml': text });
  const shown = diagnose(project.named('valohai.yaml'), project.context);

  test('the likeliest fix is preferred, an upgrade never', () => {
    const preferred = (marked: string) =>
      offered({ 'valohai.yaml': marked })
        .actions.filter((one) => one.isPreferred)
        .map(({ title }) => title);
    assert.deepEqual(preferred(text), ['Pin to v3']);
    assert.deepEqual(preferred(withInputs('- name: x\n  default: digits:‸v2')), []);
    assert.deepEqual(preferred(withInputs('- name: x\n  default: dig‸its2:v1')), ['Change to "digits"']);
    assert.deepEqual(preferred(withInputs('- name: x\n  default: old:‸v1')), []);
  });
  test('fixes come before ways not to hear of it', () => {
    assert.deepEqual(offered({ 'valohai.yaml': text }).titles, [
      'Pin to v3',
      'Pin to v3 with its hash',
      'Ignore unpinned here',
      'Ignore unpinned in this file',
    ]);
  });
  test('which diagnostics an action is for, of those that the client shows there', () => {
    const elsewhere: Diagnostic = { ...shown[0]!, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } } };
    const { actions } = offered({ 'valohai.yaml': text }, {}, { diagnostics: [elsewhere, shown[0]!, { ...shown[0]!, code: 'other' }] });
    for (const action of actions) assert.deepEqual(action.diagnostics, [shown[0]]);
  });
  test('kinds are those that were asked for', () => {
    const kinds = (only: string[]) => new Set(offered({ 'valohai.yaml': text }, {}, { only }).actions.map(({ kind }) => kind));
    assert.deepEqual(kinds(['quickfix']), new Set(['quickfix']));
    assert.deepEqual(kinds(['refactor']), new Set());
    assert.deepEqual(kinds(['quick']), new Set());
    assert.deepEqual(kinds(['']), new Set(['quickfix', pinAllKind]));
  });
  test('what is switched off has no actions', () =>
    assert.deepEqual(offered({ 'valohai.yaml': text }, { severities: { unpinned: 'off' } }).titles, []));
  test('away from a finding there are none', () =>
    assert.deepEqual(offered({ 'valohai.yaml': text.replace('name: train', 'na‸me: train').replace(/[⟦⟧]/g, '') }).titles, []));
  test('a selection takes all that it touches', () => {
    const both = offered({ 'valohai.yaml': withInputs('- name: x\n  default: ⟦[digits:v8, digits:v9]⟧') });
    assert.equal(both.titles.filter((title) => title === 'Change to "v3"').length, 2);
    assert.equal(both.titles.filter((title) => title === whole).length, 1);
  });
  test('a pinned hash is that of the version', () => {
    const { after } = offered({ 'valohai.yaml': text });
    assert.ok(after('Pin to v3 with its hash')['valohai.yaml']!.includes(`@sha256:${hashOf('digits:v3').slice(0, 12)}`));
    assert.ok(span.end > span.start);
  });
});

describe('a notebook as its file', () => {
  const cell = (line: string) => `{"cells": [{"cell_type": "code", "source": [${line}]}]}`;
  test('a fix is written with the escapes of JSON', () => {
    const text = cell('"import valohai\\n", "dataset(\\"digits:‸v9\\")"');
    assert.deepEqual(offered({ 'a.ipynb': text }).after('Change to "v3"'), { 'a.ipynb': parseMarked(text).text.replace('v9', 'v3') });
  });
});

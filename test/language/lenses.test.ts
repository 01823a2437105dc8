/** What stands above steps and references, and when it is left out. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Command } from 'vscode-languageserver-types';
import { codeLenses, resolveLens } from '../../server/language/codeLenses.ts';
import type { LanguageContext } from '../../server/language/project.ts';
import { memoryCatalog, sampleDatasets, sampleFacts } from '../support/catalog.ts';
import { withInputs } from '../support/languageDocument.ts';
import { openProject } from '../support/languageProject.ts';

const catalog = memoryCatalog(sampleDatasets, {
  ...sampleFacts,
  executions: sampleFacts.executions!.map((one) => ({ ...one, folder: '/project' })),
});

const commands = new Set(['datapin.run', 'datapin.showLog', 'datapin.showLineage']);

/** Line and command of each lens, put into words. */
function lensesOf(name: string, text: string, context: Partial<LanguageContext> = {}): [line: number, command: Command][] {
  const project = openProject({ [name]: text }, { catalog, commands, ...context });
  return codeLenses(project.named(name), project.context).map((lens) => {
    assert.equal(lens.command, undefined, 'words come when a lens is seen');
    return [lens.range.start.line, resolveLens(structuredClone(lens), project.context).command!];
  });
}

function titles(name: string, text: string, context?: Partial<LanguageContext>): string[] {
  return lensesOf(name, text, context).map(([line, { title, command }]) => `${line} ${title}${command ? ` -> ${command}` : ''}`);
}

const step = (name: string) => `- step:\n    name: ${name}\n    image: a\n    command: b\n`;

const steps: [text: string, lenses: string[]][] = [
  ['', []],
  [step('new'), ['0 Run -> datapin.run']],
  [step('train'), ['0 Run -> datapin.run', '0 digits:3 complete, 30 min, 1 h ago -> datapin.showLog', '0 Lineage -> datapin.showLineage']],
  [
    `${step('new')}\n# comment\n${step('preprocess')}`,
    [
      '0 Run -> datapin.run',
      '6 Run -> datapin.run',
      '6 digits:1 complete, 1 min 15 s, 2026-08-31 -> datapin.showLog',
      '6 Lineage -> datapin.showLineage',
    ],
  ],
  [step('evaluate'), ['0 Run -> datapin.run', '0 digits:4 started, 1 min ago -> datapin.showLog', '0 Lineage -> datapin.showLineage']],
  [`  ${step('new').replaceAll('\n', '\n  ')}`, ['0 Run -> datapin.run']],
  ['- step:\n    image: a\n', []],
  ['- step:\n    name:\n', []],
  ['- pipeline:\n    name: train\n    nodes: []\n    edges: []\n', []],
  ['- task:\n    name: train\n    step: train\n', []],
];

describe('steps', () => {
  for (const [text, lenses] of steps) {
    test(text.replaceAll('\n', '⏎'), () => {
      assert.deepEqual(titles('valohai.yaml', text), lenses);
      assert.deepEqual(titles('other.yaml', text), [], 'in no other file');
    });
  }

  test('what commands are given', () => {
    const given = lensesOf('valohai.yaml', step('train')).map(([, command]) => command.arguments);
    assert.deepEqual(given, [[{ file: 'file:///project/valohai.yaml', step: 'train' }], ['digits:3'], ['digits:3']]);
  });

  test('executions of another project are none of its', () => {
    const elsewhere = memoryCatalog(sampleDatasets, sampleFacts);
    assert.deepEqual(titles('valohai.yaml', step('train'), { catalog: elsewhere }), ['0 Run -> datapin.run']);
  });

  test('without commands only how it went is told', () => {
    const text = step('train') + withInputs('- name: a\n  default: digits:v1');
    assert.deepEqual(titles('valohai.yaml', text, { commands: undefined }), [
      '0 digits:3 complete, 30 min, 1 h ago',
      '4 digits:3 complete, 30 min, 1 h ago',
    ]);
    assert.deepEqual(titles('valohai.yaml', step('train'), { commands: new Set(['datapin.run']) }), [
      '0 Run -> datapin.run',
      '0 digits:3 complete, 30 min, 1 h ago',
    ]);
  });

  test('without a registry it can still be run', () => {
    assert.deepEqual(titles('valohai.yaml', step('train'), { catalog: undefined }), ['0 Run -> datapin.run']);
  });

  test('an execution that is gone by the time it is seen', () => {
    const project = openProject({ 'valohai.yaml': step('train') }, { catalog, commands });
    const lens = codeLenses(project.named('valohai.yaml'), project.context)[1]!;
    assert.deepEqual(resolveLens(lens, { ...project.context, catalog: memoryCatalog([]) }).command, { title: 'no execution', command: '' });
  });

  test('a lens of somebody else stays as it is', () => {
    const lens = { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } };
    assert.equal(resolveLens(lens, openProject({}).context), lens);
  });
});

const references: [lines: string, lens: string | undefined][] = [
  ['- name: a\n  default: digits:v1', '6 2 versions behind -> datapin.showLineage'],
  ['- name: a\n  default: digits:v2', '6 1 version behind -> datapin.showLineage'],
  ['- name: a\n  default: dataset://digits/v2', '6 1 version behind -> datapin.showLineage'],
  ['- name: a\n  default: [digits:v3, digits:v1]', '6 2 versions behind -> datapin.showLineage'],
  ['- name: a\n  default: digits:v3', undefined],
  ['- name: a\n  default: digits:latest', undefined],
  ['- name: a\n  default: digits:production', undefined],
  ['- name: a\n  default: old:v1', undefined],
  ['- name: a\n  default: digits:v9', undefined],
  ['- name: a\n  default: nothing:v1', undefined],
  ['- name: a\n  default: s3://bucket/digits', undefined],
  ['- name: a\n  description: dataset://digits/v1', undefined],
  ['- name: a\n  # dataset://digits/v1\n  default: digits:v3', undefined],
];

describe('references', () => {
  for (const [lines, lens] of references) {
    test(lines.replaceAll('\n', '⏎'), () => {
      const found = titles('valohai.yaml', withInputs(lines), { commands: new Set(['datapin.showLineage']) }).filter((one) =>
        one.includes('behind'),
      );
      assert.deepEqual(found, lens === undefined ? [] : [lens]);
    });
  }

  test('leads to the version that is named', () => {
    const given = lensesOf('valohai.yaml', withInputs('- name: a\n  default: digits:v1')).at(-1)?.[1].arguments;
    assert.deepEqual(given, ['digits:v1']);
  });

  test('Python has none', () => assert.deepEqual(titles('a.py', 'dataset("digits:v1")\n'), []));
});

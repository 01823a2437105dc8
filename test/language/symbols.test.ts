/** The outline of documents, and what is found by name. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DocumentSymbol, type Range, SymbolKind } from 'vscode-languageserver-types';
import { documentSymbols } from '../../server/language/symbols/documentSymbols.ts';
import { misfit } from '../../server/language/symbols/match.ts';
import { workspaceSymbols } from '../../server/language/symbols/workspaceSymbols.ts';
import { dataset, memoryCatalog, version } from '../support/catalog.ts';
import { openProject } from '../support/languageProject.ts';
import { pipelineText, sampleProject, shown } from './sampleProject.ts';

const kindNames = new Map(Object.entries(SymbolKind).map(([name, kind]) => [kind, name]));

/** `Function train · python:3.13`, children indented. */
function tree(symbols: readonly DocumentSymbol[], depth = 0): string[] {
  return symbols.flatMap(({ name, kind, detail, children = [] }) => [
    `${'  '.repeat(depth)}${kindNames.get(kind)} ${name}${detail ? ` · ${detail}` : ''}`,
    ...tree(children, depth + 1),
  ]);
}

function outline(file: string, text: string): string[] {
  return tree(documentSymbols(openProject({ [file]: text }).named(file)) ?? []);
}

test('a pipeline file', () => {
  assert.deepEqual(outline('valohai.yaml', pipelineText), [
    'Function prep · python:3.13',
    '  Variable raw · digits:v1',
    'Function train · python:3.13',
    '  Variable images · dataset://digits/production',
    '  Variable labels',
    '  Variable weights',
    '  Property lr · float',
    '  Property epochs · integer',
    '  Field model',
    'Function train-gpu · python:3.13',
    '  Variable images · digits:v2, images-large:20240912-115835',
    'Event sweep · train',
    '  Property lr',
    'Interface predict',
    'Package live',
    'Module nightly',
    '  Object clean · prep',
    '  Object fit · train',
    '  Object tune · sweep',
    '  Object ship · live',
    '  Property speed',
  ]);
});

const outlines: [what: string, file: string, text: string, expected: string[]][] = [
  ['empty', 'valohai.yaml', '', []],
  ['a step without a name', 'valohai.yaml', '- step:\n    image: x\n', ['Function (step without a name) · x']],
  ['a name that is empty', 'valohai.yaml', '- step:\n    name: ""\n', ['Function (step without a name)']],
  ['a step that is being typed', 'valohai.yaml', '- step:\n    name: a\n    inp\n- task:\n    name: t\n', ['Function a', 'Event t']],
  [
    'inputs by an alias',
    'valohai.yaml',
    '- step:\n    name: a\n    inputs: &i\n      - name: x\n- step:\n    name: b\n    inputs: *i\n',
    ['Function a', '  Variable x', 'Function b', '  Variable x'],
  ],
  ['flow style', 'valohai.yaml', '[{step: {name: a, inputs: [{name: x}]}}]\n', ['Function a', '  Variable x']],
  ['CRLF', 'valohai.yaml', '- step:\r\n    name: a\r\n\r\n- task:\r\n    name: t\r\n', ['Function a', 'Event t']],
  [
    'a script',
    'a.py',
    'import valohai\nvalohai.prepare(step="a", default_inputs={"x": "d:1"}, default_parameters={"p": 1})\n',
    ['Function a · valohai.prepare', '  Variable x', '  Property p'],
  ],
  [
    'a script whose dictionary stands apart',
    'a.py',
    'import valohai\nINPUTS = {"x": ""}\nNAME = "a"\nvalohai.prepare(step=NAME, default_inputs=INPUTS)\n',
    ['Function a · valohai.prepare'],
  ],
  ['a script that prepares nothing', 'a.py', 'x = 1\n', []],
  ['another file', 'a.toml', 'x = "dataset://digits/v1"\n', []],
];

for (const [what, file, text, expected] of outlines) {
  test(`outline: ${what}`, () => {
    assert.deepEqual(outline(file, text), expected);
    check(documentSymbols(openProject({ [file]: text }).named(file)) ?? []);
  });
}

/** Editors throw away an outline that breaks these. */
function check(symbols: readonly DocumentSymbol[]): void {
  for (const { name, range, selectionRange, children = [] } of symbols) {
    assert.notEqual(name.trim(), '');
    assert.ok(isWithin(selectionRange, range), `${name} is selected outside of its range`);
    check(children);
  }
}

function isWithin(inner: Range, outer: Range): boolean {
  const number = ({ line, character }: Range['start']) => line * 10_000 + character;
  return number(outer.start) <= number(inner.start) && number(inner.end) <= number(outer.end);
}

test('the sample has its names selected within their ranges', () => {
  const symbols = documentSymbols(sampleProject().named('valohai.yaml'))!;
  check(symbols);
  const project = sampleProject();
  const train = symbols[1]!;
  const places = [train, ...train.children!].map(({ selectionRange }) =>
    shown(project, { uri: 'file:///project/valohai.yaml', range: selectionRange }),
  );
  assert.deepEqual(places.slice(0, 2), ['valohai.yaml: name: ⟦train⟧', 'valohai.yaml: - name: ⟦images⟧']);
});

const found: [query: string, expected: string[]][] = [
  ['night', ['nightly valohai.yaml']],
  ['nght', ['nightly valohai.yaml']],
  ['SWEEP', ['sweep valohai.yaml']],
  ['train', ['train valohai.yaml', 'train-gpu valohai.yaml', 'digits:2 train execution', 'digits:3 train execution']],
  [
    'digits',
    [
      'digits dataset',
      'digits:1 preprocess execution',
      'digits:2 train execution',
      'digits:3 train execution',
      'digits:4 evaluate execution',
      'digits:v1 dataset',
      'digits:v2 dataset',
      'digits:v3 dataset',
    ],
  ],
  ['digits:v', ['digits:v1 dataset', 'digits:v2 dataset', 'digits:v3 dataset', 'digits:4 evaluate execution']],
  ['churn:v2', ['churn:v2 model']],
  [':v2', ['churn:v2 model', 'digits:v2 dataset', 'old:v2 dataset']],
  ['imlar', ['images-large dataset', 'images-large:20240912-115835 dataset']],
  ['empty', []],
  ['digits: eval', ['digits:4 evaluate execution']],
  ['nothing of that name', []],
];

for (const [query, expected] of found) {
  test(`by name: "${query}"`, () => {
    const symbols = workspaceSymbols(query, sampleProject().context);
    assert.deepEqual(
      symbols.map(({ name, containerName }) => `${name} ${containerName}`),
      expected,
    );
  });
}

test('where each leads', () => {
  const project = sampleProject();
  const lead = (query: string) => {
    const [symbol] = workspaceSymbols(query, project.context);
    return shown(project, symbol!.location as { uri: string; range: Range });
  };
  assert.deepEqual(['nightly', 'churn:v1', 'images-large', 'digits:3'].map(lead), [
    'valohai.yaml: name: ⟦nightly⟧',
    'datapin:/churn%20v1.sha256',
    'datapin:/images-large%2020240912-115835.sha256',
    'datapin-log:/digits-3.log?digits%3A3',
  ]);
});

test('no more than a person looks at, the best among them', () => {
  const many = Array.from({ length: 1000 }, (_, i) => dataset(`frames-${String(i).padStart(4, '0')}`, [version(`frames-${i}`, 'v1')]));
  const catalog = memoryCatalog([...many, dataset('f9', [version('f9', 'v1')])]);
  const names = workspaceSymbols('f9', { ...sampleProject().context, catalog }).map(({ name }) => name);
  assert.equal(names.length, 200);
  assert.deepEqual(names.slice(0, 2), ['f9', 'frames-0009']);
  assert.equal(workspaceSymbols('', { ...sampleProject().context, catalog }).length, 200);
});

test('versions come with their datasets while these are few', () => {
  const versionsFound = (datasets: number, query: string) => {
    const catalog = memoryCatalog(Array.from({ length: datasets }, (_, i) => dataset(`pets-${i}`, [version(`pets-${i}`, 'v1')])));
    return workspaceSymbols(query, { ...sampleProject().context, catalog }).filter(({ name }) => name.endsWith(':v1')).length;
  };
  assert.deepEqual(
    [versionsFound(20, 'pet'), versionsFound(21, 'pet'), versionsFound(21, 'pets-20'), versionsFound(2, ' ')],
    [20, 0, 1, 0],
  );
});

test('without a registry the project is still found', () => {
  const names = workspaceSymbols('tr', { ...sampleProject().context, catalog: undefined }).map(({ name }) => name);
  assert.deepEqual(names, ['train', 'train-gpu']);
});

const fits: [name: string, query: string, by: number | undefined][] = [
  ['train', 'train', 0],
  ['train', 'tr', 1],
  ['re-train', 'train', 2],
  ['retrain', 'train', 3],
  ['train-gpu', 'tgpu', 4],
  ['train', 'nt', undefined],
  ['anything', '', 1],
];

for (const [name, query, by] of fits) test(`"${query}" fits "${name}" by ${by}`, () => assert.equal(misfit(name, query), by));

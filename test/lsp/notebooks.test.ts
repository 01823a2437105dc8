/** The cells of an open notebook: read together, told apart. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Hover } from 'vscode-languageserver/node';
import { writeFiles } from '../support/project.ts';
import { tempFolder } from '../support/temp.ts';
import { startClient } from './client.ts';
import { codes, codesIn, openNotebook, pullWorkspace, uriIn } from './workspace.ts';

const file = 'file:///p/explore.ipynb';

describe('diagnostics of cells', () => {
  const cases: [name: string, cells: string[], told: unknown[][]][] = [
    [
      'each its own',
      ['dataset("a:v1")', 'x = 1', 'dataset("b:v1"); dataset("c:v1")'],
      [['unknown-dataset'], [], ['unknown-dataset', 'unknown-dataset']],
    ],
    ['an import in another cell', ['from datapin import dataset as d', 'd("a:v1")'], [[], ['unknown-dataset']]],
    ['no import in any', ['d = print', 'd("a:v1")'], [[], []]],
    ['a cell that is left open', ['x = (', 'dataset("a:v1")'], [[], ['unknown-dataset']]],
    ['lines that are no Python', ['%pip install x\n!ls dataset://a/v1\ndataset("a:v1")'], [['unknown-dataset']]],
    [
      'another language between',
      ['dataset("a:v1")', '#lang:r\ndataset("a:v1")', 'dataset("a:v1")'],
      [['unknown-dataset'], [], ['unknown-dataset']],
    ],
    ['an empty cell', ['', 'dataset("a:v1")'], [[], ['unknown-dataset']]],
  ];
  for (const [name, cells, told] of cases) {
    test(name, async (t) => {
      const client = await startClient(t, { home: tempFolder(t) });
      const { cell } = await openNotebook(client, file, cells);
      assert.deepEqual(await Promise.all(cells.map(async (_, i) => codes(await client.diagnostics(cell(i))))), told);
    });
  }
});

test('ranges are those of the cell', async (t) => {
  const client = await startClient(t, { home: tempFolder(t) });
  const { cell } = await openNotebook(client, file, ['import datapin\n\n', 'x = 1\ndataset("a:v1")\n']);
  const [diagnostic] = await client.diagnostics(cell(1));
  assert.deepEqual(diagnostic?.range, { start: { line: 1, character: 9 }, end: { line: 1, character: 10 } });
  const position = { line: 1, character: 11 };
  assert.equal(await client.connection.sendRequest<Hover | null>('textDocument/hover', { textDocument: { uri: cell(0) }, position }), null);
});

test('a cell is told again when another one changes', async (t) => {
  const client = await startClient(t, { home: tempFolder(t) });
  const notebook = await openNotebook(client, file, ['pass', 'd("a:v1")']);
  const pull = async (previous?: string) => {
    const report = await client.pull(notebook.cell(1), previous);
    return { id: report.resultId!, told: report.kind === 'full' ? codes(report.items) : report.kind };
  };
  const before = await pull();
  assert.deepEqual([before.told, (await pull(before.id)).told], [[], 'unchanged']);
  await notebook.change(0, 'from datapin import dataset as d');
  const changed = await pull(before.id);
  assert.deepEqual([changed.told, (await pull(changed.id)).told], [['unknown-dataset'], 'unchanged']);
  await notebook.insert(1, 'd = print');
  assert.deepEqual(codes(await client.diagnostics(notebook.cell(2))), []);
  assert.notEqual((await pull(changed.id)).told, 'unchanged');
});

test('an open notebook stands for its file, until it is closed', async (t) => {
  const step =
    '- step:\n    name: a\n    image: a\n    command: papermill nb.ipynb out.ipynb\n    inputs:\n      - name: images\n      - name: labels\n';
  const source = 'import valohai\nvalohai.inputs("images")\ndataset("a:v1")';
  const json = JSON.stringify({ cells: [{ cell_type: 'code', source: [source] }] });
  const folder = writeFiles(tempFolder(t), { 'nb.ipynb': json, 'valohai.yaml': step });
  const client = await startClient(t, { home: tempFolder(t), folders: [uriIn(folder)] });
  const told = async () => codesIn(folder, await pullWorkspace(client));
  const onDisk = { 'nb.ipynb': ['unknown-dataset'], 'valohai.yaml': ['unused-input'] };
  assert.deepEqual(await told(), onDisk);
  const notebook = await openNotebook(client, uriIn(folder, 'nb.ipynb'), [
    '',
    'import valohai',
    'valohai.inputs("images"), valohai.inputs("labels")',
  ]);
  assert.deepEqual(await told(), { 'valohai.yaml': [] });
  await notebook.change(2, 'dataset("b:v1"); valohai.inputs("image")');
  assert.deepEqual(await told(), { 'valohai.yaml': ['unused-input', 'unused-input'] });
  assert.deepEqual(codes(await client.diagnostics(notebook.cell(2))), ['unknown-dataset', 'unknown-input']);
  await notebook.close();
  assert.deepEqual(await told(), onDisk);
  assert.deepEqual(await client.diagnostics(notebook.cell(2)), []);
});

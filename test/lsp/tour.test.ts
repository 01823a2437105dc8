/**
 * The built server over standard input and output, through everything it says it can do: one small project, one real registry,
 * every answer in a golden file. What is not asked here, the server may not say it can.
 */
import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import type { Position } from 'vscode-languageserver/node';
import { sampleDatasets, sampleFacts } from '../support/catalog.ts';
import { matchesGolden } from '../support/golden.ts';
import { writeFiles } from '../support/project.ts';
import { tempFolder } from '../support/temp.ts';
import { positionOf, startClient } from './client.ts';
import { factsRegistry } from './factsRegistry.ts';
import { uriIn } from './workspace.ts';

const program = [join(import.meta.dirname, '..', '..', 'dist', 'datapin.mjs'), 'lsp'];

const files = {
  'valohai.yaml': `- step:
    name: preprocess
    image: python:3.13
    command: python prepare.py
    outputs:
      - name: images
    inputs:
      - name: raw
        default: digits:v2
- step:
    name: train
    image: python:3.13
    command: python train.py {parameter:epochs}
    inputs:
      - name: images
        default: digits:latest
      - name: extra
        default: old:v1
    parameters:
      - name: epochs
        type: integer
        default: 5
- pipeline:
    name: all
    nodes:
      - {name: pre, type: execution, step: preprocess}
      - {name: fit, type: execution, step: train}
    edges:
      - [pre.output.images, fit.input.images]
      - [pre.output.images, fit.input.imagse]
`,
  'train.py': `import valohai

valohai.prepare(step="train")
print(valohai.inputs("images").path("train/"), valohai.inputs("extra").path(), valohai.parameters("epoch").value)
`,
};

type Name = keyof typeof files;

test('a tour of the built server', { timeout: 120_000 }, async (t) => {
  const registry = factsRegistry(t, sampleDatasets, { files: {}, executions: [], lineage: [], ...sampleFacts });
  const folder = tempFolder(t, 'tour');
  writeFiles(folder, files);
  const client = await startClient(t, { home: dirname(registry.path), program, folders: [uriIn(folder)] });
  const { connection } = client;
  const uriOf = (name: Name) => uriIn(folder, name);
  for (const name of Object.keys(files) as Name[]) client.show(uriOf(name), files[name]);

  const asked = new Set<string>();
  const answers: string[] = [];
  const plain = (value: unknown) => withoutChance(JSON.stringify(value, null, 1) ?? 'null').replaceAll(uriIn(folder), 'project:');
  const ask = async <R>(capability: string, method: string, params: object): Promise<R> => {
    asked.add(capability);
    const answer = await connection.sendRequest<R>(method, params);
    answers.push(`# ${method}\n${plain(params)}\n->\n${plain(answer)}\n`);
    return answer;
  };
  const document = (name: Name) => ({ textDocument: { uri: uriOf(name) } });
  const at = (name: Name, piece: string, plus?: number) => ({ ...document(name), position: positionOf(files[name], piece, plus) });
  const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } } satisfies { start: Position; end: Position };

  await ask('diagnosticProvider', 'textDocument/diagnostic', document('valohai.yaml'));
  await ask('diagnosticProvider', 'textDocument/diagnostic', document('train.py'));
  const list = await ask<{ items: { label: string }[] }>(
    'completionProvider',
    'textDocument/completion',
    at('valohai.yaml', 'digits:l', 7),
  );
  await ask('completionProvider', 'completionItem/resolve', list.items[0]!);
  await ask('completionProvider', 'textDocument/completion', at('valohai.yaml', 'fit.input.images]', 10));
  await ask('completionProvider', 'textDocument/completion', at('train.py', 'path("train/'));
  await ask('hoverProvider', 'textDocument/hover', at('valohai.yaml', 'digits:v2', 2));
  await ask('hoverProvider', 'textDocument/hover', at('valohai.yaml', 'image: python', 2));
  await ask('definitionProvider', 'textDocument/definition', at('valohai.yaml', 'digits:v2', 2));
  await ask('definitionProvider', 'textDocument/definition', at('train.py', 'inputs("images', 12));
  await ask('referencesProvider', 'textDocument/references', {
    ...at('train.py', 'inputs("images', 10),
    context: { includeDeclaration: true },
  });
  await ask('documentHighlightProvider', 'textDocument/documentHighlight', at('valohai.yaml', 'pre.output', 1));
  await ask('renameProvider', 'textDocument/prepareRename', at('valohai.yaml', 'name: extra', 8));
  await ask('renameProvider', 'textDocument/rename', { ...at('valohai.yaml', 'name: extra', 8), newName: 'more' });
  await assert.rejects(
    connection.sendRequest('textDocument/rename', { ...at('valohai.yaml', 'digits:v2', 8), newName: 'v7' }),
    /never changes/,
  );
  await ask('codeActionProvider', 'textDocument/codeAction', {
    ...document('valohai.yaml'),
    range: whole,
    context: { diagnostics: [], only: ['quickfix'] },
  });
  await ask('documentSymbolProvider', 'textDocument/documentSymbol', document('train.py'));
  await ask('documentSymbolProvider', 'textDocument/documentSymbol', document('valohai.yaml'));
  await ask('workspaceSymbolProvider', 'workspace/symbol', { query: 'train' });
  await ask('documentLinkProvider', 'textDocument/documentLink', document('valohai.yaml'));
  await ask('foldingRangeProvider', 'textDocument/foldingRange', document('valohai.yaml'));
  await ask('selectionRangeProvider', 'textDocument/selectionRange', {
    ...document('valohai.yaml'),
    positions: [positionOf(files['valohai.yaml'], 'fit.input', 5)],
  });
  await ask('semanticTokensProvider', 'textDocument/semanticTokens/full', document('valohai.yaml'));
  await ask('inlayHintProvider', 'textDocument/inlayHint', { ...document('valohai.yaml'), range: whole });
  await ask('codeLensProvider', 'textDocument/codeLens', document('valohai.yaml'));
  const [call] = await ask<object[]>('callHierarchyProvider', 'textDocument/prepareCallHierarchy', at('valohai.yaml', 'digits:v2', 2));
  await ask('callHierarchyProvider', 'callHierarchy/incomingCalls', { item: call });
  await ask('callHierarchyProvider', 'callHierarchy/outgoingCalls', { item: call });
  const [type] = await ask<object[]>('typeHierarchyProvider', 'textDocument/prepareTypeHierarchy', at('valohai.yaml', 'digits:l', 2));
  await ask('typeHierarchyProvider', 'typeHierarchy/supertypes', { item: type });
  await ask('typeHierarchyProvider', 'typeHierarchy/subtypes', { item: type });
  await connection.sendNotification('textDocument/didClose', document('train.py'));
  await ask('diagnosticProvider', 'workspace/diagnostic', { previousResultIds: [] });

  const silent = ['textDocumentSync', 'notebookDocumentSync', 'workspace'];
  const said = Object.keys(client.initialized.capabilities).filter((one) => !silent.includes(one));
  assert.deepEqual(said.sort(), [...asked].sort());
  matchesGolden('lsp/tour.txt', answers.join('\n'));
  assert.equal(await client.end(), 0);
  assert.equal(client.errors(), '');
});

/** What differs from one run to the next: ages, and the numbers by which answers are told apart. */
function withoutChance(json: string): string {
  return json
    .replaceAll(/\d+ (?:min|h|d) ago|just now/g, 'some time ago')
    .replaceAll(/(?<![(\d-])\d{4}-\d\d-\d\d(?=[" ])/g, 'some time ago')
    .replaceAll(/"resultId": "[^"]*"/g, '"resultId": "…"');
}

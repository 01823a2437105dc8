/** What the server says it can do, it does; what it does not say, nobody asks for. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { registryChanged } from '../../server/protocol/requests.ts';
import { until } from '../support/poll.ts';
import { tempFolder } from '../support/temp.ts';
import { startClient } from './client.ts';

const textDocument = { uri: 'file:///p/valohai.yaml' };
const position = { line: 0, character: 0 };
const range = { start: position, end: position };
const item = { name: 'a', kind: 1, uri: textDocument.uri, range, selectionRange: range };
const at = { textDocument, position };
const within = { textDocument, range };
const ofItem = { item };

/** By capability, the requests that a client then sends. */
const requests: Record<string, Record<string, object>> = {
  callHierarchyProvider: {
    'textDocument/prepareCallHierarchy': at,
    'callHierarchy/incomingCalls': ofItem,
    'callHierarchy/outgoingCalls': ofItem,
  },
  codeActionProvider: { 'textDocument/codeAction': { ...within, context: { diagnostics: [] } } },
  codeLensProvider: { 'textDocument/codeLens': { textDocument } },
  completionProvider: { 'textDocument/completion': at, 'completionItem/resolve': { label: 'a' } },
  definitionProvider: { 'textDocument/definition': at },
  diagnosticProvider: { 'textDocument/diagnostic': { textDocument }, 'workspace/diagnostic': { previousResultIds: [] } },
  documentHighlightProvider: { 'textDocument/documentHighlight': at },
  documentLinkProvider: { 'textDocument/documentLink': { textDocument } },
  documentSymbolProvider: { 'textDocument/documentSymbol': { textDocument } },
  foldingRangeProvider: { 'textDocument/foldingRange': { textDocument } },
  hoverProvider: { 'textDocument/hover': at },
  inlayHintProvider: { 'textDocument/inlayHint': within },
  notebookDocumentSync: {},
  referencesProvider: { 'textDocument/references': { ...at, context: { includeDeclaration: true } } },
  renameProvider: { 'textDocument/prepareRename': at },
  selectionRangeProvider: { 'textDocument/selectionRange': { textDocument, positions: [position] } },
  semanticTokensProvider: { 'textDocument/semanticTokens/full': { textDocument } },
  textDocumentSync: {},
  typeHierarchyProvider: { 'textDocument/prepareTypeHierarchy': at, 'typeHierarchy/supertypes': ofItem, 'typeHierarchy/subtypes': ofItem },
  workspace: {},
  workspaceSymbolProvider: { 'workspace/symbol': { query: '' } },
};

test('every capability is answered, and no other', async (t) => {
  const client = await startClient(t, { home: tempFolder(t) });
  client.show(textDocument.uri, '');
  const can = Object.keys(client.initialized.capabilities);
  assert.deepEqual(
    can.filter((one) => !(one in requests)),
    [],
    'a capability without a row in this table',
  );
  for (const [capability, methods] of Object.entries(requests)) {
    for (const [method, params] of Object.entries(methods)) {
      const answered = await client.connection.sendRequest(method, params).then(() => true, isAnswer);
      assert.equal(answered, can.includes(capability), `${method}: answered, but not said, or the other way round`);
    }
  }
});

test('a client is only told to ask again for what it can be told of', async (t) => {
  const methods = {
    diagnostics: 'workspace/diagnostic/refresh',
    codeLens: 'workspace/codeLens/refresh',
    inlayHint: 'workspace/inlayHint/refresh',
  };
  for (const parts of [['codeLens'], ['diagnostics', 'inlayHint'], []] as (keyof typeof methods)[][]) {
    const workspace = Object.fromEntries(parts.map((part) => [part, { refreshSupport: true }]));
    const client = await startClient(t, { home: tempFolder(t), capabilities: { workspace } });
    const told = new Set<string>();
    for (const method of Object.values(methods)) {
      client.connection.onRequest(method, () => {
        told.add(method);
        return null;
      });
    }
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await until(() => client.heard(registryChanged).length > 0 && told.size >= parts.length, {
      what: 'the client to be told',
    });
    assert.deepEqual([...told].sort(), parts.map((part) => methods[part]).sort());
  }
});

/** Whether an error is an answer at all. */
function isAnswer(error: unknown): boolean {
  return !(error instanceof ResponseError && error.code === ErrorCodes.MethodNotFound);
}

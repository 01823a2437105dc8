/** What a client says of itself, and what is made of one that says it in its own way. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ClientCapabilities, InitializeParams } from 'vscode-languageserver';
import { readClient, unknownClient } from '../../server/lsp/clientFacts.ts';
import type { Client } from '../../server/lsp/context.ts';

const options: [sent: unknown, understood: Partial<Client>][] = [
  [undefined, {}],
  [null, {}],
  ['trusted', {}],
  [{}, {}],
  [{ trusted: true }, { trusted: true }],
  [{ trusted: 'true', yamlElsewhere: 1, commands: 'datapin.run' }, {}],
  [{ yamlElsewhere: true }, { yamlElsewhere: true }],
  [{ keysElsewhere: true }, { keysElsewhere: true }],
  [{ keysElsewhere: 'true', images: 'true' }, {}],
  [{ images: true }, { canShowImages: true }],
  [{ commands: [] }, { showsOwnDocuments: true }],
  [{ commands: ['datapin.run', 3, null, 'datapin.run'] }, { commands: new Set(['datapin.run']), showsOwnDocuments: true }],
];

describe('options at the start', () => {
  for (const [sent, understood] of options) {
    test(JSON.stringify(sent) ?? 'none', () =>
      assert.deepEqual(clientOf({ initializationOptions: sent }), { ...unknownClient(), ...understood }),
    );
  }
});

const capabilities: [can: ClientCapabilities, understood: Partial<Client>][] = [
  [{}, {}],
  [{ workspace: { configuration: true } }, { canSendSettings: true }],
  [{ workspace: { workspaceFolders: true } }, { canChangeFolders: true }],
  [{ workspace: { didChangeConfiguration: { dynamicRegistration: true } } }, { canWatchSettings: true }],
  [{ workspace: { didChangeConfiguration: {} } }, {}],
  [{ workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } }, { canWatchFiles: true }],
  [{ workspace: { didChangeWatchedFiles: { dynamicRegistration: false } } }, {}],
  [{ workspace: { inlayHint: { refreshSupport: true } } }, { refreshes: ['workspace/inlayHint/refresh'] }],
  [
    { workspace: { codeLens: { refreshSupport: true }, diagnostics: { refreshSupport: true } } },
    { refreshes: ['workspace/diagnostic/refresh', 'workspace/codeLens/refresh'] },
  ],
  [{ textDocument: { diagnostic: {} } }, { pullsDiagnostics: true }],
  [{ textDocument: { callHierarchy: { dynamicRegistration: true } } }, { hierarchies: ['textDocument/prepareCallHierarchy'] }],
  [{ textDocument: { typeHierarchy: { dynamicRegistration: false } } }, {}],
  [{ textDocument: { definition: { linkSupport: true } } }, { canLinkDefinitions: true }],
];

describe('capabilities', () => {
  for (const [can, understood] of capabilities) {
    test(JSON.stringify(can), () => assert.deepEqual(clientOf({ capabilities: can }), { ...unknownClient(), ...understood }));
  }
});

test('folders', () => {
  const workspaceFolders = ['file:///a', 'file:///b'].map((uri) => ({ uri, name: uri }));
  assert.deepEqual(clientOf({ workspaceFolders, rootUri: 'file:///c' }).folders, ['file:///a', 'file:///b']);
  assert.deepEqual(clientOf({ workspaceFolders: null, rootUri: 'file:///c' }).folders, ['file:///c']);
  assert.deepEqual(clientOf({ workspaceFolders: [], rootUri: 'file:///c' }).folders, []);
});

function clientOf(params: Partial<InitializeParams>): Client {
  const client = unknownClient();
  readClient({ processId: null, rootUri: null, capabilities: {}, workspaceFolders: null, ...params }, client);
  return client;
}

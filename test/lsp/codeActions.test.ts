/** Code actions over the wire: asked for a range, with the kinds that a client wants. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CodeAction, CodeActionRequest } from 'vscode-languageserver/node';
import { codeActionKinds, fixAllKind } from '../../server/language/codeActions.ts';
import { tempFolder } from '../support/temp.ts';
import { startClient } from './client.ts';

const uri = 'file:///project/valohai.yaml';
const text =
  '- step:\n    name: a\n    image: b\n    command: c\n    inputs:\n      - name: x\n        default: "digits:v1 "\n    imag: d\n';

test('fixes of what the client shows', async (t) => {
  const client = await startClient(t, { home: tempFolder(t) });
  assert.deepEqual(client.initialized.capabilities.codeActionProvider, { codeActionKinds: [...codeActionKinds] });
  client.show(uri, text);
  const diagnostics = await client.diagnostics(uri);
  const blanks = diagnostics.find(({ code }) => code === 'malformed-reference')!;
  const ask = (context: { diagnostics: typeof diagnostics; only?: string[] }) =>
    client.connection.sendRequest(CodeActionRequest.type, { textDocument: { uri }, range: blanks.range, context }) as Promise<CodeAction[]>;

  const actions = await ask({ diagnostics });
  assert.deepEqual(
    actions.map(({ title }) => title),
    ['Remove the blanks', 'Ignore malformed-reference here', 'Ignore malformed-reference in this file'],
  );
  assert.deepEqual(actions[0]?.diagnostics, [blanks]);
  assert.deepEqual(actions[0]?.edit, { changes: { [uri]: [{ range: blanks.range, newText: '' }] } });

  const [all, ...more] = await ask({ diagnostics: [], only: [fixAllKind] });
  assert.deepEqual([all?.edit, more], [actions[0]?.edit, []]);
  assert.deepEqual(await ask({ diagnostics: [], only: ['refactor'] }), []);
});

/** What the server makes of the settings that a client sends, and of a client that fails to. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Connection } from 'vscode-languageserver';
import type { S3Settings } from '../../server/app.ts';
import { createSettings } from '../../server/lsp/settings.ts';
import { tempFolder } from '../support/temp.ts';
import { startClient } from './client.ts';

const unset: S3Settings = { endpoint: undefined, region: undefined, profile: undefined, pathStyle: undefined };
const cases: [sent: unknown, understood: S3Settings][] = [
  [null, unset],
  [{ endpoint: '', region: '', profile: '', pathStyle: null }, unset],
  [
    { endpoint: 'https://lab', pathStyle: false },
    { ...unset, endpoint: 'https://lab', pathStyle: false },
  ],
  [{ pathStyle: true }, { ...unset, pathStyle: true }],
  [{ pathStyle: 'yes', region: 3 }, unset],
];

describe('settings of S3', () => {
  for (const [sent, understood] of cases) {
    test(JSON.stringify(sent), async () => {
      const connection = { workspace: { getConfiguration: async () => sent } } as unknown as Connection;
      assert.deepEqual(await createSettings(connection, () => true).s3(), understood);
    });
  }
});

test('a client that once fails to answer is asked again', async (t) => {
  let asked = 0;
  const settings = {
    get 'datapin.python'() {
      if (asked++ === 0) throw new Error('not yet');
      return { referenceFunctions: ['fetch'] };
    },
  };
  const client = await startClient(t, { home: tempFolder(t), settings });
  client.show('file:///p/a.py', 'fetch("a:v1")\n');
  await assert.rejects(client.diagnostics('file:///p/a.py'));
  assert.equal((await client.diagnostics('file:///p/a.py')).length, 1);
  await client.diagnostics('file:///p/a.py');
  assert.equal(asked, 2, 'an answer is kept');
});

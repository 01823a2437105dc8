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
      const connection = { workspace: { getConfiguration: async () => [sent] } } as unknown as Connection;
      assert.deepEqual(await createSettings(connection, { canAsk: () => true, folders: () => [] }).s3(), understood);
    });
  }
});

describe('settings of folders', () => {
  const sent: Record<string, unknown> = {};
  let folders = ['file:///p', 'file:///p/inner', 'file:///p2'];
  const connection = {
    workspace: {
      getConfiguration: async (items: { section: string; scopeUri?: string }[]) =>
        items.map(({ section, scopeUri }) => (section === 'datapin.python' ? sent[scopeUri ?? ''] : undefined)),
    },
  } as unknown as Connection;
  const settings = createSettings(connection, { canAsk: () => true, folders: () => folders });
  const places: [path: string, calls: string][] = [
    ['/p/a.py', 'p'],
    ['/p/inner', 'p'],
    ['/p/inner/a.py', 'inner'],
    ['/p/inner/deep/a.py', 'inner'],
    ['/p2/a.py', 'p2'],
    ['/p3/a.py', 'all'],
  ];
  const callsOf = (path: string) => settings.known(path).referenceCalls;

  test('are the usual until they were asked for', () => {
    assert.deepEqual(settings.known('/p/a.py'), { severities: {} });
    assert.deepEqual(settings.known(undefined), { severities: {} });
  });
  test('are those of the innermost folder', async () => {
    for (const [folder, call] of [
      ['', 'm.all'],
      ['file:///p', 'm.p'],
      ['file:///p/inner', 'm.inner'],
      ['file:///p2', 'm.p2'],
    ] as const) {
      sent[folder] = { referenceFunctions: [call] };
    }
    await settings.of('file:///p/a.py');
    assert.deepEqual(
      places.map(([path]) => [path, callsOf(path)]),
      places.map(([path, call]) => [path, [`m.${call}`]]),
    );
    assert.deepEqual((await settings.of('file:///p/inner/a%20b.py')).referenceCalls, ['m.inner']);
    assert.deepEqual((await settings.of('untitled:Untitled-1')).referenceCalls, ['m.all']);
  });
  test('that say the same again are the same, so that nothing is read anew', async () => {
    const before = callsOf('/p/a.py');
    settings.forget();
    await settings.of('');
    assert.equal(callsOf('/p/a.py'), before);
    sent['file:///p'] = { referenceFunctions: ['m.other'] };
    settings.forget();
    await settings.of('');
    assert.deepEqual(callsOf('/p/a.py'), ['m.other']);
  });
  test('go with their folder', async () => {
    folders = ['file:///p'];
    await settings.of('');
    assert.deepEqual(callsOf('/p/inner/a.py'), ['m.other']);
  });
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

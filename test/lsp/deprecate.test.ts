/** Calling a version deprecated over the wire, and taking that back. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { adopt, deprecate, listVersions, registryChanged } from '../../server/protocol/requests.ts';
import type { WireVersion } from '../../server/protocol/wire.ts';
import { until } from '../support/poll.ts';
import { writeFiles } from '../support/project.ts';
import { tempFolder } from '../support/temp.ts';
import { startClient } from './client.ts';

const kept: [how: { why: string; use?: string } | undefined, deprecated: WireVersion['deprecated']][] = [
  [{ why: ' wrong\nlabels ' }, { why: 'wrong labels' }],
  [
    { why: 'wrong labels', use: 'images:latest' },
    { why: 'wrong labels', use: 'images:v2' },
  ],
  [undefined, undefined],
];

const refused: [ref: string, how: { why: string; use?: string }, code: string][] = [
  ['images:v9', { why: 'x' }, 'ref.unknown-version'],
  ['images:v1', { why: ' ' }, 'usage'],
  ['images:v1', { why: 'x', use: 'images:v9' }, 'ref.unknown-version'],
  ['images:v1', { why: 'x', use: 'images:v1' }, 'deprecate.successor'],
];

test('deprecating', async (t) => {
  const folder = writeFiles(tempFolder(t, 'lsp'), { 'one/a.png': 'a', 'two/a.png': 'b' });
  const client = await startClient(t, { home: join(folder, 'home'), trusted: true });
  for (const name of ['one', 'two']) await client.ask(adopt, { locations: [join(folder, name)], as: 'images' });

  for (const [how, deprecated] of kept) {
    await t.test(`${JSON.stringify(how)} is kept, told and announced`, async () => {
      const heard = client.heard(registryChanged).length;
      assert.deepEqual((await client.ask(deprecate, { ref: 'images:v1', ...(how ? { how } : {}) })).deprecated, deprecated);
      await until(() => client.heard(registryChanged).length > heard, { what: 'news of the registry' });
      const versions = await client.ask(listVersions, { dataset: 'images' });
      assert.deepEqual(
        versions.map((version) => version.deprecated),
        [undefined, deprecated],
      );
    });
  }
  for (const [ref, how, code] of refused) {
    await t.test(`${ref} ${JSON.stringify(how)} is refused: ${code}`, async () => {
      const answer = await client.send(deprecate, { ref, how });
      assert.equal(answer.ok ? undefined : answer.problem.code, code);
    });
  }
});

/** Deriving and comparing over the wire. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { adopt, derive, diff, listVersions, registryChanged, type WireDerivation } from '../../server/protocol/requests.ts';
import { until } from '../support/poll.ts';
import { writeFiles } from '../support/project.ts';
import { tempFolder } from '../support/temp.ts';
import { startClient } from './client.ts';

const images = (folder: string, count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${folder}/${i}.png`, `${folder}${i}`]));

test('deriving', async (t) => {
  const folder = writeFiles(tempFolder(t, 'lsp'), { ...images('one', 10), ...images('two', 5), 'two/0.png': 'other' });
  const client = await startClient(t, { home: join(folder, 'home'), trusted: true });
  for (const name of ['one', 'two']) await client.ask(adopt, { locations: [join(folder, name)], as: name });
  const from = (...refs: string[]): Pick<WireDerivation, 'inputs' | 'conflicts' | 'steps'> => ({
    inputs: refs.map((ref) => ({ ref })),
    conflicts: 'refuse',
    steps: [],
  });

  await t.test('a dry run counts and makes nothing', async () => {
    const [found, ...others] = await client.ask(derive, {
      ...from('one:v1'),
      steps: [{ do: 'sample', images: { count: 3 }, seed: 1 }],
      as: 'sample',
      dryRun: true,
    });
    assert.deepEqual([found?.as, found?.files, found?.images, found?.version, others.length], ['sample', 3, 3, undefined, 0]);
    assert.match(found?.recipe ?? '', /one:v1/);
    assert.deepEqual(await client.ask(listVersions, { dataset: 'sample' }).catch(() => []), []);
  });

  await t.test('what is made is announced; the same again exists already', async () => {
    const request: WireDerivation = { ...from('one:v1'), steps: [{ do: 'exclude-names', names: ['3.png'] }], as: 'some' };
    const heard = client.heard(registryChanged).length;
    const [made] = await client.ask(derive, request);
    assert.deepEqual([made?.version?.ref, made?.version?.files, made?.existed], ['some:v1', 9, false]);
    assert.match(made?.version?.origin ?? '', /derived from one:v1/);
    await until(() => client.heard(registryChanged).length > heard, { what: 'news of the registry' });
    assert.equal((await client.ask(derive, request))[0]?.existed, true);
  });

  await t.test('a split makes a version of each part', async () => {
    const split = {
      parts: [
        { name: 'train', fraction: 80 },
        { name: 'val', fraction: 20 },
      ],
      by: 'none',
      seed: 1,
    } as const;
    const made = await client.ask(derive, { ...from('one:v1'), split, as: 'parts' });
    assert.deepEqual(
      made.map(({ version }) => [version?.ref, version?.files]),
      [
        ['parts-train:v1', 8],
        ['parts-val:v1', 2],
      ],
    );
  });

  await t.test('what two versions do not agree on is told line by line, and decided by a person', async () => {
    const refused = await client.send(derive, { ...from('one:v1', 'two:v1'), as: 'both', dryRun: true });
    assert.ok(!refused.ok);
    assert.equal(refused.problem.code, 'derive.conflict');
    assert.equal(refused.problem.details?.length, 5);
    assert.match(refused.problem.details?.[0] ?? '', /0\.png/);
    const [made] = await client.ask(derive, { ...from('one:v1', 'two:v1'), conflicts: 'last', as: 'both' });
    assert.deepEqual([made?.version?.files, made?.conflicts.length], [10, 5]);
  });

  await t.test('two versions are compared; lists are as long as was asked for, totals are exact', async () => {
    const { a, b, totals, added, removed, changed, moved } = await client.ask(diff, { a: 'one:v1', b: 'two:v1', limit: 2 });
    assert.deepEqual([a, b], ['one:v1', 'two:v1']);
    assert.deepEqual([totals.added.files, totals.removed.files, totals.changed.files, totals.moved.files], [0, 5, 5, 0]);
    assert.deepEqual([added, moved], [[], []]);
    assert.deepEqual(
      removed.map(({ path, bytes }) => [path, bytes]),
      [
        ['5.png', 4],
        ['6.png', 4],
      ],
    );
    assert.deepEqual(changed[0], { path: '0.png', bytes: 5, before: { path: '0.png', bytes: 4 } });
  });

  await t.test('a version that is not there is said', async () => {
    for (const answer of [
      await client.send(diff, { a: 'one:v1', b: 'two:v9', limit: 1 }),
      await client.send(derive, { ...from('nobody:v1'), as: 'x' }),
    ]) {
      assert.ok(!answer.ok);
      assert.match(answer.problem.code, /^ref\.unknown/);
    }
  });
});

test('nothing is derived for a folder that is not trusted', async (t) => {
  const client = await startClient(t, { home: join(tempFolder(t, 'lsp'), 'home') });
  const answer = await client.send(derive, { inputs: [{ ref: 'a:v1' }], steps: [], conflicts: 'refuse', as: 'b' });
  assert.equal(answer.ok ? undefined : answer.problem.code, 'workspace.untrusted');
});

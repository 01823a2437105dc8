/** What can go wrong on the way to Labelbox and back, and who must never be shown its key. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { createLabelboxSource } from '../../server/connectors/labelbox/source.ts';
import { adopt } from '../../server/core/adoption.ts';
import { yielded } from '../support/sourceContext.ts';
import type { Owner } from '../support/temp.ts';
import { startServer } from './httpServer.ts';
import { key, signature, startLabelbox } from './labelboxReplay.ts';
import { apiFaults, faultTests, linkFaults } from './toolFaults.ts';
import { toolText, toolWorld } from './toolText.ts';

const source = createLabelboxSource({ pause: 1 });
const place = 'labelbox://projects/p1';

async function open(owner: Owner) {
  const replay = await startLabelbox(owner, { piece: 1_500 });
  return { replay, world: toolWorld(owner, source, { secrets: { LABELBOX_API_KEY: key }, sources: replay.sources }) };
}

async function start(owner: Owner) {
  const { replay, world } = await open(owner);
  return { server: replay.server, read: async () => toolText(await yielded(world, source, place)) };
}

faultTests('what is asked with the key', { faults: apiFaults, paths: { 'a request': '/graphql' }, start });
faultTests('the export behind its links', { faults: linkFaults, paths: { 'a part': '/parts/' }, start });

describe('adopting', () => {
  test('a link to an image that has expired is asked for again', async (t) => {
    const { replay, world } = await open(t);
    const expected = await adopt(world, { locations: [place], as: 'streets:v1' });
    replay.server.spoil('/cdn/', { status: 403, times: 1 });
    assert.equal(
      (await adopt({ ...world, hashes: forgetful(world) }, { locations: [place], as: 'streets:v2' })).version.hash,
      expected.version.hash,
    );
    assert.equal(replay.server.requests.filter(({ body }) => body.includes('GetDataRowPyApi')).length, 1);
  });

  test('a mask that is gone is a problem, and the others go on', async (t) => {
    const { replay, world } = await open(t);
    replay.server.spoil('/api/v1/tasks/TASK/masks/M1', { status: 403 });
    const { leftOut, files } = await adopt(world, { locations: [place], as: 'streets', keepGoing: true });
    assert.equal(files, 7);
    assert.match(leftOut.join('\n'), /^export of project p1:1: Labelbox does not give this mask: it keeps masks for 30 days/);
  });

  test('a wrong key adopts nothing', async (t) => {
    const { replay } = await open(t);
    const world = toolWorld(t, source, { secrets: { LABELBOX_API_KEY: 'another key' }, sources: replay.sources });
    await assert.rejects(adopt(world, { locations: [place], as: 'streets' }), { code: 'secret.refused' });
    assert.deepEqual(world.registry.versions.all(), []);
  });
});

describe('the key and what signs links', () => {
  test('reach nobody else', async (t) => {
    const { replay, world } = await open(t);
    const stranger = await startServer(t, () => ({ body: 'mask' }));
    replay.server.spoil('/api/v1/', { redirect: `${stranger.origin}/elsewhere` });
    await adopt(world, { locations: [place], as: 'streets' });
    assert.equal(stranger.requests.length, 2);
    for (const { headers, url } of stranger.requests) assert.doesNotMatch(JSON.stringify([headers, url]), /canary|authorization/i);
    replay.server.spoil('/graphql', { redirect: `${stranger.origin}/graphql`, status: 307 });
    await assert.rejects(adopt(world, { locations: [place], as: 'streets' }), { code: 'web.redirect' });
    assert.equal(stranger.requests.length, 2);
  });

  test('are in nothing that is kept, said or thrown', async (t) => {
    const { replay, world } = await open(t);
    const said: string[] = [];
    const all = await yielded(world, source, place, { said });
    await adopt(world, { locations: [place], as: 'streets' });
    replay.instead.set('query GetProjectPyApi', ({ headers }) => ({
      status: 400,
      body: { errors: [{ message: `Bad key ${headers.authorization}` }] },
    }));
    const thrown = await adopt(world, { locations: [place], as: 'streets' }).catch((error: unknown) => error);
    const kept = ['registry.db', 'registry.db-wal', 'hashes.db', 'hashes.db-wal'].map((name) => read(join(world.home, name)));
    const texts = [said.join(), JSON.stringify(all), String(thrown), JSON.stringify(thrown), ...kept];
    for (const text of texts) assert.ok(!text.includes(key) && !text.includes(signature) && !text.includes('@example.com'));
    assert.match(String(thrown), /Bad key/);
  });
});

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

/** Everything has to be read again. */
function forgetful({ hashes }: ReturnType<typeof toolWorld>) {
  return { ...hashes, get: () => undefined };
}

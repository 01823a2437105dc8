/** V7 behind a network and servers that do what they should not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createV7Source } from '../../server/connectors/v7/source.ts';
import { outcomeOf, toolWorld } from '../support/toolWorld.ts';
import { startServer } from './httpServer.ts';
import { apiFaults, faultTests, linkFaults } from './toolFaults.ts';
import { key, startV7 } from './v7Replay.ts';

const source = createV7Source({ pause: 1 });
const cars = 'v7://test-team/cars';

faultTests('faults of the API', {
  faults: apiFaults,
  paths: { 'the team': '/api/users/token_info', 'the releases': '/api/v2/teams/test-team/datasets/cars/exports' },
  start,
});

faultTests('faults of the link to the zip', { faults: linkFaults, paths: { 'the zip': '/cdn/release.zip' }, start });

async function start(owner: Parameters<typeof startV7>[0]) {
  const server = await startV7(owner);
  const world = toolWorld(owner, { secrets: { V7_API_KEY: key }, sources: { 'v7.baseUrl': server.origin } });
  return { server, read: () => outcomeOf(world, source, cars) };
}

test('a link that is over in the middle is asked for again', async (t) => {
  const server = await startV7(t, { uses: 1 });
  const world = toolWorld(t, { secrets: { V7_API_KEY: key }, sources: { 'v7.baseUrl': server.origin } });
  await assert.rejects(outcomeOf(world, source, cars), { code: 'web.expired' });
  assert.ok(server.asked('/api/v2/teams/test-team/datasets/cars/exports').length >= 2);
});

test('an API that sends elsewhere does not get the key there', async (t) => {
  const stranger = await startServer(t, () => ({ body: { selected_team: { slug: 'test-team' } } }));
  const { server, read } = await start(t);
  const expected = await read();
  server.spoil('/api/users/token_info', { redirect: `${stranger.origin}/x`, times: 1 });
  assert.deepEqual(await read(), expected);
  assert.equal(stranger.requests.length, 1);
  assert.doesNotMatch(JSON.stringify(stranger.requests), /canary/);
});

const inside: [title: string, body: unknown][] = [
  ['an error in place of releases', { errors: { message: 'not today' } }],
  ['a text in place of releases', 'hello'],
  ['nothing', null],
  ['an object in place of a list', {}],
];

for (const [title, body] of inside) {
  test(`200 with ${title}`, async (t) => {
    const server = await startServer(t, {
      '/api/users/token_info': { body: { selected_team: { slug: 'test-team' } } },
      '/api/v2/*': { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
    });
    const world = toolWorld(t, { secrets: { V7_API_KEY: key }, sources: { 'v7.baseUrl': server.origin } });
    await assert.rejects(outcomeOf(world, source, cars), { code: 'source.answer' });
  });
}

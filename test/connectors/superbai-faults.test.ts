/** Superb AI behind a network and servers that do what they should not. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createSuperbSource } from '../../server/connectors/superbai/source.ts';
import { asDatapinError, type ErrorCode } from '../../server/core/errors.ts';
import { outcomeOf, toolWorld } from '../support/toolWorld.ts';
import { startServer } from './httpServer.ts';
import { key, project, startSuperb, team } from './superbaiReplay.ts';
import { apiFaults, faultTests, linkFaults } from './toolFaults.ts';

const source = createSuperbSource({ pause: 1 });
const cars = `superbai://projects/${project}`;
const ready = { id: 'e1', name: 'first', state: 'FINISHED', createdAt: '2026-01-02', downloadUrl: '{ZIP}' };

type Owner = Parameters<typeof startSuperb>[0];

async function start(owner: Owner, exports: Record<string, unknown>[]) {
  const server = await startSuperb(owner, { exports });
  const world = toolWorld(owner, {
    secrets: { SPB_ACCESS_KEY: key, SPB_TEAM_NAME: team },
    sources: { 'superbai.endpoint': server.origin },
  });
  return { server, read: () => outcomeOf(world, source, cars) };
}

faultTests('faults of the API', {
  faults: apiFaults,
  paths: { projects: '/v3/graphql', 'labels and exports': '/v2/graphql' },
  start: (owner) => start(owner, []),
});

faultTests('faults of the link to the zip', {
  faults: linkFaults,
  paths: { 'the zip': '/cdn/export.zip' },
  start: (owner) => start(owner, [ready]),
});

const inside: [title: string, body: unknown, code: ErrorCode][] = [
  ['nothing in it', {}, 'source.answer'],
  ['null', null, 'source.answer'],
  ['an error', { errors: [{ message: 'Bad things', extensions: { code: '400' } }] }, 'source.answer'],
  ['an error of the server', { errors: [{ message: 'x', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] }, 'source.answer'],
  ['401', { errors: [{ message: 'no', extensions: { code: '401' } }] }, 'secret.refused'],
  ['403', { errors: [{ message: 'no', extensions: { code: '403' } }] }, 'web.denied'],
  ['Forbidden', { error: { message: 'Forbidden' } }, 'web.denied'],
  ['503 for good', { errors: [{ message: 'busy', extensions: { code: '503' } }] }, 'source.answer'],
  ['Limit Exceeded for good', { error: { message: 'Limit Exceeded' } }, 'source.rate-limit'],
  ['an error beside data', { data: { project: null }, errors: [{ message: 'half' }] }, 'source.answer'],
];

describe('200 with', () => {
  for (const [title, body, code] of inside) {
    test(title, async (t) => {
      const { server } = await start(t, []);
      const spoiled = await startServer(t, { '*': { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } });
      const sources = { 'superbai.endpoint': spoiled.origin };
      const world = toolWorld(t, { secrets: { SPB_ACCESS_KEY: key, SPB_TEAM_NAME: team }, sources });
      const error = asDatapinError(await outcomeOf(world, source, cars).catch((thrown: unknown) => thrown));
      assert.equal(error.code, code, error.message);
      assert.equal(server.requests.length, 0);
    });
  }

  test('Limit Exceeded, then as it should be', async (t) => {
    const { server, read } = await start(t, []);
    const expected = await read();
    let refusals = 2;
    const busy = await startServer(t, ({ method, url, headers, body }) => {
      if (refusals-- > 0) return { body: { error: { message: 'Limit Exceeded' } } };
      return forwarded(server.origin + url, { method, headers: headers as Record<string, string>, body });
    });
    const sources = { 'superbai.endpoint': busy.origin };
    const world = toolWorld(t, { secrets: { SPB_ACCESS_KEY: key, SPB_TEAM_NAME: team }, sources });
    assert.deepEqual(await outcomeOf(world, source, cars), expected);
  });
});

test('an API that sends elsewhere gets neither key nor question there', async (t) => {
  const stranger = await startServer(t, () => ({ body: {} }));
  const { server, read } = await start(t, []);
  for (const status of [302, 307]) {
    server.spoil('/v3/graphql', { redirect: `${stranger.origin}/x`, status, times: 1 });
    await assert.rejects(read(), (error) => /^(web\.redirect|source\.answer)$/.test(asDatapinError(error).code));
  }
  assert.doesNotMatch(JSON.stringify(stranger.requests), /canary/);
});

async function forwarded(url: string, { method, headers, body }: { method: string; headers: Record<string, string>; body: string }) {
  const { host: _, connection: __, 'content-length': ___, ...rest } = headers;
  const answer = await fetch(url, { method, headers: rest, body });
  return { status: answer.status, body: await answer.text() };
}

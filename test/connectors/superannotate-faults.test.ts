/** SuperAnnotate behind a network and servers that do what they should not. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createSuperAnnotateSource } from '../../server/connectors/superannotate/source.ts';
import { asDatapinError, type ErrorCode } from '../../server/core/errors.ts';
import { outcomeOf, toolWorld } from '../support/toolWorld.ts';
import { startServer } from './httpServer.ts';
import { type SaOptions, settingsOf, startSa, token } from './superannotateReplay.ts';
import { apiFaults, faultTests, linkFaults } from './toolFaults.ts';

const source = createSuperAnnotateSource({ pause: 1 });
const street = 'superannotate://projects/7';
/** Those after which there is another way than an export. */
const refusing = (title: string) => ['403', '422'].includes(title);

type Owner = Parameters<typeof startSa>[0];

async function start(owner: Owner, options: SaOptions = {}) {
  const server = await startSa(owner, options);
  const world = toolWorld(owner, { secrets: { SA_TOKEN: token }, sources: settingsOf(server.origin) });
  const read = async () => {
    const { facts, ...rest } = await outcomeOf(world, source, street);
    return { ...rest, facts: { ...facts, exportedAt: '' } };
  };
  return { server, read };
}

faultTests('faults of the API', {
  faults: apiFaults,
  paths: { projects: '/wm/api/v1/projects', folders: '/wm/api/v1/folders', items: '/item/api/v1/items/search' },
  start,
});

faultTests('faults of the export', {
  faults: apiFaults.filter(({ title }) => !refusing(title)),
  paths: { 'its beginning': '/export', 'its end': '/export/33' },
  start,
});

faultTests('faults of the link to the zip', { faults: linkFaults, paths: { 'the zip': '/cdn/export.zip' }, start });

faultTests('faults of what there is without an export', {
  faults: apiFaults,
  paths: { classes: '/classes', sizes: '/assets/v4/items/annotations/download/method' },
  start: (owner) => start(owner, { begin: { status: 403 } }),
});

faultTests('faults of the stream of annotations', {
  faults: linkFaults.filter(({ title }) => !/403|ranges/.test(title)),
  paths: { 'the stream': '/assets/v4/items/annotations/download' },
  start: (owner) => start(owner, { begin: { status: 403 } }),
});

const inside: [title: string, body: unknown, code: ErrorCode][] = [
  ['an error', { error: 'Bad things' }, 'source.answer'],
  ['errors', { errors: [{ message: 'Bad things' }] }, 'source.answer'],
  ['nothing', null, 'source.answer'],
  ['a text', 'hello', 'source.answer'],
  ['no list', {}, 'source.answer'],
  ['a list of nothing', { data: [] }, 'source.project'],
  ['a list of what has no id', { data: [{ name: 'x' }, null, 7] }, 'source.project'],
];

describe('200 with', () => {
  for (const [title, body, code] of inside) {
    test(title, async (t) => {
      const server = await startServer(t, { '*': { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } });
      const world = toolWorld(t, { secrets: { SA_TOKEN: token }, sources: settingsOf(server.origin) });
      const error = asDatapinError(await outcomeOf(world, source, street).catch((thrown: unknown) => thrown));
      assert.equal(error.code, code, error.message);
    });
  }

  for (const [title, begin] of Object.entries({
    'an error in place of an export': { body: { error: 'Not for you' } },
    'nothing in place of an export': { body: {} },
  })) {
    test(`${title}: the annotations are read one by one`, async (t) => {
      const expected = await (await start(t)).read();
      const { read } = await start(t, { begin });
      const { files, made, problems, notes } = await read();
      assert.deepEqual([files, made, problems], [expected.files, expected.made, []]);
      assert.match(notes.join('\n'), /no export of SuperAnnotate/);
    });
  }
});

test('an API that sends elsewhere does not get the token there', async (t) => {
  const stranger = await startServer(t, () => ({ body: { data: [] } }));
  const { server, read } = await start(t);
  for (const status of [302, 307, 308]) {
    server.spoil('/wm/api/v1/projects', { redirect: `${stranger.origin}/x`, status, times: 1 });
    await assert.rejects(read(), (error) => /^(web\.redirect|source\.(answer|project))$/.test(asDatapinError(error).code));
  }
  server.spoil('/export/33', { redirect: `${stranger.origin}/x`, times: 1 });
  await read().catch(() => undefined);
  assert.doesNotMatch(JSON.stringify(stranger.requests), /canary|x-sa-entity-context/);
});

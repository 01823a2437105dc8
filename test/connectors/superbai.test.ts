/** Superb AI: what is asked, what comes of it, and where keys go. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { createSuperbConnector } from '../../server/connectors/superbai/connector.ts';
import { createSuperbSource } from '../../server/connectors/superbai/source.ts';
import { adopt } from '../../server/core/adoption.ts';
import { asDatapinError, type ErrorCode } from '../../server/core/errors.ts';
import { corpus, needsCorpus } from '../support/corpus.ts';
import { collected } from '../support/pieces.ts';
import { assertSameRequests, readTrace } from '../support/replay.ts';
import { sourceContext, sourceWorld, yielded } from '../support/sourceContext.ts';
import { everything, outcomeOf, toolWorld } from '../support/toolWorld.ts';
import type { TestServer } from './httpServer.ts';
import { car, key, project, type ReplayLabel, type SuperbOptions, startSuperb, team, wrapped } from './superbaiReplay.ts';

const source = createSuperbSource({ pause: 1, patience: 500 });
const cars = `superbai://projects/${project}`;
const ready = {
  id: 'e1',
  name: 'first',
  state: 'FINISHED',
  createdAt: '2026-01-02T03:04:05Z',
  downloadUrl: '{ZIP}',
  downloadLabelCount: 2,
};

function optionsOf(server: TestServer, secret = key) {
  return { secrets: { SPB_ACCESS_KEY: secret, SPB_TEAM_NAME: team }, sources: { 'superbai.endpoint': server.origin } };
}

async function started(t: TestContext, options: SuperbOptions = {}) {
  const server = await startSuperb(t, options);
  return { server, world: toolWorld(t, optionsOf(server)) };
}

const many = (count: number): ReplayLabel[] =>
  Array.from({ length: count }, (_, i) => ({ id: `label-${i}`, dataKey: `${i}.jpg`, document: wrapped([car]) }));

test('asks what its own kit asks', needsCorpus, async (t) => {
  const { server, world } = await started(t);
  const context = sourceContext(world, source);
  await collected(source.choices!(context));
  await collected(source.choices!(context, project));
  await yielded(world, source, cars);
  await yielded(world, source, 'superbai://projects/Cars');
  await world.connectorFor(`${cars}/labels/label-1`);
  await collected(createSuperbConnector(world).list(`${cars}/labels/label-1`));
  const met = assertSameRequests(server.requests, readTrace(join(corpus, 'superb-ai/wire-trace.superb-ai.jsonl')), {
    ours: ({ path }) => path.startsWith('/cdn/') || path.startsWith('/curate/'),
  });
  assert.deepEqual(met, ['query exports', 'query labels', 'query project', 'query projects']);
});

test('offers projects, and their exports', async (t) => {
  const exports = [ready, { ...ready, id: 'e2', name: 'second', createdAt: '2026-02-02', downloadUrl: null, state: 'PROCESSING' }];
  const { world } = await started(t, { exports });
  const context = sourceContext(world, source);
  assert.deepEqual(await collected(source.choices!(context)), [
    { location: cars, title: 'Cars', description: '2 labels', parent: project },
  ]);
  assert.deepEqual(await collected(source.choices!(context, project)), [
    { location: `${cars}/labels`, title: 'Labels as they are now' },
    { location: `${cars}/exports/e2`, title: 'second', description: '2026-02-02, 2 labels, processing' },
    { location: `${cars}/exports/e1`, title: 'first', description: '2026-01-02, 2 labels' },
  ]);
});

const chosen: [title: string, location: string, exports: Record<string, unknown>[], name: string | undefined][] = [
  ['the labels, where there is no export', cars, [], undefined],
  ['the labels, where no export is ready', cars, [{ ...ready, downloadUrl: null }], undefined],
  ['the newest export that is ready', cars, [ready, { ...ready, id: 'e2', name: 'second', createdAt: '2026-02-02' }], 'second'],
  ['the export that is named', `${cars}/exports/first`, [{ ...ready, id: 'e2', name: 'second' }, ready], 'first'],
  ['the export of an id', `${cars}/exports/e2`, [{ ...ready, id: 'e2', name: 'second' }, ready], 'second'],
  ['the labels, when they are asked for', `${cars}/labels`, [ready], undefined],
  ['a project by its name', 'superbai://projects/Cars', [ready], 'first'],
];

describe('chooses', () => {
  for (const [title, location, exports, name] of chosen) {
    test(title, async (t) => {
      const { world } = await started(t, { exports });
      const { facts, problems, files } = await outcomeOf(world, source, location);
      assert.deepEqual(problems, []);
      assert.deepEqual([facts?.export, facts?.labels, facts?.project], [name, 2, project]);
      assert.deepEqual(files, [`images/street/a.jpg <- ${cars}/labels/label-1`, `images/street/sub/ü b.jpg <- ${cars}/labels/label-2`]);
    });
  }
});

const pages: [title: string, count: number, requests: number][] = [
  ['less than a page', 9, 1],
  ['exactly a page', 10, 1],
  ['a page and one', 11, 2],
  ['exactly two pages', 20, 2],
];

describe('reads labels page by page', () => {
  for (const [title, count, requests] of pages) {
    test(title, async (t) => {
      const { server, world } = await started(t, { labels: many(count) });
      const { files, facts, problems } = await outcomeOf(world, source, cars);
      assert.deepEqual([files.length, facts?.labels, problems], [count, count, []]);
      const asked = server.asked('/v2/graphql').filter(({ body }) => body.includes('labels('));
      assert.equal(asked.length, requests);
    });
  }
});

const wrong: [title: string, options: SuperbOptions, problem: RegExp][] = [
  ['fewer labels than there should be', { labels: many(3), count: 5 }, /project Cars: Superb AI says that there are 5 labels, and gives 3/],
  ['a row that is no label', { page: (_, edges) => [...edges, { id: 'x' }] }, /This is no label: it has no id or no data key/],
  [
    'a label of the oldest shape',
    { labels: [{ id: 'l', dataKey: 'a.jpg', document: { objects: [{ class: 'car', shape: { box: {} } }] } }] },
    /label l: The label has the shape of the oldest projects/,
  ],
  ['a label that is no JSON', { labels: [{ id: 'l', dataKey: 'a.jpg', document: 'not JSON' }] }, /label l: It is no JSON/],
  [
    'a label that is something else',
    { labels: [{ id: 'l', dataKey: 'a.jpg', document: { x: 1 } }] },
    /label l: The label has neither objects nor categories/,
  ],
];

describe('says what is wrong with', () => {
  for (const [title, options, problem] of wrong) {
    test(title, async (t) => {
      const { world } = await started(t, options);
      assert.match((await outcomeOf(world, source, cars)).problems.join('\n'), problem);
    });
  }
});

const refused: [title: string, location: string, options: SuperbOptions & { secret?: string }, code: ErrorCode, says: RegExp][] = [
  ['no project', 'superbai://projects/', {}, 'source.location', /names no project/],
  ['a key that is none', cars, { secret: 'canary-wrong-key' }, 'secret.refused', /refuses the access key of Superb AI: Unauthorized …/],
  ['a project that is misspelt', 'superbai://projects/Carz', {}, 'source.project', /Did you mean "Cars"/],
  ['a project that is not there', `superbai://projects/${project.replace('2', '3')}`, {}, 'source.project', /has no project/],
  ['an export that is misspelt', `${cars}/exports/frist`, { exports: [ready] }, 'source.project', /no export frist.*Did you mean "first"/s],
  [
    'an export that failed',
    `${cars}/exports/first`,
    { exports: [{ ...ready, downloadUrl: null, state: 'FAILED' }] },
    'source.export',
    /could not make/,
  ],
  [
    'an export that is never made',
    `${cars}/exports/first`,
    { exports: [{ ...ready, downloadUrl: null, state: 'RUNNING' }] },
    'source.export',
    /still making/,
  ],
  ['no labels', cars, { labels: [] }, 'adopt.empty', /Project Cars of Superb AI has no labels/],
  [
    'pages that repeat',
    cars,
    { labels: many(20), page: () => many(10).map(({ id, dataKey }) => ({ id, dataKey })) },
    'source.answer',
    /page 2 of the labels twice/,
  ],
];

describe('refuses', () => {
  for (const [title, location, { secret, ...options }, code, says] of refused) {
    test(title, async (t) => {
      const world = toolWorld(t, optionsOf(await startSuperb(t, options), secret));
      const error = asDatapinError(await yielded(world, source, location).catch((thrown: unknown) => thrown));
      assert.equal(error.code, code, error.message);
      assert.match(`${error.message} ${error.hint}`, says);
      assert.doesNotMatch(`${error.stack} ${error.hint}`, /canary/);
    });
  }
});

test('asks for the key and the team', async (t) => {
  for (const [secrets, name] of [
    [{ SPB_ACCESS_KEY: '', SPB_TEAM_NAME: team }, 'SPB_ACCESS_KEY'],
    [{ SPB_ACCESS_KEY: key, SPB_TEAM_NAME: '' }, 'SPB_TEAM_NAME'],
  ] as const) {
    const error = asDatapinError(await yielded(sourceWorld(t, { secrets }), source, cars).catch((thrown: unknown) => thrown));
    assert.equal(error.code, 'secret.missing');
    assert.match(error.hint ?? '', new RegExp(name));
  }
});

const looked: [title: string, label: Partial<ReplayLabel>, annotated: boolean][] = [
  ['submitted without objects', { status: 'SUBMITTED', document: wrapped([]) }, true],
  ['working without objects', { status: 'WORKING', document: wrapped([]) }, false],
  ['working with objects', { status: 'WORKING', document: wrapped([car]) }, true],
  ['skipped', { status: 'SKIPPED', document: wrapped([]) }, false],
  ['never labelled', { status: 'WORKING', missing: true }, false],
  [
    'with its result in the row, as a text',
    { status: 'WORKING', missing: true, row: { result: JSON.stringify({ objects: [car] }) } },
    true,
  ],
  ['with its result in the row, and no link', { status: 'WORKING', row: { result: { objects: [car] }, infoReadPresignedUrl: null } }, true],
  ['with a result that is null', { status: 'WORKING', document: { result: null } }, false],
  ['with a result that is a text', { status: 'WORKING', document: { result: JSON.stringify({ objects: [car] }) } }, true],
];

describe('knows whether somebody has looked at an image that is', () => {
  for (const [title, label, annotated] of looked) {
    test(title, async (t) => {
      const { world } = await started(t, { labels: [{ id: 'l', dataKey: 'a.jpg', ...label }] });
      const { made, files, problems } = await outcomeOf(world, source, cars);
      assert.deepEqual([files.length, problems], [1, []]);
      assert.equal('annotations/images/street/a.jpg.json' in made, annotated);
    });
  }
});

test('adopts images that Superb AI keeps, by links that are soon over', async (t) => {
  const server = await startSuperb(t, { uses: 1, exports: [{ ...ready, downloadUrl: null }] });
  const world = sourceWorld(t, optionsOf(server));
  const { version, files } = await adopt(world, { locations: [cars], as: 'cars' });
  assert.equal(files, 5);
  const again = await adopt(world, { locations: [cars], as: 'cars' });
  assert.deepEqual([again.existed, again.version.hash], [true, version.hash]);
  const connector = createSuperbConnector(world);
  for (let i = 0; i < 3; i++) assert.equal((await collected(connector.list(`${cars}/labels/label-1`))).length, 1);
  const [first] = await collected(connector.list(`${cars}/labels/label-1`));
  assert.ok(first && 'location' in first);
  assert.equal(Buffer.concat(await collected(connector.read(first))).toString(), 'bytes of a');
  assert.deepEqual(await connector.inspect({ location: `${cars}/labels/none`, size: 0 }), { state: 'missing' });
});

test('keys and signatures are in nothing that could be kept', async (t) => {
  for (const exports of [[], [ready]]) {
    const { server, world } = await started(t, { exports });
    const all = everything(await yielded(world, source, cars));
    assert.doesNotMatch(all, /canary/);
    assert.doesNotMatch(all, /x\.example/);
    for (const { headers } of server.asked('/cdn/')) assert.equal(headers['x-api-key'] ?? headers.authorization, undefined);
  }
});

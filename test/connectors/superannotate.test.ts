/** SuperAnnotate by its API: what is asked, what comes of it, and where the token goes. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { createSuperAnnotateConnector } from '../../server/connectors/superannotate/connector.ts';
import { createSuperAnnotateSource } from '../../server/connectors/superannotate/source.ts';
import { adopt } from '../../server/core/adoption.ts';
import { asDatapinError, type ErrorCode } from '../../server/core/errors.ts';
import { corpus, needsCorpus } from '../support/corpus.ts';
import { collected } from '../support/pieces.ts';
import { assertSameRequests, readTrace, type Shape } from '../support/replay.ts';
import { sourceContext, sourceWorld, yielded } from '../support/sourceContext.ts';
import { everything, outcomeOf, toolWorld } from '../support/toolWorld.ts';
import type { TestServer } from './httpServer.ts';
import { box, type ReplayItem, type SaOptions, said, settingsOf, startSa, threeItems, token } from './superannotateReplay.ts';

const source = createSuperAnnotateSource({ pause: 1, patience: 500 });
const street = 'superannotate://projects/7';
const threeFiles = [
  `images/a.jpg <- ${street}/items/1`,
  `images/night/c.jpg <- ${street}/items/3`,
  `images/night/ü b.jpg <- ${street}/items/2`,
].sort();
const noExport = { status: 403, body: { error: { message: 'Only an admin exports' } } };

function optionsOf(server: TestServer, secret = token) {
  return { secrets: { SA_TOKEN: secret }, sources: settingsOf(server.origin) };
}

async function started(t: TestContext, options: SaOptions = {}) {
  const server = await startSa(t, options);
  return { server, world: toolWorld(t, optionsOf(server)) };
}

const many = (count: number): ReplayItem[] => Array.from({ length: count }, (_, i) => ({ id: i + 1, name: `${i}.jpg` }));

/** Which folders and formats are exported is asked for or not. */
function withoutChoices(shape: Shape): Shape {
  return shape.path === '/export' ? { ...shape, keys: shape.keys.filter((key) => !/^(export_format|folder_names)/.test(key)) } : shape;
}

test('asks what its own kit asks', needsCorpus, async (t) => {
  const items = [{ id: 1, name: 'a.jpg', path: '/600x800', bytes: 'a', annotation: said('a.jpg') }];
  const { server, world } = await started(t, { items, external: true });
  const context = sourceContext(world, source);
  await collected(source.choices!(context));
  await collected(source.choices!(context, '7'));
  await yielded(world, source, street);
  await yielded(world, source, `${street}/root`);
  await collected(createSuperAnnotateConnector(world).list(`${street}/items/1`));
  const met = assertSameRequests(server.requests, readTrace(join(corpus, 'superannotate/wire-trace.superannotate.jsonl')), {
    ours: ({ path }) => path.startsWith('/cdn/'),
    normalise: withoutChoices,
  });
  assert.deepEqual(met, [
    'GET /export/33',
    'GET /image/1/annotation/getAnnotationDownloadToken',
    'GET /integrations',
    'GET /item/api/v1/items/1',
    'POST /export',
    'POST /item/api/v1/items/search',
    'POST /wm/api/v1/folders/search',
    'POST /wm/api/v1/projects/search',
  ]);
});

test('offers projects, and their folders', async (t) => {
  const { world } = await started(t);
  const context = sourceContext(world, source);
  assert.deepEqual(await collected(source.choices!(context)), [
    { location: street, title: 'Street', description: 'vector', parent: '7' },
    { location: 'superannotate://projects/8', title: 'Other', description: 'vector', parent: '8' },
  ]);
  assert.deepEqual(await collected(source.choices!(context, '7')), [
    { location: street, title: 'All folders' },
    { location: `${street}/root`, title: 'root' },
    { location: `${street}/night`, title: 'night' },
  ]);
});

const ways: [title: string, options: SaOptions][] = [
  ['an export', {}],
  ['an export that is ready at once', { polls: [{ status: 2, download: '{ZIP}' }] }],
  ['an export that takes a while', { polls: [...Array(5).fill({ status: 1, progress: 40 }), { status: 2, download: '{ZIP}' }] }],
  ['an export whose link is soon over', { uses: 2 }],
  ['the stream, as there may be no export', { begin: noExport }],
  ['the stream, as the export fails', { polls: [{ status: 1 }, { status: 4 }] }],
  ['the stream, with another separator', { begin: noExport, separator: '\n' }],
  ['large annotations', { begin: noExport, items: threeItems.map((item) => ({ ...item, large: true })) }],
];

describe('reads a project by', () => {
  for (const [title, options] of ways) {
    test(title, async (t) => {
      const { world } = await started(t, options);
      const said: string[] = [];
      const { files, made, facts, problems } = await outcomeOf(world, source, street, { said });
      assert.deepEqual(problems, []);
      assert.deepEqual(files, threeFiles);
      assert.deepEqual(made, {
        'annotations/images/a.jpg.json':
          '{"height":480,"image":"images/a.jpg","labels":[{"class":"car","shape":{"height":7,"type":"box","width":4,"x":1,"y":2}}],"width":640}\n',
        'annotations/images/night/ü b.jpg.json': '{"height":480,"image":"images/night/ü b.jpg","labels":[],"width":640}\n',
        'classes.json': '[{"attributeGroups":[{"kind":"radio","name":"doors","values":["4"]}],"name":"car","type":"object"}]\n',
      });
      assert.deepEqual([facts?.project, facts?.name, facts?.items], ['7', 'Street', 3]);
      assert.equal(said.filter((words) => /export, 40 %/.test(words)).length, title.includes('a while') ? 5 : 0);
    });
  }

  test('one folder', async (t) => {
    const { server, world } = await started(t);
    const { files, made, facts, problems } = await outcomeOf(world, source, `${street}/night`);
    assert.deepEqual(files, threeFiles.slice(1));
    assert.deepEqual([facts?.folder, facts?.items], ['night', 2]);
    assert.match(server.asked('/export')[0]!.body, /"folder_names":\["night"\]/);
    assert.deepEqual([Object.keys(made), problems], [['annotations/images/night/ü b.jpg.json', 'classes.json'], []]);
  });

  test('annotations in which a person has typed the separator', async (t) => {
    const items = threeItems.map((item) => ({
      ...item,
      annotation: said(item.name, [{ ...box, attributes: [{ groupName: 'note', name: 'x\\n;)\\n} "{' }] }]),
    }));
    const { world } = await started(t, { items, begin: noExport });
    const { made, problems } = await outcomeOf(world, source, street);
    assert.deepEqual([Object.keys(made).length, problems], [4, []]);
  });
});

const pages: [title: string, count: number, requests: number][] = [
  ['none', 0, 1],
  ['exactly a page', 2000, 1],
  ['a page and one', 2001, 2],
];

describe('lists items page by page:', () => {
  for (const [title, count, requests] of pages) {
    test(title, async (t) => {
      const { server, world } = await started(t, { items: many(count) });
      if (count === 0) await assert.rejects(outcomeOf(world, source, street), { code: 'adopt.empty' });
      else assert.equal((await outcomeOf(world, source, street)).files.length, count);
      assert.equal(server.asked('/item/api/v1/items/search').length, requests);
    });
  }
});

const wrong: [title: string, options: SaOptions, problem: RegExp][] = [
  ['fewer items than there should be', { total: 9 }, /folder root: SuperAnnotate says that there are 9 items, and gives 1/],
  ['an item without a name', { page: (_, items) => [...items, { id: 9 }] }, /It lists something that is no item/],
  [
    'an annotation of no item',
    { members: { 'x.jpg.json': JSON.stringify(said('x.jpg')) } },
    /: x\.jpg\.json: The project does not list the item x\.jpg/,
  ],
  ['two annotations of an item', { members: { 'b.json': JSON.stringify(said('a.jpg')) } }, /There are two annotations of a\.jpg/],
  ['a folder of nobody', { members: { 'day/x.jpg.json': '{}' } }, /day\/x\.jpg\.json: It is of no folder that was asked for/],
  ['no JSON in the export', { members: { 'x.jpg.json': '{' } }, /x\.jpg\.json: It is no JSON/],
  ['classes that are none', { members: { 'classes/classes.json': '{}' } }, /two members/],
  [
    'an error in the stream',
    { begin: noExport, stream: () => '{"error":"Bad things"}' },
    /annotations of project 7: SuperAnnotate has an error in its place: Bad things/,
  ],
  ['no annotation in the stream', { begin: noExport, stream: () => '{"id":1}\\n;)\\n' }, /It has no metadata/],
  [
    'pixels without their picture',
    { begin: noExport, items: [{ id: 1, name: 'a', annotation: said('a', [{ parts: [{ color: '#1' }] }]) }] },
    /the picture that has them is missing/,
  ],
];

describe('says what is wrong with', () => {
  for (const [title, options, problem] of wrong) {
    test(title, async (t) => {
      const { world } = await started(t, options);
      assert.match((await outcomeOf(world, source, street)).problems.join('\n'), problem);
    });
  }
});

const refused: [title: string, location: string, options: SaOptions & { secret?: string }, code: ErrorCode, says: RegExp][] = [
  ['no project', 'superannotate://projects/', {}, 'source.location', /names no project/],
  [
    'a token that is none',
    street,
    { secret: 'canary-wrong-token=12345' },
    'secret.refused',
    /refuses the token of SuperAnnotate: Unauthorized …/,
  ],
  ['a token of another team', street, { secret: 'canary-token-of-superannotate=5' }, 'secret.refused', /Unauthorized/],
  ['a token without a team', street, { secret: 'canary-token' }, 'secret.refused', /not whole.*Copy it again/s],
  ['a project by its name', 'superannotate://projects/Street', {}, 'source.project', /Did you mean superannotate:\/\/projects\/7/],
  ['a project that is not there', 'superannotate://projects/9', {}, 'source.project', /There are 7 \(Street\), 8 \(Other\)/],
  ['a folder that is misspelt', `${street}/nihgt`, {}, 'source.project', /no folder nihgt.*Did you mean "night"/s],
  ['a cancelled export', street, { polls: [{ status: 3 }] }, 'source.export', /cancelled the export 33/],
  ['an export that is never made', street, { polls: [{ status: 1 }] }, 'source.export', /still making the export 33/],
  [
    'large annotations that are never ready',
    street,
    { begin: noExport, syncs: 9999, items: [{ ...threeItems[0]!, large: true }] },
    'source.answer',
    /still being put/,
  ],
  [
    'pages that repeat',
    street,
    { items: many(2000), total: 9000, page: () => many(2000) },
    'source.answer',
    /same page of folder 90 twice/,
  ],
  ['a stream that is none', street, { begin: noExport, stream: () => '<html>' }, 'source.answer', /no stream of annotations/],
  [
    'a stream that ends early',
    street,
    { begin: noExport, stream: (text) => text.slice(0, -30) },
    'source.answer',
    /in the middle of an annotation/,
  ],
];

describe('refuses', () => {
  for (const [title, location, { secret, ...options }, code, says] of refused) {
    test(title, async (t) => {
      const world = toolWorld(t, optionsOf(await startSa(t, options), secret));
      const error = asDatapinError(await yielded(world, source, location).catch((thrown: unknown) => thrown));
      assert.equal(error.code, code, error.message);
      assert.match(`${error.message} ${error.hint}`, says);
      assert.doesNotMatch(`${error.stack} ${error.hint}`, /canary/);
    });
  }
});

test('is over at once when it is cancelled while the export is made', async (t) => {
  const { world } = await started(t, { polls: [{ status: 1 }] });
  const patient = createSuperAnnotateSource({ pause: 60_000 });
  const controller = new AbortController();
  const said = new Proxy<string[]>([], {
    set(target, key, value) {
      controller.abort();
      return Reflect.set(target, key, value);
    },
  });
  await assert.rejects(yielded(world, patient, street, { signal: controller.signal, said }), { code: 'cancelled' });
});

test('adopts images that SuperAnnotate keeps, and a relabelled one is another version', async (t) => {
  const items = threeItems.map((item) => ({ ...item }));
  const { server } = await started(t, { items, polls: [{ status: 2, download: '{ZIP}' }] });
  const world = sourceWorld(t, optionsOf(server));
  const request = { locations: [street], as: 'street' };
  const { version, files, source: by } = await adopt(world, request);
  assert.deepEqual([files, by?.id], [6, 'superannotate']);
  const other = await startSa(t, { items, begin: noExport });
  const streamed = sourceWorld(t, optionsOf(other));
  assert.equal((await adopt(streamed, request)).version.hash, version.hash, 'the same by the stream of annotations');
  items[0]!.annotation = said('a.jpg', [{ ...box, updatedAt: '2026-07-07', createdBy: { email: 'q@x.example' } }], { lastAction: {} });
  assert.equal((await adopt(streamed, request)).existed, true, 'the same when only dates and people changed');
  items[0]!.annotation = said('a.jpg', [{ ...box, className: 'truck' }]);
  assert.notEqual((await adopt(streamed, request)).version.hash, version.hash);
});

test('its store asks for a link each time', async (t) => {
  const { server, world } = await started(t);
  const connector = createSuperAnnotateConnector(world);
  const [first] = await collected(connector.list(`${street}/items/1`));
  assert.ok(first && 'location' in first);
  assert.equal(Buffer.concat(await collected(connector.read(first))).toString(), 'bytes of a');
  assert.equal(Buffer.concat(await collected(connector.readRange!(first, { start: 6, end: 8 }))).toString(), 'of');
  assert.deepEqual(await connector.inspect({ location: `${street}/items/99`, size: 0 }), { state: 'missing' });
  assert.equal(server.asked('/image/1').length, 3);
});

test('tokens, signatures and people are in nothing that could be kept', async (t) => {
  const signed = 'https://acme.s3.amazonaws.com/a.jpg?X-Amz-Signature=canary';
  for (const options of [{}, { begin: noExport }, { external: true, items: [{ ...threeItems[0]!, path: signed }] }]) {
    const { server, world } = await started(t, options);
    const all = everything(await yielded(world, source, street));
    assert.doesNotMatch(all, /canary|x\.example/);
    for (const { headers } of server.asked('/cdn/')) assert.equal(headers.authorization ?? headers['x-sa-entity-context'], undefined);
  }
});

/** Labelbox by its API: the requests of its own kit, an export in pieces, relabelling, and adoption from end to end. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createLabelboxConnector } from '../../server/connectors/labelbox/connector.ts';
import { createLabelboxSource } from '../../server/connectors/labelbox/source.ts';
import { adopt } from '../../server/core/adoption.ts';
import { verify } from '../../server/core/integrity.ts';
import { corpus, needsCorpus } from '../support/corpus.ts';
import { assertSameRequests, readTrace } from '../support/replay.ts';
import { problemLines, sourceContext, yielded } from '../support/sourceContext.ts';
import { type Owner, tempFolder } from '../support/temp.ts';
import { failure, key, type Replay, row, rowsAt, startLabelbox } from './labelboxReplay.ts';
import { toolText, toolWorld } from './toolText.ts';

const source = createLabelboxSource({ pause: 1 });
const place = 'labelbox://projects/p1';

async function open(owner: Owner, options: { piece?: number; keyless?: boolean } = {}) {
  const replay = await startLabelbox(owner, options);
  const secrets: Record<string, string> = options.keyless ? {} : { LABELBOX_API_KEY: key };
  return { replay, world: toolWorld(owner, source, { secrets, sources: replay.sources }) };
}

test('we ask what its own kit asks', needsCorpus, async (t) => {
  const { replay, world } = await open(t);
  await yielded(world, source, place);
  await yielded(world, source, 'labelbox://datasets/d1');
  for await (const _ of source.choices!(sourceContext(world, source)));
  const trace = readTrace(join(corpus, 'labelbox', 'wire-trace.labelbox.jsonl'));
  const met = assertSameRequests(replay.server.requests, trace, {
    operation: ({ operation, method }) => operation ?? `${method} a part`,
    normalise: (shape) => (shape.operation ? shape : { ...shape, path: '/part' }),
  });
  assert.deepEqual(met, [
    'GET a part',
    'mutation exportDataRowsInCatalogPyApi',
    'mutation exportDataRowsInProjectPyApi',
    'query GetDatasetPyApi',
    'query GetDatasetsPyApi',
    'query GetExportFileFromOffsetPyApi',
    'query GetExportMetadataHeaderPyApi',
    'query GetProjectPyApi',
    'query GetProjectsPyApi',
    'query GetUserCreatedTasksPyApi',
    'query GetUserPyApi',
  ]);
});

describe('an export in pieces of', () => {
  // umlauts and Chinese are cut in the middle of a letter
  for (const piece of [1, 61, 1_000]) {
    test(`${piece} bytes`, async (t) => {
      const { replay, world } = await open(t, { piece: 1_000_000 });
      if (piece === 1) replay.rows = [row({ n: 1, address: 'https://x.test/ß.jpg', labels: [] })];
      const whole = await yielded(world, source, place);
      replay.piece = piece;
      assert.equal(toolText(await yielded(world, source, place)), toolText(whole));
      assert.deepEqual(whole.problems, []);
    });
  }
});

test('what is waited for is said', async (t) => {
  const { world } = await open(t, { piece: 1_000_000 });
  const said: string[] = [];
  await yielded(world, source, place, { said });
  assert.deepEqual(said, ['Labelbox makes the export, 40 %', 'Labelbox makes the export, 100 %']);
});

test('an export by file and one by the API give the same files', async (t) => {
  const { replay, world } = await open(t);
  const path = join(tempFolder(t), 'export.ndjson');
  writeFileSync(path, replay.rows.map((one) => JSON.stringify(one)).join('\r\n'));
  const [byFile, byApi] = [await yielded(world, source, path), await yielded(world, source, place)];
  assert.deepEqual(byFile.made, byApi.made);
  assert.deepEqual(byFile.pointers.map(placed), byApi.pointers.map(placed));
});

function placed({ path, pointer, signature }: { path: string; pointer: string; signature?: string | undefined }) {
  return { path, pointer, signature };
}

test('projects and datasets can be chosen from', async (t) => {
  const { replay, world } = await open(t);
  const page = (count: number, from: number) =>
    Array.from({ length: count }, (_, i) => ({ id: `p${from + i}`, name: `P${from + i}`, rows: 1 }));
  replay.instead.set('query GetProjectsPyApi', ({ body }) => ({
    body: { data: { projects: /skip: 0/.test(body) ? page(100, 0) : page(0, 100) } },
  }));
  const choices = await Array.fromAsync(source.choices!(sourceContext(world, source)));
  assert.equal(choices.length, 101);
  assert.deepEqual(choices.at(-1), { location: 'labelbox://datasets/d1', title: 'Streets', description: 'dataset, 1 data row' });
});

/** Things that are wrong on purpose, and what is said of them. */
const refusals: [title: string, spoil: (replay: Replay) => void, code: string, words: RegExp][] = [
  ['a key that is refused', saying('GetProject', failure('AUTHENTICATION_ERROR', `no such key ${key}`)), 'secret.refused', /no such key …/],
  ['no right to the project', saying('GetProject', failure('AUTHORIZATION_ERROR', 'not yours')), 'web.denied', /project p1: not yours/],
  ['no such project', saying('GetProject', failure('RESOURCE_NOT_FOUND', 'none')), 'source.project', /has no project p1/],
  ['a project that is null', saying('GetProject', { body: { data: { project: null } } }), 'source.project', /has no project p1/],
  [
    'too many requests, with status 200',
    saying('GetProject', { body: { message: 'You have exceeded 1500 requests' } }),
    'source.rate-limit',
    /too often/,
  ],
  [
    'an error inside of status 200',
    saying('GetProject', failure('INTERNAL_SERVER_ERROR', 'Broken.', { status: 500 })),
    'source.answer',
    /Broken\./,
  ],
  ['an error without a code', saying('GetProject', { body: { errors: [{ message: 'Odd.' }] } }), 'source.answer', /Odd\./],
  ['an error with status 400', saying('GetProject', { ...failure('MALFORMED_REQUEST', 'What?'), status: 400 }), 'source.answer', /What\?/],
  ['a page for people', saying('GetProject', { body: '<html>' }), 'source.answer', /is no JSON/],
  ['a list that repeats itself', (replay) => repeatLists(replay), 'source.project', /has no project p1/],
  [
    'an export that fails',
    task({ status: 'FAILED', errors: 'too large' }),
    'source.export',
    /could not export project p1 \(FAILED\): too large/,
  ],
  ['an export that is cancelled', task({ status: 'CANCELED' }), 'source.export', /\(CANCELED\)/],
  [
    'a task that nobody knows',
    saying('GetUserCreatedTasks', { body: { data: { user: { createdTasks: [] } } } }),
    'source.export',
    /no longer knows/,
  ],
  ['a piece again and again', part({ start: '0', end: '9' }), 'source.answer', /from byte 10 on, and gives it from 0 on/],
  ['a piece that ends before it begins', part({ start: '0', end: '-1' }), 'source.answer', /number of bytes/],
  ['a project without data', (replay) => void replay.rows.splice(0), 'adopt.empty', /no data rows/],
];

describe('it is refused with', () => {
  for (const [title, spoil, code, words] of refusals) {
    test(title, async (t) => {
      const { replay, world } = await open(t);
      spoil(replay);
      await assert.rejects(yielded(world, source, place), (error: Error & { code: string; hint?: string }) => {
        assert.equal(error.code, code);
        assert.match(error.message, words);
        assert.ok(error.hint);
        return true;
      });
    });
  }

  test('a name that is nearly right, and the one that is', async (t) => {
    const { world } = await open(t);
    await assert.rejects(yielded(world, source, 'labelbox://projects/Street%20boxs'), {
      hint: 'Did you mean labelbox://projects/p1 (Street boxes)?',
    });
  });

  for (const location of ['labelbox://projects/', 'labelbox://teams/x', 'labelbox://projects/a/b', 'labelbox://projects/%ff']) {
    test(`${location}, which names nothing`, async (t) => {
      const { world } = await open(t);
      await assert.rejects(yielded(world, source, location), { code: 'source.location' });
    });
  }

  test('patience that ends', async (t) => {
    const { replay, world } = await open(t);
    task({ status: 'IN_PROGRESS' })(replay);
    const hasty = createLabelboxSource({ pause: 1, patience: 5 });
    await assert.rejects(yielded(world, hasty, place), { code: 'source.export', message: /still exporting/ });
  });

  test('a cancel while it is waited', async (t) => {
    const { replay, world } = await open(t);
    const abort = new AbortController();
    replay.instead.set('query GetUserCreatedTasksPyApi', () => {
      setImmediate(() => abort.abort());
      return { body: { data: { user: { createdTasks: [{ id: 'task1', status: 'IN_PROGRESS' }] } } } };
    });
    await assert.rejects(yielded(world, createLabelboxSource({ pause: 60_000 }), place, { signal: abort.signal }), { code: 'cancelled' });
  });
});

test('older servers tell where the whole export is', async (t) => {
  const { replay, world } = await open(t, { piece: 1_000_000 });
  const expected = await yielded(world, source, place);
  const { length } = Buffer.from(replay.rows.map((one) => `${JSON.stringify(one)}\n`).join(''));
  task({ status: 'COMPLETE', result: `${replay.server.origin}/parts/RESULT/0-${length - 1}`, errors: null })(replay);
  saying('GetExportMetadataHeader', { body: { data: { task: { exportMetadataHeader: null } } } })(replay);
  assert.equal(toolText(await yielded(world, source, place)), toolText(expected));
});

test('counts that do not add up, and what could not be exported, are problems', async (t) => {
  const { replay, world } = await open(t);
  replay.said = 4;
  replay.errors = [{ message: 'row9 is locked' }];
  const { problems } = await yielded(world, source, place);
  assert.deepEqual(problemLines({ problems }), [
    'errors of the export of project p1:1: Labelbox could not export everything: row9 is locked.',
    'export of project p1: Labelbox says that there are 4 data rows, and gives 3.',
  ]);
});

test('adopted from end to end: relabelled is another version, exported again the same', async (t) => {
  const { replay, world } = await open(t);
  const { version, files } = await adopt(world, { locations: [place], as: 'streets:v1', from: 'labelbox' });
  assert.equal(files, 8); // three images, three annotations, two masks
  assert.deepEqual((await verify(world, { version, mode: { type: 'full' } })).broken, []);
  replay.rows.reverse();
  assert.equal((await adopt(world, { locations: [place], as: 'streets:v2', from: 'labelbox' })).existed, true);
  replay.rows = rowsAt(replay.server.origin).map((one) => JSON.parse(JSON.stringify(one).replace('"left":20', '"left":21')));
  const relabelled = await adopt(world, { locations: [place], as: 'streets:v2', from: 'labelbox' });
  assert.notEqual(relabelled.version.hash, version.hash);
  assert.deepEqual(relabelled.notes, (await adopt(world, { locations: [place], as: 'again', from: 'labelbox' })).notes);
});

test('an upload that was replaced, and a mask that is gone, are broken', async (t) => {
  const { replay, world } = await open(t);
  const { version } = await adopt(world, { locations: [place], as: 'streets:v1' });
  replay.rows = JSON.parse(JSON.stringify(replay.rows).replace('1d60856c-0002', 'another-0002'));
  replay.server.spoil('/api/v1/tasks/TASK/masks/M2', { status: 404 });
  const { broken } = await verify(world, { version, mode: { type: 'full' } });
  assert.deepEqual(broken.map(({ path }) => path).sort(), ['images/straße/0002.jpg', 'masks/images/straße/0002.jpg/1.png']);
});

test('a file is adopted without a key while its links are good', async (t) => {
  const { replay, world } = await open(t, { keyless: true });
  const path = join(tempFolder(t), 'export.ndjson');
  writeFileSync(path, JSON.stringify(replay.rows).replaceAll('composite_mask', 'unknown_mask'));
  const { files } = await adopt(world, { locations: [pathToFileURL(path).href], as: 'streets' });
  assert.equal(files, 6);
  replay.server.spoil('/cdn/', { status: 403 });
  await assert.rejects(
    adopt(world, { locations: [pathToFileURL(path).href], as: 'later:v1' }),
    (error: { code: string; details: string[] }) => {
      assert.equal(error.code, 'adopt.problems');
      assert.match(error.details[0]!, /no longer gives the image.*Set LABELBOX_API_KEY/);
      return true;
    },
  );
});

test('what Labelbox keeps is read by a link that is asked for', async (t) => {
  const { replay, world } = await open(t);
  const store = createLabelboxConnector(world);
  const location = 'labelbox://data-rows/row2';
  const found = await store.inspect({ location, size: 0 });
  const size = 'upload /cdn/org%2F1d60856c-0002.jpg'.length;
  assert.deepEqual(found, { state: 'present', size, etag: '1', signature: `${replay.server.origin}/cdn/org%2F1d60856c-0002.jpg` });
  assert.equal(Buffer.concat(await Array.fromAsync(store.read({ location, size }))).toString(), 'upload /cdn/org%2F1d60856c-0002.jpg');
  assert.equal(Buffer.concat(await Array.fromAsync(store.readRange!({ location, size }, { start: 7, end: 11 }))).toString(), '/cdn');
  assert.deepEqual(await store.inspect({ location: 'labelbox://data-rows/none', size: 0 }), { state: 'missing' });
  const mask = 'labelbox://tasks/TASK/masks/M1/index/1';
  assert.equal(Buffer.concat(await Array.fromAsync(store.read({ location: mask, size: 29 }))).toString(), 'mask /api/v1/masks/M1/index/1');
});

function saying(name: string, answer: ReturnType<typeof failure>): (replay: Replay) => void {
  return ({ instead }) => void instead.set(`query ${name}PyApi`, () => answer);
}

function task(fields: object): (replay: Replay) => void {
  return saying('GetUserCreatedTasks', { body: { data: { user: { createdTasks: [{ id: 'task1', ...fields }] } } } });
}

function part(offsets: object): (replay: Replay) => void {
  return (replay) => {
    const file = `${replay.server.origin}/parts/RESULT/0-9`;
    saying('GetExportFileFromOffset', { body: { data: { task: { exportFileFromOffset: { offsets, file } } } } })(replay);
  };
}

function repeatLists(replay: Replay): void {
  const projects = Array.from({ length: 100 }, (_, i) => ({ id: `other ${i}`, name: 'x' }));
  saying('GetProjects', { body: { data: { projects } } })(replay);
  saying('GetProject', { body: { data: { project: null } } })(replay);
}

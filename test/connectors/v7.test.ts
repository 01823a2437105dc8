/** V7: what is asked, what comes of it, and where keys go. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { createV7Source } from '../../server/connectors/v7/source.ts';
import { asDatapinError, type ErrorCode } from '../../server/core/errors.ts';
import { corpus, needsCorpus } from '../support/corpus.ts';
import { collected } from '../support/pieces.ts';
import { assertSameRequests, readTrace } from '../support/replay.ts';
import { sourceContext, sourceWorld, yielded } from '../support/sourceContext.ts';
import { tempFolder } from '../support/temp.ts';
import { everything, outcomeOf, toolWorld } from '../support/toolWorld.ts';
import { file, signedOnly, startServer, type TestServer } from './httpServer.ts';
import { image, key, release, releaseZip, startV7, type V7Options } from './v7Replay.ts';

const source = createV7Source({ pause: 1, patience: 500 });
const cars = 'v7://test-team/cars';
const ready = { ...release, download_url: '{ZIP}' };

function optionsOf(server: TestServer, secret = key) {
  return { secrets: { V7_API_KEY: secret }, sources: { 'v7.baseUrl': server.origin } };
}

async function started(t: TestContext, options: V7Options = {}) {
  const server = await startV7(t, options);
  return { server, world: toolWorld(t, optionsOf(server)) };
}

test('asks what its own kit asks', needsCorpus, async (t) => {
  const { server, world } = await started(t, { documents: [image('a.jpg', {}, { storage_key: 'k/a.jpg' })] });
  await collected(source.choices!(sourceContext(world, source)));
  await yielded(world, source, cars);
  const met = assertSameRequests(server.requests, readTrace(join(corpus, 'v7-darwin/wire-trace.v7-darwin.jsonl')), {
    ours: ({ path }) => path.startsWith('/cdn/'),
  });
  assert.deepEqual(met, [
    'GET /api/datasets',
    'GET /api/teams/test-team/storage',
    'GET /api/users/token_info',
    'GET /api/v2/teams/test-team/datasets/cars/exports',
  ]);
});

test('offers datasets, and their releases', async (t) => {
  const releases = [
    { ...ready, name: 'old' },
    { ...release, name: 'new', version: 2, status: 'pending', download_url: null },
  ];
  const { world } = await started(t, { releases });
  const context = sourceContext(world, source);
  assert.deepEqual(await collected(source.choices!(context)), [
    { location: 'v7://test-team/cars', title: 'Cars', description: '2 items', parent: 'cars' },
    { location: 'v7://test-team/trucks', title: 'Trucks', parent: 'trucks' },
  ]);
  assert.deepEqual(await collected(source.choices!(context, 'cars')), [
    { location: 'v7://test-team/cars:new', title: 'new', description: '2026-01-02, pending, darwin_json_2' },
    { location: 'v7://test-team/cars:old', title: 'old', description: '2026-01-02, darwin_json_2' },
  ]);
});

const chosen: [title: string, location: string, releases: Record<string, unknown>[], name: string][] = [
  ['the only one', cars, [ready], 'v1'],
  ['the newest by its number', cars, [ready, { ...ready, name: 'v2', version: 2 }, { ...ready, name: 'v3', version: 1 }], 'v2'],
  ['the newest that is complete', cars, [ready, { ...ready, name: 'v2', version: 2, status: 'pending', download_url: null }], 'v1'],
  ['the newest that did not fail', cars, [ready, { ...ready, name: 'v2', version: 2, status: 'failed', download_url: null }], 'v1'],
  ['one in Darwin JSON 1.0', cars, [{ ...ready, format: 'json' }], 'v1'],
  ['none in another format', cars, [ready, { ...ready, name: 'coco', version: 2, format: 'coco' }], 'v1'],
  ['the one that is named', `${cars}:v1`, [ready, { ...ready, name: 'v2', version: 2 }], 'v1'],
  ['the one that is called latest', `${cars}:latest`, [ready, { ...ready, name: 'latest', version: 0 }], 'latest'],
  ['latest, where none is called so', `${cars}:latest`, [ready, { ...ready, name: 'v2', version: 2 }], 'v2'],
  ['a name with signs', `${cars}:v%201%3A%C3%BC`, [{ ...ready, name: 'v 1:ü' }], 'v 1:ü'],
];

describe('chooses', () => {
  for (const [title, location, releases, name] of chosen) {
    test(title, async (t) => {
      const { world } = await started(t, { releases });
      const { facts, problems } = await outcomeOf(world, source, location);
      assert.deepEqual(problems, []);
      assert.equal(facts?.release, name);
    });
  }
});

test('waits for a release that is being made', async (t) => {
  let asked = 0;
  const said: string[] = [];
  const server: TestServer = await startServer(t, {
    '/api/users/token_info': { body: { selected_team: { slug: 'test-team' } } },
    '/api/v2/*': () => {
      const made = ++asked > 3;
      const link = `${server.origin}/cdn/release.zip?X-Amz-Signature=x`;
      return { body: [{ ...release, status: made ? 'complete' : 'pending', download_url: made ? link : null }] };
    },
    '/cdn/release.zip': signedOnly(file(releaseZip('', [image('a.jpg')]))),
  });
  const { facts } = await outcomeOf(toolWorld(t, optionsOf(server)), source, `${cars}:v1`, { said });
  assert.equal(facts?.release, 'v1');
  assert.deepEqual(
    said,
    Array.from({ length: 3 }, () => 'V7 makes the release v1'),
  );
});

const refused: [title: string, location: string, options: V7Options & { secret?: string }, code: ErrorCode, says: RegExp][] = [
  ['no dataset', 'v7://test-team', {}, 'source.location', /names no dataset/],
  ['a key that is none', cars, { secret: 'canary-wrong-key-of-v7' }, 'secret.refused', /V7 refuses the API key of V7: Unauthorized: …/],
  ['a key of another team', cars, { team: 'others' }, 'source.project', /of the team others, and not of test-team.*v7:\/\/others\/cars/s],
  ['a dataset that is misspelt', 'v7://test-team/carz', {}, 'source.project', /no dataset carz.*Did you mean "cars"/s],
  ['a dataset that is not there', 'v7://test-team/planes', {}, 'source.project', /There are cars, trucks/],
  ['no release', cars, { releases: [] }, 'source.export', /no release in Darwin JSON.*Make one in V7/s],
  ['a release that is misspelt', `${cars}:v11`, {}, 'source.project', /no release v11.*Did you mean "v1"/s],
  [
    'a release that failed',
    `${cars}:v1`,
    { releases: [{ ...ready, status: 'failed', download_url: null }] },
    'source.export',
    /could not make/,
  ],
  ['a release in another format', `${cars}:v1`, { releases: [{ ...ready, format: 'coco' }] }, 'source.export', /in the format coco/],
  [
    'a release that is never made',
    `${cars}:v1`,
    { releases: [{ ...ready, status: 'pending', download_url: null }] },
    'source.export',
    /still making/,
  ],
  ['an empty release', cars, { documents: [] }, 'adopt.empty', /has no items/],
];

describe('refuses', () => {
  for (const [title, location, { secret, ...options }, code, says] of refused) {
    test(title, async (t) => {
      const world = toolWorld(t, optionsOf(await startV7(t, options), secret));
      const error = asDatapinError(await yielded(world, source, location).catch((thrown: unknown) => thrown));
      assert.equal(error.code, code, error.message);
      assert.match(`${error.message} ${error.hint}`, says);
      assert.doesNotMatch(`${error.stack} ${error.hint}`, /canary/);
    });
  }
});

test('asks for a key where there is none, and says where the darwin command has it', async (t) => {
  const world = sourceWorld(t, { secrets: { V7_API_KEY: '', DARWIN_API_KEY: '' } });
  const error = asDatapinError(await yielded(world, source, cars).catch((thrown: unknown) => thrown));
  assert.equal(error.code, 'secret.missing');
  assert.match(error.hint ?? '', /V7_API_KEY.*~\/\.darwin\/config\.yaml/);
});

test('takes a key by the name that V7 gives it', async (t) => {
  const server = await startV7(t);
  const world = toolWorld(t, { ...optionsOf(server), secrets: { V7_API_KEY: '', DARWIN_API_KEY: key } });
  assert.equal((await outcomeOf(world, source, cars)).files.length, 2);
});

test('waiting can be cancelled', async (t) => {
  const { world } = await started(t, { releases: [{ ...ready, status: 'pending', download_url: null }] });
  const controller = new AbortController();
  const reading = yielded(world, createV7Source({ pause: 3_600_000, patience: 1e9 }), `${cars}:v1`, { signal: controller.signal });
  setTimeout(() => controller.abort(), 20);
  await assert.rejects(reading, { code: 'cancelled' });
});

const aws = (name: string, bucket: string) => ({ name, bucket, provider: 'aws', region: 'eu-west-1', prefix: 'p', readonly: true });
const stored = { documents: [image('a.jpg', {}, { storage_key: 'raw/ü a.jpg' }), image('b.jpg')] };
const hosted = 'images/b.jpg <- v7://test-team/uploads/upload-b.jpg';
const placed: [title: string, options: V7Options, root: string | undefined, files: string[], problem?: RegExp][] = [
  ['one storage', { ...stored, storages: [aws('one', 'bkt')] }, undefined, ['images/a.jpg <- s3://bkt/raw/%C3%BC%20a.jpg', hosted]],
  [
    'one storage of Google',
    { ...stored, storages: [{ ...aws('one', 'bkt'), provider: 'gcp' }] },
    undefined,
    ['images/a.jpg <- gs://bkt/raw/%C3%BC%20a.jpg', hosted],
  ],
  ['no storage', { ...stored, storages: [] }, undefined, ['images/a.jpg <- v7://test-team/uploads/upload-a.jpg', hosted]],
  [
    'several storages',
    { ...stored, storages: [aws('one', 'bkt'), aws('two', 'tub')] },
    undefined,
    [hosted],
    /storage of test-team: A file lies in a storage of test-team, which has 2: one \(s3:\/\/bkt\/\), two \(s3:\/\/tub\/\).*--root s3:\/\/bkt\//,
  ],
  [
    'several storages, and one is named',
    { ...stored, storages: [aws('one', 'bkt'), aws('two', 'tub')] },
    's3://tub/',
    ['images/a.jpg <- s3://tub/raw/%C3%BC%20a.jpg', hosted],
  ],
  ['a folder', stored, 'file:///data/', ['images/a.jpg <- file:///data/a.jpg', 'images/b.jpg <- file:///data/b.jpg']],
];

describe('finds images in', () => {
  for (const [title, options, root, files, problem] of placed) {
    test(title, async (t) => {
      const { world } = await started(t, options);
      const outcome = await outcomeOf(world, source, { locations: [cars], root });
      assert.deepEqual(outcome.files, files);
      assert.match(outcome.problems.join('\n'), problem ?? /^$/);
    });
  }
});

test('a downloaded release gives the same files as the API', async (t) => {
  const metadata = { version: '1.0', classes: [{ name: 'car', type: 'bounding_box', properties: [] }], properties: [] };
  const documents = [image('a.jpg'), image('b.jpg', { annotations: [] })];
  const { server, world } = await started(t, { documents, metadata });
  const zip = join(tempFolder(t), 'release.zip');
  writeFileSync(zip, releaseZip(server.origin, documents, metadata));
  const [asked, read] = [await outcomeOf(world, source, cars), await outcomeOf(world, source, zip)];
  assert.deepEqual(read.made, asked.made);
  assert.deepEqual(read.files, asked.files);
  assert.deepEqual(Object.keys(read.made), ['annotations/images/a.jpg.json', 'annotations/images/b.jpg.json', 'classes.json']);
});

test('relabelling changes one file, other ids and another order none', async (t) => {
  const made = async (annotations: unknown[]) => {
    const { world } = await started(t, { documents: [image('a.jpg', { annotations })] });
    return (await outcomeOf(world, source, cars)).made;
  };
  const car = { id: '1', name: 'car', bounding_box: { x: 1, y: 2, w: 3, h: 4 }, annotators: [{ email: 'p@x.example', full_name: 'P' }] };
  const tag = { id: '2', name: 'day', tag: {} };
  const first = await made([car, tag]);
  assert.deepEqual(
    await made([
      { ...tag, id: '7' },
      { ...car, id: '8', annotators: [], updated_at: 'now' },
    ]),
    first,
  );
  assert.notDeepEqual(await made([{ ...car, name: 'bus' }, tag]), first);
});

test('fewer items than the release says are a problem', async (t) => {
  const { world } = await started(t, { releases: [{ ...ready, metadata: { num_images: 5 } }] });
  assert.match(
    (await outcomeOf(world, source, cars)).problems.join(),
    /release v1: The release says that it has 5 images, and has 2 items/,
  );
});

test('keys and signatures are in nothing that could be kept', async (t) => {
  const token = { url: '{BASE}/api/v2/teams/test-team/uploads/upload-a.jpg?token=canary-token' };
  const { world } = await started(t, { documents: [image('a.jpg', { extra: { email: 'p@x.example' } }, token), image('b.jpg')] });
  const all = everything(await yielded(world, source, cars));
  assert.doesNotMatch(all, /canary/);
  assert.doesNotMatch(all, /x\.example/);
});

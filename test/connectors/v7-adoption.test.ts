/** Releases of V7 as versions: images that V7 keeps, and releases that a person has downloaded, also broken ones. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { createV7Connector } from '../../server/connectors/v7/connector.ts';
import { adopt } from '../../server/core/adoption.ts';
import { asDatapinError } from '../../server/core/errors.ts';
import { collected } from '../support/pieces.ts';
import { sourceWorld } from '../support/sourceContext.ts';
import { tempFolder } from '../support/temp.ts';
import { makeZip } from '../support/zipMaker.ts';
import { file, signedOnly, startServer, type TestServer } from './httpServer.ts';
import { image, key, releaseZip, startV7 } from './v7Replay.ts';

const cars = 'v7://test-team/cars';

function optionsOf(server: TestServer) {
  return { secrets: { V7_API_KEY: key }, sources: { 'v7.baseUrl': server.origin } };
}

describe('adopts images that V7 keeps', () => {
  const uploads = { 'upload-a.jpg': 'bytes of a', 'upload-ü b.jpg': 'bytes of b' };
  for (const answers of ['bytes', 'redirect', 'urls'] as const) {
    test(`answered by ${answers}`, async (t) => {
      const cloud = await startServer(t, {
        '/cdn/*': signedOnly(({ path }) => file(uploads[decodeURIComponent(path.slice(5)) as 'upload-a.jpg'])(request())),
      });
      const server = await startV7(t, { uploads, answers, cloud });
      const world = sourceWorld(t, optionsOf(server));
      const { version, files, leftOut } = await adopt(world, { locations: [cars], as: 'cars' });
      assert.deepEqual([files, leftOut], [4, []]);
      const again = await adopt(world, { locations: [cars], as: 'cars' });
      assert.deepEqual([again.existed, again.version.hash], [true, version.hash]);
      for (const { headers } of cloud.requests) assert.equal(headers.authorization, undefined);
      const connector = createV7Connector(world);
      const [first] = await collected(connector.list('v7://test-team/uploads/upload-a.jpg'));
      assert.ok(first && 'location' in first);
      assert.equal(Buffer.concat(await collected(connector.read(first))).toString(), 'bytes of a');
      assert.equal(Buffer.concat(await collected(connector.readRange!(first, { start: 6, end: 8 }))).toString(), 'of');
      assert.deepEqual(await connector.inspect({ location: 'v7://test-team/uploads/none', size: 0 }), { state: 'missing' });
    });
  }

  for (const [answers, says] of [
    ['two urls', /kept as 2 files/],
    ['error', /NOT_PROCESSED_YET/],
  ] as const) {
    test(`does not take ${answers} for an image`, async (t) => {
      const server = await startV7(t, { uploads, answers });
      const world = sourceWorld(t, optionsOf(server));
      const error = asDatapinError(await adopt(world, { locations: [cars], as: 'cars' }).catch((thrown: unknown) => thrown));
      assert.equal(error.code, 'adopt.problems');
      assert.match(error.details.join('\n'), says);
    });
  }

  function request() {
    return { method: 'GET', path: '', query: new URLSearchParams(), headers: {}, body: '', url: '' };
  }
});

const tokened = (origin: string) =>
  releaseZip(origin, [
    image('a.jpg', {}, { url: '{BASE}/api/v2/teams/test-team/uploads/upload-a.jpg?token=canary-token', storage_key: 'k' }),
  ]);

test('an export that was made with tokens needs no key, for as long as they are good', async (t) => {
  let good = true;
  const server = await startServer(t, { '/api/v2/teams/test-team/uploads/*': () => (good ? { body: 'bytes of a' } : { status: 403 }) });
  const world = sourceWorld(t, { ...optionsOf(server), secrets: { V7_API_KEY: '', DARWIN_API_KEY: '' } });
  const zip = join(tempFolder(t), 'release.zip');
  writeFileSync(zip, tokened(server.origin));
  const request = { locations: [new URL(`file://${zip}`).href], as: 'cars' };
  assert.equal((await adopt(world, request)).files, 2);
  good = false;
  const over = sourceWorld(t, { ...optionsOf(server), secrets: { V7_API_KEY: '', DARWIN_API_KEY: '' } });
  const error = asDatapinError(await adopt(over, request).catch((thrown: unknown) => thrown));
  assert.equal(error.code, 'adopt.problems');
  assert.match(error.details.join(), /release\.zip: 0\.json: The token .* is over\. Export it again with tokens, or set V7_API_KEY/);
});

test('an image that is relabelled is a new version, and nothing else is read again', async (t) => {
  const uploads = { 'upload-a.jpg': 'bytes of a', 'upload-b.jpg': 'bytes of b' };
  const first = await startV7(t, { uploads, documents: [image('a.jpg'), image('b.jpg')] });
  const { version } = await adopt(sourceWorld(t, optionsOf(first)), { locations: [cars], as: 'cars' });
  const relabelled = image('b.jpg', { annotations: [{ id: 'new', name: 'bus', tag: {} }] });
  const second = await startV7(t, { uploads, documents: [relabelled, image('a.jpg')] });
  const world = sourceWorld(t, optionsOf(second));
  const after = await adopt(world, { locations: [cars], as: 'cars' });
  assert.notEqual(after.version.hash, version.hash);
  const paths = [...world.registry.versions.files(after.version)].map(({ path }) => path);
  assert.deepEqual(paths, ['annotations/images/a.jpg.json', 'annotations/images/b.jpg.json', 'images/a.jpg', 'images/b.jpg']);
});

const document = (name: string, more = {}) => JSON.stringify(image(name, more)).replaceAll('{BASE}', 'https://darwin.v7labs.com');
const good = { name: 'good.json', data: document('good.jpg') };

const broken: [title: string, zip: () => Buffer, problems: RegExp[]][] = [
  [
    'a document that is no JSON',
    () => makeZip({ entries: [good, { name: 'x.json', data: '{"a":' }] }),
    [/^release\.zip: x\.json: It is no JSON: it ends too early/],
  ],
  [
    'a document that is no UTF-8',
    () => makeZip({ entries: [good, { name: 'x.json', data: Buffer.from([0x22, 0xff, 0x22]) }] }),
    [/x\.json: It is no JSON: it is no UTF-8/],
  ],
  [
    'a document of something else',
    () => makeZip({ entries: [good, { name: 'x.json', data: '{"a":1}' }] }),
    [/x\.json: It is no Darwin JSON/],
  ],
  [
    'classes of something else',
    () => makeZip({ entries: [good, { name: '.v7/metadata.json', data: '{}' }] }),
    [/metadata\.json: It has no list of classes/],
  ],
  [
    'annotations of a slot that is not there',
    () =>
      makeZip({
        entries: [good, { name: 'x.json', data: document('x.jpg', { annotations: [{ name: 'car', tag: {}, slot_names: ['9'] }] }) }],
      }),
    [/x\.json: There are annotations of a slot "9", which x\.jpg does not have/],
  ],
  [
    'a member that leads out',
    () => makeZip({ entries: [good, { name: '../x.json', data: document('x.jpg') }] }),
    [/leads out of the archive/],
  ],
  [
    'a member whose checksum is wrong',
    () => makeZip({ entries: [good, { name: 'x.json', data: document('x.jpg'), crc: 1 }] }),
    [/x\.json/],
  ],
];

describe('a downloaded release with', () => {
  for (const [title, zip, problems] of broken) {
    test(title, async (t) => {
      const path = join(tempFolder(t), 'release.zip');
      writeFileSync(path, zip());
      const server = await startV7(t, { uploads: { 'upload-good.jpg': 'x', 'upload-x.jpg': 'y' } });
      const world = sourceWorld(t, optionsOf(server));
      const request = { locations: [new URL(`file://${path}`).href], as: 'cars', from: 'v7' };
      const error = asDatapinError(await adopt(world, request).catch((thrown: unknown) => thrown));
      assert.equal(error.code, 'adopt.problems', error.message);
      assert.equal(error.details.length, problems.length);
      for (const [i, problem] of problems.entries()) assert.match(error.details[i]!, problem);
      assert.deepEqual(world.registry.versions.list('cars'), []);
      const kept = await adopt(world, { ...request, keepGoing: true });
      assert.ok(kept.files >= 2);
      assert.equal(kept.leftOut.length, problems.length);
    });
  }

  test('nothing but its first half', async (t) => {
    const path = join(tempFolder(t), 'release.zip');
    const whole = releaseZip('', [image('a.jpg')]);
    writeFileSync(path, whole.subarray(0, whole.length / 2));
    const request = { locations: [new URL(`file://${path}`).href], as: 'cars', from: 'v7' };
    await assert.rejects(adopt(sourceWorld(t), request), { code: 'archive.malformed' });
  });
});

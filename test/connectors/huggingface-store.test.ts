import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { createHuggingFaceConnector } from '../../server/connectors/huggingface/connector.ts';
import { createHuggingFaceSource } from '../../server/connectors/huggingface/source.ts';
import { adopt } from '../../server/core/adoption.ts';
import { yielded } from '../support/sourceContext.ts';
import { all, assertRejects, bytesOf } from './contract.ts';
import { commit, gitId, type HubOptions, sha256, startHub, token } from './hubServer.ts';

const source = createHuggingFaceSource();
const root = `hf://datasets/acme/synth@${commit}`;
const files = {
  'README.md': { bytes: '# synth\n' },
  'data/train/a b.jpg': { bytes: 'picture a', lfs: true },
  'data/train/ü.jpg': { bytes: 'picture ü', lfs: true },
  'data/val/c.jpg': { bytes: 'picture c', lfs: true },
};

describe('the store', () => {
  const big = Buffer.alloc(300_000, 'abcdefg');
  const stored = { ...files, 'big.bin': { bytes: big, lfs: true }, 'small.txt': { bytes: 'hello' }, empty: { bytes: '' } };
  const open = async (t: TestContext, options: HubOptions = {}) => {
    const hub = await startHub(t, { files: stored, ...options });
    return { hub, connector: createHuggingFaceConnector(hub.world(t)) };
  };
  const at = (path: string, size: number, etag?: string) => ({ path, location: `${root}/${path}`, size, etag, signature: '' });

  test('reads files of git and of LFS, and parts of them', async (t) => {
    const { connector } = await open(t);
    assert.ok((await bytesOf(connector, at('big.bin', big.length))).equals(big));
    assert.equal((await bytesOf(connector, at('small.txt', 5, gitId('hello')))).toString(), 'hello');
    assert.equal((await bytesOf(connector, at('empty', 0, gitId('')))).length, 0);
    const part = await all(connector.readRange!(at('big.bin', big.length), { start: 100_000, end: 100_010 }));
    assert.ok(Buffer.concat(part).equals(big.subarray(100_000, 100_010)));
  });

  for (const [title, fault] of [
    ['dropped', { drop: 100_000, times: 3 }],
    ['ended early', { truncate: 100_000, times: 2 }],
    ['by a server without ranges', { drop: 100_000, noRanges: true, times: 1 }],
  ] as const) {
    test(`takes up a connection that was ${title}`, async (t) => {
      const { hub, connector } = await open(t);
      hub.cdn.spoil('/', fault);
      assert.ok((await bytesOf(connector, at('big.bin', big.length))).equals(big));
    });
  }

  test('gives up a connection that breaks at the same byte again and again', async (t) => {
    const { hub, connector } = await open(t);
    hub.cdn.spoil('/', { drop: 0 });
    assert.match((await assertRejects(bytesOf(connector, at('big.bin', big.length)))).code, /^web\./);
  });

  test('compares what git knows by its bytes', async (t) => {
    const { connector } = await open(t);
    assert.equal((await assertRejects(bytesOf(connector, at('small.txt', 5, gitId('other'))))).code, 'file.changed');
    assert.equal((await assertRejects(bytesOf(connector, at('small.txt', 6)))).code, 'file.changed');
    assert.equal((await assertRejects(bytesOf(connector, at('small.txt', 4)))).code, 'file.changed');
  });

  test('inspects exactly what is named', async (t) => {
    const { connector } = await open(t);
    const { state, ...found } = await connector.inspect(at('big.bin', 0));
    assert.deepEqual(
      [state, found],
      ['present', { size: big.length, signature: gitId(big), etag: sha256(big), declaredSha256: sha256(big) }],
    );
    for (const path of ['big', 'data', 'data/', 'nowhere']) assert.equal((await connector.inspect(at(path, 0))).state, 'missing', path);
  });

  test('lists a folder, and one file alone', async (t) => {
    const { connector } = await open(t);
    const paths = async (location: string) => (await all(connector.list(location))).map((one) => ('path' in one ? one.path : ''));
    assert.deepEqual(await paths('hf://datasets/acme/synth@v1/data/'), ['train/a b.jpg', 'train/ü.jpg', 'val/c.jpg']);
    assert.deepEqual(await paths(`${root}/data/val/c.jpg`), ['c.jpg']);
    assert.equal((await assertRejects(paths(`${root}/nowhere/`))).code, 'file.vanished');
    assert.equal((await assertRejects(paths('hf://models/x'))).code, 'source.location');
  });

  test('leaves when it is told to', async (t) => {
    const { connector } = await open(t);
    assert.equal((await assertRejects(bytesOf(connector, at('big.bin', big.length), AbortSignal.abort()))).code, 'cancelled');
  });
});

describe('the token', () => {
  test('goes to the hub and nowhere else', async (t) => {
    const hub = await startHub(t, { files });
    const world = hub.world(t);
    const found = await yielded(world, source, 'hf://datasets/acme/synth');
    const connector = createHuggingFaceConnector(world);
    for (const one of found.files) await bytesOf(connector, one);
    assert.equal(hub.cdn.requests.length, 3);
    assert.ok(hub.server.requests.every(({ headers }) => headers.authorization === `Bearer ${token}`));
    assert.doesNotMatch(JSON.stringify([found, hub.cdn.requests]), /CANARY|authorization/);
  });

  for (const status of [401, 403, 404, 418, 429, 500]) {
    test(`is in no error: ${status}`, async (t) => {
      const hub = await startHub(t, { instead: () => ({ status, body: { error: `Invalid token ${token}` } }) });
      const error = await assertRejects(yielded(hub.world(t), source, 'hf://datasets/acme/synth'));
      assert.doesNotMatch(`${JSON.stringify(error)} ${error.message} ${error.hint} ${error.stack}`, /CANARY/);
    });
  }
});

test('a dataset is adopted without reading what LFS keeps', async (t) => {
  const hub = await startHub(t, { files });
  const world = hub.world(t);
  const sources = await world.sources();
  assert.ok(sources.some(({ id }) => id === 'huggingface'));
  const { version, source: used } = await adopt(world, { locations: ['hf://datasets/acme/synth@v1'], as: 'synth' });
  const rows = [...world.registry.versions.files(version)].map(({ path, sha256: digest, evidence }) => [path, digest, evidence]);
  assert.deepEqual(
    rows,
    Object.entries(files).map(([path, one]) => [path, sha256(one.bytes), 'lfs' in one ? 'declared' : 'verified']),
  );
  assert.equal(used?.id, 'huggingface');
  assert.ok(version.origin.type === 'adopt');
  assert.deepEqual(version.origin.source?.facts, { dataset: 'acme/synth', revision: 'v1', commit, license: 'cc-by-4.0' });
  assert.equal(hub.cdn.requests.length, 0);
  assert.doesNotMatch(JSON.stringify(version), /CANARY/);
});

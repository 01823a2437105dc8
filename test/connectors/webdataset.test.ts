import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as nodeTest from 'node:test';
import { describe, test } from 'node:test';
import { sampleKey } from '../../server/connectors/webdataset/samples.ts';
import { createWebdatasetSource } from '../../server/connectors/webdataset/source.ts';
import { corpus, needsCorpus } from '../support/corpus.ts';
import { probed, problemLines, sourceWorld, yielded } from '../support/sourceContext.ts';
import { makeTar } from '../support/tarMaker.ts';
import { tempFolder } from '../support/temp.ts';
import { makeZip } from '../support/zipMaker.ts';
import { bytesOf } from './contract.ts';
import { file, startServer } from './httpServer.ts';

const source = createWebdatasetSource();
const world = sourceWorld(nodeTest);
const fixture = join(import.meta.dirname, '..', 'fixtures', 'adoption', 'webdataset');
const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');
const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A tar whose members hold their own names. */
const shard = (...names: string[]) => makeTar(...names.map((name) => ({ name, data: name })));

/** A folder with these files; its path ends with a slash. */
function folder(files: Record<string, string | Uint8Array>): string {
  const path = tempFolder(nodeTest, 'webdataset');
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), bytes);
  }
  return `${path}/`;
}

const index = (...shardlist: unknown[]) => JSON.stringify({ __kind__: 'wids-shard-index-v1', wids_version: 1, name: 'train', shardlist });

describe('keys of samples', () => {
  for (const [path, key] of [
    ['000.jpg', '000'],
    ['000.seg.png', '000'],
    ['a/b/000.jpg', 'a/b/000'],
    ['a.b/000.cls', 'a.b/000'],
    ['a.b/000', undefined],
    ['readme', undefined],
    ['.hidden', undefined],
    ['a/.hidden.jpg', undefined],
  ] as const) {
    test(`${path}: ${key}`, () => assert.equal(sampleKey(path), key));
  }
});

describe('what a webdataset is', () => {
  const two = shard('0.jpg', '0.cls', '1.jpg');
  const cases: [title: string, files: Record<string, string | Uint8Array>, named: string, why: string | undefined][] = [
    ['an index', { 'shardindex.json': index() }, 'shardindex.json', 'it is an index of shards (wids)'],
    ['an index that is called otherwise', { 'train.json': index() }, 'train.json', 'it is an index of shards (wids)'],
    ['another JSON', { 'train.json': '{"shardlist":[]}' }, 'train.json', undefined],
    ['a tar of samples', { 'x.tar': two }, 'x.tar', 'its members come in samples: 0.jpg, 0.cls'],
    ['a tar of pictures', { 'x.tar': shard('0.jpg', '1.jpg') }, 'x.tar', undefined],
    [
      'a tar whose first sample is large',
      { 'x.tar': makeTar({ name: '0.jpg', data: Buffer.alloc(100_000) }, { name: '0.cls' }) },
      'x.tar',
      'its members come in samples: 0.jpg, 0.cls',
    ],
    ['a tar that is cut off', { 'x.tar': shard('0.jpg', '1.jpg').subarray(0, 1500) }, 'x.tar', undefined],
    ['no tar', { 'x.tar': 'hello' }, 'x.tar', undefined],
    ['numbered tars', { 'train-000000.tar': two, 'train-000001.tar': two }, '', 'it holds 2 numbered tars: train-000000.tar'],
    ['one numbered tar and its index', { 'train-0.tar': two, 'shardindex.json': index() }, '', 'it holds 1 numbered tar: train-0.tar'],
    ['tars that are not numbered', { 'train.tar': two, 'val.tar': two }, '', undefined],
    ['tars among folders', { 'a-0.tar': two, 'images/a.jpg': '' }, '', undefined],
    ['tars among more other files', { 'a-0.tar': two, a: '', b: '' }, '', undefined],
    ['no tars', { 'a.jpg': '' }, '', undefined],
  ];
  for (const [title, files, named, why] of cases) {
    test(title, async () =>
      assert.deepEqual(await probed(world, source, folder(files) + named), why === undefined ? undefined : { certainty: 'sure', why }),
    );
  }
});

describe('members of shards', () => {
  test('of one shard have its paths', async () => {
    const { files, facts, problems } = await yielded(
      world,
      source,
      `${folder({ 'x-0.tar': shard('0.jpg', '0.cls', 'sub/1.jpg') })}x-0.tar`,
    );
    assert.deepEqual(
      files.map(({ path, sha256: hash }) => [path, hash]),
      [
        ['0.jpg', sha256('0.jpg')],
        ['0.cls', sha256('0.cls')],
        ['sub/1.jpg', sha256('sub/1.jpg')],
      ],
    );
    assert.deepEqual([facts, problems], [{ shards: 1, samples: 2 }, []]);
  });

  test('of several shards have a folder for each; what else lies beside them is adopted as it lies', async () => {
    const path = folder({ 'x-0.tar': shard('0.jpg', '0.cls'), 'x-1.tar': shard('0.jpg', '1.jpg'), 'README.md': 'r' });
    const { files, facts, problems } = await yielded(world, source, path);
    assert.deepEqual(files.map((one) => one.path).toSorted(), ['README.md', 'x-0/0.cls', 'x-0/0.jpg', 'x-1/0.jpg', 'x-1/1.jpg']);
    assert.deepEqual([facts, problems], [{ shards: 2, samples: 3 }, []]);
    for (const one of files)
      assert.equal(
        (await bytesOf(await world.connectorFor(one.location), one)).toString(),
        one.path === 'README.md' ? 'r' : one.path.slice(4),
      );
  });

  test('of shards that are called the same are told apart', async () => {
    const path = folder({ 'a/0.tar': shard('x.jpg'), 'b/0.tar': shard('x.jpg') });
    const { files } = await yielded(world, source, { locations: [`${path}a/0.tar`, `${path}b/0.tar`] });
    assert.deepEqual(
      files.map((one) => one.path),
      ['0/x.jpg', '0 (2)/x.jpg'],
    );
  });

  test('of shards on the web, by an index there', async (t) => {
    const bytes = shard('0.jpg', '0.cls');
    const server = await startServer(t, {
      '/set/shardindex.json': file(index({ url: 'x-0.tar', md5sum: md5(bytes), nsamples: 1 }, { url: '/other/x-1.tar' })),
      '/set/x-0.tar': file(bytes),
      '/other/x-1.tar': file(bytes),
    });
    const { files, problems } = await yielded(world, source, `${server.origin}/set/shardindex.json`);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      files.map(({ location }) => location.replace(server.origin, '')),
      ['tar+/set/x-0.tar#512/0.jpg', 'tar+/set/x-0.tar#1536/0.cls', 'tar+/other/x-1.tar#512/0.jpg', 'tar+/other/x-1.tar#1536/0.cls'],
    );
  });
});

describe('what is wrong', () => {
  const good = shard('0.jpg', '0.cls', '1.jpg');
  const cases: [title: string, files: Record<string, string | Uint8Array>, problems: string[], notes?: string[]][] = [
    ['nothing', { 'i.json': index({ url: 'x.tar', md5sum: md5(good), nsamples: 2, filesize: good.length }), 'x.tar': good }, []],
    ['an MD5 in capitals', { 'i.json': index({ url: './x.tar', md5sum: md5(good).toUpperCase() }), 'x.tar': good }, []],
    [
      'another MD5',
      { 'i.json': index({ url: 'x.tar', md5sum: '0'.repeat(32) }), 'x.tar': good },
      [`i.json: shard 1: <folder>x.tar has the MD5 ${md5(good)}, and ${'0'.repeat(32)} is declared.`],
    ],
    [
      'no MD5',
      { 'i.json': index({ url: 'x.tar', md5sum: 'md5' }), 'x.tar': good },
      [],
      ['i.json: shard 1 declares "md5", which is no MD5: it was not used.'],
    ],
    [
      'another number of samples',
      { 'i.json': index({ url: 'x.tar', nsamples: 3 }), 'x.tar': good },
      ['i.json: shard 1: x.tar has 2 samples, and the index says 3.'],
    ],
    [
      'another size',
      { 'i.json': index({ url: 'x.tar', filesize: 1 }), 'x.tar': good },
      [`i.json: shard 1: x.tar has ${good.length} bytes, and the index says 1.`],
    ],
    [
      'a shard that is not there',
      { 'i.json': index({ url: 'y.tar' }, { url: 'x.tar' }), 'x.tar': good },
      ['i.json: shard 1: There is no file <folder>y.tar.'],
    ],
    [
      'a shard that is no tar',
      { 'i.json': index({ url: 'y.tar' }, { url: 'x.tar' }), 'x.tar': good, 'y.tar': 'hello' },
      ['i.json: shard 1: <folder>y.tar is no zip and no tar.'],
    ],
    [
      'a shard that is a zip',
      { 'i.json': index({ url: 'y.tar' }), 'y.tar': makeZip({ entries: [{ name: 'a' }] }) },
      ['i.json: shard 1: y.tar is no tar as it lies (zip).'],
    ],
    [
      'a shard that is cut off',
      { 'i.json': index({ url: 'x.tar' }), 'x.tar': good.subarray(0, 2000) },
      ['<folder>x.tar: x.tar ends too early: in or after the member at byte 1024.'],
    ],
    [
      'a sample that comes again',
      { 'i.json': index({ url: 'x.tar' }), 'x.tar': shard('0.jpg', '1.jpg', '0.cls', '1.cls') },
      [
        'x.tar@2560: The sample "0" comes again, after others: it is read as two.',
        'x.tar@3584: The sample "1" comes again, after others: it is read as two.',
      ],
    ],
  ];
  for (const [title, files, problems, notes = []] of cases) {
    test(title, async () => {
      const path = folder(files);
      const found = await yielded(world, source, `${path}i.json`);
      assert.deepEqual([problemLines(found).map((line) => line.replaceAll(path, '<folder>')), found.notes], [problems, notes]);
    });
  }

  for (const [title, text] of [
    ['an index that is cut off', index({ url: 'x.tar' }).slice(0, -2)],
    ['an index without shards', JSON.stringify({ __kind__: 'wids-shard-index-v1' })],
    ['a shard without an address', index({ nsamples: 1 })],
    ['no shard at all', index()],
  ] as const) {
    test(title, () => assert.rejects(yielded(world, source, `${folder({ 'i.json': text })}i.json`), { code: 'source.malformed' }));
  }
});

describe('samples that were sent', () => {
  test('an index and its shard', async () => {
    const { files, facts, problems } = await yielded(world, source, join(fixture, 'shardindex.json'));
    assert.deepEqual([files.length, facts, problems], [12, { shards: 1, samples: 3 }, []]);
    const tar = readFileSync(join(fixture, 'train-000000.tar'));
    for (const one of files) {
      const offset = Number(/#(\d+)\//.exec(one.location)![1]);
      assert.equal(sha256(tar.subarray(offset, offset + one.size)), one.sha256);
    }
  });

  test('shards of PASS', needsCorpus, async () => {
    const { files, facts, problems } = await yielded(world, source, `${join(corpus, 'webdataset', 'pass-mini')}/`);
    assert.deepEqual([files.length, facts, problems], [8, { shards: 2, samples: 8 }, []]);
  });
});

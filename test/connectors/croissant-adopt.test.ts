import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as nodeTest from 'node:test';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createCroissantSource } from '../../server/connectors/croissant/source.ts';
import { adopt } from '../../server/core/adoption.ts';
import { problemsOf } from '../core/adoptionWorld.ts';
import { corpus, needsCorpus } from '../support/corpus.ts';
import { matchesGolden } from '../support/golden.ts';
import { itemLines } from '../support/listedItems.ts';
import { probed, sourceWorld, yielded } from '../support/sourceContext.ts';
import { tree } from '../support/tree.ts';
import { assertRejects } from './contract.ts';
import { about, digest, object, sha256 } from './croissantDocument.ts';
import { file, startServer } from './httpServer.ts';

const source = createCroissantSource();
const world = sourceWorld(nodeTest);
const samples = join(corpus, 'croissant');
const documents = needsCorpus.skip
  ? []
  : readdirSync(samples, { recursive: true })
      .map(String)
      .filter((path) => path.endsWith('.json') && !path.includes('/data/'))
      .sort();

describe('the samples', () => {
  test('are all known, and say what they hold', needsCorpus, async () => {
    let golden = '';
    for (const path of documents) {
      const match = await probed(world, source, join(samples, path));
      const found = await yielded(world, source, join(samples, path));
      golden += `# ${path}: ${match?.certainty}\n${itemLines(found, (line) => line.replaceAll(pathToFileURL(samples).href, '{samples}'))}\n`;
    }
    matchesGolden('connectors/croissant.txt', golden);
  });

  const adopted: [path: string, files: string[] | { problem: string }][] = [
    [
      '1.0/coco2014-mini/metadata.json',
      ['data/captions_train2014.json', 'data/instances_train2014.json', 'data/train2014.zip', 'metadata.json'],
    ],
    ['1.0/audio_test/metadata.json', ['data/Clap.mp3', 'data/Snap.mp3', 'metadata.json']],
    ['1.0/simple-parquet/metadata.json', ['data/dataframe.parquet', 'metadata.json']],
    ['1.0/recipes/enum.json', ['data/enum.csv', 'data/enum_directions.csv', 'enum.json']],
    ['1.0/recipes/live_dataset.json', ['data/enum_directions.csv', 'live_dataset.json']],
    ['1.0/recipes/minimal.json', ['minimal.json']],
    ['1.0/recipes/minimal_recommended.json', ['data/minimal.csv', 'minimal_recommended.json']],
    ['1.0/recipes/multiple_conforms_to.json', ['data/minimal.csv', 'multiple_conforms_to.json']],
    ['1.0/recipes/simple-split.json', ['data/books.csv', 'simple-split.json']],
    [
      '1.0/recipes/read_binary_file_by_line.json',
      [
        'data/read_binary_file_by_line/file1.txt',
        'data/read_binary_file_by_line/file2.txt',
        'data/read_binary_file_by_line/files.zip',
        'read_binary_file_by_line.json',
      ],
    ],
    ['1.1/recipes/minimal_multilingual.json', ['data/minimal.csv', 'minimal_multilingual.json']],
    [
      '1.0/recipes/compressed_archive.json',
      { problem: 'compressed_archive.json: distribution "compressed_archive.zip": There is nothing at ' },
    ],
    ['1.0/simple-join/metadata.json', { problem: 'metadata.json: distribution "publications": ' }],
    ['1.0/fashion-mnist/metadata.json', { problem: 'metadata.json: distribution "repo": It is a git repository' }],
    ['1.0/huggingface-mnist/metadata.json', { problem: 'metadata.json: distribution "repo": It is a git repository' }],
    ['1.1/huggingface-squad_v2/metadata.json', { problem: 'metadata.json: distribution "repo": It is a git repository' }],
  ];
  for (const [path, expected] of adopted) {
    test(`${path} is ${Array.isArray(expected) ? 'adopted, its digests as declared' : 'refused'}`, needsCorpus, async () => {
      const work = adopt(world, { locations: [pathToFileURL(join(samples, path)).href], as: `x-${sha256(path).slice(0, 8)}` });
      if (!Array.isArray(expected)) {
        const [line, ...more] = await problemsOf(work);
        assert.ok(line?.startsWith(expected.problem), line);
        assert.deepEqual(more, []);
        return;
      }
      const { version, source: used } = await work;
      assert.deepEqual([used?.id, [...world.registry.versions.files(version)].map((one) => one.path)], ['croissant', expected]);
    });
  }
});

describe('adopted', () => {
  test('a folder by its document, when a person says so', async (t) => {
    const folder = tree(t, { 'croissant.json': about([object({ sha256: digest })]), 'data/a.csv': 'a', 'other.txt': '' });
    const { version } = await adopt(world, { locations: [pathToFileURL(folder).href], as: 'folder', from: 'croissant' });
    assert.deepEqual(
      [...world.registry.versions.files(version)].map(({ path }) => path),
      ['croissant.json', 'data/a.csv'],
    );
    const empty = pathToFileURL(tree(t, {})).href;
    assert.equal((await assertRejects(adopt(world, { locations: [empty], as: 'folder', from: 'croissant' }))).code, 'source.location');
  });

  test('bytes that are other than declared are refused, or left out', async (t) => {
    const folder = tree(t, { 'd.json': about([object({ sha256: sha256('other') })]), 'data/a.csv': 'a' });
    const request = { locations: [pathToFileURL(`${folder}d.json`).href], as: 'mismatch' };
    const [line] = await problemsOf(adopt(world, request));
    assert.match(line ?? '', /^d\.json: distribution "a": .* has the SHA-256 .* is declared\./);
    const { version, leftOut } = await adopt(world, { ...request, keepGoing: true });
    assert.deepEqual([version.files, leftOut.length], [1, 1]);
  });

  test('files on the web, a signed one without its signature', async (t) => {
    const server = await startServer(t, { '/a.csv': file('a'), '/b.csv': file('b') });
    const document = about([
      object({ contentUrl: `${server.origin}/a.csv`, sha256: digest }),
      object({ '@id': 'b', contentUrl: `${server.origin}/b.csv?token=CANARY` }),
    ]);
    const { version } = await adopt(world, { locations: [pathToFileURL(`${tree(t, { 'd.json': document })}d.json`).href], as: 'web' });
    const files = [...world.registry.versions.files(version)];
    assert.deepEqual(
      files.map(({ path, sha256, evidence }) => [path, sha256 === digest, evidence]),
      [
        ['a.csv', true, 'verified'],
        ['b.csv', false, 'verified'],
        ['d.json', false, 'verified'],
      ],
    );
    assert.equal(files[1]?.location, `${server.origin}/b.csv`);
    assert.doesNotMatch(JSON.stringify([version, files]), /CANARY/);
  });
});

/** Archives whose digest is known, and those that people have sent. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as nodeTest from 'node:test';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createArchiveSource } from '../../server/connectors/archive/source.ts';
import { hashedMembers } from '../../server/kit/archives/hashedMembers.ts';
import { knownArchive, knownArchives } from '../../server/kit/archives/known.ts';
import { corpus, needsCorpus } from '../support/corpus.ts';
import { collected } from '../support/pieces.ts';
import { problemLines, sourceContext, sourceWorld, yielded } from '../support/sourceContext.ts';
import { makeTar } from '../support/tarMaker.ts';
import { tempFolder } from '../support/temp.ts';
import { makeZip } from '../support/zipMaker.ts';
import { bytesOf } from './contract.ts';

const source = createArchiveSource();
const world = sourceWorld(nodeTest);
const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const zip = () =>
  makeZip({
    entries: [
      { name: 'a', data: 'a' },
      { name: 'b', data: 'bb', method: 8 },
    ],
  });
const tar = () => makeTar({ name: 'a', data: 'a' }, { name: 'b', data: 'bb' });
const expected = [sha256('a'), sha256('bb')];

function put(name: string, bytes: Uint8Array): string {
  const path = join(tempFolder(nodeTest, 'known'), name);
  writeFileSync(path, bytes);
  return pathToFileURL(path).href;
}

describe('published digests', () => {
  for (const one of knownArchives) {
    test(one.name, () => {
      assert.match(one.sha256 ?? one.md5!, one.sha256 ? /^[0-9a-f]{64}$/ : /^[0-9a-f]{32}$/);
      const found = knownArchive({ name: one.name, size: one.size ?? 1 });
      assert.ok(found && 'claim' in found && found.claim.value === (one.sha256 ?? one.md5) && found.claim.at === 'published digests');
    });
  }

  test('are not compared with a file of another size', () => {
    const found = knownArchive({ name: 'val2017.zip', size: 10 });
    assert.match(
      found && 'note' in found ? found.note : '',
      /^val2017\.zip has 10 bytes, and the published file of this name has 815585330/,
    );
    assert.equal(knownArchive({ name: 'other.zip', size: 815585330 }), undefined);
  });

  for (const algorithm of ['sha256', 'md5'] as const) {
    for (const [name, kind, bytes] of [
      ['x.zip', 'zip', zip()],
      ['x.tar', 'tar', Buffer.concat([tar(), Buffer.alloc(9000)])],
    ] as const) {
      test(`${algorithm} of a ${kind} is made while its members are read`, async () => {
        const context = sourceContext(world, source);
        const one = (await context.find(put(name, bytes)))!;
        const value = createHash(algorithm).update(bytes).digest('hex');
        const good = await collected(hashedMembers({ file: one, kind, claim: { algorithm, value, at: 'list:1' } }, context));
        assert.deepEqual(
          good.map((item) => 'path' in item && item.sha256),
          expected,
        );
        const other = (await context.find(put(name, bytes)))!;
        const wrong = { algorithm, value: value.replace(/^./, (sign) => (sign === '0' ? '1' : '0')), at: 'list:1' };
        // the second time it is remembered
        for (let round = 0; round < 2; round++) {
          const last = (await collected(hashedMembers({ file: other, kind, claim: wrong }, context))).at(-1)!;
          assert.ok('problem' in last && last.problem);
          assert.equal(last.problem.code, 'declared.mismatch');
          assert.match(last.problem.message, new RegExp(`has the (SHA-256|MD5) ${value}, and ${wrong.value} is declared`));
        }
      });
    }
  }
});

describe('samples of what people adopt', needsCorpus, () => {
  const files: [path: string, files: number, problems: RegExp[]][] = [
    ['croissant/1.0/coco2014-mini/data/train2014.zip', 2, []],
    ['croissant/1.0/recipes/data/zip_with_csv.zip', 3, []],
    [
      'croissant/1.0/recipes/data/read_binary_file_by_line/files.zip',
      0,
      [/files\.zip@0: The member ".*file1\.txt" has a name that leads out/, /file2\.txt" has a name that leads out/],
    ],
    ['superannotate/synthetic/export.zip', 3, []],
    ['superb-ai/synthetic/export.zip', 5, []],
    ['v7-darwin/release-zips/dataset.zip', 1, []],
    ['webdataset/pass-mini/PASS.0.tar', 4, []],
    ['webdataset/synthetic/train-000000.tar', 12, []],
    ['croissant/1.0/recipes/data/read_from_tar.tar.gz', 1, []],
  ];
  for (const [path, count, problems] of files) {
    test(path, async () => {
      const found = await yielded(world, source, join(corpus, path));
      const lines = problemLines(found);
      assert.equal(found.files.length, count);
      assert.equal(lines.length, problems.length);
      for (const [i, pattern] of problems.entries()) assert.match(lines[i]!, pattern);
      for (const one of found.files) {
        if (one.sha256) assert.equal(sha256(await bytesOf(await world.connectorFor(one.location), one)), one.sha256);
      }
    });
  }
});

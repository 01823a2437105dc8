/** Whether the bytes behind a version are still the bytes that were adopted, by whatever mode of looking. */
import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, statSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import nodeTest, { describe, test } from 'node:test';
import { openApp } from '../../server/app.ts';
import { adopt } from '../../server/core/adoption.ts';
import { openHashCache } from '../../server/core/hashCache.ts';
import { type VerifyRequest, verify } from '../../server/core/integrity.ts';
import type { Progress } from '../../server/core/world.ts';
import { until } from '../support/poll.ts';
import { testWorld } from './fixture.ts';

type Mode = VerifyRequest['mode'];
const { app, data, folder, home } = testWorld(nodeTest);
let made = 0;
/** The name of a dataset, and of the folder with its files. */
const fresh = () => `d${++made}`;

const quick: Mode = { type: 'quick' };
const full: Mode = { type: 'full' };
const files = { a: 'aaaa', 'sub/b': 'bbbb', c: '', 'ä b': 'odd' };

/** What is done to the file `a` of four bytes -> what is said of it; nothing when it is still whole. */
const harms: [what: string, harm: (path: string) => void, reason: string | undefined][] = [
  ['left alone', () => undefined, undefined],
  ['removed', (path) => rmSync(path), 'it is no longer there'],
  ['grown', (path) => writeFileSync(path, 'x', { flag: 'a' }), 'it has 5 bytes and had 4'],
  ['cut short', (path) => truncateSync(path, 1), 'it has 1 bytes and had 4'],
  ['written with other bytes', (path) => writeFileSync(path, 'AAAA'), 'its bytes are others than those that were adopted'],
  ['written with other bytes and the old time', rewriteWithOldTime, 'its bytes are others than those that were adopted'],
  ['written with the same bytes', (path) => writeFileSync(path, 'aaaa'), undefined],
  ['touched', (path) => utimesSync(path, 1, 1), undefined],
  ['replaced by a folder', (path) => replace(path, () => mkdirSync(path)), 'it is no longer there'],
  ['replaced by a link to nothing', (path) => replace(path, () => symlinkSync('nothing', path)), 'it is no longer there'],
  ['replaced by a link to itself', (path) => replace(path, () => symlinkSync('a', path)), 'it is no longer there'],
  [
    'replaced by a link to other bytes',
    (path) => replace(path, () => linkTo(path, 'AAAA')),
    'its bytes are others than those that were adopted',
  ],
  ['replaced by a link to the same bytes', (path) => replace(path, () => linkTo(path, 'aaaa')), undefined],
  ['in a folder that is a file now', hideBehindFile, 'it is no longer there'],
];

for (const [name, mode] of [
  ['quick', quick],
  ['full', full],
  ['a sample of all', { type: 'sample', files: 99 }],
] as [string, Mode][]) {
  describe(name, () => {
    for (const [what, harm, reason] of harms) {
      test(what, async () => {
        const as = fresh();
        const { version } = await adopt(app, { locations: [data(as, files)], as });
        harm(join(folder, as, 'a'));
        const { broken, checked } = await verify(app, { version, mode });
        const said = broken.find(({ path }) => path === 'a');
        assert.equal(said?.reason, reason);
        assert.equal(checked, 4);
        const record = app.registry.versions.find(as, 'v1')?.integrity;
        if (reason === undefined && mode.type === 'sample') assert.equal(record, undefined, 'a sample that finds nothing proves nothing');
        else
          assert.deepEqual(
            { ...record, checkedAt: undefined },
            { state: reason ? 'broken' : 'whole', checkedAt: undefined, checked: 4, broken: broken.length },
          );
      });
    }
  });
}

describe('what is read', () => {
  /** Of ten files of five bytes each. */
  const readings: [what: string, mode: Mode, forgotten: boolean, checked: number, bytes: number][] = [
    ['nothing that was hashed here and has not changed', quick, false, 10, 0],
    ['all that was hashed elsewhere', quick, true, 10, 50],
    ['every byte, when that is asked', full, false, 10, 50],
    ['a sample of one', { type: 'sample', files: 1 }, false, 1, 5],
    ['a sample of seven', { type: 'sample', files: 7 }, false, 7, 35],
    ['a sample of more than there is', { type: 'sample', files: 11 }, false, 10, 50],
  ];
  for (const [what, mode, forgotten, checked, bytes] of readings) {
    test(what, async (t) => {
      const as = fresh();
      const locations = [data(as, Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`f${i}`, '12345'])))];
      await settled(join(folder, as, 'f9'));
      const { version } = await adopt(app, { locations, as });
      const seen: Progress[] = [];
      const other = openApp({ home });
      t.after(() => other.close());
      const world = forgotten ? { ...other, hashes: openHashCache(join(folder, `${as}.db`)) } : other;
      const result = await verify(world, { version, mode }, { onProgress: (progress) => seen.push(progress) });
      world.hashes.close();
      assert.deepEqual([result.checked, result.broken], [checked, []]);
      assert.deepEqual(seen.at(-1), { stage: 'verifying', done: checked, total: checked, bytes });
    });
  }
});

describe('a version that only its store vouches for', () => {
  test('is adopted without reading, and says so', async () => {
    const as = fresh();
    const seen: Progress[] = [];
    const { version } = await adopt(
      app,
      { locations: [data(as, files)], as, hash: 'provider' },
      { onProgress: (progress) => seen.push(progress) },
    );
    assert.equal(version.identity, 'provider');
    assert.deepEqual(
      [...app.registry.versions.files(version)].map(({ sha256, evidence, etag }) => [sha256, evidence, etag === undefined]),
      Array.from({ length: 4 }, () => [undefined, 'size+mtime', false]),
    );
    assert.ok(seen.every(({ stage }) => stage !== 'hashing'));
  });

  for (const mode of [quick, full]) {
    test(`${mode.type}: is broken as soon as a file was written to`, async () => {
      const as = fresh();
      const { version } = await adopt(app, { locations: [data(as, files)], as, hash: 'provider' });
      assert.deepEqual((await verify(app, { version, mode })).broken, []);
      utimesSync(join(folder, as, 'a'), 1, 1);
      assert.deepEqual((await verify(app, { version, mode })).broken, [{ path: 'a', reason: 'it was written to since' }]);
    });
  }
});

/** A file's times only tell its next change once the clock they are taken from has ticked. */
function settled(path: string): Promise<boolean> {
  return until(() => Date.now() - statSync(path).ctimeMs > 300, { what: 'the clock has ticked' });
}

function rewriteWithOldTime(path: string): void {
  const { atime, mtime } = statSync(path);
  writeFileSync(path, 'AAAA');
  utimesSync(path, atime, mtime);
}

function replace(path: string, put: () => void): void {
  rmSync(path);
  put();
}

function linkTo(path: string, bytes: string): void {
  writeFileSync(`${path}-elsewhere`, bytes);
  symlinkSync(`${path}-elsewhere`, path);
}

function hideBehindFile(path: string): void {
  const folder = join(path, '..');
  renameSync(folder, `${folder}-away`);
  writeFileSync(folder, '');
}

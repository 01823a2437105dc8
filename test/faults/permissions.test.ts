/** What a user may not read or write: root may everything, so another user's process tries it. */
import assert from 'node:assert/strict';
import { chmodSync, chownSync, copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import nodeTest, { before, describe, test } from 'node:test';
import { toLocation } from '../../server/app.ts';
import { writeFiles } from '../core/fixture.ts';
import { tempFolder } from '../support/temp.ts';
import type { Step } from './actor.ts';
import { type Ended, runActor, withoutNobody } from './actors.ts';
import { assertWhole } from './whole.ts';

const skip = withoutNobody();
const folder = tempFolder(nodeTest, 'permissions');
const data = join(folder, 'data');
const as = (home: string, ...steps: Step[]): Promise<Ended> => runActor({ home, timeout: 200, steps }, { nobody: true });
const adoption = (as: string): Step => ({ adopt: { locations: [toLocation(data, '/')], as } });

describe('a registry that may only be read', { skip }, () => {
  const closed = join(folder, 'closed');
  const killed = join(folder, 'killed');
  before(async () => {
    chmodSync(folder, 0o755);
    writeFiles(data, { a: 'aaaa', b: 'bbbb' });
    await runActor({ home: closed, steps: [adoption('d')] });
    // One that was killed leaves SQLite's companion files behind.
    await runActor(
      { home: killed, steps: [adoption('d'), { hold: true }] },
      { onLine: (line) => 'holding' in line, release: new Promise(() => undefined) },
    );
    assert.deepEqual(readdirSync(closed).sort(), ['hashes.db', 'registry.db']);
    assert.ok(existsSync(join(killed, 'registry.db-wal')) && existsSync(join(killed, 'registry.db-shm')));
  });

  const modes: [folder: number, file: number, owner: 'root' | 'nobody'][] = [
    [0o555, 0o444, 'root'],
    [0o755, 0o644, 'root'],
    [0o555, 0o644, 'nobody'],
    [0o755, 0o444, 'nobody'],
  ];
  for (const [left, source] of Object.entries({ closed, killed })) {
    for (const [folderMode, fileMode, owner] of modes) {
      test(`${left}, folder ${folderMode.toString(8)}, file ${fileMode.toString(8)}, owned by ${owner}`, async () => {
        const home = join(folder, `${left}-${folderMode}-${fileMode}-${owner}`);
        cpSync(source, home, { recursive: true });
        for (const name of readdirSync(home)) chmodSync(join(home, name), fileMode);
        if (owner === 'nobody') for (const name of ['', ...readdirSync(home)]) chownSync(join(home, name), 65534, 65534);
        chmodSync(home, folderMode);
        const to = join(folder, `to-${left}-${folderMode}-${owner}`);
        mkdirSync(to);
        chmodSync(to, 0o777);

        const { answers, lines } = await as(
          home,
          { read: true },
          { verify: 'd:v1', mode: { type: 'quick' } },
          { verify: 'd:v1', mode: { type: 'full' } },
          { checkout: 'd:v1', folder: to, copy: true },
          adoption('d:v2'),
          { read: true },
        );
        const read = { versions: ['d:v1'], readonly: true, files: 2 };
        assert.deepEqual(answers.slice(0, 4), [read, { broken: [] }, { broken: [] }, { done: true }]);
        assert.ok('error' in answers[4]! && answers[4].error.code === 'registry.read-only' && answers[4].error.hint);
        assert.deepEqual(answers[5], read);
        const after = lines.slice(lines.indexOf(answers[3]!));
        assert.ok(!after.some((line) => 'progress' in line), 'nothing is read for what cannot be written');
        assert.deepEqual(readdirSync(to).sort(), ['a', 'b']);
        assert.deepEqual(assertWhole(home), ['d:v1']);
      });
    }
  }

  test('a damaged hash cache that may not be removed is not used', async () => {
    const home = join(folder, 'bad-cache');
    mkdirSync(home);
    copyFileSync(join(closed, 'registry.db'), join(home, 'registry.db'));
    writeFileSync(join(home, 'hashes.db'), 'this is no cache');
    const { answers } = await as(home, { verify: 'd:v1', mode: { type: 'quick' } });
    assert.deepEqual(answers, [{ broken: [] }]);
    assert.deepEqual(readdirSync(home).sort(), ['hashes.db', 'registry.db']);
  });
});

describe('a registry that may not even be read', { skip }, () => {
  const refused: [what: string, prepare: (home: string) => void][] = [
    ['a home without any permission', (home) => chmodSync(home, 0o700)],
    ['a home below such a one', (home) => chmodSync(join(home, '..'), 0o700)],
    ['a file without any permission', (home) => chmodSync(join(home, 'registry.db'), 0o000)],
  ];
  for (const [i, [what, prepare]] of refused.entries()) {
    test(what, async () => {
      const home = join(folder, `refused${i}`, 'home');
      await runActor({ home, steps: [adoption('d')] });
      prepare(home);
      const { answers, errors } = await as(home, { read: true });
      assert.deepEqual(errors, ['registry.unavailable']);
      assert.ok('error' in answers[0]! && answers[0].error.hint);
      assert.deepEqual(assertWhole(home), ['d:v1']);
    });
  }

  test('a home that cannot be made', async () => {
    const { errors } = await as(join(folder, 'forbidden', 'home'), { read: true });
    assert.deepEqual(errors, ['registry.unavailable']);
  });
});

describe('files that may not be read', { skip }, () => {
  /** How they are shut, what is said, and with which glob it is still possible to adopt the others. */
  const shut: [what: string, path: string, mode: number, code: string, exclude: string, included: boolean][] = [
    ['a file', 'secret.txt', 0o600, 'file.unreadable', 'secret.txt', true],
    ['a folder', 'secret', 0o700, 'folder.unreadable', 'secret/**', false],
    ['a folder that only tells names', 'deep/secret', 0o744, 'folder.unreadable', '**/secret/**', true],
  ];
  for (const [i, [what, path, mode, code, exclude, included]] of shut.entries()) {
    test(what, async () => {
      const home = join(folder, `files${i}`);
      mkdirSync(home);
      chownSync(home, 65534, 65534);
      const source = join(folder, `shut${i}`);
      const location = writeFiles(source, { open: 'x', [path.endsWith('.txt') ? path : `${path}/inside`]: 'y' });
      chmodSync(join(source, path), mode);
      const { answers, errors } = await as(
        home,
        { adopt: { locations: [location], as: 'd' } },
        { adopt: { locations: [location], as: 'e', include: ['open'] } },
        { adopt: { locations: [location], as: 'f', exclude: [exclude] } },
      );
      assert.equal(errors[0], code);
      assert.ok('error' in answers[0]! && answers[0].error.message.includes(path) && answers[0].error.hint);
      // Where names are known, globs tell what is asked for; a folder that hides them may hold some of it, unless it is excluded.
      assert.deepEqual(answers.slice(1), [included ? { ref: 'e:v1', existed: false } : answers[1]!, { ref: 'f:v1', existed: false }]);
      assert.equal(errors.length, included ? 1 : 2);
      assert.ok(!assertWhole(home).includes('d:v1'));
    });
  }

  test('a folder to check out into', async () => {
    const home = join(folder, 'checkout');
    await runActor({ home, steps: [adoption('d')] });
    const to = join(folder, 'not-mine');
    mkdirSync(to);
    for (const copy of [true, false]) {
      const { answers } = await as(home, { checkout: 'd:v1', folder: join(to, 'x'), copy });
      assert.ok('error' in answers[0]! && answers[0].error.code === 'disk.denied' && answers[0].error.hint, JSON.stringify(answers));
    }
    assert.deepEqual(readdirSync(to), []);
  });
});

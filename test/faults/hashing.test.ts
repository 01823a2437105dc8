/** Hashing threads that die and hash caches that are damaged: an error at most, and the next try works. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import nodeTest, { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import SqliteDatabase from 'better-sqlite3';
import { openApp } from '../../server/app.ts';
import { adopt } from '../../server/core/adoption.ts';
import { openHashCache } from '../../server/core/hashCache.ts';
import { createHashPool, type HashResult } from '../../server/core/hashPool.ts';
import { hex, refusal, testWorld } from '../core/fixture.ts';
import { seeded } from '../support/random.ts';
import { tempFolder } from '../support/temp.ts';
import { assertWhole } from './whole.ts';

const folder = tempFolder(nodeTest, 'hashing');

describe('a hashing thread', () => {
  /** What a thread does when it is asked for the path `die`. */
  const deaths: Record<string, string> = {
    'ends itself': 'process.exit(3)',
    throws: 'throw new Error("out of luck")',
    'fails to begin': '',
    'answers, and dies afterwards': 'answer(); setImmediate(() => process.exit(3))',
    'answers, and throws afterwards': 'answer(); setImmediate(() => { throw new Error("too late") })',
  };
  for (const [what, death] of Object.entries(deaths)) {
    for (const threads of [1, 2]) {
      test(`of ${threads} ${what}`, async (t) => {
        const pool = createHashPool(threadThat(death, what === 'fails to begin'), threads);
        t.after(() => pool.close());
        const hash = async (...paths: string[]) => {
          const found = new Map<string, HashResult>();
          await pool.hash(
            paths.map((path) => ({ path, size: 1 << 25 })),
            (start, results) => results.forEach((result, i) => void found.set(paths[start + i]!, result)),
          );
          return found;
        };
        const outcome = async (...paths: string[]) => {
          try {
            return (await hash(...paths)).size;
          } catch (error) {
            return refusal('internal', /hashing thread failed.*Try again/)(error) && 'failed';
          }
        };
        const answers = death.startsWith('answer');
        for (let round = 0; round < 5; round++) {
          const first = await outcome('a', 'b', 'die', 'c');
          // A thread that died when its work was done may do so while it is asked for more, and may not.
          assert.ok(answers || first === 'failed', `${first}`);
          const second = await outcome('a', 'b', 'c');
          assert.ok(what === 'fails to begin' ? second === 'failed' : second === 3 || (answers && second === 'failed'), `${second}`);
        }
      });
    }
  }

  test('that dies takes no version with it', async (t) => {
    const { app, data, home } = testWorld(t);
    const location = data('data', { a: '1', b: '2' });
    const pool = createHashPool(threadThat('process.exit(3)', true));
    t.after(() => pool.close());
    await assert.rejects(adopt({ ...app, pool }, { locations: [location], as: 'd' }), refusal('internal'));
    assert.deepEqual(assertWhole(home), []);
    assert.equal((await adopt(app, { locations: [location], as: 'd' })).existed, false);
  });
});

describe('a hash cache', () => {
  const sound = join(folder, 'sound.db');
  const entries = Array.from({ length: 300 }, (_, i) => [`file:///data/${i}`, `signature ${i}`, hex(String(i))] as const);
  const cache = openHashCache(sound);
  for (const entry of entries) cache.put(...entry);
  cache.close();
  const bytes = readFileSync(sound);

  test('remembers, by place and signature', () => {
    const again = openHashCache(sound);
    for (const [location, signature, sha256] of entries) {
      assert.equal(again.get(location, signature), sha256);
      assert.equal(again.get(location, `${signature}!`), undefined);
    }
    again.put(entries[0]![0], 'newer', hex('newer'));
    assert.deepEqual([again.get(entries[0]![0], 'newer'), again.get(entries[0]![0], 'signature 0')], [hex('newer'), undefined]);
    again.close();
  });

  const random = seeded(7);
  const damages: [what: string, damage: (path: string) => void, kept: 'on disk' | 'in memory'][] = [
    ['that is not there', () => undefined, 'on disk'],
    ['that is empty', (path) => writeFileSync(path, ''), 'on disk'],
    ['of random bytes', (path) => writeFileSync(path, Buffer.from(Array.from({ length: 9000 }, () => random.below(256)))), 'on disk'],
    [
      'that was cut short',
      (path) => {
        writeFileSync(path, bytes);
        truncateSync(path, 5000);
      },
      'on disk',
    ],
    ["that is another program's database", foreign, 'on disk'],
    ['that is a folder', (path) => mkdirSync(path), 'in memory'],
    ['in a folder that is a file', (path) => writeFileSync(join(path, '..'), ''), 'in memory'],
  ];
  for (const [i, [what, damage, kept]] of damages.entries()) {
    test(`${what} is used ${kept}`, () => {
      const path = what.includes('a folder that is a file') ? join(folder, 'no-folder', 'hashes.db') : join(folder, `cache${i}.db`);
      damage(path);
      const first = openHashCache(path);
      assert.equal(first.get('file:///a', 's'), undefined);
      first.put('file:///a', 's', hex('a'));
      first.flush();
      assert.equal(first.get('file:///a', 's'), hex('a'));
      first.close();
      const second = openHashCache(path);
      assert.equal(second.get('file:///a', 's'), kept === 'on disk' ? hex('a') : undefined);
      second.close();
    });
  }

  test('of which one page is flipped never tells a wrong hash, and takes new ones', () => {
    for (let page = 0; page < bytes.length / 4096; page++) {
      const path = join(folder, `page${page}.db`);
      const copy = Buffer.from(bytes);
      for (let i = page * 4096; i < (page + 1) * 4096; i++) copy[i]! ^= 0xff;
      writeFileSync(path, copy);
      const damaged = openHashCache(path);
      for (const [location, signature, sha256] of entries)
        assert.ok([undefined, sha256].includes(damaged.get(location, signature)), `page ${page}`);
      for (const [location, signature] of entries) damaged.put(location, `${signature}!`, hex('new'));
      damaged.flush();
      for (const [location, signature] of entries) assert.equal(damaged.get(location, `${signature}!`), hex('new'));
      damaged.close();
      const afterwards = openHashCache(path);
      afterwards.put('file:///a', 's', hex('a'));
      afterwards.close();
    }
  });

  test('that is damaged does not show in an adoption', async (t) => {
    const { app, data, home } = testWorld(t);
    const location = data('data', { a: '1', b: '2' });
    const { version } = await adopt(app, { locations: [location], as: 'd' });
    await app.close();
    writeFileSync(join(home, 'hashes.db'), 'no cache');
    const other = openApp({ home });
    t.after(() => other.close());
    assert.deepEqual((await adopt(other, { locations: [location], as: 'd' })).version, version);
    assert.ok(existsSync(join(home, 'hashes.db')));
  });
});

/** A script for a thread that answers every path at once, but one. */
function threadThat(death: string, atOnce: boolean): URL {
  const script = join(folder, `thread-${death.replaceAll(/\W+/g, '-')}-${atOnce}.mjs`);
  const source = `
    import { parentPort } from 'node:worker_threads';
    ${atOnce ? 'throw new Error("no luck");' : ''}
    parentPort.on('message', ({ id, paths }) => {
      const answer = () => parentPort.postMessage({ id, results: paths.map((path) => ({ sha256: path, size: 1, signature: path })) });
      if (paths.includes('die')) { ${death} } else answer();
    });`;
  writeFileSync(script, source);
  return pathToFileURL(script);
}

function foreign(path: string): void {
  const db = new SqliteDatabase(path);
  db.exec('CREATE TABLE bookmarks (url TEXT)');
  db.close();
}

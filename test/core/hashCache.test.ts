/** What the cache knows of folders: parts that are asked for by names, that part and join, and that never tell a lie. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import nodeTest, { describe, test } from 'node:test';
import SqliteDatabase from 'better-sqlite3';
import { decodePart, encodePart, type FolderPart, gather, knownOnly } from '../../server/core/folderPart.ts';
import { openHashCache } from '../../server/core/hashCache.ts';
import { comparePaths } from '../../server/core/manifest.ts';
import { seeded } from '../support/random.ts';
import { tempFolder } from '../support/temp.ts';
import { hex } from './fixture.ts';

const folder = tempFolder(nodeTest, 'cache');
const place = 'file:///data/';
let made = 0;
const fresh = () => join(folder, `${made++}.db`);

/** Entries by name; what is known of a name is its number. */
function part(entries: Record<string, number>): FolderPart {
  const names = Object.keys(entries).sort(comparePaths);
  const hashes = Buffer.concat(names.map((name) => Buffer.alloc(32, entries[name])));
  return { names, signatures: Float64Array.from(names.flatMap((name) => [entries[name]!, 1.5, 2.5, 3])), hashes };
}

function entriesOf(parts: FolderPart[], names: string[]): Record<string, number> {
  const known = knownOnly(gather(names, parts));
  return Object.fromEntries(known.names.map((name, i) => [name, known.hashes[i * 32]!]));
}

const range = (text: string) => ({ first: text[0]!, last: text.at(-1)! });

describe('parts', () => {
  /** Written one after another: the range, and the names that are known in it, with the number that is known of them. */
  const histories: [what: string, writes: [range: string, names: string, number: number][], ask: string, finds: string][] = [
    ['nothing', [], 'a-z', ''],
    ['what was written', [['a-c', 'abc', 1]], 'a-c', 'a1 b1 c1'],
    ['more than was asked about is no harm', [['a-z', 'abz', 1]], 'b-c', 'a1 b1 z1'],
    [
      'two parts, one after another',
      [
        ['a-c', 'abc', 1],
        ['d-f', 'df', 2],
      ],
      'a-f',
      'a1 b1 c1 d2 f2',
    ],
    [
      'the later one',
      [
        ['a-c', 'abc', 1],
        ['a-c', 'ab', 2],
      ],
      'a-c',
      'a2 b2',
    ],
    [
      'a part in place of two',
      [
        ['a-c', 'abc', 1],
        ['d-f', 'df', 1],
        ['a-f', 'ad', 2],
      ],
      'a-f',
      'a2 d2',
    ],
    [
      'two parts in place of one',
      [
        ['a-f', 'abcdef', 1],
        ['a-c', 'abc', 2],
      ],
      'a-f',
      'a2 b2 c2 d1 e1 f1',
    ],
    [
      'a part in the middle of one',
      [
        ['a-f', 'abcdef', 1],
        ['c-d', 'cd', 2],
      ],
      'a-f',
      'a1 b1 c2 d2 e1 f1',
    ],
    [
      'a part that begins before another',
      [
        ['b-d', 'bcd', 1],
        ['a-c', 'ac', 2],
      ],
      'a-d',
      'a2 c2 d1',
    ],
    [
      'a part that has become empty',
      [
        ['a-c', 'abc', 1],
        ['a-c', '', 2],
      ],
      'a-c',
      '',
    ],
    ['one whose first name is gone', [['a-c', 'abc', 1]], 'b-c', 'a1 b1 c1'],
  ];
  for (const [what, writes, ask, finds] of histories) {
    test(what, () => {
      const path = fresh();
      const cache = openHashCache(path);
      for (const [at, names, number] of writes) {
        cache.putPart(place, range(at), part(Object.fromEntries([...names].map((name) => [name, number]))));
        cache.flush();
      }
      const found = (from: ReturnType<typeof openHashCache>) =>
        Object.entries(entriesOf(from.parts(place, range(ask)), [...'abcdefz']))
          .map(([name, number]) => name + number)
          .join(' ');
      assert.equal(found(cache), finds);
      assert.deepEqual(cache.parts('file:///other/', range(ask)), []);
      cache.close();
      const again = openHashCache(path);
      assert.equal(found(again), finds);
      again.close();
    });
  }

  test('any history knows of a name what was last written of it', () => {
    const random = seeded(3);
    const letters = [...'abcdefghijklmnop'];
    for (let round = 0; round < 50; round++) {
      const cache = openHashCache(':memory:');
      const truth = new Map<string, number>();
      for (let number = 1; number < 12; number++) {
        const [low, high] = [random.below(16), random.below(16)].sort((a, b) => a - b) as [number, number];
        const inside = letters.slice(low, high + 1);
        const names = inside.filter(() => random.below(3) > 0);
        for (const name of inside) truth.delete(name);
        for (const name of names) truth.set(name, number);
        cache.putPart(place, { first: letters[low]!, last: letters[high]! }, part(Object.fromEntries(names.map((name) => [name, number]))));
        cache.flush();
        for (const name of letters) {
          const known = entriesOf(cache.parts(place, { first: name, last: name }), [name])[name];
          // What is older is no lie, and may stay.
          assert.ok(truth.get(name) === undefined || known === truth.get(name), `${name} in round ${round}`);
        }
      }
      cache.close();
    }
  });

  test('some thousand files are kept without being told to', () => {
    const path = fresh();
    const cache = openHashCache(path);
    const entries = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [String(i), 1]));
    cache.putPart(place, { first: '0', last: '9999' }, part(entries));
    const other = openHashCache(path);
    assert.equal(other.parts(place, { first: '7', last: '7' })[0]?.names.length, 5000);
    other.close();
    cache.close();
  });
});

describe('a damaged part', () => {
  const sound = encodePart(place, part({ a: 1, b: 2, c: 3 }));
  test('of which any byte is another is not believed', () => {
    assert.deepEqual(decodePart(place, sound)?.names, ['a', 'b', 'c']);
    for (let i = 0; i < sound.length; i++) {
      const damaged = Buffer.from(sound);
      damaged[i]! ^= 1;
      assert.equal(decodePart(place, damaged), undefined, `byte ${i}`);
    }
  });
  test('that was cut short, or is that of another folder, is not believed', () => {
    for (let length = 0; length < sound.length; length++) assert.equal(decodePart(place, sound.subarray(0, length)), undefined);
    assert.equal(decodePart('file:///other/', sound), undefined);
  });
  test('is written anew', () => {
    const path = fresh();
    const cache = openHashCache(path);
    cache.putPart(place, range('a-c'), part({ a: 1, b: 1 }));
    cache.close();
    const db = new SqliteDatabase(path);
    db.exec('UPDATE part SET data = zeroblob(100)');
    db.close();
    const again = openHashCache(path);
    assert.deepEqual(again.parts(place, range('a-c')), []);
    again.putPart(place, range('a-c'), part({ a: 2 }));
    again.flush();
    assert.deepEqual(entriesOf(again.parts(place, range('a-c')), ['a', 'b']), { a: 2 });
    again.close();
  });
});

test('a cache of an older program: rows of local files go, those of stores stay', () => {
  const path = fresh();
  const db = new SqliteDatabase(path);
  db.pragma(`application_id = ${0x44504843}`);
  db.exec('CREATE TABLE seen (location TEXT PRIMARY KEY, signature TEXT NOT NULL, sha256 BLOB NOT NULL) WITHOUT ROWID');
  const insert = db.prepare('INSERT INTO seen VALUES (?, ?, ?)');
  for (const location of ['file:///a', 's3://bucket/a', 'https://host/a', 'f', 'g'])
    insert.run(location, 's', Buffer.from(hex('x'), 'hex'));
  db.close();
  const cache = openHashCache(path);
  const known = ['file:///a', 's3://bucket/a', 'https://host/a', 'f', 'g'].map((location) => cache.get(location, 's') === hex('x'));
  assert.deepEqual(known, [false, true, true, true, true]);
  cache.putPart(place, range('a-c'), part({ a: 1 }));
  cache.close();
});

test('signatures are told apart to the last number, and mean what the text of a file does', () => {
  const cache = openHashCache(':memory:');
  const signatures = Float64Array.from([5, 1_700_000_000_123.4565, 1_700_000_000_999.5, 77]);
  cache.putPart(place, range('a-a'), { names: ['a'], signatures, hashes: Buffer.alloc(32, 7) });
  cache.flush();
  const known = (signature: string) => cache.get(`${place}a`, signature) !== undefined;
  const [size, mtime, ctime, inode] = ['5', '1700000000123456500', '1700000000999500000', '77'];
  assert.equal(known([size, mtime, ctime, inode].join(':')), true);
  for (const other of [
    ['6', mtime, ctime, inode],
    [size, '1700000000123457500', ctime, inode],
    [size, mtime, '1700000000999501000', inode],
    [size, mtime, ctime, '78'],
    [size, mtime, ctime],
    ['a', 'b', 'c', 'd'],
    [''],
  ]) {
    assert.equal(known(other.join(':')), false, other.join(':'));
  }
  cache.close();
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { DatapinError } from '../../server/core/errors.ts';
import type { SourceProblem } from '../../server/core/source.ts';
import { bytesAccess } from '../../server/kit/archives/access.ts';
import { accessCursor, streamCursor } from '../../server/kit/archives/cursor.ts';
import { tarFilesAt } from '../../server/kit/archives/nestedTars.ts';
import { type TarMember, type TarOther, tarMembers } from '../../server/kit/archives/tar.ts';
import { collected, inPieces, pieceSizes } from '../support/pieces.ts';
import { block, type MadeMember, makeMember, makeTar, paxRecord } from '../support/tarMaker.ts';

/** `path@offset text` of each file, `path: kind` of what is none, `at code message` of what is wrong; an error comes last. */
async function told(members: AsyncIterable<TarMember | TarOther | SourceProblem>): Promise<string[]> {
  const found: string[] = [];
  try {
    for await (const item of members) {
      if ('problem' in item) found.push(`${item.at} ${item.problem.code} ${item.problem.message}`);
      else if ('other' in item) found.push(`${item.other}: ${item.kind}`);
      else found.push(`${item.path}@${item.offset} ${Buffer.concat(await collected(item.bytes()))}`);
    }
  } catch (error) {
    if (!(error instanceof DatapinError)) throw error;
    assert.ok(error.hint);
    found.push(`! ${error.code} ${error.message}`);
  }
  return found;
}

const read = (bytes: Uint8Array, size = 1 << 20) => told(tarMembers(inPieces(bytes, size), { name: 'x.tar' }));

const long = `${'folder/'.repeat(30)}name`;
const z: MadeMember = { name: 'z', data: 'last' };
const b = (name: string): MadeMember => ({ name, data: 'b' });
const pax = (records: string, type = 'x'): MadeMember => ({ name: 'PaxHeaders/x', data: records, type });

const good: [title: string, members: MadeMember[], expected: string[]][] = [
  ['a file', [b('b')], ['b@512 b', 'z@1536 last']],
  ['a file of no bytes', [{ name: 'b' }], ['b@512 ', 'z@1024 last']],
  ['a file of exactly one block', [{ name: 'b', data: 'x'.repeat(512) }], [`b@512 ${'x'.repeat(512)}`, 'z@1536 last']],
  ['a file of one byte more', [{ name: 'b', data: 'x'.repeat(513) }], [`b@512 ${'x'.repeat(513)}`, 'z@2048 last']],
  ['a folder', [{ name: 'b/', type: '5' }], ['z@1024 last']],
  ['a folder as a file with a slash', [{ name: 'b/' }], ['z@1024 last']],
  ['a folder that states a size', [{ name: 'b/', type: '5', size: '00000001000\0' }], ['z@1024 last']],
  ['another way to write a path', [b('./b//c/./d')], ['b/c/d@512 b', 'z@1536 last']],
  ['a prefix', [{ ...b('b'), prefix: 'far/away' }], ['far/away/b@512 b', 'z@1536 last']],
  ['a name of a hundred bytes', [b('n'.repeat(100))], [`${'n'.repeat(100)}@512 b`, 'z@1536 last']],
  ['letters of several bytes', [b('größe/数字')], ['größe/数字@512 b', 'z@1536 last']],
  ['a tar of before ustar', [{ ...b('b'), magic: '', type: '\0' }], ['b@512 b', 'z@1536 last']],
  ['a tar of GNU', [{ ...b('b'), magic: 'ustar  \0' }], ['b@512 b', 'z@1536 last']],
  ['a sum of signed bytes', [{ ...b('größe'), signed: true }], ['größe@512 b', 'z@1536 last']],
  ['a size with spaces', [{ ...b('b'), size: '          1 ' }], ['b@512 b', 'z@1536 last']],
  ['a size in binary', [{ ...b('b'), size: Buffer.from([0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]) }], ['b@512 b', 'z@1536 last']],
  ['a long name of GNU', [{ name: '././@LongLink', data: `${long}\0`, type: 'L' }, b('cut')], [`${long}@1536 b`, 'z@2560 last']],
  [
    'a long link of GNU',
    [
      { name: '././@LongLink', data: `${long}\0`, type: 'K' },
      { name: 'b', type: '2' },
    ],
    ['b: a symbolic link, which is not followed', 'z@2048 last'],
  ],
  ['a path of pax', [pax(paxRecord('path', long)), b('cut')], [`${long}@1536 b`, 'z@2560 last']],
  ['a path of pax with a newline and an equals sign', [pax(paxRecord('path', 'a\nb=c')), b('cut')], ['a\nb=c@1536 b', 'z@2560 last']],
  ['a size of pax', [pax(paxRecord('size', '1')), { ...b('b'), size: '00000000000\0' }], ['b@1536 b', 'z@2560 last']],
  ['other fields of pax', [pax(paxRecord('mtime', '1.5') + paxRecord('comment', 'ü')), b('b')], ['b@1536 b', 'z@2560 last']],
  ['a field of pax for all', [pax(paxRecord('comment', 'x'), 'g'), b('b')], ['b@1536 b', 'z@2560 last']],
  ['a name of the tar', [{ name: 'backup', type: 'V' }], ['z@1024 last']],
  [
    'links, devices and pipes',
    [
      { name: 'l', type: '1' },
      { name: 's', type: '2' },
      { name: 'd', type: '3' },
      { name: 'p', type: '6' },
    ],
    ['l: a hard link', 's: a symbolic link, which is not followed', 'd: a device', 'p: a pipe', 'z@2560 last'],
  ],
  ['a link that states a size', [{ name: 'l', type: '1', size: '00000001000\0' }], ['l: a hard link', 'z@1024 last']],
  ['a kind that nobody knows', [{ name: 'q', type: 'Q', data: 'q' }], ['q: no file (kind "Q")', 'z@1536 last']],
  ['holes', [{ name: 's', type: 'S' }], ['x.tar@0 archive.unsupported The member "s" has holes (it is sparse).', 'z@1024 last']],
  [
    'holes of pax',
    [pax(paxRecord('GNU.sparse.major', '1')), b('s')],
    ['x.tar@1024 archive.unsupported The member "s" has holes (it is sparse).', 'z@2560 last'],
  ],
  [
    'a name that leads up',
    [b('../b')],
    ['x.tar@0 archive.unsafe The member "../b" has a name that leads out of the archive.', 'z@1536 last'],
  ],
  [
    'a path of pax that leads up',
    [pax(paxRecord('path', 'a/../../b')), b('b')],
    ['x.tar@1024 archive.unsafe The member "a/../../b" has a name that leads out of the archive.', 'z@2560 last'],
  ],
  ['an absolute name', [b('/etc/passwd')], ['x.tar@0 archive.unsafe The member "/etc/passwd" has a name that is absolute.', 'z@1536 last']],
  ['a backslash', [b('a\\b')], ['x.tar@0 archive.unsafe The member "a\\\\b" has a name that holds a backslash.', 'z@1536 last']],
  ['a drive', [b('C:b')], ['x.tar@0 archive.unsafe The member "C:b" has a name that begins with a drive.', 'z@1536 last']],
  [
    'a path of pax with a NUL',
    [pax(paxRecord('path', 'a\0b')), b('b')],
    ['x.tar@1024 archive.unsafe The member "a\\u0000b" has a name that holds a NUL.', 'z@2560 last'],
  ],
  [
    'a name that is no UTF-8',
    [{ name: Buffer.from([0x67, 0xe1]), data: 'b' }],
    ['x.tar@0 archive.unsafe The member "g\ufffd" has a name that is no UTF-8.', 'z@1536 last'],
  ],
  ['a file without a name', [b('')], ['x.tar@0 archive.malformed The member at byte 0 has no name.', 'z@1536 last']],
  ['a file twice', [b('z')], ['z@512 b', 'x.tar@1024 archive.malformed There are two members "z".']],
];

const bad: [title: string, bytes: Uint8Array, expected: string[]][] = [
  ['nothing', Buffer.alloc(0), ['! archive.malformed x.tar is no tar.']],
  ['text', Buffer.from('hello'.repeat(200)), ['! archive.malformed x.tar is no tar.']],
  ['gzip', gzipSync(makeTar(z)), ['! archive.unsupported x.tar is no tar as it lies, but gzip.']],
  ['a zip', Buffer.from(`PK\x03\x04${'-'.repeat(600)}`), ['! archive.unsupported x.tar is no tar as it lies, but zip.']],
  ['a wrong sum at the beginning', makeTar({ ...z, wrongBy: 1 }), ['! archive.malformed x.tar is no tar.']],
  [
    'a wrong sum later on',
    makeTar(b('b'), { ...z, wrongBy: 1 }),
    ['b@512 b', '! archive.malformed x.tar has a broken header at byte 1024.'],
  ],
  [
    'a size that is no number',
    makeTar(b('b'), { ...z, size: 'xxxxxxxxxxx\0' }),
    ['b@512 b', '! archive.malformed x.tar has a broken header at byte 1024.'],
  ],
  [
    'a negative size',
    makeTar(b('b'), { ...z, size: Buffer.alloc(12, 0xff) }),
    ['b@512 b', '! archive.malformed x.tar has a broken header at byte 1024.'],
  ],
  [
    'a size beyond the end',
    makeTar(b('b'), { ...z, size: '00000100000\0' }),
    ['b@512 b', '! archive.malformed x.tar ends too early: in or after the member at byte 1024.'],
  ],
  [
    'a pax header that cannot be read',
    makeTar(pax('99 path=x\n'), z),
    ['! archive.malformed x.tar has an extended header that cannot be read, at byte 0.'],
  ],
  [
    'a pax size that is no number',
    makeTar(pax(paxRecord('size', '-1')), z),
    ['! archive.malformed x.tar has an extended header that cannot be read, at byte 0.'],
  ],
  [
    'a pax header that is huge',
    makeTar({ ...pax(''), size: '77777777777\0' }),
    ['! archive.too-large x.tar has an extended header of 8589934591 bytes, at byte 0.'],
  ],
  ['no end', makeMember(b('b')), ['b@512 b', '! archive.malformed x.tar ends too early: in or after the member at byte 1024.']],
  ['something behind its end', Buffer.concat([makeTar(z), makeTar(b('b'))]), ['z@512 last']],
];

describe('members of a tar', () => {
  for (const [title, members, expected] of good) {
    test(title, async () => {
      const tar = makeTar(...members, z);
      for (const size of pieceSizes) assert.deepEqual(await read(tar, size), expected, `pieces of ${size}`);
    });
  }

  test('cut off anywhere it says so, and gives no file that is not whole', async () => {
    const tar = makeTar(b('b'), pax(paxRecord('path', long)), b('cut'), z);
    const whole = await read(tar);
    for (let length = 0; length < tar.length - block; length += length % block === 1 ? block - 2 : 1) {
      const found = await read(tar.subarray(0, length));
      assert.match(found.at(-1)!, /^! archive\.malformed x\.tar (is no tar|ends too early)/, `${length}`);
      assert.deepEqual(found.slice(0, -1), whole.slice(0, found.length - 1));
    }
  });

  test('are leapt over where nobody reads them', async () => {
    const members = Array.from({ length: 5 }, (_, i) => ({ name: `${i}`, data: Buffer.alloc(3_000_000) }));
    const access = bytesAccess('x.tar', makeTar(...members));
    let bytes = 0;
    const counted = {
      ...access,
      async *read(start: number, end: number) {
        for (let at = start; at < end; at += 1 << 16) {
          bytes += Math.min(end, at + (1 << 16)) - at;
          yield* access.read(at, Math.min(end, at + (1 << 16)));
        }
      },
    };
    const cursor = accessCursor(counted);
    const found = await collected(tarFilesAt(cursor, access));
    await cursor.close();
    assert.equal(found.length, 5);
    assert.ok(bytes < 1_000_000, `${bytes}`);
  });

  test('a stream is let go of when nobody wants more', async () => {
    let closed = false;
    async function* stream(): AsyncGenerator<Uint8Array> {
      try {
        yield makeMember(b('b'));
        yield makeMember(z);
        throw new Error('asked for more than was wanted');
      } finally {
        closed = true;
      }
    }
    for await (const _ of tarMembers(stream(), { name: 'x.tar' })) break;
    assert.ok(closed);
  });

  test('leaves when it is told to', async () => {
    const leave = new AbortController();
    const members = tarMembers(inPieces(makeTar(b('b'), z), 100), { name: 'x.tar', signal: leave.signal });
    await members.next();
    leave.abort();
    await assert.rejects(members.next(), { code: 'cancelled' });
  });
});

describe('a tar that is damaged', () => {
  for (const [title, bytes, expected] of bad) {
    test(title, async () => {
      for (const size of [1, 512, 1 << 20]) assert.deepEqual(await read(bytes, size), expected, `pieces of ${size}`);
    });
  }
});

describe('a tar of tars', () => {
  const inner = (...names: string[]) => makeTar(...names.map((name) => ({ name, data: name })));
  const nested = (bytes: Uint8Array) => told(tarFilesAt(streamCursor(inPieces(bytes, 700)), { name: 'x.tar' }));

  test('has the files of the inner ones, at their place in the outer one', async () => {
    const tar = makeTar(
      { name: 'n01.tar', data: inner('a.JPEG', 'b.JPEG') },
      { name: 'n02.tar', data: inner('a.JPEG') },
      { name: 'readme', data: 'r' },
    );
    const found = await nested(tar);
    assert.deepEqual(found, ['n01/a.JPEG@1024 a.JPEG', 'n01/b.JPEG@2048 b.JPEG', 'n02/a.JPEG@4608 a.JPEG', 'readme@6656 r']);
    for (const line of found) {
      const [, at, text] = /@(\d+) (.*)/.exec(line)!;
      assert.equal(tar.toString('latin1', Number(at), Number(at) + text!.length), text);
    }
  });

  test('is one only when its first file is a tar', async () => {
    const found = await nested(makeTar({ name: 'readme', data: 'r' }, { name: 'n01.tar', data: inner('a') }));
    assert.deepEqual(
      found.map((line) => line.split(' ')[0]),
      ['readme@512', 'n01.tar@1536'],
    );
  });

  test('is none when its first file is only called so', async () => {
    assert.deepEqual(await nested(makeTar({ name: 'n01.tar', data: 'no tar' })), ['n01.tar@512 no tar']);
  });

  test('says which of the inner ones is damaged, and goes on with the next', async () => {
    const cut = inner('a', 'b').subarray(0, 1024 + 300);
    assert.deepEqual(await nested(makeTar({ name: 'n01.tar', data: cut }, { name: 'n02.tar', data: inner('c') })), [
      'n01/a@1024 a',
      'x.tar@512 archive.malformed x.tar/n01.tar ends too early: in or after the member at byte 1536.',
      'n02/c@3072 c',
    ]);
  });
});

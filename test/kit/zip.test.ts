/** Zips that are hostile or damaged, made byte by byte. What tools write is in zipTools.test.ts. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { DatapinError } from '../../server/core/errors.ts';
import { bytesAccess, type RandomAccess } from '../../server/kit/archives/access.ts';
import { accessCursor } from '../../server/kit/archives/cursor.ts';
import { readEntry, readEntryWhole, type ZipEntry, type ZipLimits, zipEntries } from '../../server/kit/archives/zip.ts';
import { collected } from '../support/pieces.ts';
import { type MadeEntry, type MadeZip, makeZip } from '../support/zipMaker.ts';

/** `path text` of each file that can be read, `path/` of a folder, `at code message` of what is wrong; an error comes last. */
async function told(bytes: Uint8Array, limits: ZipLimits = {}): Promise<string[]> {
  const access = bytesAccess('x.zip', bytes);
  const found: string[] = [];
  try {
    for await (const item of zipEntries(access, limits)) {
      if ('problem' in item) found.push(`${item.at} ${item.problem.code} ${item.problem.message}`);
      else if (item.isDirectory) found.push(`${item.path}/`);
      else if (item.isSymlink) found.push(`${item.path} -> ${await text(access, item)}`);
      else found.push(`${item.path} ${await text(access, item)}`);
    }
  } catch (error) {
    if (!(error instanceof DatapinError)) throw error;
    assert.ok(error.hint);
    found.push(`! ${error.code} ${error.message}`);
  }
  return found;
}

async function text(access: ReturnType<typeof bytesAccess>, entry: ZipEntry): Promise<string> {
  const bytes = await readEntryWhole(access, entry).catch((error: DatapinError) => `! ${error.code} ${error.message}`);
  return bytes.toString();
}

const a: MadeEntry = { name: 'a', data: 'first' };
const z: MadeEntry = { name: 'z', data: 'last' };
const zeros = Buffer.alloc(20_000_000);

/** Each between two members that are as they should be. */
const members: [title: string, entry: MadeEntry, expected: string | string[]][] = [
  ['stored', { name: 'b', data: 'bytes' }, 'b bytes'],
  ['deflated', { name: 'b', data: 'bytes'.repeat(9), method: 8 }, `b ${'bytes'.repeat(9)}`],
  ['of no bytes', { name: 'b' }, 'b '],
  ['of no bytes, deflated', { name: 'b', method: 8 }, 'b '],
  ['described afterwards', { name: 'b', data: 'bytes', method: 8, described: 'marked' }, 'b bytes'],
  ['described afterwards, stored', { name: 'b', data: 'bytes', described: 'marked' }, 'b bytes'],
  ['described without a mark', { name: 'b', data: 'bytes', method: 8, described: 'bare' }, 'b bytes'],
  ['a folder', { name: 'b/' }, 'b/'],
  ['a symbolic link', { name: 'b', data: 'a', external: 0o120777 << 16 }, 'b -> a'],
  ['another way to write a path', { name: './b//c/./d', data: '1' }, 'b/c/d 1'],
  ['a name in UTF-8', { name: 'größe/数字', data: '1' }, 'größe/数字 1'],
  ['a name in UTF-8 that does not say so, by a Unix', { name: 'größe', data: '1', flags: 0 }, 'größe 1'],
  [
    'a name in the letters of the first PC',
    { name: Buffer.from([0x67, 0x72, 0x94, 0xe1, 0x65]), data: '1', flags: 0, madeBy: 0x0014 },
    'größe 1',
  ],
  ['a name of a PC that looks like UTF-8', { name: 'ü', data: '1', flags: 0, madeBy: 0x0014 }, '├╝ 1'],
  [
    'a name that says UTF-8 and is none',
    { name: Buffer.from([0x67, 0xe1]), data: '1' },
    'x.zip@36 archive.malformed The member "gá" has a name that is no UTF-8.',
  ],
  [
    'a name that leads up',
    { name: '../b', data: '1' },
    'x.zip@36 archive.unsafe The member "../b" has a name that leads out of the archive.',
  ],
  [
    'a name that leads up further inside',
    { name: 'b/../../c', data: '1' },
    'x.zip@36 archive.unsafe The member "b/../../c" has a name that leads out of the archive.',
  ],
  [
    'a name that leads up and down again',
    { name: 'b/../c', data: '1' },
    'x.zip@36 archive.unsafe The member "b/../c" has a name that leads out of the archive.',
  ],
  ['an absolute name', { name: '/etc/passwd', data: '1' }, 'x.zip@36 archive.unsafe The member "/etc/passwd" has a name that is absolute.'],
  ['a drive', { name: 'C:/b', data: '1' }, 'x.zip@36 archive.unsafe The member "C:/b" has a name that begins with a drive.'],
  ['backslashes', { name: '..\\b', data: '1' }, 'x.zip@36 archive.unsafe The member "..\\\\b" has a name that holds a backslash.'],
  ['a NUL', { name: 'b\0.jpg', data: '1' }, 'x.zip@36 archive.unsafe The member "b\\u0000.jpg" has a name that holds a NUL.'],
  [
    'signs that turn a line around',
    { name: '/\u202egpj.exe', data: '1' },
    'x.zip@36 archive.unsafe The member "/\\u202egpj.exe" has a name that is absolute.',
  ],
  ['a folder with bytes', { name: 'b/', data: '1' }, 'x.zip@36 archive.malformed The member "b/" is a folder and has bytes.'],
  ['encrypted', { name: 'b', data: '1', flags: 0x801 }, 'x.zip@36 archive.unsupported The member "b" is encrypted.'],
  [
    'another method',
    { name: 'b', data: '1', method: 12 },
    'x.zip@36 archive.unsupported The member "b" is compressed by a method (12) that Datapin does not know.',
  ],
  [
    'a bomb',
    { name: 'b', data: zeros, method: 8 },
    `x.zip@36 archive.too-large The member "b" would grow from ${deflateRawSync(zeros).length} to 20000000 bytes.`,
  ],
  ['met before', { name: 'a', data: '1' }, 'x.zip@36 archive.malformed There are two members "a".'],
  ['met before in another way', { name: './a', data: '1' }, 'x.zip@36 archive.malformed There are two members "a".'],
  ['stored with two sizes', { name: 'b', data: '123', size: 4 }, 'x.zip@36 archive.malformed The member "b" states two sizes, 4 and 3.'],
  [
    'a wrong checksum',
    { name: 'b', data: '1', crc: 7 },
    'b ! archive.malformed x.zip has a member whose checksum is wrong ("b" at byte 36).',
  ],
  [
    'a wrong checksum, deflated',
    { name: 'b', data: '1', method: 8, crc: 7 },
    'b ! archive.malformed x.zip has a member whose checksum is wrong ("b" at byte 36).',
  ],
  [
    'more bytes than stated',
    { name: 'b', data: '12345', method: 8, size: 4 },
    'b ! archive.malformed x.zip has a member that is larger than the 4 bytes it states ("b" at byte 36).',
  ],
  [
    'fewer bytes than stated',
    { name: 'b', data: '12345', method: 8, size: 6 },
    'b ! archive.malformed x.zip has a member of 5 bytes that states 6 ("b" at byte 36).',
  ],
  ['no deflated bytes', { name: 'b', data: '\u00ff\u00ff\u00ff\u00ff', method: 8, local: { method: 8 } }, 'b \u00ff\u00ff\u00ff\u00ff'],
  [
    'fewer compressed bytes than stated',
    { name: 'b', data: '12345', method: 8, compressedSize: 5 },
    'b ! archive.malformed x.zip has a member that cannot be inflated ("b" at byte 36).',
  ],
  [
    'another method in its own header',
    { name: 'b', data: '1', local: { method: 8 } },
    'b ! archive.malformed x.zip@36 describes "b" otherwise than its directory.',
  ],
  [
    'another size in its own header',
    { name: 'b', data: '1', local: { size: 2 } },
    'b ! archive.malformed x.zip@36 describes "b" otherwise than its directory.',
  ],
  [
    'another checksum in its own header',
    { name: 'b', data: '1', local: { crc: 2 } },
    'b ! archive.malformed x.zip@36 describes "b" otherwise than its directory.',
  ],
];

const whole: [title: string, zip: MadeZip | Buffer | (() => Buffer), expected: string[], limits?: ZipLimits][] = [
  ['no member', { entries: [] }, []],
  ['something before it', { entries: [{ ...a }], prefix: '#!/bin/sh\n' }, ['a first']],
  ['nothing', Buffer.alloc(0), ['! archive.malformed x.zip has no directory at its end.']],
  ['text', Buffer.from('hello'), ['! archive.malformed x.zip has no directory at its end.']],
  ['cut off in the middle', () => makeZip({ entries: [a, z] }).subarray(0, 60), ['! archive.malformed x.zip has no directory at its end.']],
  ['cut off at its end', () => makeZip({ entries: [a, z] }).subarray(0, -1), ['! archive.malformed x.zip has no directory at its end.']],
  ['something behind it', { entries: [a], suffix: 'x' }, ['! archive.malformed x.zip has a broken directory.']],
  ['without its beginning', () => makeZip({ entries: [a, z] }).subarray(20), ['! archive.malformed x.zip has a broken directory.']],
  ['fewer members than are counted', { entries: [a], counted: 2 }, ['! archive.malformed x.zip ends inside of its directory.']],
  [
    'more members than are counted',
    { entries: [a, z], counted: 1 },
    ['! archive.malformed x.zip has a directory that does not end where it should, at byte 118.'],
  ],
  [
    'something in the directory',
    { entries: [a], between: 'xxxx' },
    ['! archive.malformed x.zip has a directory that does not end where it should, at byte 83.'],
  ],
  ['one part of several', { entries: [a], disk: 1 }, ['! archive.unsupported x.zip is one part of several.']],
  [
    'members that share bytes',
    { entries: [a, { ...z, offset: 0 }] },
    ['! archive.malformed x.zip has a member at byte 0 that shares bytes with the next.'],
  ],
  [
    'members that lie in one another',
    { entries: [{ ...a, compressedSize: 40, size: 40 }, z] },
    ['! archive.malformed x.zip has a member at byte 0 that shares bytes with the next.'],
  ],
  [
    'a member that reaches into the directory',
    { entries: [{ ...a, compressedSize: 6, size: 6 }] },
    ['! archive.malformed x.zip has a member at byte 0 that reaches into the directory.'],
  ],
  [
    'a member behind the end',
    { entries: [{ ...a, offset: 1000 }] },
    ['! archive.malformed x.zip has a member at byte 1000 that reaches into the directory.'],
  ],
  [
    'a member where none is',
    { entries: [a, { ...z, offset: 10 }], prefix: '-'.repeat(60) },
    ['a first', 'z ! archive.malformed x.zip@10 is no member of a zip.'],
  ],
  ['more members than allowed', { entries: [a, z] }, ['! archive.too-large x.zip has 2 members, and 1 are allowed.'], { entries: 1 }],
  [
    'more bytes than allowed',
    { entries: [a, z] },
    ['! archive.too-large x.zip would be 9 bytes when unpacked, and 8 are allowed.'],
    { total: 8 },
  ],
  ['as many bytes as allowed', { entries: [a, z] }, ['a first', 'z last'], { total: 9, entries: 2 }],
];

describe('members of a zip', () => {
  for (const [title, entry, expected] of members) {
    test(title, async () => assert.deepEqual(await told(makeZip({ entries: [a, entry, z] })), ['a first', expected, 'z last'].flat()));
  }

  test('a zip in a zip is a member and not opened', async () => {
    const inner = makeZip({ entries: [{ name: '../evil', data: '1' }] });
    const found = await collected(zipEntries(bytesAccess('x.zip', makeZip({ entries: [{ name: 'inner.zip', data: inner }] }))));
    assert.deepEqual(
      found.map((item) => 'path' in item && [item.path, item.size]),
      [['inner.zip', inner.length]],
    );
  });
});

describe('a zip as a whole', () => {
  for (const [title, made, expected, limits] of whole) {
    test(title, async () => {
      const bytes = typeof made === 'function' ? made() : Buffer.isBuffer(made) ? made : makeZip(made);
      assert.deepEqual(await told(bytes, limits), expected);
    });
  }

  test('cut off anywhere it gives no other bytes than it had', async () => {
    const made = makeZip({
      entries: [a, { name: 'b', data: 'bytes'.repeat(30), method: 8 }, { name: 'c', data: 'c', method: 8, described: 'marked' }, z],
    });
    const good = await told(made);
    for (let length = 0; length < made.length; length++)
      assert.match((await told(made.subarray(0, length))).at(-1)!, /^! archive\.malformed/);
    assert.deepEqual(good, ['a first', `b ${'bytes'.repeat(30)}`, 'c c', 'z last']);
  });

  test('with any one byte changed it gives the bytes it had, or says what is wrong', async () => {
    const made = makeZip({
      entries: [a, { name: 'b', data: 'bytes'.repeat(30), method: 8 }, { name: 'c', data: 'c', method: 8, described: 'marked' }, z],
    });
    const texts = new Set((await told(made)).map((line) => line.slice(line.indexOf(' ') + 1)));
    for (let at = 0; at < made.length; at++) {
      for (const flip of [1, 0x80]) {
        const other = Buffer.from(made);
        other[at]! ^= flip;
        for (const line of await told(other)) {
          const rest = line.slice(line.indexOf(' ') + 1);
          const isMalformed = /archive\.(malformed|unsupported|unsafe|too-large)/.test(line);
          assert.ok(isMalformed || texts.has(rest) || line.endsWith('/') || line.includes('->'), `byte ${at}: ${line}`);
        }
      }
    }
  });
});

describe('reading many members', () => {
  const made = makeZip({
    entries: Array.from({ length: 40 }, (_, i) => ({ name: `${i}`, data: `${i}`.repeat(2000), method: i % 2 === 0 ? 8 : 0 })),
  });
  test('in the order of their offsets is one long read, also after one that is broken', async () => {
    const broken = Buffer.from(made);
    const entries = (await collected(zipEntries(bytesAccess('x.zip', made)))) as ZipEntry[];
    broken[entries[7]!.offset + 40]! ^= 1;
    const reads: number[] = [];
    const access = bytesAccess('x.zip', broken);
    const counted: RandomAccess = {
      ...access,
      read(start, end) {
        reads.push(start);
        return access.read(start, end);
      },
    };
    const cursor = accessCursor(counted);
    for (const [i, entry] of entries.entries()) {
      const read = async () => Buffer.concat(await collected(readEntry(counted, entry, { cursor }))).toString();
      if (i === 7) await assert.rejects(read(), { code: 'archive.malformed' });
      else assert.equal(await read(), `${i}`.repeat(2000));
    }
    assert.deepEqual(reads, [0]);
  });
});

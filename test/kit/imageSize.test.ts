/** Sizes of pictures, told by their first bytes. */
import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { imageSize, imageSizeOf } from '../../server/kit/imageSize.ts';
import { corpus, needsCorpus } from '../support/corpus.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const ascii = (text: string) => Buffer.from(text, 'latin1');
const webp = (form: string, rest: string) => Buffer.concat([ascii(`RIFF....WEBP${form}....`), hex(rest)]);
const jpeg = (frame: string, ...before: Buffer[]) => Buffer.concat([hex('ffd8'), ...before, hex(frame)]);
const frame = 'ffc0 0011 08 0005 000a 03';
const app = (length: number) =>
  Buffer.concat([hex('ffe1'), Buffer.from([(length + 2) >> 8, (length + 2) & 255]), Buffer.alloc(length, 0xff)]);

const cases: [what: string, bytes: Buffer, size: string | undefined][] = [
  ['PNG', hex('89504e470d0a1a0a 0000000d 49484452 0000000a 00000005'), '10x5'],
  ['GIF', Buffer.concat([ascii('GIF89a'), hex('0a00 0500 00')]), '10x5'],
  ['BMP', Buffer.concat([ascii('BM'), Buffer.alloc(16), hex('0a000000 05000000')]), '10x5'],
  ['BMP that goes down', Buffer.concat([ascii('BM'), Buffer.alloc(16), hex('0a000000 fbffffff')]), '10x5'],
  ['WebP, lossy', webp('VP8 ', '000000 9d012a 0a00 0500'), '10x5'],
  ['WebP, lossless', webp('VP8L', '2f 09000100 0000000000'), '10x5'],
  ['WebP, extended', webp('VP8X', '00000000 090000 040000'), '10x5'],
  ['JPEG', jpeg(frame), '10x5'],
  ['JPEG, progressive', jpeg(frame.replace('ffc0', 'ffc2')), '10x5'],
  ['JPEG with fill bytes and other segments', jpeg(frame, app(300), hex('ffff'), hex('ffc4 0004 0000')), '10x5'],
  ['JPEG that ends before its frame', jpeg('ffe1 00ff 00'), undefined],
  ['JPEG that is broken', jpeg('0000 0000 0000 0000'), undefined],
  ['a text', ascii('this is no picture, whatever its name'), undefined],
  ['too few bytes', hex('89504e47'), undefined],
  ['nothing', Buffer.alloc(0), undefined],
];

for (const [what, bytes, size] of cases) {
  test(what, () => {
    const found = imageSize(bytes);
    assert.equal(found && `${found.width}x${found.height}`, size);
  });
}

test('a size far behind the beginning is found, however the bytes come', async () => {
  const bytes = jpeg(frame, ...Array.from({ length: 5 }, () => app(60_000)));
  for (const piece of [1000, 65_536, bytes.length]) {
    const stream = async function* () {
      for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
    };
    assert.deepEqual(await imageSizeOf(stream()), { width: 10, height: 5 });
  }
});

test('of what follows the size nothing is read', async () => {
  let read = 0;
  const stream = async function* () {
    for (; read < 100; read++)
      yield read === 0 ? cases[0]![1].subarray(0, 10) : Buffer.concat([cases[0]![1].subarray(10), Buffer.alloc(100)]);
  };
  assert.deepEqual(await imageSizeOf(stream()), { width: 10, height: 5 });
  assert.equal(read, 1);
});

test('real pictures', needsCorpus, async () => {
  const sizeOf = (path: string) => imageSizeOf(createReadStream(join(corpus, path)));
  assert.deepEqual(await sizeOf('yolo/datumaro-darknet/strict/obj_train_data/1.jpg'), { width: 15, height: 10 });
  assert.deepEqual(await sizeOf('open-images/datumaro/v6/images/validation/d.png'), { width: 5, height: 1 });
});

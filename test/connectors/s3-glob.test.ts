/** Globs in locations, as data: what they fit, from where, and what they are no globs for. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { globOf } from '../../server/connectors/s3/glob.ts';

const keys = [
  'a.jpg',
  'train/1.jpg',
  'train/2.jpg',
  'train/10.jpg',
  'train/3.png',
  'train/.hidden.jpg',
  'train/cats/1.jpg',
  'train/cats/old/1.jpg',
  'train/dogs/1.jpeg',
  'val/1.jpg',
  '!x/1',
  'odd/[a].jpg',
  'odd/a.jpg',
  'odd/*.jpg',
  'odd/{b,c}',
  'odd/b',
  'odd/q?',
  'odd/back\\slash',
  'odd/(x).jpg',
  'odd/+(a)',
  'ü/😀.png',
];

const rows: [location: string, folder: string, prefix: string, fits: string[]][] = [
  ['s3://b/*', '', '', ['a.jpg']],
  ['s3://b/*.jpg', '', '', ['a.jpg']],
  ['s3://b/**', '', '', keys],
  ['s3://b/**/*.png', '', '', ['train/3.png', 'ü/😀.png']],
  ['s3://b/train/*', 'train/', 'train/', ['.hidden.jpg', '1.jpg', '10.jpg', '2.jpg', '3.png']],
  ['s3://b/train/?.jpg', 'train/', 'train/', ['1.jpg', '2.jpg']],
  ['s3://b/train/1*', 'train/', 'train/1', ['1.jpg', '10.jpg']],
  ['s3://b/train/[12].jpg', 'train/', 'train/', ['1.jpg', '2.jpg']],
  ['s3://b/train/[!12].*', 'train/', 'train/', ['3.png']],
  ['s3://b/train/{1,3}.{jpg,png}', 'train/', 'train/', ['1.jpg', '3.png']],
  ['s3://b/train/*/1.*', 'train/', 'train/', ['cats/1.jpg', 'dogs/1.jpeg']],
  ['s3://b/train/**/1.jpg', 'train/', 'train/', ['1.jpg', 'cats/1.jpg', 'cats/old/1.jpg']],
  ['s3://b/train/cats/**', 'train/cats/', 'train/cats/', ['1.jpg', 'old/1.jpg']],
  ['s3://b/{train,val}/1.jpg', '', '', ['train/1.jpg', 'val/1.jpg']],
  ['s3://b/t*/*.png', '', 't', ['train/3.png']],
  ['s3://b/!x/*', '!x/', '!x/', ['1']],
  ['s3://b/odd/%5Ba%5D*', 'odd/', 'odd/[a]', ['[a].jpg']],
  ['s3://b/odd/%2A.*', 'odd/', 'odd/*.', ['*.jpg']],
  ['s3://b/odd/%7Bb,c%7D*', 'odd/', 'odd/{b,c}', ['{b,c}']],
  ['s3://b/odd/{b,c}', 'odd/', 'odd/', ['b', '{b,c}']],
  ['s3://b/odd/q%3F*', 'odd/', 'odd/q?', ['q?']],
  ['s3://b/odd/back\\*', 'odd/', 'odd/back\\', ['back\\slash']],
  ['s3://b/odd/(x)*', 'odd/', 'odd/(x)', ['(x).jpg']],
  ['s3://b/odd/+(a*', 'odd/', 'odd/+(a', ['+(a)']],
  ['s3://b/%C3%BC/*.png', 'ü/', 'ü/', ['😀.png']],
  ['s3://b/{!x,odd}/[!b]', '', '', ['!x/1']],
  ['s3://b/nowhere/*', 'nowhere/', 'nowhere/', []],
  ['s3://b/TRAIN/*', 'TRAIN/', 'TRAIN/', []],
];

const none = ['s3://b', 's3://b/', 's3://b/key', 's3://b/%2A', 's3://b/a+b', 's3://b/!(a)', 's3://b/(a|b)'];

describe('globs in S3 locations', () => {
  for (const [location, folder, prefix, fits] of rows) {
    test(location, () => {
      const glob = globOf(location)!;
      assert.deepEqual([glob.folder, glob.prefix], [folder, prefix]);
      const paths = keys.filter((key) => key.startsWith(folder)).map((key) => key.slice(folder.length));
      const found = paths.filter(glob.fits);
      assert.deepEqual(found.toSorted(), fits.toSorted());
      assert.ok(found.every((path) => (folder + path).startsWith(prefix)));
    });
  }
  for (const location of none) test(`${location} is none`, () => assert.equal(globOf(location), undefined));
});

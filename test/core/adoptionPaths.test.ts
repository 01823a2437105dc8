/** The paths that files get when several locations are adopted at once. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pathNaming } from '../../server/core/adoptionPaths.ts';

/** Locations; then, of some of them, a file as its store lists it, and its path in the version. */
const rows: { locations: string[]; files: [at: number, path: string, location: string, named: string][] }[] = [
  { locations: ['s3://b/x/*.jpg'], files: [[0, 'a.jpg', 's3://b/x/a.jpg', 'a.jpg']] },
  {
    locations: ['s3://b/train/*.jpg', 's3://b/val/*.jpg'],
    files: [
      [0, 'a.jpg', 's3://b/train/a.jpg', 'train/a.jpg'],
      [1, 'a.jpg', 's3://b/val/a.jpg', 'val/a.jpg'],
    ],
  },
  {
    locations: ['s3://b/x/*.jpg', 's3://b/x/**/*.png'],
    files: [
      [0, 'a.jpg', 's3://b/x/a.jpg', 'a.jpg'],
      [1, 'c/d.png', 's3://b/x/c/d.png', 'c/d.png'],
    ],
  },
  {
    locations: ['s3://b/x/[12]/*', 's3://b/y'],
    files: [
      [0, '1/a b', 's3://b/x/1/a%20b', 'x/1/a b'],
      [1, 'z', 's3://b/y/z', 'y/z'],
    ],
  },
  {
    // an object whose key only looks like a glob
    locations: ['s3://b/x/[a]', 's3://b/x/c'],
    files: [
      [0, '[a]', 's3://b/x/%5Ba%5D', '[a]'],
      [1, 'c', 's3://b/x/c', 'c'],
    ],
  },
  {
    locations: ['file:///x/train/', 'file:///x/val/'],
    files: [
      [0, 'a', 'file:///x/train/a', 'train/a'],
      [1, 'b/c', 'file:///x/val/b/c', 'val/b/c'],
    ],
  },
];

describe('paths of files from several locations', () => {
  for (const { locations, files } of rows) {
    for (const [at, path, location, named] of files) {
      test(`${location} of ${locations.join(' ')}`, () => assert.equal(pathNaming(locations)(locations[at]!, { path, location }), named));
    }
  }
});

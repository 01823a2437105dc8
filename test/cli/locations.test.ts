/** What people write for places, and what is meant. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { toLocation } from '../../server/app.ts';
import { tempFolder } from '../support/temp.ts';

const uris: [written: string, meant: string][] = [
  ['s3://bucket/key', 's3://bucket/key'],
  ['S3://Bucket/Key', 's3://Bucket/Key'],
  ['s3://bucket/a b*?', 's3://bucket/a b*?'],
];

const fewSlashes: [written: string, hint: RegExp][] = [
  ['s3:/bucket', /s3:\/\/bucket\.$/],
  ['s3:bucket/key', /s3:\/\/bucket\/key\.$/],
  ['S3:/bucket/', /s3:\/\/bucket\/\.$/],
];

describe('locations as people write them', () => {
  for (const [written, meant] of uris) test(written, () => assert.equal(toLocation(written, '/'), meant));

  for (const [written, hint] of fewSlashes) {
    test(`${written} lacks a slash`, (t) => {
      const folder = tempFolder(t, 'locations');
      assert.throws(() => toLocation(written, folder), { code: 'source.location', hint });
    });
  }

  test('a folder that is called so is a folder', (t) => {
    const folder = tempFolder(t, 'locations');
    mkdirSync(join(folder, 's3:', 'bucket'), { recursive: true });
    assert.equal(toLocation('s3:/bucket', folder), `${pathToFileURL(join(folder, 's3:', 'bucket')).href}/`);
  });

  test('folders end with a slash, files and what is not there do not', (t) => {
    const folder = tempFolder(t, 'locations');
    writeFileSync(join(folder, 'file'), '');
    assert.ok(toLocation('.', folder).endsWith('/'));
    assert.ok(toLocation('file', folder).endsWith('/file'));
    assert.ok(toLocation('nowhere', folder).endsWith('/nowhere'));
  });
});

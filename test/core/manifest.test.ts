/** The order and the text of a manifest, against the tools that everybody has. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { combinedHash, comparePaths, manifestLine, manifestText } from '../../server/core/manifest.ts';
import { seeded } from '../support/random.ts';
import { aFile, hex } from './fixture.ts';

/** Beginnings and ends of what UTF-16 and UTF-8 sort differently, and the signs around the slash. */
const letters = [
  '!',
  '-',
  '.',
  '/',
  '0',
  'A',
  'a',
  '~',
  '\u007f',
  '\u0080',
  'é',
  'e\u0301',
  '\u07ff',
  '\u0800',
  '\ud7ff',
  '\ue000',
  '\uffee',
  '\uffff',
  '\u{10000}',
  '\u{1f600}',
  '\u{10ffff}',
];

describe('paths are sorted as LC_ALL=C sort does it', () => {
  for (const seed of [1, 2, 3]) {
    test(`at random, seed ${seed}`, () => {
      const random = seeded(seed);
      const paths = new Set(letters);
      while (paths.size < 2000) paths.add(Array.from({ length: 1 + random.below(6) }, () => random.pick(letters)).join(''));
      const mixed = [...paths].sort(() => random.below(3) - 1);
      const sorted = execFileSync('sort', ['-z'], { input: mixed.join('\0'), env: { ...process.env, LC_ALL: 'C' }, encoding: 'utf8' });
      assert.deepEqual(mixed.toSorted(comparePaths), sorted.split('\0').slice(0, -1));
    });
  }

  test('and the order is one', () => {
    for (const a of letters) {
      for (const b of letters) {
        assert.equal(Math.sign(comparePaths(a, b)), Buffer.compare(Buffer.from(a), Buffer.from(b)), `${a} ${b}`);
        assert.equal(Math.sign(comparePaths(a, `${a}${b}`)), -1);
      }
    }
  });
});

describe('a line of the manifest', () => {
  const lines: [what: string, file: Parameters<typeof manifestLine>[0], line: string][] = [
    ['of a file with its hash', aFile('a b.png', { sha256: hex('a') }), `${hex('a')}  a b.png`],
    ['of a name with a newline', aFile('a\nb', { sha256: hex('a') }), `\\${hex('a')}  a\\nb`],
    ['of a name with a carriage return', aFile('a\rb', { sha256: hex('a') }), `\\${hex('a')}  a\\rb`],
    ['of a name with a backslash', aFile('a\\nb', { sha256: hex('a') }), `\\${hex('a')}  a\\\\nb`],
    ['of what a store says', aFile('a', { sha256: undefined, etag: 'e', versionId: 'v', size: 7 }), 'provider:e:v:7  a'],
    ['of what a store without versions says', aFile('a', { sha256: undefined, etag: 'e-2', size: 7 }), 'provider:e-2::7  a'],
  ];
  for (const [what, file, line] of lines) test(what, () => assert.equal(manifestLine(file), line));
});

describe('the combined hash', () => {
  for (const count of [0, 1, 511, 512, 513, 1024, 1500]) {
    test(`of ${count} files is that of the text, which ends its last line`, () => {
      const files = Array.from({ length: count }, (_, i) => aFile(String(i).padStart(5, '0')));
      const text = [...manifestText(files)].join('');
      assert.equal(text.split('\n').length - 1, count);
      assert.equal(text, files.map((file) => `${manifestLine(file)}\n`).join(''));
      assert.equal(combinedHash(files), createHash('sha256').update(text).digest('hex'));
    });
  }
});

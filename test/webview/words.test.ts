import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutEnd, cutMiddle, fit, plain } from '../../webview/lineage/words.ts';

const tables: [what: string, say: (value: never) => string, rows: [value: unknown, words: string][]][] = [
  [
    'value',
    plain,
    [
      [5, '5'],
      [0.123456789, '0.12346'],
      [1e-7, '1e-7'],
      ['adam', 'adam'],
      [true, 'true'],
      [[1, 2], '[1,2]'],
      [null, 'null'],
    ],
  ],
  [
    'cut in the middle',
    (text: string) => fit(text, { room: 9, width: (s) => s.length, cut: cutMiddle }),
    [
      ['digits:v1', 'digits:v1'],
      ['long-digits:v1', 'long…s:v1'],
    ],
  ],
  [
    'cut at the end',
    (text: string) => fit(text, { room: 9, width: (s) => s.length, cut: cutEnd }),
    [
      ['340 files', '340 files'],
      ['340 files · 2 MB', '340 file…'],
    ],
  ],
  ['cut to nothing', (text: string) => fit(text, { room: 0, width: (s) => s.length, cut: cutMiddle }), [['digits', '…']]],
];

for (const [what, say, rows] of tables)
  for (const [value, words] of rows) test(`${what}: ${JSON.stringify(value)}`, () => assert.equal(say(value as never), words));

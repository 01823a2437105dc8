/** What a person types to derive: read, and refused in words. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  checkFolder,
  checkList,
  checkParts,
  checkSample,
  checkSeed,
  exclusions,
  listIn,
  readParts,
  readSample,
  ways,
} from '../../client/deriving/ways.ts';
import { conflictRows, derivedRows, derivedWords } from '../../client/deriving/words.ts';
import { isName } from '../../server/core/ref.ts';
import type { WireDerivation, WireDerived } from '../../server/protocol/requests.ts';

const table = <I, O>(name: string, work: (input: I) => O, rows: [I, O][]) =>
  test(name, () => {
    for (const [input, expected] of rows) assert.deepEqual(work(input), expected, JSON.stringify(input));
  });

table('lists', listIn, [
  ['train/** *.json', ['train/**', '*.json']],
  ['a.png,b.png', ['a.png', 'b.png']],
  ['"with blank.png", b', ['with blank.png', 'b']],
  ['  ', []],
  ['""', []],
]);

table('a list is refused', checkList, [
  ['a', undefined],
  ['', 'A pattern is missing, such as train/** or *.png.'],
  [' , ', 'A pattern is missing, such as train/** or *.png.'],
  ['"a b', 'A quote is missing.'],
]);

table('patterns and names are told apart', exclusions, [
  ['*.txt', [{ do: 'exclude', globs: ['*.txt'] }]],
  ['0001.png a/b.png', [{ do: 'exclude-names', names: ['0001.png', 'a/b.png'] }]],
  ['blurred/', [{ do: 'exclude', globs: ['blurred/**'] }]],
  [
    '{a,b}.png 7.png'.replace(',', '|'),
    [
      { do: 'exclude', globs: ['{a|b}.png'] },
      { do: 'exclude-names', names: ['7.png'] },
    ],
  ],
]);

table('samples', readSample, [
  ['100', { count: 100 }],
  [' 10 % ', { fraction: 0.1 }],
  ['0.5%', { fraction: 0.005 }],
  ['100%', { fraction: 1 }],
  ['101%', undefined],
  ['0', undefined],
  ['1.5', undefined],
  ['-1', undefined],
  ['ten', undefined],
  ['', undefined],
]);

table('parts', readParts, [
  [
    'train=80%, val=20%',
    [
      { name: 'train', fraction: 0.8 },
      { name: 'val', fraction: 0.2 },
    ],
  ],
  [
    'train=.8 val=.2',
    [
      { name: 'train', fraction: 0.8 },
      { name: 'val', fraction: 0.2 },
    ],
  ],
  ['train', undefined],
  ['a b=1', undefined],
  ['-a=1', undefined],
]);

table('parts are refused', checkParts, [
  ['train=80%, val=20%', undefined],
  ['train=80, val=20', undefined],
  ['a=1/3', 'Write names and parts, such as train=80%, val=20%.'],
  ['a=100%', 'A split has at least two parts.'],
  ['a=50% a=50%', 'Two parts have the same name.'],
  ['a=50% b=40%', 'The parts sum up to 90 %, not to 100 %.'],
  ['a=50 b=40', 'The parts sum up to 90 %, not to 100 %.'],
  ['a=.5 b=.6', 'The parts sum up to 110 %, not to 100 %.'],
]);

table('seeds', (text: string) => checkSeed(text) === undefined, [
  ['1', true],
  [' 42 ', true],
  ['-1', false],
  ['1.5', false],
  ['', false],
]);

table('folders', (text: string) => checkFolder(text) === undefined, [
  ['train', true],
  ['a/b/', true],
  ['', false],
  ['/', false],
  ['/a', false],
  ['a//b', false],
  ['../a', false],
]);

test('a sample that is refused says what to write', () => {
  assert.match(checkSample('ten') ?? '', /such as 100/);
  assert.equal(checkSample('10%'), undefined);
});

test('every way proposes a name that can stand', () => {
  for (const { suffix } of ways) assert.ok(suffix === '' || isName(`digits-${suffix}`), suffix);
});

const request: WireDerivation = { inputs: [{ ref: 'a:v1' }], steps: [], conflicts: 'refuse', as: 'b' };
const derived = (change: Partial<WireDerived>): WireDerived => ({
  as: 'b',
  files: 20,
  bytes: 2000,
  images: 10,
  existed: false,
  notes: [],
  conflicts: [],
  recipe: 'a:v1 by sample 10 (seed 1)',
  ...change,
});

test('what would come of it, with every note once', () => {
  const rows = derivedRows([derived({ as: 'b-train', notes: ['x'] }), derived({ as: 'b-val', notes: ['x'], images: 20 })], {
    request,
    made: 'Derived',
  });
  assert.deepEqual(
    rows.map(({ label, description }) => [label, description]),
    [
      ['Derive', 'a:v1 by sample 10 (seed 1)'],
      ['b-train', '10 images, 20 files, 2 kB'],
      ['b-val', '20 files, 2 kB'],
      ['x', undefined],
    ],
  );
  assert.deepEqual(
    rows.filter(({ value }) => value).map(({ label }) => label),
    ['Derive'],
    'only one row does something',
  );
});

test('the classes of one version, and of each part', () => {
  const classes = { car: 7, '': 1 };
  const one = derivedRows([derived({ classes })], { request, made: 'Merged' });
  assert.deepEqual(one.at(-1), { label: 'Classes', description: 'car: 7, no class: 1', icon: 'symbol-class' });
  const parts = derivedRows([derived({ as: 'p', classes }), derived({ as: 'q', classes: {} })], { request, made: 'Derived' });
  assert.deepEqual(
    parts.slice(3).map(({ label }) => label),
    ['p'],
  );
});

test('a conflict is told line by line, with two ways out', () => {
  const details = Array.from({ length: 120 }, (_, i) => `a/${i}.png: a:v1 and b:v1 hold other bytes.`);
  const rows = conflictRows(
    { code: 'derive.conflict', message: '120 paths differ.', details },
    { ...request, inputs: [{ ref: 'a:v1' }, { ref: 'b:v1' }] },
  );
  assert.deepEqual(
    rows.slice(0, 2).map(({ label, description, value }) => [label, description, value?.conflicts]),
    [
      ['Take the First', 'as it is in a:v1', 'first'],
      ['Take the Last', 'as it is in b:v1', 'last'],
    ],
  );
  assert.equal(rows[2]?.heading, 'What they do not agree on');
  assert.deepEqual([rows.length, rows.at(-1)?.label], [103, '20 more']);
});

test('images are not counted twice', () => {
  assert.equal(derivedWords({ files: 1, images: 1, bytes: 0 }), '1 file, 0 B');
  assert.equal(derivedWords({ files: 2, images: 1, bytes: 0 }), '1 image, 2 files, 0 B');
});

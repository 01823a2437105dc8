/** What the wizard of adopting offers, checks and tells. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { effort, kindWords, planRows } from '../../client/adoptFrom/planRows.ts';
import { sourceChoices } from '../../client/adoptFrom/sourceChoices.ts';
import { checkLinks, checkProject, linksIn, parentOf, projectLocation } from '../../client/adoptFrom/typed.ts';
import { problemLines, problemText, wrongWith } from '../../client/adopting/problemWords.ts';
import { createPace } from '../../client/pace.ts';
import type { WirePlan, WireSource } from '../../server/protocol/requests.ts';
import { problemCount } from '../../server/protocol/words.ts';

const table = <I, O>(name: string, work: (input: I) => O, rows: [I, O][]) =>
  test(name, () => {
    for (const [input, expected] of rows) assert.deepEqual(work(input), expected, JSON.stringify(input));
  });

table('links', checkLinks, [
  ['https://host/a.csv', undefined],
  ['https://a/x http://b/y', undefined],
  ['', 'A link is missing.'],
  ['https://', 'A link is missing.'],
  ['host/a', '"host/a" is no link: write https://host/path.'],
  ['https://a/x ftp://b/y', '"ftp://b/y" is no link: write https://host/path.'],
  ['https:///x', '"https:///x" is no link: write https://host/path.'],
  [`x${'y'.repeat(100)}`, `"x${'y'.repeat(59)}…" is no link: write https://host/path.`],
]);

test('links are typed one after another', () => {
  assert.deepEqual(linksIn(' https://a/x,https://b/y\nhttps://c/z '), ['https://a/x', 'https://b/y', 'https://c/z']);
});

table('the folder around something in a bucket', parentOf, [
  ['s3://photos/raw/july/1.jpg', 's3://photos/raw/july/'],
  ['s3://photos/raw/july/', 's3://photos/raw/'],
  ['s3://photos/top.jpg', 's3://photos/'],
  ['s3://photos/', 's3://'],
  ['s3://', undefined],
]);

test('a project is typed by its id or as a location', () => {
  const start = 'sama://projects/';
  assert.equal(projectLocation(start, ' 42 '), 'sama://projects/42');
  assert.equal(projectLocation(start, 'sama://projects/42'), 'sama://projects/42');
  assert.equal(projectLocation('hf://datasets/', 'owner/name@main'), 'hf://datasets/owner/name@main');
  assert.equal(checkProject('The id', start, '42'), undefined);
  assert.equal(checkProject('The id', start, start), 'The id is missing.');
  assert.equal(checkProject('The id', start, '4 2'), 'The id has no blanks.');
});

const source = (change: Partial<WireSource>): WireSource => ({
  id: 'x',
  title: 'X',
  takes: 'A project',
  hasExports: true,
  secrets: [],
  hasChoices: false,
  ...change,
});

test('what reads files only is no choice: what a file is, is found by looking', () => {
  const choices = sourceChoices([source({ title: 'COCO' }), source({ title: 'Labelbox', scheme: 'labelbox', hasChoices: true })]);
  assert.deepEqual(
    choices.map(({ label }) => label),
    ['Folder', 'Files', 'S3 Bucket', 'Links', 'Manifest or Export File', 'Labelbox'],
  );
  assert.deepEqual(
    choices.flatMap(({ heading }) => heading ?? []),
    ['Files', 'Tools and Hubs'],
  );
});

const plan = (change: Partial<WirePlan>): WirePlan => ({
  files: 3,
  bytes: 3000,
  kinds: [{ name: 'png', files: 3, bytes: 3000 }],
  notes: [],
  problems: [],
  ...change,
});

const rowsOf: [title: string, plan: WirePlan, rows: [label: string, description?: string][]][] = [
  [
    'nothing known',
    plan({}),
    [
      ['Adopt', ''],
      ["Adopt by the Store's Word", ''],
      ['Files', '3 files, 3 kB'],
      ['Kinds', '3 png'],
    ],
  ],
  [
    'a bucket',
    plan({ toRead: { files: 3, bytes: 3_000_000_000 }, requests: 1200, cost: 0.27, seconds: 63 }),
    [
      ['Adopt', 'reads 3 GB, about 1 min 3 s, about $0.27'],
      ["Adopt by the Store's Word", ''],
      ['Files', '3 files, 3 kB'],
      ['Kinds', '3 png'],
      ['Requests', '1,200'],
      ['Cost', '$0.27'],
    ],
  ],
  [
    'every hash known, with a note',
    plan({ toRead: { files: 0, bytes: 0 }, requests: 0, cost: 0, notes: ['No versions.'], source: { title: 'COCO', why: 'it says so' } }),
    [
      ['Adopt', 'reads nothing: every hash is known'],
      ['Files', '3 files, 3 kB'],
      ['Kinds', '3 png'],
      ['What it is', 'COCO: it says so'],
      ['No versions.'],
    ],
  ],
  [
    'problems',
    plan({ problems: ['a:1: no.', 'a:2: no.'] }),
    [
      ['Show What Is Wrong', '2 things are wrong'],
      ['Adopt the Rest', 'the version says what was left out'],
      ['Files', '3 files, 3 kB'],
      ['Kinds', '3 png'],
    ],
  ],
];

for (const [title, of, rows] of rowsOf) {
  test(`a plan: ${title}`, () => {
    const told = planRows(of).map(({ label, description }) => [label, description]);
    // what the store's word costs is always said in the same words
    const expected = rows.map(([label, description]) => [label, label.startsWith('Adopt by') ? told[1]?.[1] : description]);
    assert.deepEqual(told, expected);
  });
}

test('a store is believed by its own decision only, and problems are never passed over', () => {
  const decisions = (of: WirePlan) => planRows(of).flatMap(({ value }) => value ?? []);
  assert.deepEqual(decisions(plan({})), [
    { do: 'adopt', how: {} },
    { do: 'adopt', how: { hash: 'provider' } },
  ]);
  assert.deepEqual(decisions(plan({ problems: ['x'] })), [
    { do: 'show', lines: ['x'] },
    { do: 'adopt', how: { keepGoing: true } },
  ]);
});

test('kinds beyond the sixth are counted together', () => {
  const kinds = Array.from({ length: 9 }, (_, i) => ({ name: i === 1 ? '' : `k${i}`, files: 1000, bytes: 1 }));
  assert.equal(kindWords(kinds), '1,000 k0, 1,000 without ending, 1,000 k2, 1,000 k3, 1,000 k4, 1,000 k5, 3,000 others');
});

test('an effort that is nothing is not told', () => assert.equal(effort(plan({ seconds: 0.2, cost: 0.001 })), ''));

table('problems are counted with those that are not listed', problemCount, [
  [['a: x', 'b: y'], 2],
  [['a: x', '… and 1,234 more'], 1235],
  [['… and no more'], 1],
]);

test('problems in a sentence, and as a text', () => {
  const lines = ['export.ndjson:3: no data row.'];
  assert.equal(wrongWith(['/data/export.ndjson'], lines), '1 thing is wrong with export.ndjson. Nothing was adopted.');
  assert.equal(
    wrongWith(['s3://b/raw/', 's3://b/x'], ['a', '… and 11 more']),
    '12 things are wrong with 2 locations. Nothing was adopted.',
  );
  assert.match(problemText('Wrong.', lines), /^Wrong\.\n[^\n]+\n\nexport\.ndjson:3: no data row\.\n$/);
});

test('only what can be left out is offered to be left out', () => {
  assert.deepEqual(problemLines({ code: 'adopt.problems', message: '', details: ['a'] }), ['a']);
  assert.equal(problemLines({ code: 'adopt.problems', message: '' }), undefined);
  assert.equal(problemLines({ code: 'derive.conflict', message: '', details: ['a'] }), undefined);
});

test('the pace is that of the last seconds, of one stage', () => {
  const pace = createPace();
  const report = (at: number, done: number, stage = 'hashing') => pace({ stage, done, total: 100, bytes: done * 1000 }, at);
  assert.deepEqual(report(0, 0), {});
  assert.deepEqual(report(1000, 10), {}, 'too early to tell');
  assert.deepEqual(report(4000, 40), { rate: 10_000, left: 6 });
  assert.deepEqual(report(5000, 5, 'registering'), {}, 'another stage');
  report(6000, 5, 'hashing');
  report(9000, 5, 'hashing');
  assert.deepEqual(report(10_000, 5, 'hashing'), {}, 'nothing moves');
  for (let second = 11; second < 40; second++) report(second * 1000, 5 + (second - 10), 'hashing');
  const { rate, left } = report(40_000, 35, 'hashing');
  assert.deepEqual([Math.round(rate ?? 0), Math.round(left ?? 0)], [1000, 65]);
});

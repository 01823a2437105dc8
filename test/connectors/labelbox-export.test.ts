/** Exports of Labelbox as files: every sample, and every mistake that people make with them. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { createLabelboxSource } from '../../server/connectors/labelbox/source.ts';
import { corpus, needsCorpus } from '../support/corpus.ts';
import { matchesGolden } from '../support/golden.ts';
import { probed, sourceWorld, yielded } from '../support/sourceContext.ts';
import { type Owner, tempFolder } from '../support/temp.ts';
import { outcome, toolText } from './toolText.ts';

const source = createLabelboxSource({ pause: 1 });
const folder = join(corpus, 'labelbox');

test('every sample', needsCorpus, async (t) => {
  const world = sourceWorld(t, { secrets: { LABELBOX_API_KEY: 'a key that nobody asks with' } });
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(nd)?json$/.test(name));
  let text = '';
  for (const name of files.sort()) {
    const path = join(folder, name);
    const match = await probed(world, source, path);
    text += `== ${name} (${match ? `${match.certainty}: ${match.why}` : 'not known by looking'})\n${await outcome(() => yielded(world, source, path))}`;
  }
  matchesGolden('connectors/labelbox.txt', text);
  assert.doesNotMatch(text, /REDACTED|Signature=|someone@/);
});

/** Written in whatever way: the same is read. */
const spellings: Record<string, (rows: unknown[]) => string | Buffer> = {
  'a row a line': (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
  'with CRLF and a mark before UTF-8': (rows) => `\uFEFF${rows.map((row) => `${JSON.stringify(row)}\r\n`).join('')}`,
  'without a last line break': (rows) => rows.map((row) => JSON.stringify(row)).join('\n'),
  'with blank lines': (rows) => rows.map((row) => `\n\n${JSON.stringify(row)}\n`).join(''),
  'an array by mistake': (rows) => JSON.stringify(rows),
  'an array over many lines': (rows) => JSON.stringify(rows, null, 2),
};

describe('a file may be spelt', () => {
  for (const [title, spell] of Object.entries(spellings)) {
    test(title, async (t) => {
      const rows = [row('1'), row('2')];
      const plain = await read(t, spellings['a row a line']!(rows));
      assert.deepEqual({ ...(await read(t, spell(rows))), places: 0 }, { ...plain, places: 0 });
      assert.equal(plain.paths.length, 2);
    });
  }

  test('one row over many lines', async (t) => {
    assert.deepEqual((await read(t, JSON.stringify(row('1'), null, 1))).paths, ['images/1.jpg']);
  });
});

/** Of one row each: what it is called. */
const names: [title: string, fields: Record<string, unknown>, path: string][] = [
  ['a global key goes first', { global_key: 'a/b.jpg', external_id: 'c.jpg' }, 'images/a/b.jpg'],
  ['then an external id', { external_id: 'c.jpg' }, 'images/c.jpg'],
  ['then the id', {}, 'images/r'],
  ['an empty key is none', { global_key: '', external_id: null }, 'images/r'],
  ['what leads up is left out', { global_key: '../../etc/passwd' }, 'images/etc/passwd'],
  ['a backslash separates', { global_key: 'a\\b.jpg' }, 'images/a/b.jpg'],
  ['an address loses its scheme', { global_key: 's3://bucket/a b.jpg' }, 'images/bucket/a b.jpg'],
  ['a signed one its signature', { global_key: 'https://x.test/a.jpg?X-Amz-Signature=secret' }, 'images/x.test/a.jpg'],
];

describe('an image is called by', () => {
  for (const [title, fields, path] of names) {
    test(title, async (t) => {
      const { paths } = await read(t, JSON.stringify({ data_row: { id: 'r', row_data: 'https://x.test/1.jpg', ...fields } }));
      assert.deepEqual(paths, [path]);
    });
  }
});

/** Of one line each: the problem, with where it stands. */
const broken: [title: string, line: string, problem: RegExp][] = [
  ['no JSON', '{"data_row": {', /^x\.ndjson:2: Line 2 is no JSON/],
  ['a number', '7', /^x\.ndjson:2: This is no data row/],
  ['an object of something else', '{"a":1}', /^x\.ndjson:2: This is no data row/],
  ['no id', '{"data_row":{"row_data":"https://x.test/1.jpg"}}', /^x\.ndjson:2: This is no data row/],
  ['no address', '{"data_row":{"id":"r","row_data":null}}', /^x\.ndjson:2: r has no address/],
  ['a text in place of an address', '{"data_row":{"id":"r","row_data":"once upon a time"}}', /^x\.ndjson:2: r has no address/],
  [
    'tiles',
    '{"data_row":{"id":"r","row_data":"{\\"tileLayerUrl\\":\\"https://x.test/{z}.png\\"}"}}',
    /^x\.ndjson:2: The data row r is described/,
  ],
  ['a row that was there', JSON.stringify(row('1')), /^x\.ndjson:2: The data row 1 stands here a second time/],
  ['a label for import', '{"uuid":"u","dataRow":{"id":"r"},"bbox":{}}', /^x\.ndjson:2: This is a label to be imported/],
];

describe('a row is a problem, and the others are read, when it is', () => {
  for (const [title, line, problem] of broken) {
    test(title, async (t) => {
      const { paths, problems } = await read(t, [JSON.stringify(row('1')), line, JSON.stringify(row('3'))].join('\n'));
      assert.deepEqual(paths, ['images/1.jpg', 'images/3.jpg']);
      assert.equal(problems.length, 1);
      assert.match(problems[0]!, problem);
    });
  }

  test('an empty file is refused', async (t) => {
    await assert.rejects(read(t, ''), { code: 'adopt.empty' });
  });

  test('a file of nothing but problems tells them', async (t) => {
    assert.equal((await read(t, '{"a":1}\n{"b":2}\n')).problems.length, 2);
  });
});

test('images without an address lie under the root', async (t) => {
  const { pointers } = await read(t, '{"data_row":{"id":"r","global_key":"a b.jpg","row_data":"x"}}', { root: 's3://bucket/raw/' });
  assert.deepEqual(pointers, ['s3://bucket/raw/a%20b.jpg']);
});

test('masks without a key are one problem, and the labels stay', async (t) => {
  const path = join(folder, 'synthetic', 'project-export-full.ndjson');
  const file = await read(t, readFileSync(path));
  assert.deepEqual(file.problems, [
    'project-export-full.ndjson:1: 3 masks lie in Labelbox, which asks for a key.'.replace('project-export-full', 'x'),
  ]);
  assert.equal(file.paths.filter((name) => name.startsWith('masks/')).length, 0);
});

test('people and embeddings are in no record', async (t) => {
  const whole = { ...(row('1') as object), embeddings: [{ values: [1] }], made: { by: 'a@example.com', name: 'x' } };
  const { records } = await read(t, JSON.stringify(whole));
  assert.deepEqual(records[0], { ...(row('1') as object), made: { name: 'x' } });
});

function row(id: string): unknown {
  return {
    data_row: { id, global_key: `${id}.jpg`, row_data: `https://x.test/${id}.jpg` },
    media_attributes: { width: 2, height: 1 },
    projects: {},
  };
}

async function read(owner: Owner, content: string | Buffer, { root }: { root?: string } = {}) {
  const path = join(tempFolder(owner), 'x.ndjson');
  writeFileSync(path, content);
  const all = await yielded(sourceWorld(owner), source, { locations: [path], root });
  return {
    paths: all.pointers.map((one) => one.path),
    pointers: all.pointers.map(({ pointer }) => pointer),
    problems: all.problems.map(({ at, problem }) => `${at}: ${problem.message}`),
    records: all.records.map(({ record }) => record),
    places: toolText(all).length,
  };
}

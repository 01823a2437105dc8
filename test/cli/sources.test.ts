/** The command line over sources: what a location is, what there is to adopt from, and what is wrong, line by line. */
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as suite from 'node:test';
import { describe, test } from 'node:test';
import { runCli } from '../support/cli.ts';
import { tempFolder } from '../support/temp.ts';

const root = tempFolder(suite, 'cli-sources');
const env = { DATAPIN_HOME: join(root, 'home'), DATAPIN_USER: 'ada' };
const datapin = (...args: string[]) => runCli(args, { cwd: root, env });
mkdirSync(join(root, 'texts'));
writeFileSync(join(root, 'texts', 'a.txt'), 'one');
symlinkSync('loop', join(root, 'texts', 'loop'));

test('probe says what it is, and why', async () => {
  const found = (await datapin('probe', 'texts', '--json')).json();
  assert.deepEqual([found.source, found.title], ['files', null]);
  assert.match((await datapin('probe', 'texts')).stdout, /^Files as they lie: \S.*\n$/);
});

test('sources are a table, with the names of their secrets', async () => {
  const sources = (await datapin('sources', '--json')).json<{ id: string; takes: string; secrets: { name: string }[] }[]>();
  const { stdout } = await datapin('sources');
  assert.equal(stdout.trim().split('\n').length, sources.length);
  for (const { id, takes, secrets } of sources) {
    const line = stdout.split('\n').find((one) => one.startsWith(`${id} `));
    for (const words of [takes, ...secrets.map(({ name }) => name)]) assert.ok(line?.includes(words), `${words} in ${line}`);
  }
});

const withoutList: [id: string, words: string][] = [
  ['sama', 'Sama has no list to choose from: name sama://…, a file or a folder.'],
  ['coco', 'COCO has no list to choose from: name a file or a folder.'],
  ['files', 'Files as they lie have no list to choose from: name a file or a folder.'],
];
for (const [id, words] of withoutList) {
  test(`${id} says what to name instead of its list`, async () => {
    assert.equal((await datapin('sources', id)).stdout, `${words}\n`);
    assert.deepEqual((await datapin('sources', id, '--json')).json(), []);
  });
}

const refusals: [args: string[], code: number, words: RegExp][] = [
  [['adopt', 'texts', '--as', 't', '--from', 'filse'], 2, /no source "filse"\. \[source\.unknown\]\nhint: Did you mean "files"\?/],
  [['sources', 'labelbox'], 2, /^error: The API key of Labelbox is not known\. \[secret\.missing\]\nhint: Set LABELBOX_API_KEY /],
  [['sources', 'nothing-like-it'], 2, /\[source\.unknown\]/],
  [['probe', 'nosuch'], 3, /There is no file or folder .*nosuch\. \[folder\.missing\]/],
  [['probe', 'texts/loop'], 3, /leads back to itself\. \[folder\.missing\]/],
  [
    ['adopt', 'texts/**/*.png', '--as', 't'],
    3,
    /no file or folder .*\[folder\.missing\]\nhint: Adopt the folder \S*texts with --include '\*\*\/\*\.png'\./,
  ],
];
for (const [args, code, words] of refusals) {
  test(args.join(' '), async () => {
    const result = await datapin(...args);
    assert.equal(result.code, code, result.stderr);
    assert.match(result.stderr, words);
  });
}

describe('problems', { skip: process.platform !== 'linux' && 'names that are no UTF-8 are of Linux' }, () => {
  const names = [1, 2, 3].map((n) => Buffer.concat([Buffer.from(`${join(root, 'broken')}/${n}`), Buffer.from([0xff])]));
  suite.before(() => {
    mkdirSync(join(root, 'broken'));
    writeFileSync(join(root, 'broken', 'good.txt'), 'good');
    for (const name of names) writeFileSync(name, 'x');
  });

  test('are said one a line, and nothing is adopted', async () => {
    const result = await datapin('adopt', 'broken', '--as', 'broken', '--from', 'files', '--json');
    assert.equal(result.code, 1);
    const lines = result.stderr.trim().split('\n');
    assert.deepEqual(
      lines.slice(0, 3).map((line) => /broken\/\d.* has a name that is not UTF-8\. Rename it/.test(line)),
      [true, true, true],
      result.stderr,
    );
    assert.match(lines[3]!, /^error: There are 3 problems: nothing was adopted\. \[adopt\.problems\]$/);
    const { error } = result.json<{ error: { code: string; details: string[] } }>();
    assert.deepEqual([error.code, error.details.length], ['adopt.problems', 3]);
    assert.equal((await datapin('list', 'broken')).code, 1);
  });

  test('are in a plan, which then answers no', async () => {
    const result = await datapin('adopt', 'broken', '--as', 'broken', '--from', 'files', '--dry-run', '--json');
    assert.deepEqual([result.code, result.json<{ problems: string[] }>().problems.length], [1, 3]);
  });

  test('are left out with --keep-going, and the version tells', async () => {
    const result = await datapin('adopt', 'broken', '--as', 'broken', '--from', 'files', '--keep-going');
    assert.equal(result.code, 0, result.stderr);
    assert.match(result.stdout, /\n1 file, 4 B\nnote: 3 problems were passed over; datapin show tells them\.\n$/);
    const shown = (await datapin('show', 'broken:v1')).stdout;
    assert.match(shown, /\n3 problems were passed over:\n( {2}.*UTF-8.*\n){3}$/);
    const record = await datapin('show', 'broken:v1', '--source');
    assert.deepEqual([record.code, /Nothing is kept/.test(record.stderr)], [2, true]);
  });
});

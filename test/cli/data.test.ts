/** The command line over data: what it prints, and with which exit code. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as suite from 'node:test';
import { describe, test } from 'node:test';
import { type CliResult, runCli } from '../support/cli.ts';
import { tempFolder } from '../support/temp.ts';

const shellLine = "find . -type f -printf '%P\\0' | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum";

/** A folder with images of a data set, a registry of its own, and the program over both. */
function world(name: string) {
  const root = tempFolder(suite, name);
  const env = { DATAPIN_HOME: join(root, 'home'), DATAPIN_USER: 'ada' };
  mkdirSync(join(root, 'images', 'cats'), { recursive: true });
  writeFileSync(join(root, 'images', 'cats', '1.png'), 'one');
  writeFileSync(join(root, 'images', 'cats', '2.png'), 'two');
  writeFileSync(join(root, 'images', 'read me.txt'), 'three');
  const datapin = (...args: string[]): Promise<CliResult> => runCli(args, { cwd: root, env });
  return { root, datapin, images: join(root, 'images') };
}

describe('a life of a dataset', () => {
  const { root, datapin, images } = world('cli-data');

  test('adopt answers reference, hash, files and bytes', async () => {
    const result = await datapin('adopt', 'images', '--as', 'pets:v1', '--from', 'files', '--json');
    assert.equal(result.code, 0, result.stderr);
    const { createdAt, origin, ...version } = result.json();
    assert.deepEqual(version, {
      ref: 'pets:v1',
      dataset: 'pets',
      version: 'v1',
      kind: 'dataset',
      hash: `sha256:${execFileSync('sh', ['-c', shellLine], { cwd: images, encoding: 'utf8' }).slice(0, 64)}`,
      files: 3,
      bytes: 11,
      identity: 'content',
      createdBy: 'ada',
      aliases: [],
      integrity: null,
      deprecated: null,
      existed: false,
      relocated: false,
      source: null,
      notes: [],
      leftOut: [],
    });
    assert.match(createdAt as string, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    assert.deepEqual((origin as { type: string }).type, 'adopt');
    assert.equal((await datapin('adopt', 'images', '--as', 'pets', '--json')).json().existed, true);
  });

  test('a dry run only counts', async () => {
    const result = await datapin('adopt', 'images', '--as', 'other', '--from', 'files', '--dry-run', '--json');
    const { seconds, stores, toRead, ...plan } = result.json();
    assert.deepEqual(plan, {
      dryRun: true,
      files: 3,
      bytes: 11,
      unsized: 0,
      kinds: [
        { name: 'png', files: 2, bytes: 6 },
        { name: 'txt', files: 1, bytes: 5 },
      ],
      requests: { list: 0, head: 0, get: 0 },
      cost: 0,
      problems: [],
      notes: [],
    });
    assert.equal((await datapin('list', 'other')).code, 1);
  });

  test('list, show, files and manifest agree', async () => {
    assert.deepEqual((await datapin('list', '--json')).json<{ name: string; versions: number }[]>()[0]?.versions, 1);
    const shown = (await datapin('show', 'pets:v1', '--json')).json();
    assert.deepEqual((await datapin('list', 'pets', '--json')).json<unknown[]>(), [shown]);
    assert.equal((await datapin('files', 'pets:v1')).stdout, 'cats/1.png\ncats/2.png\nread me.txt\n');
    const manifest = (await datapin('manifest', 'pets:latest')).stdout;
    assert.equal((await datapin('files', 'pets:v1', '--hash')).stdout, manifest);
    const hash = execFileSync('sha256sum', { input: manifest, encoding: 'utf8' }).slice(0, 64);
    assert.equal(shown.hash, `sha256:${hash}`);
    assert.equal((await datapin('show', `pets@sha256:${hash.slice(0, 12)}`, '--json')).json().ref, 'pets:v1');
    assert.equal((await datapin('show', 'dataset://pets/v1', '--json')).json().ref, 'pets:v1');
  });

  test('an alias moves and its moves are kept', async () => {
    writeFileSync(join(images, 'cats', '3.png'), 'four');
    assert.equal((await datapin('adopt', 'images', '--as', 'pets', '--json')).json().ref, 'pets:v2');
    assert.equal((await datapin('alias', 'pets', 'good', 'v1')).stdout, 'pets:good -> pets:v1\n');
    assert.equal((await datapin('alias', 'pets', 'good', 'latest', '--json')).json().ref, 'pets:v2');
    assert.equal((await datapin('show', 'pets:good', '--json')).json().ref, 'pets:v2');
    const moves = (await datapin('alias', 'pets', '--json')).json<{ from: string | null; to: string; movedBy: string }[]>();
    assert.deepEqual(
      moves.map(({ from, to, movedBy }) => [from ?? null, to, movedBy]),
      [
        [null, 'v1', 'ada'],
        ['v1', 'v2', 'ada'],
      ],
    );
  });

  test('checkout links the files of a version', async () => {
    assert.equal((await datapin('checkout', 'pets:v1', 'out')).code, 0);
    assert.equal(readlinkSync(join(root, 'out', 'cats', '1.png')), join(images, 'cats', '1.png'));
    assert.equal((await datapin('checkout', 'pets:v1', 'out')).code, 1);
    assert.equal((await datapin('checkout', 'pets:v1', 'copied', '--copy')).code, 0);
    assert.equal(readFileSync(join(root, 'copied', 'read me.txt'), 'utf8'), 'three');
  });

  test('verify says yes, and no once bytes have changed or gone', async () => {
    for (const how of ['--quick', '--full', '--sample=2']) assert.equal((await datapin('verify', 'pets:v1', how)).code, 0, how);
    appendFileSync(join(images, 'cats', '1.png'), '!');
    rmSync(join(images, 'cats', '2.png'));
    for (const how of ['--quick', '--full']) {
      const result = await datapin('verify', 'pets:v1', how, '--json');
      assert.equal(result.code, 1);
      const { state, broken } = result.json<{ state: string; broken: { path: string; reason: string }[] }>();
      assert.equal(state, 'broken');
      assert.deepEqual(broken, [
        { path: 'cats/1.png', reason: 'it has 4 bytes and had 3' },
        { path: 'cats/2.png', reason: 'it is no longer there' },
      ]);
    }
    assert.deepEqual((await datapin('show', 'pets:v1', '--json')).json<{ integrity: { state: string } }>().integrity.state, 'broken');
  });

  test('a folder that was moved is adopted again, and its version is whole again', async () => {
    cpSync(join(root, 'copied'), join(root, 'moved'), { recursive: true });
    const again = await datapin('adopt', 'moved', '--as', 'pets', '--json');
    assert.deepEqual([again.json().ref, again.json().existed, again.json().relocated], ['pets:v1', true, true]);
    assert.equal((await datapin('verify', 'pets:v1', '--full')).code, 0);
    assert.equal((await datapin('adopt', 'copied', '--as', 'pets', '--json')).json().relocated, false);
  });

  test('lineage of a version that nothing used, in every format', async () => {
    assert.match((await datapin('lineage', 'pets:v1')).stdout, /^pets:v1 {2}sha256:[0-9a-f]{12}\n$/);
    assert.deepEqual((await datapin('lineage', 'pets:v1', '--format', 'json')).json<{ edges: unknown[] }>().edges, []);
    assert.equal((await datapin('lineage', 'pets:v1', '--format', 'mermaid')).stdout, 'flowchart LR\n  n0(["pets:v1"])\n');
    assert.match((await datapin('lineage', 'pets:v1', '--format', 'dot')).stdout, /^digraph lineage \{/);
    assert.equal((await datapin('lineage', 'pets:v1', '--format', 'openlineage')).stdout, '');
  });
});

/** What is typed, the exit code, and what stands in the message. */
const refusals: [args: string[], code: number, words: RegExp][] = [
  [['show', 'pats:v1'], 1, /no dataset "pats"\. \[ref\.unknown-dataset\]\nhint: Did you mean "pets"\?/],
  [['list', 'pats'], 1, /no dataset "pats"\. \[ref\.unknown-dataset\]\nhint: Did you mean "pets"\?/],
  [['show', 'pets:v11'], 1, /no version "v11"\. \[ref\.unknown-version\]\nhint: Did you mean pets:v1\?/],
  [['show', 'pets:v1@sha256:000000000000'], 1, /\[ref\.digest-mismatch\]/],
  [['show', 'pets::v1'], 2, /\[ref\.malformed\]/],
  [['adopt', 'images', '--as', 'no name'], 2, /\[name\.invalid\]/],
  [['adopt', 'images', '--as', 'pets:latest'], 2, /\[alias\.reserved\]/],
  [['adopt', 'images/cats', '--as', 'pets:v1'], 1, /\[version\.exists\]\nhint: Adopt it as pets:v2\./],
  [['adopt', 'nowhere', '--as', 'pets'], 3, /no file or folder .*nowhere/],
  [['adopt', 'ftp://host/x', '--as', 'pets'], 2, /\[adopt\.unsupported-location\]/],
  [['adopt', 'gopher://ada:canary@host/x?sig=canary', '--as', 'pets'], 2, /cannot read gopher:\/\/host\/x\. \[adopt/],
  [['adopt', 'images', '--as', 'pets', '--include', '*.jpg'], 1, /\[adopt\.empty\]/],
  [['adopt', 'images', 's3://bucket/x/', '--as', 'pets'], 1, /share no folder.*\[adopt\.path-collision\]/],
  [['adopt', 'images', '--as', 'pets', '--hash', 'md5'], 2, /--hash cannot be "md5"/],
  [['adopt', 'images/cats', '--as', 'pets', '--kind', 'model'], 1, /"pets" is a dataset, not a model\. \[dataset\.kind\]/],
  [['adopt', 'images'], 2, /required option '--as/],
  [['alias', 'pets', 'latest', 'v1'], 2, /\[alias\.reserved\]/],
  [['alias', 'pets', 'v1', 'v1'], 2, /\[alias\.taken\]/],
  [['verify', 'pets:v1', '--sample', 'many'], 2, /--sample cannot be "many"/],
  [['lineage', 'pets:v9'], 1, /\[ref\.unknown-version\]/],
  [['lineage', 'nothing'], 2, /\[ref\.malformed\]/],
  [['stop', 'pets:1'], 1, /\[execution\.unknown\]/],
  [['frobnicate'], 2, /unknown command 'frobnicate'/],
];

describe('refusals', () => {
  const { datapin } = world('cli-refusals');
  suite.before(async () => {
    assert.equal((await datapin('adopt', 'images', '--as', 'pets:v1')).code, 0);
  });

  for (const [args, code, words] of refusals) {
    test(args.join(' '), async () => {
      const result = await datapin(...args);
      assert.equal(result.code, code, result.stderr);
      assert.match(result.stderr, words);
      assert.equal(result.stdout, '');
    });
  }

  test('with --json the problem is one document on stdout', async () => {
    const result = await datapin('show', 'pats:v1', '--json');
    assert.deepEqual(result.json(), {
      error: { code: 'ref.unknown-dataset', message: 'There is no dataset "pats".', hint: 'Did you mean "pets"?' },
    });
  });

  const misused: [args: string[], message: RegExp][] = [
    [['adopt', 'images', '--json'], /^required option '--as/],
    [['adopt', '--json', '--as', 'pets'], /^missing required argument/],
    [['show', 'pets:v1', '--json', '--loud'], /^unknown option '--loud'/],
    [['frobnicate', '--json'], /^unknown command 'frobnicate'/],
  ];
  for (const [args, message] of misused) {
    test(`wrong use with --json is a document too: ${args.join(' ')}`, async () => {
      const result = await datapin(...args);
      assert.equal(result.code, 2);
      const { error } = result.json<{ error: Record<string, string> }>();
      assert.deepEqual([error.code, error.hint], ['usage', 'datapin --help lists the commands.']);
      assert.match(error.message!, message);
      assert.ok(result.stderr.includes(error.message!), 'in words on stderr, as ever');
    });
  }

  test('help of every command', async () => {
    const names = [...(await datapin('--help')).stdout.matchAll(/^ {2}([a-z]+) /gm)].map((match) => match[1]!);
    assert.ok(names.includes('adopt') && names.includes('lsp'), names.join());
    for (const name of names) {
      const help = await datapin(...(name === 'help' ? ['help'] : [name, '--help']));
      assert.equal(help.code, 0);
      assert.match(help.stdout, /^Usage: datapin/);
    }
  });
});

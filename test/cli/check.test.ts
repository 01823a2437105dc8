/** `datapin check`: what is looked at, what is printed, and with which exit code it ends. */
import assert from 'node:assert/strict';
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as suite from 'node:test';
import { describe, test } from 'node:test';
import { openApp } from '../../server/app.ts';
import { adopt } from '../../server/core/adoption.ts';
import { writeFiles } from '../support/project.ts';
import { tempFolder } from '../support/temp.ts';
import { runCheck } from './runCheck.ts';

const root = tempFolder(suite, 'cli-check');
const home = join(root, 'home');
const nowhere = join(root, 'nowhere');

suite.before(async () => {
  const app = openApp({ home });
  const data = writeFiles(join(root, 'data'), { a: 'a' });
  await adopt(app, { locations: [`file://${data}/`], as: 'pets:v1' });
  await app.close();
});

const step = (lines: string) => `- step:\n    name: train\n    image: a\n    command: python train.py\n${lines}`;
const yaml = step('    inputs:\n      - name: images\n        default: pets:v9\n      - name: others\n        default: "pets:v1 "\n');
const python = 'import valohai\nvalohai.inputs("images").path()\nvalohai.inputs("others").path()\nvalohai.parameters("lr").value\n';
const project = { 'valohai.yaml': yaml, 'train.py': python, 'notes.md': 'dataset://pets/v9\n', 'lib/other.yaml': 'x: dataset://pets/v9\n' };

let folders = 0;
function folder(files: Readonly<Record<string, string>> = project): string {
  return writeFiles(join(root, `project${folders++}`), files);
}
const check = (line: string, cwd: string, more: { home?: string } = {}) => runCheck(line, { cwd, home, ...more });

const unknown = 'valohai.yaml:7:23 error unknown-version "pets" has no version "v9". Did you mean "v1"?\n';
const blanks = 'valohai.yaml:9:26 error malformed-reference Blanks before or after a reference do not belong to it.\n';
const parameter = 'train.py:4:21 error unknown-parameter The step "train" has no parameter "lr".\n';

describe('what is checked', () => {
  const here = folder();
  const cases: [line: string, text: string][] = [
    ['', `${parameter}${unknown}${blanks}3 errors in 2 files\n1 problem can be fixed with --fix.\n`],
    ['.', `${parameter}${unknown}${blanks}3 errors in 2 files\n1 problem can be fixed with --fix.\n`],
    ['train.py', `${parameter}1 error in 1 file\n`],
    ['./train.py train.py', `${parameter}1 error in 1 file\n`],
    ['train.py .', `${parameter}${unknown}${blanks}3 errors in 2 files\n1 problem can be fixed with --fix.\n`],
    ['lib', 'Nothing to check: no pipeline file, no Python, no notebook.\n'],
    ['lib/other.yaml', 'lib/other.yaml:1:19 warning unknown-version "pets" has no version "v9". Did you mean "v1"?\n1 warning in 1 file\n'],
    ['notes.md', 'Nothing to check: no pipeline file, no Python, no notebook.\n'],
    ['notes.md train.py', `${parameter}1 error in 1 file\n`],
  ];
  for (const [line, text] of cases) test(`check ${line}`, async () => assert.equal((await check(line, here)).text, text));

  test('a file that is never checked is spoken of', async () =>
    assert.equal((await check('notes.md train.py', here)).said, 'notes.md: files of this kind are not checked.\n'));
  test('from another folder, paths lead there', async () => {
    const { text } = await check('../train.py', join(here, 'lib'));
    assert.ok(text.startsWith('../train.py:4:21 error'), text);
  });
  test('a file is judged by its whole project', async () => {
    const other = folder({
      'valohai.yaml': step('    inputs:\n      - name: x\n'),
      'train.py': 'import valohai\nimport lib\nvalohai.inputs()\n',
    });
    assert.equal((await check('valohai.yaml --json', other)).json?.counts.hint, 0);
  });
  test('notebooks', async () => {
    const cells =
      '{"cells": [{"cell_type": "code", "source": [\n"dataset(\\"pets:v9\\")\\n",\n"dataset(\\"pets:v8\\")  # datapin: ignore"\n]}]}';
    const { text } = await check('', folder({ 'a.ipynb': cells }));
    const place = 'a.ipynb:2:17 (cell 1, line 1)';
    assert.equal(text, `${place} error unknown-version "pets" has no version "v9". Did you mean "v1"?\n1 error in 1 file\n`);
  });
  test('a column is counted in UTF-16 units', async () => {
    const { text } = await check('', folder({ 'a.py': 'x = "🐈", dataset("pets:v9")\n' }));
    assert.ok(text.startsWith('a.py:1:25 error'), text);
  });
});

describe('exit codes', () => {
  const warning = { 'valohai.yaml': step('    name: train\n') };
  const cases: [name: string, files: Readonly<Record<string, string>>, line: string, code: number | string][] = [
    ['errors', project, '', 1],
    ['nothing', { 'a.py': '' }, '', 0],
    ['no files', { a: '' }, '', 0],
    ['warnings', warning, '', 0],
    ['warnings that count', warning, '--strict', 1],
    ['an error that was set to a warning', { 'a.py': 'dataset("x:v1")\n' }, '--severity unknown-dataset=warning', 0],
    ['the same, strictly', { 'a.py': 'dataset("x:v1")\n' }, '--strict --severity unknown-dataset=warning', 1],
    [
      'an error that was set off',
      project,
      '--severity unknown-version=off --severity malformed-reference=off --severity unknown-parameter=hint',
      0,
    ],
    ['a warning that was set to an error', warning, '--severity duplicate-key=error', 1],
    ['a path that is not there', project, 'missing', 'usage'],
    ['a path below a file', project, 'train.py/x', 'usage'],
    ['an unknown code', project, '--severity unknown-verson=off', 'usage'],
    ['an unknown level', project, '--severity unknown-version=loud', 'usage'],
    ['a level without its code', project, '--severity off', 'usage'],
    ['an unknown format', project, '--format xml', 'usage'],
    ['two formats', project, '--json --format sarif', 'usage'],
    ['one format twice', { 'a.py': '' }, '--json --format json', 0],
  ];
  for (const [name, files, line, code] of cases) test(name, async () => assert.equal((await check(line, folder(files))).exitCode, code));

  test('a check that is taken back prints no more', async () => {
    const abort = new AbortController();
    const { exitCode, text } = await runCheck('', { cwd: folder(), home, signal: abort.signal, onWrite: () => abort.abort() });
    assert.deepEqual([exitCode, text], ['cancelled', parameter]);
  });
  test('a file that cannot be read', async () => {
    const here = folder();
    chmodSync(join(here, 'train.py'), 0);
    const { exitCode, text } = await asNobody(() => check('', here, { home: nowhere }));
    assert.deepEqual([exitCode, text], ['disk.denied', blanks], 'the rest is checked all the same');
  });
});

describe('without a registry', () => {
  test('nothing is called unknown, none is made, and that is said once', async () => {
    const { text, said } = await check('', folder(), { home: nowhere });
    assert.equal(text, `${parameter}${blanks}2 errors in 2 files\n1 problem can be fixed with --fix.\n`);
    assert.equal(said.trim().split('\n').length, 1);
    assert.match(said, /no registry/);
    assert.ok(!existsSync(nowhere));
  });
  test('one that cannot be read is said, and the writing is checked', async () => {
    const broken = join(root, 'broken');
    mkdirSync(broken, { recursive: true });
    writeFileSync(join(broken, 'registry.db'), 'no database, but long enough for a header of one '.repeat(40));
    const { exitCode, said, json } = await check('--json', folder(), { home: broken });
    assert.deepEqual([exitCode, json?.registry, json?.findings.length], [1, 'unreadable', 2]);
    assert.match(said, /not looked up/);
  });
});

describe('--fix', () => {
  test('makes what is safe and reports the rest', async () => {
    const here = folder();
    const { text } = await check('--fix', here);
    assert.equal(text, `${parameter}${unknown}Fixed 1 problem.\n2 errors in 2 files\n`);
    assert.equal(readFileSync(join(here, 'valohai.yaml'), 'utf8'), yaml.replace('v1 "', 'v1"'));
    assert.equal(readFileSync(join(here, 'train.py'), 'utf8'), python);
  });
  test('permissions and links stay', async () => {
    const here = folder({ 'a/valohai.yaml': yaml });
    chmodSync(join(here, 'a/valohai.yaml'), 0o750);
    symlinkSync('a/valohai.yaml', join(here, 'valohai.yaml'));
    await check('--fix valohai.yaml', here);
    assert.ok(lstatSync(join(here, 'valohai.yaml')).isSymbolicLink());
    assert.equal(statSync(join(here, 'a/valohai.yaml')).mode & 0o777, 0o750);
    assert.ok(!readFileSync(join(here, 'a/valohai.yaml'), 'utf8').includes('v1 "'));
  });
  test('a notebook keeps its escapes', async () => {
    const cells = (version: string) =>
      `{"cells": [{"cell_type": "code", "source": [\n"x = \\"\\u00e9\\"; dataset(\\"pets:${version}\\")\\n"\n]}]}`;
    const here = folder({ 'a.ipynb': cells('v1 ') });
    assert.equal((await check('--fix --json', here)).json?.fixed, 1);
    assert.equal(readFileSync(join(here, 'a.ipynb'), 'utf8'), cells('v1'));
  });
  test('a file in another encoding is left as it is', async () => {
    const here = folder({});
    mkdirSync(here, { recursive: true });
    const bytes = Buffer.concat([Buffer.from(yaml), Buffer.from([0x23, 0xe9, 0x0a])]);
    writeFileSync(join(here, 'valohai.yaml'), bytes);
    assert.equal((await check('--fix --json', here)).json?.fixed, 0);
    assert.ok(readFileSync(join(here, 'valohai.yaml')).equals(bytes));
  });
  test('what is ignored or off is not fixed', async () => {
    const here = folder();
    assert.equal((await check('--fix --json --severity malformed-reference=off', here)).json?.fixed, 0);
    writeFileSync(join(here, 'valohai.yaml'), `# datapin: ignore-file\n${yaml}`);
    assert.equal((await check('--fix --json', here)).json?.fixed, 0);
  });
  test('line ends and a byte order mark stay', async () => {
    const here = folder({ 'valohai.yaml': `\ufeff${yaml}`.replaceAll('\n', '\r\n') });
    await check('--fix', here);
    assert.equal(readFileSync(join(here, 'valohai.yaml'), 'utf8'), `\ufeff${yaml}`.replaceAll('\n', '\r\n').replace('v1 "', 'v1"'));
  });
});

describe('formats', () => {
  const here = folder({ ...project, 'train.py': `${python}# 100 %, a:b\n` });
  test('json tells everything, hints too', async () => {
    writeFileSync(join(here, 'valohai.yaml'), `${yaml}      - name: spare\n`);
    const { json, text } = await check('--json', here);
    assert.deepEqual(json?.counts, { error: 3, warning: 0, information: 0, hint: 1 });
    assert.deepEqual(
      { ...json?.findings[1], fingerprint: '' },
      {
        file: 'valohai.yaml',
        line: 7,
        column: 23,
        endLine: 7,
        endColumn: 25,
        severity: 'error',
        code: 'unknown-version',
        message: '"pets" has no version "v9". Did you mean "v1"?',
        fixable: false,
        fingerprint: '',
      },
    );
    assert.deepEqual(JSON.parse(text), json, '--format json prints the same');
    assert.equal((await check('--format json', here)).text, text);
  });
  test('a fingerprint stays while its line moves', async () => {
    const fingerprints = async () => (await check('--json', here)).json!.findings.map(({ fingerprint }) => fingerprint);
    const before = await fingerprints();
    assert.equal(new Set(before).size, before.length);
    writeFileSync(join(here, 'valohai.yaml'), `# moved\n${readFileSync(join(here, 'valohai.yaml'), 'utf8')}`);
    assert.deepEqual(await fingerprints(), before);
  });
  test('github', async () => {
    const { text } = await check('--format github', folder());
    const [first, , , summary] = text.split('\n');
    assert.equal(
      first,
      '::error file=train.py,line=4,endLine=4,col=21,endColumn=23,title=unknown-parameter::The step "train" has no parameter "lr".',
    );
    assert.equal(summary, '3 errors in 2 files');
  });
  test('sarif', async () => {
    const other = folder();
    const { runs } = JSON.parse((await check('--format sarif', other)).text);
    const [{ results, tool }] = runs;
    assert.deepEqual(
      results.map((one: { ruleId: string; ruleIndex: number; level: string }) => [
        one.ruleId,
        tool.driver.rules[one.ruleIndex].id,
        one.level,
      ]),
      ['unknown-parameter', 'unknown-version', 'malformed-reference'].map((id) => [id, id, 'error']),
    );
    const elsewhere = JSON.parse((await check(`--format sarif ${other}/train.py`, here)).text);
    const { artifactLocation } = elsewhere.runs[0].results[0].locations[0].physicalLocation;
    assert.deepEqual(artifactLocation, { uri: `file://${other}/train.py` });
  });
});

/** Root may read everything, so it does the work as another user. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return work();
  chmodSync(root, 0o755);
  process.seteuid!(65_534);
  try {
    return await work();
  } finally {
    process.seteuid!(0);
  }
}

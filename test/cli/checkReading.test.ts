/** `datapin check` over files that are large, broken, in another encoding, or no files at all. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as suite from 'node:test';
import { describe, test } from 'node:test';
import { tempFolder } from '../support/temp.ts';
import { runCheck } from './runCheck.ts';

const root = tempFolder(suite, 'cli-check-reading');
const check = (line: string, cwd: string) => runCheck(line, { cwd, home: join(root, 'nowhere') });

let folders = 0;
function folder(make: (at: (name: string) => string) => void): string {
  const path = join(root, `project${folders++}`);
  mkdirSync(path);
  make((name) => join(path, name));
  return path;
}

const step = '- step:\n    name: a\n    image: b\n    command: c\n    imagee: d\n';
const stepLine = 'error unknown-key "imagee" is not a key of a step.\n';
const python = 'dataset("x:v1 ")\n';
const cells = (...sources: string[]) =>
  JSON.stringify({
    cells: [{ cell_type: 'markdown', source: 'x' }, ...sources.map((source) => ({ cell_type: 'code', source: [source] }))],
  });
const none = 'Nothing to check: no pipeline file, no Python, no notebook.\n';
const notUtf8 = (name: string) =>
  `${name}:1:1 error not-utf8 This file is not UTF-8, so it is not read. Save it as UTF-8.\n1 error in 1 file\n`;
const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
const latin1 = (text: string) => Buffer.from(text, 'latin1');

describe('size does not matter', () => {
  const comment = `# ${'x'.repeat(998)}\n`;
  const files: [name: string, text: string, place: string][] = [
    ['valohai.yaml', comment.repeat(1_100) + step, '1105:5'],
    ['a.py', comment.repeat(1_100) + python, '1101:14'],
    ['a.ipynb', `{"metadata": {"x": "${'x'.repeat(5_100_000)}"},\n${cells(python).slice(1)}`, '2:93 (cell 2, line 1)'],
  ];
  for (const [name, text, place] of files) {
    for (const line of ['', name]) {
      test(`check ${line} over a large ${name}`, async () => {
        const here = folder((at) => writeFileSync(at(name), text));
        const { text: printed } = await check(line, here);
        assert.ok(printed.startsWith(`${name}:${place} error `), printed);
      });
    }
  }

  test('what no text can hold is a failure', async () => {
    const here = folder((at) => {
      writeFileSync(at('a.py'), '');
      truncateSync(at('a.py'), 3_000_000_000);
      writeFileSync(at('valohai.yaml'), step);
    });
    const { exitCode, text, said } = await check('', here);
    assert.deepEqual([exitCode, text], ['file.too-large', `valohai.yaml:5:5 ${stepLine}`]);
    assert.match(said, /a\.py is too large/);
  });

  test('200,000 findings in one file', async () => {
    const keys = Array.from({ length: 200_000 }, () => 'k:');
    const here = folder((at) => writeFileSync(at('valohai.yaml'), `- other:\n    ${keys.join('\n    ')}\n`));
    assert.equal((await check('--json', here)).json?.counts.warning, 200_000);
  });
});

describe('what a file says', () => {
  const brokenCells = cells(python).slice(0, -20);
  const cases: [about: string, name: string, bytes: string | Buffer, text: string | RegExp][] = [
    ['a notebook that was cut off', 'a.ipynb', brokenCells, /^a\.ipynb:1:\d+ error notebook-syntax This notebook is broken JSON/],
    ['JSON that is no notebook', 'a.ipynb', '[]', /^a\.ipynb:1:1 error notebook-syntax This file is not a notebook/],
    ['an empty notebook', 'a.ipynb', '', 'No problems in 1 file\n'],
    ['a pipeline file in UTF-16', 'valohai.yaml', utf16(step), notUtf8('valohai.yaml')],
    ['Python in UTF-16', 'a.py', utf16(python), notUtf8('a.py')],
    ['a notebook in UTF-16', 'a.ipynb', utf16(cells(python)), notUtf8('a.ipynb')],
    ['a pipeline file in Latin-1', 'valohai.yaml', latin1(`${step}# é\n`), notUtf8('valohai.yaml')],
    ['Python in Latin-1', 'a.py', latin1(`${python}# é\n`), notUtf8('a.py')],
    ['Python that says it', 'a.py', latin1(`#!/bin/python\n# -*- coding: latin-1 -*-\n# é\n${python}`), /^a\.py:4:14 error malformed/],
    ['Python that says the wrong one', 'a.py', latin1(`# coding: utf-8\n# é\n${python}`), notUtf8('a.py')],
    ['a byte order mark of UTF-8', 'valohai.yaml', `\ufeff${step}`, `valohai.yaml:5:5 ${stepLine}1 error in 1 file\n`],
  ];
  for (const [about, name, bytes, expected] of cases) {
    test(about, async () => {
      const here = folder((at) => writeFileSync(at(name), bytes));
      const { text } = await check('', here);
      if (typeof expected === 'string') assert.equal(text, expected);
      else assert.match(text, expected);
      assert.equal((await check(name, here)).text, text, 'the same when it is named');
    });
  }
  test('another encoding can be left out', async () => {
    const here = folder((at) => writeFileSync(at('a.py'), utf16(python)));
    assert.equal((await check('--severity not-utf8=off', here)).exitCode, 0);
  });
});

describe('what is no file', () => {
  const here = folder((at) => {
    symlinkSync('nowhere', at('dangling.py'));
    symlinkSync('circle.py', at('circle.py'));
    mkdirSync(at('folder'));
    symlinkSync('folder', at('linked.py'));
    mkdirSync(at('valohai.yaml'));
    execFileSync('mkfifo', [at('pipe.py')]);
  });
  test('in a folder it is passed by', async () => {
    const { exitCode, text, said } = await check('', here);
    assert.deepEqual([exitCode, text], [0, none]);
    assert.doesNotMatch(said, /dangling|circle|linked|valohai|pipe/);
  });
  for (const [name, words] of [
    ['dangling.py', /There is no file or folder .*dangling\.py/],
    ['circle.py', /There is no file or folder .*circle\.py/],
    ['pipe.py', /pipe\.py is neither a file nor a folder/],
  ] as const) {
    test(`check ${name}`, async () => {
      const { exitCode, said } = await check(name, here);
      assert.equal(exitCode, 'usage');
      assert.match(said, words);
    });
  }
});

test('a place in a notebook is also told by its cell', async () => {
  const here = folder((at) => writeFileSync(at('a.ipynb'), cells('x = 1', `x = 2\n\n${python}`)));
  const [finding] = (await check('--json', here)).json!.findings;
  assert.deepEqual(finding?.cell, { number: 3, line: 3 });
  assert.match((await check('', here)).text, /^a\.ipynb:1:\d+ \(cell 3, line 3\) error malformed-reference /);
  assert.match((await check('--format github', here)).text, /^::error file=a\.ipynb,line=1,.*\(cell 3, line 3\)\n/);
});

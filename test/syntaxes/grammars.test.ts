/**
 * Which parts of a reference are coloured, and what is not. A line of a case is followed by what its columns must be:
 * `^^^ scope` has the scope, `^^^ - scope` must not have it; every column that belongs to no reference says so.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { caseFiles, editorGrammars, packagedGrammars, runCases } from './runner.ts';

const packaged = packagedGrammars('yaml', 'python', 'json', 'toml', 'shellscript');
const ofEditor = editorGrammars();
const everywhere = ['yaml', 'python', 'other'];

const suites = [
  { name: 'on the grammars of tm-grammars', grammars: packaged, files: caseFiles(...everywhere) },
  // VS Code brings no TOML
  {
    name: "on VS Code's own grammars",
    grammars: ofEditor && [...ofEditor, ...packagedGrammars('toml')],
    files: caseFiles(...everywhere, 'vscode'),
  },
];

for (const { name, grammars, files } of suites) {
  describe(name, { skip: grammars === undefined && 'VS Code is not installed in workbench/' }, () => {
    const verdicts = grammars && runCases(files, grammars);
    for (const file of files) {
      test(file, async () => {
        const { lines, failures } = (await verdicts)!.get(file)!;
        assert.deepEqual(failures, []);
        assert.ok(lines > 5, `the runner found assertions on ${lines} lines only`);
      });
    }
  });
}

describe('without our grammars', () => {
  const folder = mkdtempSync(join(tmpdir(), 'datapin-grammar-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const config = join(folder, 'package.json');
  writeFileSync(config, '{}');
  const files = caseFiles(...everywhere);
  const verdicts = runCases(files, packaged, config);
  for (const file of files) {
    test(`${file} fails`, async () => assert.notDeepEqual((await verdicts).get(file)!.failures, []));
  }
});

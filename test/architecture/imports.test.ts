/** Holds the table of who may import whom over all sources, and shows that the checks can fail. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cycles, forbiddenImports, forbiddenPackages, latePackages, longFiles, undeclaredPackages } from './rules.ts';
import { readSources, root, scan } from './scan.ts';

const sources = readSources();

test('imports follow the table', () => none(forbiddenImports(sources)));
test('packages are imported where they belong', () => none(forbiddenPackages(sources)));
test('packages are loaded late by files of their own', () => none(latePackages(sources)));
test('imports make no cycle', () => none(cycles(sources)));
test('files are short', () => none(longFiles(sources)));
test('every imported package is declared', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  none(undeclaredPackages(sources, new Set(Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }))));
});

test('the scan reads every kind of import', () => {
  const { imports } = scan(
    'a/b.ts',
    [
      "import type { A } from './a.ts';",
      "import { type B, c } from '../c.ts';",
      "import {\n  type D,\n  type E,\n} from './d.ts';",
      "import './side.css';",
      "export * from './e.ts';",
      "const lazy = () => import('./lazy.ts');",
      "import fs from 'node:fs';",
    ].join('\n'),
  );
  const seen = imports.map(
    ({ file, specifier, typeOnly, dynamic }) => `${file ?? specifier}${typeOnly ? ' type' : ''}${dynamic ? ' dynamic' : ''}`,
  );
  assert.deepEqual(seen.sort(), ['a/a.ts type', 'a/d.ts type', 'a/e.ts', 'a/lazy.ts dynamic', 'a/side.css', 'c.ts', 'node:fs']);
});

const broken: [name: string, findings: (files: ReturnType<typeof scan>[]) => string[], files: Record<string, string>][] = [
  ['a client that reads the registry', forbiddenImports, { 'client/x.ts': "import { a } from '../server/core/ref.ts';" }],
  ['a type counts, too', forbiddenImports, { 'webview/x.ts': "import type { a } from '../server/core/ref.ts';" }],
  ['a room that leans on another', forbiddenImports, { 'server/connectors/s3/x.ts': "import { a } from '../local/y.ts';" }],
  ['a language service that reads files', forbiddenImports, { 'server/language/x.ts': "import { a } from '../core/files.ts';" }],
  ['a product that imports its tests', forbiddenImports, { 'server/core/x.ts': "import { a } from '../../test/support/y.ts';" }],
  ['a file without a rule', forbiddenImports, { 'server/other/x.ts': '' }],
  ['VS Code in the server', forbiddenPackages, { 'server/lsp/x.ts': "import * as vscode from 'vscode';" }],
  ['a package that is loaded late', latePackages, { 'server/kit/x.ts': "const lazy = () => import('yaml');" }],
  ['a second driver', forbiddenPackages, { 'server/core/registry/x.ts': "import Database from 'better-sqlite3';" }],
  ['a package that came along', (files) => undeclaredPackages(files, new Set(['@a/b'])), { 'server/x.ts': "import c from '@a/c/d';" }],
  [
    'a cycle',
    cycles,
    { 'a.ts': "import { b } from './b.ts';", 'b.ts': "import { c } from './c.ts';", 'c.ts': "import { a } from './a.ts';" },
  ],
  ['a long file', longFiles, { 'client/x.ts': '\n'.repeat(301) }],
];
for (const [name, findings, files] of broken) {
  test(`found: ${name}`, () => {
    const scanned = Object.entries(files).map(([file, text]) => scan(file, text));
    assert.equal(findings(scanned).length, 1);
  });
}

function none(findings: string[]): void {
  assert.equal(findings.length, 0, `\n${findings.join('\n')}`);
}

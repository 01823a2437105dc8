import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { ownTarget } from '../../scripts/package/vsix.ts';

const root = join(import.meta.dirname, '..', '..');

describe('the package', { skip: ownTarget() === undefined && 'no package for this machine' }, () => {
  const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  const listing = execFileSync(process.execPath, [vsce, 'ls', '--no-dependencies'], { cwd: root, encoding: 'utf8' });
  const files = listing.trim().split('\n');

  test('holds what is built and shown, and nothing else', () => {
    const allowed = /^(package\.json|README\.md|LICENSE|media\/.+|syntaxes\/.+|dist\/.+\.(cjs|mjs|js|css|node))$/;
    assert.deepEqual(
      files.filter((file) => !allowed.test(file)),
      [],
    );
  });

  test('holds every program that is started by its name', () => {
    const programs = ['client/extension.cjs', 'server/lsp.mjs', 'server/worker.mjs', 'server/supervisor.mjs', 'webview/lineage.js'];
    assert.deepEqual(
      programs.filter((program) => !files.includes(`dist/${program}`)),
      [],
    );
  });

  test('holds one SQLite, for one platform', () => {
    assert.equal(files.filter((file) => file.endsWith('.node')).length, 1);
  });

  test('holds every file that its own description names', () => {
    const description = readFileSync(join(root, 'package.json'), 'utf8');
    const named = [...description.matchAll(/"(?:\.\/)?((?:media|syntaxes|dist)\/[^"]+)"/g)].map(([, file]) => file ?? '');
    assert.ok(named.length > 0);
    assert.deepEqual(
      named.filter((file) => !files.includes(file)),
      [],
    );
  });
});

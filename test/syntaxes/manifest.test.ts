import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { test } from 'node:test';

interface Contribution {
  scopeName: string;
  path: string;
  injectTo: string[];
}

const root = join(import.meta.dirname, '..', '..');
const read = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'));
const contributed: Contribution[] = read('package.json').contributes.grammars;

/** Scopes of grammars that VS Code brings. */
const ofEditor = ['source.yaml.1.2'];

for (const { path, scopeName, injectTo } of contributed) {
  test(`${path} is the grammar that package.json says, with a selector for each language`, () => {
    const grammar = read(path);
    assert.equal(grammar.scopeName, scopeName);
    for (const language of injectTo) assert.ok(grammar.injectionSelector.includes(`L:${language} `), `no selector for ${language}`);
  });

  test(`${path} includes only what exists`, () => {
    for (const [, scope = '', rule] of readFileSync(join(root, path), 'utf8').matchAll(/"include": "([^"#]*)(?:#([^"]+))?"/g)) {
      if (ofEditor.includes(scope)) continue;
      const from = scope === '' ? path : contributed.find((other) => other.scopeName === scope)?.path;
      assert.ok(from, `${scope} is no grammar of ours`);
      if (rule) assert.ok(read(from).repository?.[rule], `${from} has no rule ${rule}`);
    }
  });
}

test('every grammar in syntaxes/ is in package.json', () => {
  const named = contributed.map(({ path }) => posix.normalize(path));
  assert.deepEqual(
    named.sort(),
    readdirSync(join(root, 'syntaxes'))
      .map((file) => `syntaxes/${file}`)
      .sort(),
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check } from '../../scripts/start/check.ts';
import { packagedExtension } from '../support/extension.ts';
import { withoutWorkbench } from '../support/workbench.ts';

test('npm start -- --check sees the extension and its language server at work', { skip: withoutWorkbench() }, async () => {
  const lines: string[] = [];
  await check({ vsix: packagedExtension(), say: (line) => lines.push(line), signal: new AbortController().signal });
  const said = lines.join('\n');
  assert.match(said, /activity bar, with Datasets, Executions/);
  assert.match(said, /underlines in valohai\.yaml: .*digits/);
  assert.match(said, /The check passed\.$/);
});

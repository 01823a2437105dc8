/** `datapin check` over real pipeline files: how often each thing is said, written down. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { matchesGolden } from '../support/golden.ts';
import { pipelineSamples } from '../support/pipelineSamples.ts';
import { writeFiles } from '../support/project.ts';
import { tempFolder } from '../support/temp.ts';
import { runCheck } from './runCheck.ts';

test('the corpus, each file as the pipeline file of a project of its own', async (t) => {
  const root = tempFolder(t, 'check-corpus');
  const samples = pipelineSamples().map(([name, text]) => [name.endsWith('.yaml') ? `${name}/valohai.yaml` : name, text] as const);
  writeFiles(join(root, 'corpus'), Object.fromEntries(samples));
  const options = { cwd: join(root, 'corpus'), home: join(root, 'home') };
  const { json, exitCode } = await runCheck('--json', options);
  assert.ok(json && exitCode === 1);
  assert.equal(json.files, samples.length);
  const byCode = Map.groupBy(json.findings, ({ code, severity }) => `${severity} ${code}`);
  const lines = [...byCode].map(([what, all]) => `${what}: ${all.length}`).sort();
  matchesGolden('cli/check-corpus.txt', `${json.files} files\n${lines.join('\n')}\n`);
  const again = await runCheck('--fix --json', options);
  const left = await runCheck('--fix --json', options);
  assert.deepEqual([again.json!.fixed > 0, left.json!.fixed], [true, 0], 'what is fixed stays fixed');
  assert.ok(left.json!.findings.every(({ fixable }) => !fixable));
});

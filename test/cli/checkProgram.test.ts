/** `datapin check` as a program: what comes out where. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as suite from 'node:test';
import { test } from 'node:test';
import { runCli } from '../support/cli.ts';
import { writeFiles } from '../support/project.ts';
import { tempFolder } from '../support/temp.ts';

const root = tempFolder(suite, 'cli-check-program');
const here = writeFiles(join(root, 'project'), { 'valohai.yaml': '- step:\n    name: a\n    image: b\n    command: c\n    imagee: d\n' });
const line = 'valohai.yaml:5:5 error unknown-key "imagee" is not a key of a step.\n';
const env = { DATAPIN_HOME: join(root, 'home') };
const datapin = (...args: string[]) => runCli(['check', ...args], { cwd: here, env });

test('findings go to stdout without colours, words to stderr, and the exit code tells', async () => {
  const { code, stdout, stderr } = await datapin();
  assert.deepEqual([code, stdout], [1, `${line}1 error in 1 file\n`]);
  assert.match(stderr, /no registry/);
  assert.ok(!existsSync(env.DATAPIN_HOME), 'a check makes no registry');
});

test('one document', async () => {
  const { code, stdout, json } = await datapin('--json', '--severity', 'unknown-key=off');
  assert.deepEqual([code, json<{ findings: [] }>().findings], [0, []]);
  assert.ok(stdout.endsWith('}\n'));
});

test('wrong use', async () => {
  const { code, stdout, json } = await datapin('missing', '--json');
  assert.equal(code, 2);
  assert.equal(json<{ error: { code: string } }>().error.code, 'usage', stdout);
});

/** `datapin deprecate`: what it answers, and where else it is seen. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as suite from 'node:test';
import { describe, test } from 'node:test';
import { runCli } from '../support/cli.ts';
import { tempFolder } from '../support/temp.ts';

const root = tempFolder(suite, 'cli-deprecate');
const env = { DATAPIN_HOME: join(root, 'home'), DATAPIN_USER: 'ada' };
const datapin = (line: string) => runCli(line.split(' '), { cwd: root, env });

suite.before(async () => {
  for (const name of ['v1', 'v2', 'v3']) {
    mkdirSync(join(root, name));
    writeFileSync(join(root, name, 'a'), name);
    assert.equal((await datapin(`adopt ${name} --as pets:${name}`)).code, 0);
  }
  assert.equal((await datapin('alias pets good v3')).code, 0);
});

describe('deprecate', () => {
  const cases: [line: string, code: number, stdout: string, stderr?: RegExp][] = [
    ['deprecate pets:v1 --why blurred', 0, 'pets:v1 is deprecated: blurred\n'],
    ['deprecate pets:v1 --why blurred --use pets:good', 0, 'pets:v1 is deprecated: blurred\nuse pets:v3\n'],
    ['deprecate dataset://pets/v2 --why dark', 0, 'pets:v2 is deprecated: dark\n'],
    ['deprecate pets:v2 --undo', 0, 'pets:v2 is not deprecated\n'],
    ['deprecate pets:v2 --undo', 0, 'pets:v2 is not deprecated\n'],
    ['deprecate pets:v2', 2, '', /The reason is missing\. \[usage\]\nhint: datapin deprecate <ref> --why/],
    ['deprecate pets:v2 --undo --why x', 2, '', /--undo takes neither/],
    ['deprecate pets:v2 --undo --use pets:v1', 2, '', /--undo takes neither/],
    ['deprecate pets:v2 --why x --use pets:v2', 2, '', /\[deprecate\.successor\]\nhint: /],
    ['deprecate pets:good --why x --use pets:v1', 2, '', /\[deprecate\.successor\]/],
    ['deprecate pets:v2 --why x --use pets:v4', 1, '', /\[ref\.unknown-version\]/],
    ['deprecate pets:v4 --why x', 1, '', /\[ref\.unknown-version\]/],
    ['deprecate cats:v1 --why x', 1, '', /\[ref\.unknown-dataset\]/],
    ['deprecate --why x', 2, '', /missing required argument/],
  ];
  for (const [line, code, stdout, stderr = /^$/] of cases) {
    test(`${line} -> ${code}`, async () => {
      const result = await datapin(line);
      assert.deepEqual([result.code, result.stdout], [code, stdout], result.stderr);
      assert.match(result.stderr, stderr);
    });
  }

  test('is answered as the version in JSON', async () => {
    const { deprecated, ref } = (await datapin('deprecate pets:v1 --why blurred --use pets:v2 --json')).json();
    const { at, ...said } = deprecated as Record<string, string>;
    assert.deepEqual([ref, said], ['pets:v1', { why: 'blurred', use: 'pets:v2', by: 'ada' }]);
    assert.match(at!, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    const shown = (await datapin('show pets:v1 --json')).json();
    assert.deepEqual(shown.deprecated, deprecated);
    assert.equal((await datapin('show pets:v2 --json')).json().deprecated, null);
    assert.equal((await datapin('deprecate pets:v3 --undo --json')).json().deprecated, null);
  });

  test('is seen in show and list, of that version alone', async () => {
    await datapin('deprecate pets:v1 --why blurred --use pets:v2');
    assert.match((await datapin('show pets:v1')).stdout, /^deprecated: +blurred \(\d{4}-.*Z by ada\)\nuse instead: +pets:v2$/m);
    assert.doesNotMatch((await datapin('show pets:v2')).stdout, /deprecated/);
    const marked = (await datapin('list pets')).stdout.split('\n').map((line) => /^(\S+).*?(deprecated.*)?$/.exec(line)?.slice(1, 3));
    assert.deepEqual(marked.slice(0, 3), [
      ['pets:v3', undefined],
      ['pets:v2', undefined],
      ['pets:v1', 'deprecated: blurred; use pets:v2'],
    ]);
  });
});

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { withoutProgram } from './environment.ts';
import { matchesGolden } from './golden.ts';
import { until } from './poll.ts';
import { tempFolder } from './temp.ts';

describe('until', () => {
  test('answers the first truthy answer', async () => {
    let looks = 0;
    assert.equal(await until(() => (++looks < 3 ? undefined : looks), { what: 'three', every: 1 }), 3);
  });

  test('says what it waited for, and why the last look failed', async () => {
    const look = () => {
      throw new Error('not there');
    };
    await assert.rejects(until(look, { what: 'the moon', timeout: 10, every: 1 }), (error: Error) => {
      assert.match(error.message, /the moon/);
      assert.match(String(error.cause), /not there/);
      return true;
    });
  });
});

describe('golden files', () => {
  test('one that is missing, and one that differs, is a failure; updating writes it', (t) => {
    const folder = tempFolder(t);
    const compare = (text: string, update = false) => matchesGolden('deep/a.txt', text, { folder, update });
    assert.throws(() => compare('one'), /There is no golden file/);
    compare('one', true);
    assert.equal(readFileSync(join(folder, 'deep', 'a.txt'), 'utf8'), 'one');
    compare('one');
    assert.throws(() => compare('two'), /UPDATE_GOLDEN/);
  });
});

test('a temp folder is gone after its test', async (t) => {
  let folder = '';
  await t.test('inner', (inner) => {
    folder = tempFolder(inner);
    assert.ok(existsSync(folder));
  });
  assert.equal(existsSync(folder), false);
});

test('a missing program is named', () => {
  assert.equal(withoutProgram('node'), false);
  assert.equal(withoutProgram('node', 'no-such-program'), 'no-such-program not installed');
});

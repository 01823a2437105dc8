/** Values that are made once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kept } from '../../server/core/kept.ts';

test('made once, unless it failed', async () => {
  const values = new Map<string, Promise<number>>();
  let made = 0;
  const get = (key: string) =>
    kept(values, key, async () => {
      if (++made === 1) throw new Error('the first');
      return made;
    });
  const both = [get('a'), get('a')];
  await assert.rejects(both[0]!, /the first/);
  await assert.rejects(both[1]!, /the first/);
  assert.equal(await get('a'), 2);
  assert.equal(await get('a'), 2);
  assert.equal(await get('b'), 3);
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

describe('suite', () => {
  test('good', () => undefined);
  test('bad', () => assert.equal(1, 2));
  test('left out', { skip: 'no printer' }, () => undefined);
  describe('inner', { skip: 'no scanner' }, () => {
    test('never seen', () => undefined);
  });
});
test('parent', async (t) => {
  await t.test('one', () => undefined);
  await t.test('two', () => undefined);
});
test('parent that fails itself', async (t) => {
  await t.test('one', () => undefined);
  throw new Error('after its children');
});
test('not yet', { todo: 'next week' }, () => {
  throw new Error('unfinished');
});

import { test } from 'node:test';

test('quick', () => {
  setTimeout(() => {
    throw new Error('too late');
  }, 1);
});

import { after, before, describe, test } from 'node:test';

describe('cannot begin', () => {
  before(() => {
    throw new Error('before');
  });
  test('inside', () => undefined);
});
describe('cannot end', () => {
  after(() => {
    throw new Error('after');
  });
  test('inside', () => undefined);
});

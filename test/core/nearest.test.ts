import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editDistance, nearest } from '../../server/core/nearest.ts';

const names = ['digits', 'digits-small', 'faces', 'v1', 'v2', 'v10', 'latest', 'production'];

const slips: [written: string, meant: string | undefined][] = [
  ['digits', 'digits'],
  ['digist', 'digits'],
  ['Digits', 'digits'],
  ['digit', 'digits'],
  ['digitss', 'digits'],
  ['dgts', undefined],
  ['digits-smal', 'digits-small'],
  ['digitssmall', 'digits-small'],
  ['prduction', 'production'],
  ['v3', 'v1'],
  ['v11', 'v1'],
  ['v100', 'v10'],
  ['w9', undefined],
  ['lastest', 'latest'],
  ['', undefined],
  ['something-else', undefined],
];

for (const [written, meant] of slips) test(`"${written}" means ${meant}`, () => assert.equal(nearest(written, names), meant));

test('nothing is near among no names', () => assert.equal(nearest('digits', []), undefined));

const distances: [a: string, b: string, edits: number][] = [
  ['', '', 0],
  ['', 'abc', 3],
  ['kitten', 'sitting', 3],
  ['flaw', 'lawn', 2],
  ['abc', 'abc', 0],
  ['abcd', 'abdc', 1],
  ['ab', 'ba', 1],
];
for (const [a, b, edits] of distances) {
  test(`${a} -> ${b}: ${edits}`, () => {
    assert.equal(editDistance(a, b), edits);
    assert.equal(editDistance(b, a), edits);
    assert.ok(editDistance(a, b, 1) >= Math.min(1, edits));
  });
}

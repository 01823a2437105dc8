import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { mark, offsetAt, parseCursor, parseMarked, positionAt } from './markedText.ts';

const texts = [
  { source: 'plain', text: 'plain', ranges: [] },
  { source: 'a ⟦b⟧ c', text: 'a b c', ranges: [[2, 3]] },
  { source: '⟦a⟧⟦b⟧', text: 'ab', ranges: [[0, 1], [1, 2]] }, // biome-ignore format: a pair is a range
  { source: '⟦⟦a⟧b⟧', text: 'ab', ranges: [[0, 2], [0, 1]] }, // biome-ignore format: a pair is a range
  { source: '⟦a⟦b⟧⟧', text: 'ab', ranges: [[0, 2], [1, 2]] }, // biome-ignore format: a pair is a range
  { source: 'a⟦⟧b', text: 'ab', ranges: [[1, 1]] },
  { source: '⟦a⟧⟦⟧⟦b⟧', text: 'ab', ranges: [[0, 1], [1, 1], [1, 2]] }, // biome-ignore format: a pair is a range
  { source: '😀⟦é⟧\n⟦x⟧', text: '😀é\nx', ranges: [[2, 3], [4, 5]] }, // biome-ignore format: a pair is a range
];

describe('marked text', () => {
  for (const { source, text, ranges } of texts) {
    test(`${JSON.stringify(source)} is read, and written the same`, () => {
      const marked = parseMarked(source);
      assert.equal(marked.text, text);
      assert.deepEqual(
        marked.ranges.map(({ start, end }) => [start, end]),
        ranges,
      );
      if (!source.includes('⟧⟦⟧')) assert.equal(mark(text, marked.ranges.toReversed()), source);
    });
  }

  test('the cursor is taken out, and counts nowhere', () => {
    assert.deepEqual(parseCursor('a⟦b‸⟧c'), { text: 'abc', cursor: 2, ranges: [{ start: 1, end: 2 }] });
  });

  for (const source of ['⟦a', 'a⟧', '‸a‸']) {
    test(`${source} is refused`, () => assert.throws(() => parseMarked(source), /marked text has/));
  }
  test('a missing cursor is refused', () => assert.throws(() => parseCursor('abc'), /no cursor/));

  test('offsets and positions are each other’s inverse', () => {
    const text = 'one\r\ntwo\n\n😀four';
    for (const offset of [0, 3, 5, 8, 9, 10, 12, 16]) assert.equal(offsetAt(text, positionAt(text, offset)), offset);
    assert.deepEqual(positionAt(text, 12), { line: 3, character: 2 });
    assert.throws(() => offsetAt(text, { line: 4, character: 0 }), /no line 4/);
  });
});

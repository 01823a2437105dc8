import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { SourceProblem } from '../../server/core/source.ts';
import { type JsonItem, type JsonRest, jsonArrayItems, jsonElements } from '../../server/kit/rows/jsonArrays.ts';
import { type JsonRow, ndjson } from '../../server/kit/rows/ndjson.ts';
import { collected, inPieces, pieceSizes } from '../support/pieces.ts';
import { type Random, seeded } from '../support/random.ts';

function line(item: JsonItem | JsonRow | JsonRest | SourceProblem): string {
  if ('problem' in item) return `${item.at}: ${item.problem.message}`;
  if ('rest' in item) return `rest ${JSON.stringify(item.rest)}`;
  return `${'key' in item ? `${item.key} ` : ''}${item.number}@${item.offset} ${JSON.stringify(item.value)}`;
}

/** Lines of what was read, and the error at the end, if there is one. */
async function told(items: AsyncIterable<JsonItem | JsonRow | JsonRest | SourceProblem>): Promise<string[]> {
  const found: string[] = [];
  try {
    for await (const item of items) found.push(line(item));
  } catch (error) {
    found.push(`! ${(error as Error).message}`);
  }
  return found;
}

async function sameInAnyPieces(read: (size: number) => AsyncIterable<JsonItem | JsonRow | JsonRest | SourceProblem>, expected: string[]) {
  for (const size of pieceSizes) assert.deepEqual(await told(read(size)), expected, `pieces of ${size}`);
}

const rows: [title: string, text: string, rows: string[]][] = [
  ['objects', '{"a":1}\n{"b":2}\n', ['1@0 {"a":1}', '2@8 {"b":2}']],
  ['blank lines and spaces', '\n {"a":1} \n\n\t\n2', ['2@1 {"a":1}', '5@14 2']],
  ['a mark, CRLF, no newline at the end', '\ufeff{"a":1}\r\n{"b":"ü"}', ['1@3 {"a":1}', '2@12 {"b":"ü"}']],
  ['a line that is cut', '1\n{"b":\n3\n', ['1@0 1', 'x:2: Line 2 is no JSON: it ends too early.', '3@8 3']],
  ['a string that is cut', '"abc\n2', ['x:1: Line 1 is no JSON: it ends too early.', '2@5 2']],
  ['what Python writes', '{"a": NaN}\n', ['x:1: Line 1 is no JSON: NaN and Infinity are no JSON.']],
  ['single quotes', "{'a': 1}\n", ['x:1: Line 1 is no JSON: a name in double quotes is missing at character 2.']],
  ['a comma too many', '{"a":1,}\n', ['x:1: Line 1 is no JSON: a name in double quotes is missing at character 8.']],
  ['two values', '{} {}\n', ['x:1: Line 1 is no JSON: something follows its end at character 4.']],
  ['something else', 'url,size\n', ['x:1: Line 1 is no JSON: something unexpected stands in it.']],
  ['nothing', '', []],
  ['an object over many lines', '{\n  "a": 1\n}\n', ['! x is one JSON object over many lines.']],
  ['an array by mistake', '[{"a":1},\n {"b":2}]\n', ['1@1 {"a":1}', '2@11 {"b":2}']],
  ['an array after a mark and blanks', '\ufeff \n[1]', ['1@6 1']],
];

const elements: [title: string, text: string, items: string[]][] = [
  ['none', '[]', []],
  ['blanks', ' [ ] \n', []],
  [
    'all kinds',
    '[1,"a,]}",[2,[3]],{"a":{"b":[]}},null,true]',
    ['1@1 1', '2@3 "a,]}"', '3@10 [2,[3]]', '4@18 {"a":{"b":[]}}', '5@33 null', '6@38 true'],
  ],
  ['quotes and escapes', '["a\\"]","\\\\","\\u00fc"]', ['1@1 "a\\"]"', '2@8 "\\\\"', '3@13 "ü"']],
  ['a hole', '[1,,2]', ['1@1 1', 'x@3: Element 2 is missing: two commas follow each other.', '3@4 2']],
  ['a hole at the beginning', '[,1]', ['x@1: Element 1 is missing: two commas follow each other.', '2@2 1']],
  ['a hole at the end', '[1,]', ['1@1 1', 'x@3: Element 2 is missing: two commas follow each other.']],
  ['a broken element', '[1,{"a":},3]', ['1@1 1', 'x@3: Element 2 is no JSON: something unexpected stands in it.', '3@10 3']],
  ['no comma', '[1 2]', ['x@1: Element 1 is no JSON: something follows its end at character 3.']],
  ['cut off between', '[1,2', ['1@1 1', '! x ends too early, in or after element 2, at byte 4.']],
  ['cut off inside', '[1,{"a":[2', ['1@1 1', '! x ends too early, in or after element 2, at byte 10.']],
  ['another bracket', '[1}', ['! x has a } where its array should end, at byte 2.']],
  ['more behind it', '[1] 2', ['1@1 1', '! x goes on after its end, at byte 4.']],
  ['no array', '{"a":1}', ['! x is no JSON array.']],
  ['nothing', ' ', ['! x is empty.']],
];

const objects: [title: string, text: string, items: string[]][] = [
  [
    'both arrays',
    '{"images":[{"id":1}],"annotations":[2,3]}',
    ['images 1@11 {"id":1}', 'annotations 1@36 2', 'annotations 2@38 3', 'rest {"images":[],"annotations":[]}'],
  ],
  [
    'the rest',
    '{"info":{"images":[9]},"x":["images"],"images":[1],"z":"}"}',
    ['images 1@48 1', 'rest {"info":{"images":[9]},"x":["images"],"images":[],"z":"}"}'],
  ],
  ['no arrays', '{"images":3}', ['rest {"images":3}']],
  ['an array in place of an object', '[]', ['! x is no JSON object.']],
  ['a name with escapes', '{"im\\u0061ges":[1]}', ['images 1@16 1', 'rest {"images":[]}']],
  ['a name that is a value', '{"a":"images","b":[1]}', ['rest {"a":"images","b":[1]}']],
  ['arrays in arrays', '{"images":[[1],[2]]}', ['images 1@11 [1]', 'images 2@15 [2]', 'rest {"images":[]}']],
  ['a broken rest', '{"images":[1],"a":}', ['images 1@11 1', '! x is no JSON outside of its arrays: something unexpected stands in it.']],
  [
    'a broken element',
    '{"images":[1,{"id":01},2]}',
    [
      'images 1@11 1',
      'x@13: Element 2 of "images" is no JSON: something unexpected stands at character 8.',
      'images 3@23 2',
      'rest {"images":[]}',
    ],
  ],
  ['cut off in an element', '{"images":[1,{"id"', ['images 1@11 1', '! x ends too early, in or after element 2 of "images", at byte 18.']],
  ['cut off after the arrays', '{"images":[1]', ['images 1@11 1', '! x ends too early, at byte 13.']],
  ['a mark before it', '\ufeff{"images":[1]}', ['images 1@14 1', 'rest {"images":[]}']],
];

describe('a JSON value a line', () => {
  for (const [title, text, expected] of rows) {
    test(title, () => sameInAnyPieces((size) => ndjson(inPieces(text, size), { name: 'x' }), expected));
  }

  test('a problem quotes nothing of its row', async () => {
    for (const text of ['{"url":"https://x/?token=canary"', 'canary', '{"a":canary}', '["canary",{"b":canary}]', '{"a":"canary\t"}']) {
      for (const item of await collected(ndjson(inPieces(text, 100), { name: 'x' })).catch((error: Error) => [error])) {
        if (!('value' in item))
          assert.doesNotMatch(
            JSON.stringify(item, (_, one) => (one instanceof Error ? [one.message, one.cause] : one)),
            /canary/,
          );
      }
    }
  });
});

describe('elements of an array', () => {
  for (const [title, text, expected] of elements) {
    test(title, () => sameInAnyPieces((size) => jsonElements(inPieces(text, size), { name: 'x' }), expected));
  }

  test('one that is too large is a problem, and the others follow', () =>
    sameInAnyPieces(
      (size) => jsonElements(inPieces('[1,"123456789",2]', size), { name: 'x', limit: 10 }),
      ['1@1 1', 'x@3: Element 2 is larger than 10 bytes.', '3@15 2'],
    ));

  test('one that is no UTF-8 is a problem', () =>
    sameInAnyPieces(
      (size) => jsonElements(inPieces(Buffer.from('["\u00fc",1]', 'latin1'), size), { name: 'x' }),
      ['x@1: Element 1 is no UTF-8.', '2@5 1'],
    ));
});

describe('named arrays of an object', () => {
  for (const [title, text, expected] of objects) {
    test(title, () => sameInAnyPieces((size) => jsonArrayItems(inPieces(text, size), ['images', 'annotations'], { name: 'x' }), expected));
  }

  test('much that is no element is refused, and not kept in memory', async () => {
    const text = `{"other":[${'1,'.repeat(100)}1],"images":[1]}`;
    await assert.rejects(collected(jsonArrayItems(inPieces(text, 10), ['images'], { name: 'x', limit: 50 })), {
      code: 'source.malformed',
      message: 'x holds more than 50 bytes outside of images.',
    });
  });

  test('any object is what JSON.parse says', async () => {
    const random = seeded(11);
    for (let round = 0; round < 300; round++) {
      const made = { info: value(random, 3), images: list(random), annotations: list(random), last: value(random, 2) };
      const text = JSON.stringify(made, null, random.pick(['', ' ', '\t\n']));
      const bytes = Buffer.from(text);
      const items = await collected(jsonArrayItems(inPieces(text, 1 + random.below(9)), ['images', 'annotations'], { name: 'x' }));
      const of = (key: string) => items.flatMap((item) => ('key' in item && item.key === key ? [item.value] : []));
      assert.deepEqual([of('images'), of('annotations')], [made.images, made.annotations]);
      assert.deepEqual(items.at(-1), { rest: { ...made, images: [], annotations: [] } });
      for (const item of items) {
        if ('offset' in item) assert.equal(String.fromCharCode(bytes[item.offset]!), JSON.stringify(item.value)[0]);
      }
    }
  });
});

function list(random: Random): unknown[] {
  return Array.from({ length: random.below(5) }, () => value(random, 3));
}

function value(random: Random, depth: number): unknown {
  const kind = random.below(depth > 0 ? 6 : 4);
  if (kind === 4) return list({ ...random, below: () => random.below(2) });
  if (kind === 5) return { [random.pick(['a', 'images', '"', '\\'])]: value(random, depth - 1) };
  return random.pick([1, -2.5e10, 'ü', '"', '\\', '\\"', ']', '}{', ',', '', null, true, '😀']);
}

/** Looking into the YAML of a pipeline file: types as PyYAML sees them, and what aliases fetch from elsewhere. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Span } from '../../server/core/ref.ts';
import { parseYaml } from '../../server/formats/pipelineFile/dialect.ts';
import { itemsOf, placed } from '../../server/formats/pipelineFile/file.ts';
import {
  jsonOf,
  rangeOf,
  typeOf,
  type ValueType,
  type View,
  viewFields,
  viewItems,
  viewOf,
} from '../../server/formats/pipelineFile/nodes.ts';
import { parsePipelineFile } from '../../server/formats/pipelineFile/parse.ts';
import { survey } from '../../server/formats/pipelineFile/survey.ts';
import { mark, parseMarked } from '../support/markedText.ts';

const types: [yaml: string, type: ValueType][] = [
  ['{}', 'map'],
  ['[]', 'list'],
  ['a', 'string'],
  ['"1"', 'string'],
  ["'2020-09-02'", 'string'],
  ['1', 'integer'],
  ['-0x10', 'integer'],
  ['1:30', 'integer'],
  ['12345678901234567890', 'integer'],
  ['1_000', 'integer'],
  ['08', 'string'],
  ['1.', 'float'],
  ['1.0', 'float'],
  ['.inf', 'float'],
  ['.nan', 'float'],
  ['1:30.5', 'float'],
  ['1e-4', 'string'],
  ['yes', 'boolean'],
  ['OFF', 'boolean'],
  ['y', 'string'],
  ['2020-09-02', 'date'],
  ['2020-9-2', 'string'],
  ['2020-9-2 1:02:03', 'date'],
  ['2020-09-02T00:00:00Z', 'date'],
  ['2020-09-02 00:00:00.5 +01:30', 'date'],
  ['2020-09-02x', 'string'],
  ['~', 'null'],
  ['null', 'null'],
  ['', 'null'],
  ['!!str 1', 'string'],
  ['!!str', 'string'],
  ['!!float 1', 'float'],
  ['!!int "1"', 'integer'],
  ['|\n  1', 'string'],
  ['*nobody', 'missing'],
];

describe('types of values', () => {
  for (const [yaml, type] of types) {
    test(yaml, () => assert.equal(typeOf(fieldOf(`a: ${yaml}\n`, 'a')), type));
  }
  test('a date stays the text that it is', () => assert.equal(jsonOf(fieldOf('a: 2020-09-02', 'a')), '2020-09-02'));
  test('nothing at all', () => assert.equal(typeOf(rootOf('')), 'missing'));
});

const ranges: [about: string, marked: string][] = [
  ['a scalar with its quotes', 'a: ⟦"b"⟧ # c\n'],
  ['a mapping', 'a:\n  ⟦b: c⟧'],
  ['an empty value', 'a:⟦⟧\nb: c\n'],
  ['an empty value before a comment', 'a:⟦⟧   # c\nb: c\n'],
  ['an empty value in braces', '{a:⟦⟧ , b: c}'],
  ['a key without a colon', '{a⟦⟧, b: c}'],
  ['an alias: its anchor', 'b: &b ⟦c⟧\na: *b\n'],
  ['an alias without its anchor', 'a: ⟦*nobody⟧\n'],
  ['the last of equal keys', 'a: b\na: ⟦c⟧\n'],
  ['a merged key', 'x: &x {a: ⟦b⟧}\n<<: *x\n'],
];

describe('ranges of values', () => {
  for (const [about, marked] of ranges) {
    test(about, () => {
      const { text } = parseMarked(marked);
      assert.equal(mark(text, [rangeOf(fieldOf(text, 'a'))]), marked);
    });
  }
  test('a file without anything', () => assert.deepEqual(rangeOf(rootOf('# a\n')), { start: 0, end: 4 }));
});

test('keys have their texts and ranges, numbers and quotes among them', () => {
  const marked = '⟦a⟧: 1\n"⟦b c⟧": 2\n⟦010⟧: 3\n? [x]\n: 4\n';
  const { text } = parseMarked(marked);
  const keys = [...viewFields(rootOf(text)).values()].map(({ key }) => key);
  assert.deepEqual(
    keys.map((key) => key.text),
    ['a', 'b c', '010'],
  );
  assert.equal(
    mark(
      text,
      keys.map(({ range }) => range),
    ),
    marked,
  );
});

test('items of a list, aliases followed; of anything else none', () => {
  const items = viewItems(fieldOf('b: &b {c: 1}\na: [1, *b, *nobody, ]\n', 'a'));
  assert.deepEqual(items.map(typeOf), ['integer', 'map', 'missing']);
  assert.deepEqual(items.map(jsonOf), [1, { c: 1 }, null]);
  assert.deepEqual(viewItems(fieldOf('a: b\n', 'a')), []);
});

const shared = '- step: &base\n    name: a\n    inputs: &inputs [{name: images, default: digits:v1}]\n    image: &image ab\n';

const fetched: [about: string, marked: string, texts: string[]][] = [
  ['a text', '- step:\n    name: b\n    image: ⟦*image⟧\n', ['b', 'ab']],
  ['a list, all of it at the alias', '- step:\n    name: b\n    inputs: ⟦*inputs⟧\n', ['b', 'images', 'digits:v1']],
  ['merged keys', '- step:\n    <<: ⟦*base⟧\n    name: b\n', ['b', 'ab', 'images', 'digits:v1']],
];

describe('what an alias fetches from another part stands where the alias is', () => {
  for (const [about, marked, texts] of fetched) {
    test(about, () => {
      const { text, ranges } = parseMarked(shared + marked);
      const { file, problems } = parsePipelineFile(text);
      assert.deepEqual(
        problems.filter(({ code }) => code === 'yaml-syntax'),
        [],
      );
      const at = file.steps.get('b')!;
      const found = [at.item.name, at.item.image, ...at.item.inputs.flatMap(({ name, defaults }) => [name, ...defaults])];
      const all = found.filter((one) => one !== undefined);
      assert.deepEqual(
        all.map((one) => one.text),
        texts,
      );
      const foreign = all.slice(1).map(({ range }): Span => placed(at, range));
      for (const range of foreign) assert.deepEqual(range, ranges[0]);
    });
  }

  test('a text as long as the alias does not look as if it stood there', () => {
    const text = '- step: {name: a, image: &i ab}\n- step: {name: b, image: *i}\n';
    const { item } = parsePipelineFile(text).file.steps.get('b')!;
    const { range } = item.image!;
    assert.equal(item.image?.text, 'ab');
    assert.notEqual(range.end - range.start, 'ab'.length);
  });
});

test('the nearest anchor above counts, in whichever part it stands', () => {
  const text =
    '- step: {name: a, image: &i one}\n- step: {name: b, image: *i}\n- step: {name: c, environment: &i two, image: *i}\n- step: {name: d, image: *i}\n';
  const images = [...itemsOf(parsePipelineFile(text).file, 'step')].map(({ item }) => item.image?.text);
  assert.deepEqual(images, ['one', 'one', 'two', 'two']);
});

test('an alias of an alias in a third part', () => {
  const text =
    '- step: {name: a, image: &i one}\n- step: &b {name: b, image: *i, inputs: [{name: x, default: *i}]}\n- step: {<<: *b, name: c}\n';
  const { item } = parsePipelineFile(text).file.steps.get('c')!;
  assert.equal(item.image?.text, 'one');
  assert.deepEqual(item.step.inputs[0]?.default, ['one']);
});

function rootOf(text: string): View {
  const document = parseYaml(text);
  return viewOf(document.contents, survey(document, text, new Map()).source);
}

function fieldOf(text: string, key: string): View {
  return viewFields(rootOf(text)).get(key)!.value;
}

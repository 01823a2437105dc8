/** Pipeline files that are broken: a problem for each fault at its place, and all that can still be read. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { itemsOf } from '../../server/formats/pipelineFile/file.ts';
import { parsePipelineFile } from '../../server/formats/pipelineFile/parse.ts';
import { mark, parseMarked } from '../support/markedText.ts';

/** A text with the range of every problem marked, and their codes. */
const faults: [about: string, marked: string, steps: string, ...codes: string[]][] = [
  ['nothing', '', ''],
  ['comments', '# a\n# b\n', ''],
  ['a mapping', 'step: {}\n', ''],
  ['a text', 'hello', ''],
  ['items that are no mappings', '- a\n- 1\n- [step]\n-\n- step: s\n- step:\n', ','],
  ['two keys in an item: the first known one counts', '- step: {name: s}\n  pipeline: {name: p}\n', 's'],
  ['an unknown key', '- unknown: {name: s}\n- step: {name: t}\n', 't'],
  ['a duplicate key', '- step:\n    name: a\n    ⟦name⟧: b\n', 'b', 'duplicate-key'],
  ['a tab', '- step:\n⟦\t⟧name: a\n- step: {name: b}\n', ',b', 'yaml-syntax'],
  ['an unclosed list spoils its own item only', '- step:\n    name: [⟦a⟧\n- step:\n    name: b\n', ',b', 'yaml-syntax'],
  ['an unclosed quote', '- step:\n    name: "⟦a⟧\n', 'a', 'yaml-syntax'],
  ['an unknown anchor', '- step: {name: a}\n- step: ⟦*nobody⟧\n', 'a,', 'yaml-syntax'],
  ['an unknown tag', '- step: ⟦!Ref⟧ {name: a}\n', 'a', 'yaml-syntax'],
  ['an unsafe tag', '- step: {name: ⟦!!python/object:os.system⟧ a}\n', 'a', 'yaml-syntax'],
  ['several documents', '- step: {name: a}\n⟦---⟧\n- step: {name: b}\n', 'a', 'yaml-syntax'],
  [
    'a merge conflict',
    '- step:\n    name: a\n⟦<<<<<<< HEAD⟧\n    image: b\n⟦||||||| base⟧\n⟦=======⟧\n    environment: c\n⟦>>>>>>> theirs⟧\n- step: {name: b}\n',
    'a,b',
    'yaml-syntax',
    'yaml-syntax',
    'yaml-syntax',
    'yaml-syntax',
  ],
  ['a word that is being typed between items', '- step: {name: a}\n⟦st⟧\n- step: {name: b}\n', 'a,b', 'yaml-syntax'],
  [
    'a merge conflict above the first item',
    '⟦<<<<<<< HEAD⟧\n- step: {name: a}\n⟦=======⟧\n- step: {name: b}\n⟦>>>>>>> theirs⟧\n',
    'a,b',
    'yaml-syntax',
    'yaml-syntax',
    'yaml-syntax',
  ],
  ['nothing but a merge conflict', '⟦<<<<<<< HEAD⟧\n⟦=======⟧\n⟦>>>>>>> theirs⟧\n', '', 'yaml-syntax', 'yaml-syntax', 'yaml-syntax'],
  ['an end of the document', '- step: {name: a}\n...\n', 'a'],
  ['a directive', '%YAML 1.1\n---\n- step: {name: a}\n- step: {name: b}\n', 'a,b'],
  ['an anchor below its alias', '- step: ⟦*b⟧\n- step: &b {name: b}\n', ',b', 'yaml-syntax'],
  ['a duplicate key of an empty name', '- step: {name: a, "": 1, ⟦""⟧: 2}\n', 'a', 'duplicate-key'],
  ['a list in a list', '-\n  - step: {name: a}\n- step: {name: b}\n', 'b'],
  ['an anchor in itself', '- step: &a\n    name: a\n    <<: *a\n    inputs: *a\n', 'a'],
  ['an indented list', '  - step: {name: a}\n  - step: {name: b}\n', 'a,b'],
  ['a star that is a glob', '- step: {name: a, command: ls *.jpg *a}\n- step: &a {name: b}\n', 'a,b'],
];

describe('faults', () => {
  for (const [about, marked, steps, ...codes] of faults) {
    test(about, () => {
      const { text } = parseMarked(marked);
      const { file, problems } = parsePipelineFile(text);
      const found = problems
        .filter(isOfYaml)
        .map(({ code, range }) => ({ code, range: code === 'yaml-syntax' ? firstWord(text, marked, range) : range }));
      assert.deepEqual(
        found.map(({ code }) => code),
        codes,
      );
      assert.equal(
        mark(
          text,
          found.map(({ range }) => range),
        ),
        marked,
      );
      assert.equal([...itemsOf(file, 'step')].map(({ item }) => item.step.name).join(), steps);
    });
  }
});

/** What is wrong with the items themselves has its own tests. */
function isOfYaml({ code }: { code: string }): boolean {
  return code === 'yaml-syntax' || code === 'duplicate-key';
}

/** The parser's own ranges run to the end of what it gave up on; only where they begin matters here. */
function firstWord(text: string, marked: string, range: { start: number; end: number }) {
  const wanted = parseMarked(marked).ranges.find(({ start }) => start === range.start);
  assert.ok(range.end > range.start && range.end <= text.length);
  return wanted ?? range;
}

test('nesting without end is a problem, not an exception', () => {
  const { problems } = parsePipelineFile(`- step: ${'['.repeat(50_000)}`);
  assert.equal(problems[0]?.code, 'yaml-syntax');
});

test('aliases of aliases do not unfold without end', () => {
  const levels = Array.from({ length: 40 }, (_, i) => `    a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}, *a${i}]`).join('\n');
  const { file } = parsePipelineFile(
    `- step:\n    a0: &a0 x\n${levels}\n    name: s\n    parameters: [{name: p, default: *a40}]\n    command: *a40\n`,
  );
  assert.equal(file.steps.has('s'), true);
});

test('nor do they over several items', () => {
  const ten = (item: string) => Array(10).fill(item).join();
  const levels = Array.from(
    { length: 40 },
    (_, i) =>
      `- step:\n    name: s${i}\n    <<: [${ten(`*m${i}`)}]\n    m: &m${i + 1} {<<: [${ten(`*m${i}`)}]}\n    parameters: [{name: p, default: &a${i + 1} [${ten(`*a${i}`)}]}]\n`,
  );
  const { file } = parsePipelineFile(`- step: {m: &m0 {image: x}, parameters: [{default: &a0 x}]}\n${levels.join('')}`);
  assert.equal(file.steps.size, 40);
  assert.equal(file.steps.get('s0')?.item.image?.text, 'x');
});

test('a long value that is written out is read whole', () => {
  const list = Array.from({ length: 20_000 }, (_, i) => i);
  const { file } = parsePipelineFile(`- step: {name: s, parameters: [{name: p, default: ${JSON.stringify(list)}}]}\n`);
  assert.deepEqual(file.steps.get('s')?.item.step.parameters[0]?.default, list);
});

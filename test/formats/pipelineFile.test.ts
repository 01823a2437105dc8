/** What a pipeline file is read as: every text with its exact range, a problem for each fault. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parsePipelineFile } from '../../server/formats/pipelineFile/parse.ts';
import type { ParsedPipelineFile } from '../../server/formats/pipelineFile/types.ts';
import { mark, parseMarked } from '../support/markedText.ts';

/** Every name and default of a file's inputs, marked where it stands. */
function shown(text: string, { file }: ParsedPipelineFile): string {
  const inputs = [...file.steps, ...file.pipelines.flatMap(({ nodes }) => nodes)].flatMap((item) => item.inputs);
  return mark(
    text,
    inputs.flatMap((input) => [input.name, ...input.defaults]).flatMap((at) => at?.range ?? []),
  );
}

const ranges: [about: string, inputs: string, ...texts: string[]][] = [
  ['plain', '- name: ⟦a⟧\n  default: ⟦x:1⟧', 'x:1'],
  ['quotes', '- name: "⟦a⟧"\n  default: \'⟦x:1⟧\'', 'x:1'],
  ['an empty text', '- name: ⟦a⟧\n  default: "⟦⟧"', ''],
  ['nothing', '- name: ⟦a⟧\n  default:'],
  ['no name', '- default: ⟦x:1⟧', 'x:1'],
  ['a list', '- name: ⟦a⟧\n  default:\n    - ⟦x:1⟧\n    - "⟦y:2⟧"', 'x:1', 'y:2'],
  ['a flow list', '- {name: ⟦a⟧, default: [⟦x:1⟧, "⟦y:2⟧"]}', 'x:1', 'y:2'],
  ['a list with nothing in it', '- name: ⟦a⟧\n  default:\n    -\n    - ⟦x:1⟧', 'x:1'],
  ['a list that is not indented', '- name: ⟦a⟧\n  default:\n  - ⟦x:1⟧', 'x:1'],
  ['an escape: all of it', '- name: ⟦a⟧\n  default: "⟦x\\x3a1⟧"', 'x:1'],
  ['a doubled quote: all of it', "- name: ⟦a⟧\n  default: '⟦it''s:1⟧'", "it's:1"],
  ['a folded block', '- name: ⟦a⟧\n  default: >-\n    ⟦x:1⟧', 'x:1'],
  ['a literal block', '- name: ⟦a⟧\n  default: |-\n    ⟦x:1⟧', 'x:1'],
  ['a folded plain text: all of it', '- name: ⟦a⟧\n  default: ⟦x\n    y⟧', 'x y'],
  ['a number', '- name: ⟦a⟧\n  default: ⟦010⟧', '010'],
  ['a tag and an anchor', '- name: ⟦a⟧\n  default: !!str &d ⟦x:1⟧', 'x:1'],
  ['an alias: where it was written', '- name: &n ⟦⟦a⟧⟧\n  default: *n', 'a'],
  ['wide characters', '- name: 😀\n  description: 😀\n- name: ⟦ü⟧\n  default: "⟦😀:1⟧"'.replace('name: 😀', 'name: ⟦😀⟧'), '😀:1'],
  ['a nested mapping is no text', '- name: ⟦a⟧\n  default:\n    x: 1'],
];

describe('ranges', () => {
  for (const [about, inputs, ...texts] of ranges) {
    test(about, () => {
      const indented = inputs
        .split('\n')
        .map((line) => `      ${line}\n`)
        .join('');
      for (const [head, tail] of surroundings) {
        const marked = head + indented + tail;
        const { text } = parseMarked(marked);
        const parsed = parsePipelineFile(text);
        assert.equal(shown(text, parsed).replace(/\n$/, ''), marked.replace(/\n$/, ''));
        assert.deepEqual(
          parsed.file.steps.flatMap((step) => step.inputs.flatMap(({ defaults }) => defaults.map((at) => at.text))),
          texts,
        );
      }
    });
  }
});

const surroundings: [head: string, tail: string][] = [
  ['- step:\n    name: s\n    inputs:\n', ''],
  ['---\n# comment\n- step:\n    name: t\n- step:\n    name: s\n    inputs:\n', '# comment\n- task:\n    name: t\n'],
  ['\ufeff- step:\n    name: s\n    inputs:\n', '- step: {}\n'],
];

test('a literal block keeps its newline', () => {
  const text = '- step:\n    inputs:\n      - default: |\n          x:1\n';
  const [at] = parsePipelineFile(text).file.steps[0]!.inputs[0]!.defaults;
  assert.deepEqual([at?.text, text.slice(at?.range.start, at?.range.end)], ['x:1\n', 'x:1\n']);
});

test('a file with CRLF has its ranges', () => {
  const marked = '- step:\r\n    inputs:\r\n      - name: ⟦a⟧\r\n        default: ⟦x:1⟧\r\n- step:\r\n    inputs:\r\n      - name: ⟦b⟧\r\n';
  const { text } = parseMarked(marked);
  assert.equal(shown(text, parsePipelineFile(text)), marked);
});

test('a step is read whole', () => {
  const { file } = parsePipelineFile(`
- step:
    name: train
    image: python:3.13
    command:
      - pip install -r requirements.txt
      - python train.py {parameters}
    environment: gpu
    source-path: train.py
    inputs:
      - name: images
        default: [digits:v1, digits:v2]
        optional: yes
        filename: x.png
        keep-directories: suffix
      - {name: labels, keep-directories: true}
      - {name: rest, keep-directories: none, default: ""}
    parameters:
      - {name: rate, type: float, default: 0.5, min: 0, max: 1.5, description: how fast}
      - {name: verbose, type: flag, pass-true-as: -v, pass-false-as: -q}
      - {name: seed, type: integer, default: 0, optional: true, choices: [0, 1]}
      - {name: words, multiple: separate, multiple-separator: ';', default: [a, b], pass-as: '-w{v}'}
      - {name: none, multiple: none}
    environment-variables:
      - {name: A, default: "1"}
      - {name: B}
`);
  assert.deepEqual(file.steps[0]?.step, {
    name: 'train',
    image: 'python:3.13',
    command: ['pip install -r requirements.txt', 'python train.py {parameters}'],
    environment: 'gpu',
    sourcePath: 'train.py',
    inputs: [
      { name: 'images', default: ['digits:v1', 'digits:v2'], optional: true, filename: 'x.png', keepDirectories: 'suffix' },
      { name: 'labels', default: [], optional: false, filename: undefined, keepDirectories: 'full' },
      { name: 'rest', default: [], optional: false, filename: undefined, keepDirectories: 'none' },
    ],
    parameters: [
      parameter({ name: 'rate', type: 'float', default: 0.5, min: 0, max: 1.5 }),
      parameter({ name: 'verbose', type: 'flag', optional: true, passTrueAs: '-v', passFalseAs: '-q' }),
      parameter({ name: 'seed', type: 'integer', default: 0, optional: true, choices: [0, 1] }),
      parameter({ name: 'words', multiple: 'separate', multipleSeparator: ';', default: ['a', 'b'], passAs: '-w{v}' }),
      parameter({ name: 'none' }),
    ],
    environmentVariables: [
      { name: 'A', default: '1' },
      { name: 'B', default: undefined },
    ],
  });
});

function parameter(about: Record<string, unknown>) {
  const nothing = { default: undefined, choices: undefined, min: undefined, max: undefined, multiple: undefined };
  const forms = { passAs: undefined, passTrueAs: undefined, passFalseAs: undefined };
  return { type: 'string', optional: false, multipleSeparator: ',', ...nothing, ...forms, ...about };
}

test('merge keys: the item itself wins, then the earlier of several', () => {
  const { file, problems } = parsePipelineFile(`
- step: &a {name: a, image: one, environment: e}
- step: &b {name: b, image: two, command: c}
- step:
    <<: [*a, *b]
    name: c
- step:
    name: d
    <<: *b
    image: three
`);
  assert.deepEqual(problems, []);
  const about = file.steps.map(({ step }) => [step.name, step.image, step.command.join(), step.environment]);
  assert.deepEqual(about.slice(2), [
    ['c', 'one', 'c', 'e'],
    ['d', 'three', 'c', undefined],
  ]);
});

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
      const found = problems.map(({ code, range }) => ({ code, range: code === 'yaml-syntax' ? firstWord(text, marked, range) : range }));
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
      assert.equal(file.steps.map(({ step }) => step.name).join(), steps);
    });
  }
});

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
  assert.equal(file.steps[0]?.step.name, 's');
});

test('only items whose text changed are parsed again, and the result is that of a new parse', () => {
  const item = (name: string) =>
    `- step:\n    name: ${name}\n    image: i\n    inputs:\n      - {name: x, default: ${name}:v1}\n    parameters: [{name: p, default: {range: {start: 1}}}]\n`;
  const pipeline = '- pipeline:\n    name: p\n    nodes:\n      - {name: n, step: a, override: {inputs: [{name: x, default: a:v1}]}}\n';
  const before = parsePipelineFile(item('a') + item('b') + pipeline + item('a'));
  const text = `# moved\n${item('a')}${item('other')}${pipeline}- step: [\n${item('a')}`;
  const after = parsePipelineFile(text, before);
  const { segments: _, ...fresh } = parsePipelineFile(text);
  assert.deepEqual({ file: after.file, problems: after.problems }, fresh);
  const kept = after.file.steps.map(({ step }) => before.file.steps.some((earlier) => earlier.step === step));
  assert.deepEqual(kept, [true, false, false, true]);
});

test('an alias to another item is followed after either is edited', () => {
  const first = parsePipelineFile('- step: &a\n    name: a\n    image: one\n- step:\n    <<: *a\n    name: b\n');
  const second = parsePipelineFile('- step: &a\n    name: a\n    image: two\n- step:\n    <<: *a\n    name: b\n', first);
  assert.deepEqual(
    second.file.steps.map(({ step }) => step.image),
    ['two', 'two'],
  );
});

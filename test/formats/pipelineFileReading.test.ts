/** Reading a file again after an edit: what is read is what a first reading finds, and only what changed is read. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { placed } from '../../server/formats/pipelineFile/file.ts';
import { parsePipelineFile } from '../../server/formats/pipelineFile/parse.ts';
import type { ParsedPipelineFile } from '../../server/formats/pipelineFile/types.ts';
import { mark, parseMarked } from '../support/markedText.ts';
import { type Random, seeded } from '../support/random.ts';

const samples = join(import.meta.dirname, '..', 'fixtures', 'pipeline-files');

/** Parts before and after an edit; `x` for each that is read again. */
const edits: [about: string, before: string[], after: string[], fresh: string][] = [
  ['a word in the middle', [step('a'), step('b'), step('c')], [step('a'), step('other'), step('c')], '.x.'],
  ['a part more', [step('a'), step('c')], [step('a'), step('b'), step('c')], '.x.'],
  ['a part less', [step('a'), step('b'), step('c')], [step('a'), step('c')], '..'],
  ['the last becomes the first', [step('a'), step('b'), step('c')], [step('c'), step('a'), step('b')], '...'],
  ['a comment above the first: a part of it', [step('a'), step('b')], [`# c\n${step('a')}`, step('b')], 'x.'],
  ['a merge conflict', [step('a'), step('b')], [step('a'), `- step:\n<<<<<<< HEAD\n    name: b\n=======\n>>>>>>> x\n`], '.x'],
  ['a word at the margin', [step('a'), step('b'), step('c')], [step('a'), `${step('b')}pip\n`, step('c')], '.x.'],
  [
    'a changed anchor',
    ['- step: &a {name: a, image: one}\n', user('b', 'a'), step('c')],
    ['- step: &a {name: a, image: two}\n', user('b', 'a'), step('c')],
    'xx.',
  ],
  [
    'a changed anchor that others hand on',
    ['- step: &a {name: a, image: one}\n', '- step: &b {<<: *a}\n', user('c', 'b'), step('d')],
    ['- step: &a {name: a, image: two}\n', '- step: &b {<<: *a}\n', user('c', 'b'), step('d')],
    'xxx.',
  ],
  [
    'a text beside an anchor',
    ['- step: {name: a, image: x}\n- step:\n    name: b\n    inputs: &i [{name: x}]\n', '- step: {inputs: *i}\n'],
    ['- step: {name: a, image: x}\n- step:\n    name: other\n    inputs: &i [{name: x}]\n', '- step: {inputs: *i}\n'],
    '.x.',
  ],
  [
    'an anchor whose item is no longer read, so that its aliases are judged in its place',
    ['- step:\n    &a {nam: a}\n', user('b', 'a')],
    ['- other:\n    &a {nam: a}\n', user('b', 'a')],
    'xx',
  ],
  ['an anchor that vanishes', ['- step: &a {name: a}\n', user('b', 'a')], [step('a'), user('b', 'a')], 'xx'],
  ['an anchor that appears', [step('a'), user('b', 'a')], ['- step: &a {name: a}\n', user('b', 'a')], 'xx'],
  [
    'a nearer anchor',
    ['- step: &a {image: one}\n', user('b', 'a')],
    ['- step: &a {image: one}\n', '- step: &a {image: two}\n', user('b', 'a')],
    '.xx',
  ],
];

describe('parts that did not change are the same objects', () => {
  for (const [about, before, after, fresh] of edits) {
    test(about, () => {
      const first = parsePipelineFile(before.join(''));
      const second = parsePipelineFile(after.join(''), first);
      const known = new Set(first.file.parts.map(({ part }) => part));
      assert.equal(second.file.parts.map(({ part }) => (known.has(part) ? '.' : 'x')).join(''), fresh);
      assert.deepEqual(second, parsePipelineFile(after.join('')));
    });
  }
});

test('parts are all of the text, in order', () => {
  for (const text of [
    '',
    '# a\n',
    'a: b\n',
    `\ufeff---\n# x\n${step('a')}# y\n${step('b')}`,
    '  - step:\n  - step:\n',
    `${step('a')}---\n${step('b')}`,
  ]) {
    const { parts } = parsePipelineFile(text).file;
    assert.equal(parts.map(({ part }) => part.text).join(''), text);
    for (const { start, part } of parts) assert.equal(text.slice(start, start + part.text.length), part.text);
  }
});

test('of several items with one name the last counts', () => {
  const { steps } = parsePipelineFile('- step: {name: a, image: one}\n- step: {name: a, image: two}\n- task: {name: a}\n').file;
  assert.deepEqual(
    [...steps.values()].map(({ item }) => item.image?.text),
    ['two'],
  );
});

const mentioned: [about: string, marked: string][] = [
  [
    'in commands, descriptions, keys and values',
    '- step:\n    command:\n      - ⟦run dataset://a/v1⟧\n      - ⟦"model://b"⟧\n    ⟦dataset://c⟧: x\n',
  ],
  [
    'not the defaults of inputs',
    '- step:\n    inputs:\n      - default: dataset://a/v1\n        description: ⟦dataset://b⟧\n      - default: ["dataset://c", \'dataset://d\']\n',
  ],
  ['not a default in a block', '- step:\n    inputs:\n      - default: >-\n          dataset://a/v1\n'],
  [
    'not the defaults of overrides',
    '- pipeline:\n    nodes:\n      - override: {inputs: [{default: dataset://a/v1}]}\n        actions: [{if: ⟦dataset://b⟧}]\n',
  ],
  [
    'defaults of parameters are',
    '- step:\n    parameters: [{default: ⟦dataset://a/v1⟧}]\n- pipeline:\n    parameters: [{default: ⟦model://b⟧}]\n',
  ],
  ['not a default elsewhere that an alias fetches', '- step:\n    image: &i dataset://a/v1\n    inputs: [{default: *i}]\n'],
  ['once, in however many places an alias puts it', '- step: &s\n    command: ⟦dataset://a⟧\n- step:\n    <<: *s\n'],
];

describe('mentions of references', () => {
  for (const [about, marked] of mentioned) {
    test(about, () => {
      const { text } = parseMarked(marked);
      const { parts } = parsePipelineFile(text).file;
      const found = parts.flatMap((at) => at.part.mentions.map((mention) => ({ text: mention.text, range: placed(at, mention.range) })));
      assert.equal(
        mark(
          text,
          found.map(({ range }) => range),
        ),
        marked,
      );
      for (const one of found) assert.equal(one.text, text.slice(one.range.start, one.range.end));
    });
  }
});

test('after each of 1,600 edits, reading gives what a first reading gives', { timeout: 120_000 }, () => {
  const random = seeded(20_261_123);
  const files = globSync('**/*.yaml', { cwd: samples }).sort();
  const texts = files.map((file) => readFileSync(join(samples, file), 'utf8')).filter((text) => text.length < 3_000);
  for (let round = 0; round < 200; round++) {
    let text = random.pick(texts) + random.pick(texts);
    let parsed: ParsedPipelineFile | undefined;
    for (let edit = 0; edit < 8; edit++) {
      text = edited(text, random);
      parsed = parsePipelineFile(text, parsed);
      const { file, problems } = parsePipelineFile(text);
      assert.deepEqual({ file: parsed.file, problems: parsed.problems }, { file, problems }, `round ${round}, edit ${edit}:\n${text}`);
    }
  }
});

function edited(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const piece = random.pick(pieces);
  const line = text.indexOf('\n', at) + 1;
  return random.pick([
    () => text.slice(0, at) + piece + text.slice(at),
    () => text.slice(0, line) + piece + text.slice(line),
    () => text.slice(0, at) + text.slice(at + random.below(20)),
    () => text.slice(line) + text.slice(0, line),
  ])();
}

const pieces = [
  '\n',
  '- ',
  '- step: &a {name: n, image: &b x}\n',
  '- step:\n    <<: *a\n    image: *b\n',
  '&a ',
  '*a',
  '*b',
  '"',
  ': ',
  '[',
  '}',
  '---\n',
  '=======\n',
  '\t',
  '#',
  '|',
  '\r\n',
  '\ufeff',
  'x',
];

function step(name: string): string {
  return `- step:\n    name: ${name}\n    image: i\n    inputs:\n      - {name: x, default: ${name}:v1}\n    parameters: [{name: p, default: {range: {start: 1}}}]\n`;
}

function user(name: string, anchor: string): string {
  return `- step:\n    <<: *${anchor}\n    name: ${name}\n`;
}

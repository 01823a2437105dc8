/** What is said of text that is not YAML, in plain words, and where: never more than a line. */
import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { mark, parseMarked } from '../support/markedText.ts';
import { checkRows, problemsOf } from './lintRows.ts';

const rows: readonly (readonly [marked: string, message: string])[] = [
  ['⟦___⟧\n\n- step:\n    name: a\n', 'A key needs a colon and a blank behind it.'],
  ['- step:\n    ⟦name a⟧\n    image: i\n', 'A key needs a colon and a blank behind it.'],
  ['- step:\n    ⟦name:a⟧  \r\n    image: i\r\n', 'A key needs a colon and a blank behind it.'],
  ['- ⟦step⟧\n    name: a\n', 'A key needs a colon and a blank behind it.'],
  [
    '- step:\n    name: ⟦a: b⟧\n    image: i\n',
    'A text with a colon and a blank in it needs quotes, or the line below is indented too far.',
  ],
  [
    '- step:\n    image: ⟦i⟧\n      command: c\n',
    'A text with a colon and a blank in it needs quotes, or the line below is indented too far.',
  ],
  ['- step:\n    name: a\n⟦ ⟧  image: i\n', 'The keys of one item must begin in the same column.'],
  [' - step: {}\n⟦-⟧ step: {}\n', 'The items of a list must begin in the same column.'],
  ['- step: {}\n ⟦-⟧ step: {}\n', 'The items of a list must begin in the same column.'],
  ['- step:\n    command:\n      - a\n⟦ ⟧    - b\n', 'The items of a list must begin in the same column.'],
  ['- step:\n    name: ⟦@⟧x\n', 'A text that begins with @ needs quotes.'],
  ['- step:\n    name: ⟦`⟧x`\n', 'A text that begins with ` needs quotes.'],
  ['- step:\n    name: "a\n    image: ⟦i⟧\n', 'The closing quote is missing.'],
  ['- step:\n    inputs: [{name: a⟦]⟧\n', 'A closing } is missing.'],
  ['- step:\n    command: ⟦-⟧ a\n', 'A list begins on the line below its key.'],
  ["- step:\n    name: 'it'⟦s'⟧\n", 'This does not belong to the value before it.'],
  [
    '- step: {name: a, image: i, command: c}\n⟦---⟧\n- step: {name: b, image: i, command: c}\n',
    'A pipeline file is one document: remove this "---".',
  ],
  ['⟦step⟧:\n  name: a\n  image: i\n- step: {}\n', 'An item begins with a dash and a blank: "- step:".'],
  ['- step: {name: a}\n⟦task⟧:\n    name: b\n    type: random\n', 'An item begins with a dash and a blank: "- task:".'],
  ['- step:\n    inputs:\n      - name: x\n⟦ ⟧      default: s3://b/x\n', 'The keys of one item must begin in the same column.'],
  ['- step:\n    command: {parameters} ⟦--x⟧\n    name: a\n', 'This does not belong to the value before it.'],
  ['- step:\n    command: | ⟦x⟧\n      a\n', 'A text of several lines begins on the line below its | or >.'],
  ['- step:\n    name: "a⟦\\⟧d"\n    image: i\n', 'Within double quotes a backslash is written twice.'],
  ['- step:\n    name: ⟦*⟧\n    image: &\n', 'A text that begins with * or & needs quotes.'],
];

describe('text that is not YAML', () => {
  for (const [marked, message] of rows) {
    test(marked, () => {
      const { text } = parseMarked(marked);
      const [first, ...more] = problemsOf(text);
      deepEqual(more, [], 'what follows from a fault is not told');
      equal(`${first?.message}\n${mark(text, first ? [first.range] : [])}`, `${message}\n${marked}`);
    });
  }
});

const tab = 'yaml-syntax => ';

checkRows('tabs', [
  ['all lines', '- step:\n⟦\t⟧name: a\n\timage: i\n\tcommand: c\n', `${tab}    name: a\n    image: i\n    `],
  ['two deep', '- step:\n⟦\t⟧name: a\n\timage: i\n\tcommand:\n\t\t- c\n', `${tab}    name: a\n    image: i\n    command:\n        `],
  ['one line', '- step:\n    name: a\n⟦\t⟧image: i\n    command: c\n', `${tab}    `],
  [
    'only in its own item',
    '- step:\n⟦\t⟧name: a\n\timage: i\n\tcommand: c\n- step: {name: b, image: i, command: c}\n',
    `${tab}    name: a\n    image: i\n    `,
  ],
  ['in a text they are what is said', '- step:\n    name: a\n    image: i\n    command: |\n      a\n      \tb\n'],
]);

/** Names of files and rows of lists are others' words: on a terminal they can say nothing but themselves. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { harmless, inOneLine } from '../../server/cli/print.ts';

const cases: [name: string, text: string, harmless: string, inOneLine?: string][] = [
  ['plain words', 'images/ünï 日本 😀.png', 'images/ünï 日本 😀.png'],
  ['lines and tabs', 'a\tb\nc', 'a\tb\nc', 'a\tb\\u{a}c'],
  ['a colour', '\x1b[33mwarning\x1b[39m', '\x1b[33mwarning\x1b[39m'],
  ['a title of the window', '\x1b]0;mine\x07.png', '\\u{1b}]0;mine\\u{7}.png'],
  ['a cursor that goes up', 'x\x1b[2A\x1b[K', 'x\\u{1b}[2A\\u{1b}[K'],
  ['a line that is written over', 'bad\rgood', 'bad\\u{d}good'],
  ['another direction of writing', '\u202egnp.exe', '\\u{202e}gnp.exe'],
  ['the single byte of a sequence', '\x9b31m', '\\u{9b}31m'],
];
for (const [name, text, all, line = all] of cases) {
  test(name, () => assert.deepEqual([harmless(text), inOneLine(text)], [all, line]));
}

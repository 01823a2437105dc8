/** Damage as editors and merges do it: the same each time for the same numbers. */
import type { Random } from './random.ts';

/** The text after one edit that nobody meant. */
export function damaged(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const size = random.below(random.pick([2, 10, 80]));
  const piece = random.pick(pieces);
  return random.pick([
    () => text.slice(0, at) + piece + text.slice(at),
    () => text.slice(0, at) + text.slice(at + size),
    () => text.slice(0, at) + text.slice(at, at + size) + text.slice(at),
    () => text.slice(0, at) + piece + text.slice(at + size),
    () => text.slice(0, at),
    () => text.replaceAll('\n', random.pick(['\r\n', '\n\n', '\n'])),
  ])();
}

const pieces = [
  '\n',
  '\n- ',
  '\n    ',
  ' ',
  '\t',
  ':',
  ': ',
  '- ',
  '"',
  "'",
  '"""',
  '`',
  '[',
  ']',
  '{',
  '}',
  '(',
  ')',
  ',',
  '#',
  ' # ',
  '&a ',
  '*a',
  '<<: *a',
  '!x ',
  '!!str ',
  '|',
  '>-',
  '%',
  '@',
  '\\',
  '\\x',
  '\0',
  '\ufeff',
  '😀',
  '\ud800',
  'ü',
  '\u2028',
  '---\n',
  '\n...\n',
  '<<<<<<< HEAD\n',
  'default: ',
  'default: digits:',
  'inputs:\n',
  'dataset://',
  'dataset://digits/v1',
  'digits:v9',
  'f"{',
  '{x}',
  'valohai.prepare(default_inputs={"a": "digits:',
  'dataset("',
];

/** What a YAML parser complains about, in the words of somebody who writes a file and not a parser. */
import type { YAMLError } from 'yaml';

export const tooDeep = 'Nested too deep to be read.';

export function syntaxWords({ code, message }: Pick<YAMLError, 'code' | 'message'>): string {
  if (code === 'BAD_SCALAR_START') return `A text that begins with ${message.at(-1)} needs quotes.`;
  const known = byCode[code] ?? byMessage.find(([pattern]) => pattern.test(message))?.[1];
  return known ?? `${message.replace(/\s+/g, ' ').replace(/[.:]$/, '')}.`;
}

const noColon = 'A key needs a colon and a blank behind it.';
const oneColumn = 'The items of a list must begin in the same column.';
const keysInColumn = 'The keys of one item must begin in the same column.';
const notOfValue = 'This does not belong to the value before it.';

const byCode: Partial<Record<YAMLError['code'], string>> = {
  MULTIPLE_DOCS: 'A pipeline file is one document: remove this "---".',
  RESOURCE_EXHAUSTION: tooDeep,
  MULTILINE_IMPLICIT_KEY: noColon,
  BAD_DQ_ESCAPE: 'Within double quotes a backslash is written twice.',
  BAD_ALIAS: 'A text that begins with * or & needs quotes.',
  BLOCK_IN_FLOW: 'Within brackets, lists and mappings are written in brackets as well.',
  TAB_AS_INDENT: 'A tab cannot indent YAML: use blanks.',
};

/** Where one code stands for several things. */
const byMessage: readonly (readonly [RegExp, string])[] = [
  [/^Nested mappings are not allowed/, 'A text with a colon and a blank in it needs quotes, or the line below is indented too far.'],
  [/^All mapping items must start/, keysInColumn],
  [/^Sequence item without/, keysInColumn],
  [/^All sequence items must start/, oneColumn],
  [/^A block sequence may not be used/, oneColumn],
  [/^Unexpected seq-item-ind/, oneColumn],
  [/^Implicit map keys need/, noColon],
  [/^Missing closing ["']quote/, 'The closing quote is missing.'],
  [/end with a \}/, 'A closing } is missing.'],
  [/end with a \]/, 'A closing ] is missing.'],
  [/^Missing , /, 'A comma is missing.'],
  [/^Unexpected , /, 'This comma has nothing before it.'],
  [/^Comments must be separated/, 'A comment needs a blank before its "#".'],
  [/^Unexpected block-seq-ind/, 'A list begins on the line below its key.'],
  [/^(?:Not a YAML token|Block scalar header)/, 'A text of several lines begins on the line below its | or >.'],
  [/^Unexpected .* (?:at node end|in YAML stream)/s, notOfValue],
];

/** What is said of values: defaults, durations, conditions, locations, commands. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { expressionFault } from '../../server/formats/pipelineFile/lint/expression.ts';
import { mark } from '../support/markedText.ts';
import { checkRows, inStep, inTask, problemsOf, type Row } from './lintRows.ts';

/** Keys of a parameter, and what is said of them. */
const parameters: Row[] = [
  ['no default', 'type: integer'],
  ['an empty default', 'type: integer, default: '],
  ['null', 'type: integer, default: null'],
  ['a whole number', 'type: integer, default: 5'],
  ['a whole number as a text', 'type: integer, default: "5"'],
  ['a fraction', 'type: integer, default: ⟦1.5⟧', 'parameter-default'],
  ['a whole number with a point', 'type: integer, default: ⟦5.0⟧', 'parameter-default'],
  ['a text', 'type: integer, default: ⟦many⟧', 'parameter-default'],
  ['an empty text', 'type: integer, default: ⟦""⟧', 'parameter-default'],
  ['false for a whole number', 'type: integer, default: ⟦false⟧', 'parameter-default'],
  ['a date', 'type: integer, default: ⟦2020-09-02⟧', 'parameter-default'],
  ['an exponent is a text, and a number', 'type: float, default: 1e-4'],
  ['an exponent is no whole number', 'type: integer, default: ⟦1e4⟧', 'parameter-default'],
  ['a number', 'type: float, default: 0.5'],
  ['a whole number for a number', 'type: float, default: 0'],
  ['infinity', 'type: float, default: inf'],
  ['YAML has its own infinity', 'type: float, default: .inf'],
  ['no number', 'type: float, default: ⟦fast⟧', 'parameter-default'],
  ['true is no number', 'type: float, default: ⟦true⟧', 'parameter-default'],
  ['an empty text is no number', 'type: float, default: ⟦""⟧', 'parameter-default'],
  ['text is the type when there is none', 'default: ⟦1⟧', 'parameter-default => "1"'],
  ['zero for a text', 'type: string, default: ⟦0⟧', 'parameter-default => "0"'],
  ['false for a text', 'type: string, default: ⟦false⟧', 'parameter-default => "false"'],
  ['no for a text', 'type: string, default: ⟦no⟧', 'parameter-default -> "no"'],
  ['a date for a text', 'type: string, default: ⟦2020-09-02⟧', 'parameter-default => "2020-09-02"'],
  ['an octal for a text', 'type: string, default: ⟦010⟧', 'parameter-default -> "010"'],
  ['an empty text is a text', 'type: string, default: ""'],
  ['a text', 'type: string, default: a'],
  ['at the minimum', 'type: integer, min: 1, default: 1'],
  ['zero under the minimum', 'type: integer, min: 1, default: ⟦0⟧', 'parameter-default'],
  ['over the maximum', 'type: float, max: 1.5, default: ⟦1.6⟧', 'parameter-default'],
  ['limits say nothing of texts', 'type: integer, min: 5, default: "1"'],
  ['a choice', 'type: string, choices: [a, b], default: b'],
  ['no choice', 'type: string, choices: [adam, sgd], default: ⟦rmsprop⟧', 'parameter-default'],
  ['a near choice', 'type: string, choices: [adam, sgd], default: ⟦adma⟧', 'parameter-default -> adam'],
  ['an empty text that is no choice', 'type: string, choices: [a, b], default: ⟦""⟧', 'parameter-default'],
  ['zero that is no choice', 'type: integer, choices: [1, 2], default: ⟦0⟧', 'parameter-default'],
  ['1.0 and 1 are one value', 'type: float, choices: [1, 2], default: 1.0'],
  ['"1" and 1 are two', 'type: integer, choices: [1, 2], default: ⟦"1"⟧', 'parameter-default'],
  ['no choices at all', 'type: string, choices: [], default: a'],
  ['a flag', 'type: flag, default: false'],
  ['yes is a flag', 'type: flag, default: yes'],
  ['a quoted word is no flag', 'type: flag, default: ⟦"yes"⟧', 'parameter-default -> true'],
  ['a quoted no', 'type: flag, default: ⟦"no"⟧', 'parameter-default -> false'],
  ['another text is no flag', 'type: flag, default: ⟦maybe⟧', 'parameter-default'],
  ['zero is a flag', 'type: flag, default: 0'],
  ['two is none', 'type: flag, default: ⟦2⟧', 'parameter-default'],
  ['several, each by itself', 'type: integer, multiple: repeat, default: [1, ⟦a⟧, 2, ⟦0.5⟧]', 'parameter-default', 'parameter-default'],
  ['a type that is none is judged alone', 'type: ⟦int32⟧, default: x', 'invalid-value'],
  ['an optional flag', 'type: flag, ⟦optional⟧: true', 'no-effect'],
  ['a flag that is not optional', 'type: flag, optional: false'],
  ['pass-as beside pass-true-as', 'type: flag, ⟦pass-as⟧: -v, pass-true-as: -x', 'no-effect'],
  ['pass-as of a flag', 'type: flag, pass-as: -v'],
  ['both ways of a flag', 'type: flag, pass-true-as: -v, pass-false-as: -q'],
  ['pass-true-as of a text', '⟦pass-true-as⟧: -v', 'no-effect'],
  ['pass-false-as of a number', 'type: float, ⟦pass-false-as⟧: -v', 'no-effect'],
  ['empty pass-true-as', 'pass-true-as: ""'],
  ['a flag of several', 'type: flag, ⟦multiple⟧: repeat', 'conflicting-keys'],
  ['a flag of one', 'type: flag, multiple: none'],
];

checkRows(
  'parameters',
  parameters.map(([about, keys, ...findings]) => [about, inStep(`parameters: [{name: x, ${keys}}]`), ...findings]),
);

const durations: Row[] = [
  ['seconds', '300'],
  ['of base sixty', '1:30'],
  ['hours and minutes', '1h 30m'],
  ['written together', '1h30m'],
  ['a fraction', '1.5d'],
  ['a point first', '.5h'],
  ['whole words', '60 minutes'],
  ['letters of another language', '2hörs'],
  ['blank', '" "'],
  ['empty', '""'],
  ['upper case', '2H'],
  ['seconds in quotes', '"⟦300⟧"', 'invalid-duration -> 300'],
  ['one part without a unit', '⟦1h 30⟧', 'invalid-duration'],
  ['no number', '⟦soon⟧', 'invalid-duration'],
  ['an unknown unit', '⟦5 parsecs⟧', 'invalid-duration'],
  ['years', '⟦1y⟧', 'invalid-duration'],
  ['nothing of it', '⟦0s⟧', 'invalid-duration'],
  ['two points', '⟦1.2.3h⟧', 'invalid-duration'],
  ['only a point', '⟦.h⟧', 'invalid-duration'],
  ['a fraction of seconds', '⟦1.5⟧', 'wrong-type'],
];

checkRows(
  'durations',
  durations.map(([about, value, ...findings]) => [about, inStep(`time-limit: ${value}`), ...findings]),
);

checkRows('durations elsewhere', [['the other limit', inStep('no-output-timeout: ⟦never⟧'), 'invalid-duration']]);

/** Each with what does not belong marked. */
const conditions = [
  'accuracy >= 0.99 and loss < 0.1',
  'class > 3',
  'metadata.accuracy > .5 or not done',
  'a.b.c == "x" "y"',
  "name in ('a', 'b')",
  'name not in {"a", "b"}',
  'a is None or b is not None',
  'max(a, b, ) + -1 > 1e-3 * (x // 2)',
  'True',
  '1_000 < 0x1F',
  'epoch>5 # enough',
  '(a >\n 1)',
  'a, b',
  '()',
  'if > 1',
  "r'\\d' == x",
  'größe > 1',
  '((((((((((a))))))))))',
  'a and b and c and d and e and f and g and h and i',
  '⟦⟧',
  'a ⟦=⟧ 1',
  'a ⟦>⟧',
  'a > 1 ⟦b⟧',
  'stop ⟦me⟧ now',
  'a > ⟦"open⟧',
  "don⟦'t stop⟧",
  'a ⟦**⟧ 2',
  'a ⟦%⟧ 2',
  'a⟦[⟧0]',
  '⟦[⟧1]',
  '{"a"⟦:⟧ 1}',
  '{⟦}⟧',
  'a ⟦if⟧ b else c',
  'lambda ⟦x⟧: x',
  'a > 1⟦;⟧ b',
  'a < b ⟦<⟧ c',
  'a.b⟦(⟧1)',
  'f(x⟦=⟧1)',
  'f(⟦*⟧x)',
  'f(x ⟦for⟧ x in y)',
  'a ⟦&⟧ b',
  '⟦~⟧a',
  'a ⟦:=⟧ 1',
  'a ⟦!⟧ b',
  'a ⟦?⟧ b',
  '⟦f"x"⟧ == a',
  '⟦b"x"⟧ == a',
  'a > ⟦1j⟧',
  'a > ⟦01⟧',
  'a > ⟦1x⟧',
  '(a > ⟦1⟧',
  'a > 1⟦)⟧',
  'a.⟦in⟧',
  'True⟦.⟧x',
  '1.⟦.⟧x',
  '⟦not⟧',
  'a > 1⟦\n⟧b',
  '⟦a + b + c + d + e + f + g + h⟧',
  '⟦not not not not not not not a⟧',
  'f(f(f(f(f(f(1))))))',
  '⟦f(f(f(f(f(f(f(1)))))))⟧',
];

describe('conditions', () => {
  for (const marked of conditions) {
    test(marked, () => {
      const text = marked.replace(/[⟦⟧]/g, '');
      const fault = expressionFault(text);
      assert.equal(fault ? mark(text, [fault]) : text, marked, fault?.message);
    });
  }
  test('nesting without end', () => {
    for (const text of [`${'('.repeat(50_000)}a`, 'not '.repeat(50_000), '-'.repeat(50_000), 'f('.repeat(50_000), 'a+'.repeat(50_000)]) {
      assert.ok(expressionFault(text));
    }
  });
});

checkRows('conditions in their places', [
  ['of a step', inStep('stop-condition: accuracy ⟦=⟧ 1'), 'invalid-expression'],
  ['of a task', inTask('parameters: []\nstop-condition: "accuracy ⟦=⟧ 1"'), 'invalid-expression'],
  ['with escapes: all of it', inStep('stop-condition: "⟦a \\x3d 1⟧"'), 'invalid-expression'],
  ['empty', inStep('stop-condition: "⟦⟧"'), 'invalid-expression'],
  ['a flag', inStep('stop-condition: ⟦true⟧'), 'wrong-type => "true"'],
  ['folded', inStep('stop-condition: >-\n  a > 1 and\n  b > 2')],
]);

checkRows('commands', [
  ['all parameters', command('"c {parameters} {params}"')],
  ['a known one', command('"c {parameter:rate} {parameter-value:rate}"')],
  ['an unknown one', command('"c {parameter:⟦rat⟧}"'), 'unknown-placeholder -> rate'],
  ['its value', command('"c {parameter-value:⟦speed⟧}"'), 'unknown-placeholder'],
  ['several lines', command('[a, "b {parameter:⟦x⟧}"]'), 'unknown-placeholder'],
  ['in a block', command('|\n      a\n      b {parameter:⟦raet⟧}'), 'unknown-placeholder -> rate'],
  [
    'folded',
    command('>-\n      a {parameter:rate}\n      b {parameter:⟦raet⟧} c\n      {parameter:⟦raet⟧}'),
    'unknown-placeholder -> rate',
    'unknown-placeholder -> rate',
  ],
  ['plain, over two lines', command('a\n      {parameter:⟦raet⟧}'), 'unknown-placeholder -> rate'],
  ['with escapes', command('"\\x61 {parameter:⟦raet⟧}"'), 'unknown-placeholder -> rate'],
  ['escaped itself: all of it', command('"⟦a \\x7bparameter:raet}⟧"'), 'unknown-placeholder'],
  ['other braces', command('"c {source-path} $\x7bHOME} {foo} {} {parameter:} {parameter}"')],
  ['a brace that is not closed', command('"c {parameter:rat"')],
]);

checkRows('names and what they need', [
  ['two inputs', inStep('inputs: [{name: a}, {name: ⟦a⟧}]'), 'duplicate-name'],
  ['three inputs', inStep('inputs: [{name: a}, {name: ⟦a⟧}, {name: ⟦a⟧}]'), 'duplicate-name', 'duplicate-name'],
  ['two parameters', inStep('parameters: [{name: a}, {name: ⟦a⟧}]'), 'duplicate-name'],
  ['two outputs', inStep('outputs: [{name: a}, {name: ⟦a⟧}]'), 'duplicate-name'],
  ['two variables', inStep('environment-variables: [{name: A}, {name: ⟦A⟧}]'), 'duplicate-name'],
  ['of two kinds', inStep('inputs: [{name: a}]\nparameters: [{name: a}]\noutputs: [{name: a}]')],
  ['in two cases', inStep('inputs: [{name: a}, {name: A}]')],
  ['no names', inStep('inputs: [{⟦optional⟧: true}, {⟦optional⟧: true}]'), 'missing-key', 'missing-key'],
  ['a preset alone', inStep('runtime-config-preset: ⟦p⟧'), 'missing-environment'],
  ['a preset and its environment', inStep('runtime-config-preset: p\nenvironment: e')],
  ['sets of values in a grid', inTask('⟦parameter-sets⟧: [{rate: 1}]'), 'no-effect'],
  ['sets of values by hand', inTask('type: manual-search\nparameter-sets: [{rate: 1}]')],
  ['no sets', inTask('parameter-sets: []')],
  ['a target without a search', inTask('parameters: []\n⟦engine⟧: optuna\n⟦optimization-target-metric⟧: a'), 'no-effect', 'no-effect'],
  ['a target and its search', inTask('parameters: []\ntype: bayesian_tpe\nengine: optuna\noptimization-target-metric: a')],
  ['a deployment without a target', '- deployment: {name: ⟦d⟧}\n', 'no-target'],
  ['a deployment with an empty target', '- deployment: {name: ⟦d⟧, defaults: {target: ""}}\n', 'no-target'],
]);

test('a dozen suggestions, then none', () => {
  const inputs = Array.from({ length: 30 }, (_, i) => `{name: a${i}, download: alwys}`).join(', ');
  const fixes = problemsOf(inStep(`inputs: [${inputs}]`)).filter(({ fix }) => fix);
  assert.equal(fixes.length, 12);
});

function command(value: string): string {
  return `- step:\n    name: s\n    image: i\n    parameters: [{name: rate}]\n    command: ${value}\n`;
}

/** Values of parameters: read by their type, checked, with a hint for every refusal. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DatapinError } from '../../server/core/errors.ts';
import type { Json } from '../../server/core/execution.ts';
import { parameterValues } from '../../server/core/parameterValues.ts';
import type { StepParameter } from '../../server/core/pipeline.ts';

type About = Partial<StepParameter>;

const parameter = (about: About): StepParameter => ({ name: 'p', type: 'string', optional: false, multipleSeparator: ',', ...about });
const values = (about: About, given: Record<string, Json>) => parameterValues({ name: 's', parameters: [parameter(about)] }, given);

const accepted: [about: About, given: Json, value: Json][] = [
  [{}, 'text', 'text'],
  [{}, '', ''],
  [{}, 5, '5'],
  [{}, ' 1 ', ' 1 '],
  [{ type: 'integer' }, '5', 5],
  [{ type: 'integer' }, ' -5 ', -5],
  [{ type: 'integer' }, '+1_000', 1000],
  [{ type: 'integer' }, 7, 7],
  [{ type: 'integer' }, '123456789012345678901', '123456789012345678901'],
  [{ type: 'float' }, '1e-4', 0.0001],
  [{ type: 'float' }, '.5', 0.5],
  [{ type: 'float' }, '5', 5],
  [{ type: 'float' }, 'inf', 'inf'],
  [{ type: 'float' }, 'NaN', 'NaN'],
  [{ type: 'flag' }, 'true', true],
  [{ type: 'flag' }, 'Yes', true],
  [{ type: 'flag' }, '0', false],
  [{ type: 'flag' }, false, false],
  [{ type: 'integer', min: 1, max: 5 }, '5', 5],
  [{ choices: ['a', 'b'] }, 'b', 'b'],
  [{ type: 'integer', choices: [1, 2] }, '2', 2],
  [{ multiple: 'repeat' }, ['a', 'b'], ['a', 'b']],
  [{ multiple: 'repeat' }, 'a,b', ['a,b']],
  [{ multiple: 'separate', type: 'integer' }, '1,2', [1, 2]],
  [{ multiple: 'separate', type: 'integer', multipleSeparator: '-' }, ['1', '2'], [1, 2]],
  [{ type: 'integer' }, ['3'], 3],
];

describe('is accepted', () => {
  for (const [about, given, value] of accepted) {
    test(`${JSON.stringify(given)} for ${JSON.stringify(about)}`, () => assert.deepEqual(values(about, { p: given }), { p: value }));
  }
});

const refused: [about: About, given: Record<string, Json>, message: RegExp, hint: RegExp][] = [
  [{ type: 'integer' }, { p: '1.5' }, /a whole number, and "1.5" is not/, /e\.g\. 5/],
  [{ type: 'integer' }, { p: '' }, /needs a value/, /whole number/],
  [{ type: 'integer' }, { p: 'Infinity' }, /"Infinity" is not/, /whole number/],
  [{ type: 'float' }, { p: 'much' }, /a number, and "much" is not/, /0\.5 or 1e-4/],
  [{ type: 'float' }, { p: '0x10' }, /"0x10" is not/, /number/],
  [{ type: 'flag' }, { p: 'maybe' }, /true or false, and "maybe" is not/, /true or false/],
  [{ type: 'integer', min: 1, max: 5 }, { p: '0' }, /at least 1, and 0 is less/, /from 1 to 5/],
  [{ type: 'float', max: 1 }, { p: '1.1' }, /at most 1, and 1.1 is more/, /1 or less/],
  [{ choices: ['adam', 'sgd'] }, { p: 'adan' }, /cannot be adan/, /Did you mean adam\? Choose one of adam, sgd\./],
  [{ multiple: 'repeat', choices: ['a'] }, { p: ['a', 'x'] }, /cannot be x/, /one of a/],
  [{}, { p: ['a', 'b'] }, /one value, not a list/, /once/],
  [{}, { p: { a: 1 } }, /an object/, /text/],
  [{ name: 'learning-rate', optional: true }, { 'learning-rat': 1 }, /has no parameter "learning-rat"/, /Did you mean learning-rate\?/],
  [{ name: 'epochs', optional: true }, { zzz: 1 }, /has no parameter "zzz"/, /It has epochs\./],
  [{}, {}, /"p" of the step "s" has no value/, /-p p=/],
  [{ optional: true }, { constructor: 1 }, /no parameter "constructor"/, /It has p/],
];

describe('is refused', () => {
  for (const [about, given, message, hint] of refused) {
    test(`${JSON.stringify(given)} for ${JSON.stringify(about)}`, () => {
      assert.throws(
        () => values(about, given),
        (error) =>
          error instanceof DatapinError && error.code === 'step.parameter' && message.test(error.message) && hint.test(error.hint ?? ''),
      );
    });
  }
});

const defaults: [about: About, expected: Record<string, Json>][] = [
  [{ default: 'x' }, { p: 'x' }],
  [{ default: 0, type: 'integer' }, { p: 0 }],
  [{ default: false, type: 'flag', optional: true }, { p: false }],
  [{ default: '1e-4', type: 'float' }, { p: 0.0001 }],
  [{ default: 1.5, type: 'integer' }, { p: 1.5 }],
  [{ default: 9, type: 'integer', max: 5 }, { p: 9 }],
  [{ default: 'a', multiple: 'repeat' }, { p: ['a'] }],
  [{ default: ['1', '2'], multiple: 'separate', type: 'integer' }, { p: [1, 2] }],
  [{ optional: true }, {}],
  [{ type: 'flag', optional: true }, {}],
  [{ optional: true, default: null }, {}],
];

describe('a default', () => {
  for (const [about, expected] of defaults) test(JSON.stringify(about), () => assert.deepEqual(values(about, {}), expected));
});

test('a value given as null takes the default away', () => {
  assert.deepEqual(values({ default: 'x', optional: true }, { p: null }), {});
});

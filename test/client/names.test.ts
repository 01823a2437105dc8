/** Names as they are proposed and checked while somebody types, and the values of a step's form. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkS3Location, checkTarget, nextVersion, proposeName } from '../../client/names.ts';
import { checkValue, readValue, references, type StepParameter } from '../../client/stepValues.ts';
import { isName } from '../../server/core/ref.ts';

test('proposed names can always stand', () => {
  const rows: [location: string, name: string][] = [
    ['/data/digits', 'digits'],
    ['/data/digits/', 'digits'],
    ['C:\\data\\my digits', 'my-digits'],
    ['s3://bucket/train/2026 (final)', '2026-final'],
    ['s3://bucket', 'bucket'],
    ['/data/.hidden', 'hidden'],
    ['/data/bébé', 'bebe'],
    ['/data/写真', 'dataset'],
    ['/', 'dataset'],
    [`/data/${'x'.repeat(200)}`, 'x'.repeat(128)],
  ];
  for (const [location, name] of rows) {
    assert.equal(proposeName([location]), name);
    assert.ok(isName(proposeName([location])), `${name} is a name by the grammar`);
  }
  assert.equal(proposeName(['/data/digits/1.png', '/data/digits/2.png']), 'digits');
});

test('a target is a dataset, or a dataset and a version', () => {
  for (const good of ['digits', 'digits:v1', ' digits ', 'a.b-c_d:2026-01-01']) assert.equal(checkTarget(good), undefined);
});

test('a target that cannot stand is refused with what is wrong about it', () => {
  const rows: [target: string, said: RegExp][] = [
    ['', /^A name is missing/],
    [':v1', /^A name is missing/],
    ['a:', /^A version is missing/],
    ['a b', /^A blank cannot stand/],
    ['a/b', /^"\/" cannot stand/],
    ['bébé', /^"é" cannot stand/],
    ['写真', /^"写" cannot stand/],
    ['a😀', /^"😀" cannot stand/],
    ['-a', /cannot begin with "-"/],
    ['.a', /cannot begin with "\."/],
    ['a:-b', /cannot begin with "-"/],
    ['a:b#', /^"#" cannot stand/],
    ['a:b:c', /^A second ":"/],
    ['a:latest', /always the newest/],
    ['x'.repeat(129), /at most 128 characters; this one has 129/],
  ];
  for (const [target, said] of rows) assert.match(checkTarget(target) ?? '', said, target);
});

test('the next version is the first free number', () => {
  assert.equal(nextVersion([]), 'v1');
  assert.equal(nextVersion(['v1', 'v2']), 'v3');
  assert.equal(nextVersion(['first', 'v3']), 'v4');
  assert.equal(nextVersion(['v1'], ['good']), 'v2');
  assert.equal(nextVersion(['v1'], ['v2']), 'v3');
});

test('an S3 location names a bucket', () => {
  for (const good of ['s3://bucket', 's3://bucket/', 's3://my.bucket-1/a/b c']) assert.equal(checkS3Location(good), undefined);
  for (const bad of ['', 's3://', 's3:///a', 'https://bucket/a', '/bucket', 's3://b!d/x'])
    assert.ok(checkS3Location(bad), `"${bad}" is refused`);
});

const parameter = (change: Partial<StepParameter>): StepParameter => ({
  name: 'p',
  type: 'string',
  optional: false,
  multiple: false,
  ...change,
});

test('typed values become what the parameter holds', () => {
  const rows: [change: Partial<StepParameter>, text: string, value: unknown][] = [
    [{ type: 'integer' }, ' 12345678901234567891 ', '12345678901234567891'],
    [{ type: 'float' }, '1e-3', '1e-3'],
    [{ type: 'string' }, 'a, b', 'a, b'],
    [{ type: 'string' }, '', ''],
    [{ type: 'integer', multiple: true }, '3, 4', ['3', '4']],
    [{ type: 'string', multiple: true }, 'b,c', ['b', 'c']],
  ];
  for (const [change, text, value] of rows) {
    assert.equal(checkValue(parameter(change), text), undefined);
    assert.deepEqual(readValue(parameter(change), text), value);
  }
});

test('values that do not fit are refused', () => {
  for (const [type, text] of [
    ['integer', '1.5'],
    ['integer', 'x'],
    ['integer', ''],
    ['float', 'x'],
  ] as const) {
    assert.ok(checkValue(parameter({ type }), text), `${type} "${text}"`);
  }
  assert.equal(checkValue(parameter({ type: 'integer', optional: true }), ''), undefined);
});

test('references are typed one after another', () => {
  assert.deepEqual(references(' digits:v1, extra:v2\tmore:latest '), ['digits:v1', 'extra:v2', 'more:latest']);
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formatLocation, parseLocation } from '../../server/connectors/s3/location.ts';
import { DatapinError } from '../../server/core/errors.ts';

/** A key and its one spelling. */
const keys: [key: string, spelling: string][] = [
  ['', 's3://bucket'],
  ['a', 's3://bucket/a'],
  ['a/b.c', 's3://bucket/a/b.c'],
  ['a/', 's3://bucket/a/'],
  ['/a', 's3://bucket//a'],
  ['//a', 's3://bucket///a'],
  ['a//b', 's3://bucket/a//b'],
  ['/', 's3://bucket//'],
  ['a b', 's3://bucket/a%20b'],
  ['a+b', 's3://bucket/a%2Bb'],
  ['100%', 's3://bucket/100%25'],
  ['%20', 's3://bucket/%2520'],
  ['a?b=c&d', 's3://bucket/a%3Fb%3Dc%26d'],
  ['a#b', 's3://bucket/a%23b'],
  ['ü', 's3://bucket/%C3%BC'],
  ['u\u0308', 's3://bucket/u%CC%88'],
  ['😀', 's3://bucket/%F0%9F%98%80'],
  ['../a/./b', 's3://bucket/../a/./b'],
  ['back\\slash', 's3://bucket/back%5Cslash'],
  ['line\nbreak', 's3://bucket/line%0Abreak'],
  ["~-_.!*'()", "s3://bucket/~-_.!*'()"],
  ['user:pass@host', 's3://bucket/user%3Apass%40host'],
];

/** What else people write, and the key they mean. */
const spellings: [text: string, key: string][] = [
  ['s3://bucket/', ''],
  ['S3://bucket/a', 'a'],
  ['s3://bucket/a b', 'a b'],
  ['s3://bucket/a+b', 'a+b'],
  ['s3://bucket/a?b#c', 'a?b#c'],
  ['s3://bucket/ü', 'ü'],
  ['s3://bucket/a%2fb', 'a/b'],
  ['s3://bucket/a\nb', 'a\nb'],
];

const malformed = [
  's3://',
  's3:///key',
  's3://b',
  's3://-bucket',
  's3://buc ket/key',
  's3://buc%20ket/key',
  's3://AKIA:sec@bucket/key',
  's3://host:9000/bucket',
  's3://arn:aws:s3:eu-west-1:1:accesspoint/x',
  's3://bucket/100%',
  's3://bucket/%zz',
  's3://bucket/%ff',
  's3://bucket/\ud800',
  'https://bucket/key',
  'bucket/key',
];

describe('S3 locations', () => {
  for (const [key, spelling] of keys) {
    test(`${JSON.stringify(key)} is ${spelling}`, () => {
      assert.equal(formatLocation({ bucket: 'bucket', key }), spelling);
      assert.deepEqual(parseLocation(spelling), { bucket: 'bucket', key });
    });
  }
  for (const [text, key] of spellings) {
    test(`${JSON.stringify(text)} means ${JSON.stringify(key)}`, () => assert.deepEqual(parseLocation(text), { bucket: 'bucket', key }));
  }
  for (const text of malformed) {
    test(`${JSON.stringify(text)} is refused`, () => {
      assert.throws(
        () => parseLocation(text),
        (error) => error instanceof DatapinError && error.code === 's3.location' && !!error.hint && !/sec|9000/.test(error.message),
      );
    });
  }
});

/** A labelling tool's objects, without secrets and without addresses of people. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { scrub } from '../../server/kit/scrub.ts';
import { type Random, seeded } from '../support/random.ts';

const cases: [title: string, given: unknown, kept: unknown][] = [
  [
    'what holds nothing of the kind',
    { a: [1, 'x', null, true, {}], ü: { deep: [[]] } },
    { a: [1, 'x', null, true, {}], ü: { deep: [[]] } },
  ],
  ['a signed link', { url: 'https://bkt.s3.amazonaws.com/a%20b.jpg?X-Amz-Signature=s' }, { url: 's3://bkt/a%20b.jpg' }],
  ['a plain link', { url: 'https://host.example/x?id=7' }, { url: 'https://host.example/x?id=7' }],
  ['a plain link to a bucket', { url: 'https://bkt.s3.amazonaws.com/k' }, { url: 'https://bkt.s3.amazonaws.com/k' }],
  [
    'a signed link in a text',
    { html: '<img src="https://h.example/k?token=T&w=1"> see' },
    { html: '<img src="https://h.example/k?w=1"> see' },
  ],
  ['a link with a password', { url: 'ftp://u:p@h.example/k' }, { url: 'ftp://h.example/k' }],
  ['keys of secrets', { token: 'T', apiKey: 'K', 'Access-Key': 'K', client_secret: 'S', password: 'P', uploadToken: 1, x: 1 }, { x: 1 }],
  [
    'headers of a download',
    { original: { url: 'https://h.example/k', headers: { Authorization: 'Bearer T', Accept: '*' } } },
    { original: { url: 'https://h.example/k', headers: { Accept: '*' } } },
  ],
  [
    'headers as a list',
    [
      { name: 'Authorization', value: 'T' },
      { name: 'Accept', value: '*' },
    ],
    [{ name: 'Authorization' }, { name: 'Accept', value: '*' }],
  ],
  ['what signs in', ['Bearer abc.def', 'ApiKey pre.secret', 'bearer of news'], ['bearer of news']],
  ['settings that are no secret', { include_export_token: false, password: null }, { include_export_token: false, password: null }],
  [
    'keys that look alike',
    { tokens: ['a'], tokenCount: 2, keypoints: [1], keyframe: true },
    { tokens: ['a'], tokenCount: 2, keypoints: [1], keyframe: true },
  ],
  ['addresses under their key', { email: 'a@b.example', annotatorEmail: 'c@d.example', 'E-Mail': 'none', emails: ['x'], id: 1 }, { id: 1 }],
  [
    'who made it, by address',
    { created_by: 'jane.doe+x@corp.example', createdBy: { email: 'a@b.example', id: 'u1' } },
    { createdBy: { id: 'u1' } },
  ],
  ['who made it, by name', { created_by: 'u-17' }, { created_by: 'u-17' }],
  ['a text with an address in it', { note: 'ask Jane <jane@corp.example>', other: 'fine' }, { other: 'fine' }],
  ['an address in a link', { url: 'https://h.example/u/jane%40corp.example' }, {}],
  ['an address of other letters', { by: 'jürgen@bücher.example' }, {}],
  ['addresses as members', { by: ['a@b.example', 'u1'] }, { by: ['u1'] }],
  ['addresses as keys', { 'a@b.example': 3, x: 1 }, { x: 1 }],
  ['a picture for fine screens', { name: 'photo@2x.png', other: 'p@1.5x.jpeg' }, { name: 'photo@2x.png', other: 'p@1.5x.jpeg' }],
  ['an address that looks like one', { by: 'me@2x.png.example.org' }, {}],
  ['settings as JSON in a text', { meta: '{"by":"a@b.example","w":1}' }, { meta: '{"w":1}' }],
  ['JSON in a text as it was', { meta: '{ "w" : 1.0 }' }, { meta: '{ "w" : 1.0 }' }],
  ['what only begins like JSON', { meta: '[a] b' }, { meta: '[a] b' }],
  ['nothing but a secret', 'a@b.example', undefined],
  ['a key that objects have of themselves', JSON.parse('{"__proto__":{"email":"a@b.example","x":1}}'), JSON.parse('{"__proto__":{"x":1}}')],
];

describe('scrubbed', () => {
  for (const [title, given, kept] of cases) {
    test(title, () => {
      const before = structuredClone(given);
      assert.deepEqual(scrub(given), kept);
      assert.deepEqual(scrub(kept), kept, 'again');
      assert.deepEqual(given, before, 'what was given stays');
    });
  }

  test('objects without end', () => {
    let deep: unknown = 'a@b.example';
    for (let i = 0; i < 5_000; i++) deep = i % 2 ? [deep] : { deep };
    assert.doesNotMatch(JSON.stringify(scrub(deep)), /b\.example/);
  });
});

const canary = 'CANARY7';
const hidden: ((random: Random) => [key: string, value: unknown])[] = [
  () => ['url', `https://bkt.s3.eu-west-1.amazonaws.com/k?X-Amz-Date=1&X-Amz-Signature=${canary}`],
  () => ['url', `https://d.cloudfront.net/k?Expires=1&Signature=${canary}&Key-Pair-Id=${canary}`],
  () => ['link', `see https://a.blob.core.windows.net/c/k?sv=1&sig=${canary} and more`],
  () => ['url', `https://u:${canary}@h.example/k`],
  () => ['url', `https://p.example/?u=${encodeURIComponent(`https://h.example/?token=${canary}`)}`],
  () => ['json', JSON.stringify({ list: [{ api_key: canary }] })],
  (random) => [
    random.pick(['token', 'ACCESS_KEY', 'x-api-key', 'Authorization', 'refreshToken', 'secret']),
    random.pick<unknown>([canary, [canary], { of: canary }]),
  ],
  (random) => [random.pick(['by', 'created_by', 'reviewer', 'text']), `${canary}@corp.example`],
  () => ['by', `${canary} <x@corp.example>`],
  () => [`${canary}@corp.example`, 1],
];

test('no canary survives, at any depth, and everything beside it does', () => {
  const random = seeded(4);
  let planted = 0;
  let kept = 0;
  const grow = (depth: number): unknown => {
    if (depth === 0) return `kept ${kept++}`;
    if (random.below(2)) return Array.from({ length: 1 + random.below(3) }, () => grow(depth - 1));
    const entries: [string, unknown][] = Array.from({ length: 1 + random.below(3) }, (_, i) => [`field ${i}`, grow(depth - 1)]);
    if (random.below(2)) {
      planted++;
      entries.push(random.pick(hidden)(random));
    }
    return Object.fromEntries(entries);
  };
  for (let i = 0; i < 300; i++) {
    kept = 0;
    const clean = JSON.stringify(scrub(grow(1 + random.below(6))));
    assert.ok(!clean.includes(canary), clean);
    assert.equal(new Set(clean.match(/kept \d+/g)).size, kept);
  }
  assert.ok(planted > 500);
});

for (const [title, text] of Object.entries({
  'one word': 'ab01'.repeat(250_000),
  'many dashes': 'a-'.repeat(500_000),
  'many dots': 'a.'.repeat(500_000),
  'many signs of an address': 'a@'.repeat(500_000),
})) {
  test(`a long text of ${title} is not gone through again and again`, () => assert.equal(scrub(text), text));
}

/** What a person or a log may see. `‹…›` marks what must go. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { redact } from '../../server/kit/http/redact.ts';

const texts = [
  'GET https://h/x?access_key=‹K1.2›&page=2 failed',
  'https://b.s3.amazonaws.com/k?X-Amz-Credential=‹AKIA%2F2024›&X-Amz-Signature=‹0af›',
  'https://h/k?Expires=17&Signature=‹z9~_-›&Key-Pair-Id=‹KQ7›',
  'https://h/k?Policy=‹eyJ›&Signature=‹z9›',
  'https://s/b/k?X-Goog-Credential=‹c%40d›&X-Goog-Signature=‹z9›',
  'https://a.blob.core.windows.net/c/k?sv=2022&sig=‹a%2Bb%3D›',
  'https://darwin.v7labs.com/uploads/1?token=‹abc›',
  'https://p/?u=https%3A%2F%2Fh%3FX-Amz-Signature%3D‹abc›',
  'from-s3://‹user:pass@›host/db and 1-https://‹token@›host/x',
  'postgres://‹user:pass@›host/db and https://‹token@›host/x',
  'Authorization: ‹Bearer abc.def-1›',
  'authorization: ‹ApiKey prefix.secret›, next: 1',
  'X-API-KEY: ‹0123›; X-Tenant-Id: ‹team›',
  '{"api_key":"‹z9›","name":"x"}',
  "{ Authorization: '‹Basic dGVhbTpLRVk=›' }",
  'password=‹hunter2› user=me',
  'sent with Bearer‹ abc.def-123› twice',
  'AWS_SECRET_ACCESS_KEY=‹abc/def+›',
  'Cookie: ‹session=1›',
];
const harmless = [
  'The token is missing.',
  'https://h/x?page=2&id=7',
  'Basic shapes and basic rectangles',
  'm:n relation at 12:30',
  'a@b.c',
  's3://bucket/key with spaces',
  'Design: done',
];

describe('redacted', () => {
  for (const text of texts) {
    const secrets = [...text.matchAll(/‹([^›]*)›/g)].map(([, secret]) => secret!.trim());
    test(text, () => {
      const clean = redact(text.replaceAll(/[‹›]/g, ''));
      for (const secret of secrets) assert.ok(!clean.includes(secret), `${secret} is in: ${clean}`);
      const kept = text.split(/‹[^›]*›/).map((part) => part.trim());
      for (const part of kept) assert.ok(clean.includes(part), `${part} is not in: ${clean}`);
      assert.equal(redact(clean), clean);
    });
  }
  for (const text of harmless) test(`kept: ${text}`, () => assert.equal(redact(text), text));

  // in time that grows with the square of the length, none of these would end
  const size = 5_000_000;
  for (const piece of ['a-', '0.', 'a://', 'token ', '-', "token='", 'bearer ', 'x-amz-', '{"', 'a:', ' ', '%3F', 'Az9+']) {
    test(`${size} characters of ${JSON.stringify(piece)}`, () => {
      const text = piece.repeat(size / piece.length);
      assert.ok(redact(text).length <= text.length);
    });
  }
});

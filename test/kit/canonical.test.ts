/** The one lasting address of what a link leads to: every way that stores and tools sign, and every odd key. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formatLocation, parseLocation } from '../../server/connectors/s3/location.ts';
import { canonicalLocation, canonicalObject, isSigned } from '../../server/kit/http/canonical.ts';
import { expiryOf } from '../../server/kit/http/signatures.ts';

const v4 =
  'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA%2Fx&X-Amz-Date=20240101T000000Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=s&X-Amz-Security-Token=t';
const v2 = 'AWSAccessKeyId=AKIA&Signature=s%3D&Expires=1700000000&x-amz-security-token=t';
const google =
  'X-Goog-Algorithm=GOOG4&X-Goog-Credential=c&X-Goog-Date=20240101T000000Z&X-Goog-Expires=60&X-Goog-SignedHeaders=host&X-Goog-Signature=s';
const azure =
  'sv=2022&ss=b&srt=o&sp=r&se=2024-01-01T00%3A00%3A00Z&st=2023-01-01&spr=https&sip=1.1.1.1&sr=b&sig=s%3D&skoid=o&sktid=t&skt=1&ske=2&sks=b&skv=3';

const signed: [title: string, url: string, canonical: string][] = [
  ['Amazon v4', `https://bkt.s3.amazonaws.com/k.jpg?${v4}`, 's3://bkt/k.jpg'],
  ['Amazon v4 in small letters', `https://bkt.s3.amazonaws.com/k.jpg?${v4.toLowerCase()}`, 's3://bkt/k.jpg'],
  ['Amazon v4 with a version', `https://bkt.s3.amazonaws.com/k.jpg?versionId=v.1&${v4}`, 's3://bkt/k.jpg?versionId=v.1'],
  ['Amazon v2', `https://bkt.s3.amazonaws.com/k.jpg?${v2}`, 's3://bkt/k.jpg'],
  ['CloudFront', 'https://d1.cloudfront.net/k.jpg?Expires=1700000000&Signature=s&Key-Pair-Id=K', 'https://d1.cloudfront.net/k.jpg'],
  [
    'CloudFront by policy',
    'https://d1.cloudfront.net/k.jpg?size=2&Policy=p&Signature=s&Key-Pair-Id=K',
    'https://d1.cloudfront.net/k.jpg?size=2',
  ],
  ['Google v4', `https://storage.googleapis.com/bkt/k.jpg?${google}`, 'gs://bkt/k.jpg'],
  ['Google v4 with a generation', `https://storage.googleapis.com/bkt/k.jpg?generation=12&${google}`, 'gs://bkt/k.jpg?generation=12'],
  ['Google v2', 'https://bkt.storage.googleapis.com/k.jpg?GoogleAccessId=a@b.iam&Expires=1700000000&Signature=s', 'gs://bkt/k.jpg'],
  ['Azure', `https://acct.blob.core.windows.net/c/k.jpg?${azure}`, 'az://acct/c/k.jpg'],
  [
    'Azure with a version',
    `https://acct.blob.core.windows.net/c/k.jpg?versionid=2024-01-01&${azure}`,
    'az://acct/c/k.jpg?versionId=2024-01-01',
  ],
  ['Azure behind a name of one’s own', `https://img.example/c/k.jpg?${azure}&w=2`, 'https://img.example/c/k.jpg?w=2'],
  [
    'Labelbox, in milliseconds',
    'https://storage.labelbox.com/org%2Fuuid-n.jpg?Expires=1700000000000&KeyName=labelbox-assets-key-3&Signature=s',
    'https://storage.labelbox.com/org%2Fuuid-n.jpg',
  ],
  ['V7', 'https://darwin.v7labs.com/api/v2/teams/t/uploads/u?token=T', 'https://darwin.v7labs.com/api/v2/teams/t/uploads/u'],
  ['a store that speaks as S3 does', `http://minio.example:9000/b/k?${v4}`, 'http://minio.example:9000/b/k'],
  ['Sama', 'https://api.sama.com/v2/x.json?access_key=K&page=1', 'https://api.sama.com/v2/x.json?page=1'],
  ['a password', 'https://user:pass@host.example/k', 'https://host.example/k'],
  [
    'a link in a link',
    `https://p.example/?u=${encodeURIComponent(`https://bkt.s3.amazonaws.com/k?${v4}`)}&w=1`,
    'https://p.example/?u=s3%3A%2F%2Fbkt%2Fk&w=1',
  ],
];

const plain: [title: string, url: string, canonical: string][] = [
  ['with the region', 'https://bkt.s3.eu-west-1.amazonaws.com/k', 's3://bkt/k'],
  ['with the region, old', 'https://bkt.s3-eu-west-1.amazonaws.com/k', 's3://bkt/k'],
  ['dual stack', 'https://bkt.s3.dualstack.us-gov-west-1.amazonaws.com/k', 's3://bkt/k'],
  ['accelerated', 'https://bkt.s3-accelerate.amazonaws.com/k', 's3://bkt/k'],
  ['accelerated, dual stack', 'https://bkt.s3-accelerate.dualstack.amazonaws.com/k', 's3://bkt/k'],
  ['China', 'https://bkt.s3.cn-north-1.amazonaws.com.cn/k', 's3://bkt/k'],
  ['the bucket in the path', 'https://s3.amazonaws.com/bkt/d/k', 's3://bkt/d/k'],
  ['the bucket in the path, with the region', 'https://s3.eu-west-1.amazonaws.com/bkt/k', 's3://bkt/k'],
  ['the bucket in the path, with the region, old', 'https://s3-eu-west-1.amazonaws.com/bkt/k', 's3://bkt/k'],
  ['a bucket with dots', 'https://my.bkt.s3.amazonaws.com/k', 's3://my.bkt/k'],
  ['a whole bucket', 'https://bkt.s3.amazonaws.com/', 's3://bkt'],
  ['not encrypted', 'http://bkt.s3.amazonaws.com/k', 's3://bkt/k'],
  ['a site in a bucket is a site', 'http://bkt.s3-website-us-east-1.amazonaws.com/k', 'http://bkt.s3-website-us-east-1.amazonaws.com/k'],
  ['another of Amazon’s', 'https://evil-s3.amazonaws.com.example/k', 'https://evil-s3.amazonaws.com.example/k'],
  ['Google with the bucket in the host', 'https://bkt.storage.googleapis.com/d/k', 'gs://bkt/d/k'],
  ['Google for people', 'https://storage.cloud.google.com/bkt/k', 'gs://bkt/k'],
  ['Google by its API', 'https://storage.googleapis.com/storage/v1/b/bkt/o/d%2Fk%20x?alt=media', 'gs://bkt/d/k%20x'],
  ['Azure', 'https://acct.blob.core.windows.net/c/d/k', 'az://acct/c/d/k'],
  ['a slash in a key', 'https://bkt.s3.amazonaws.com/a%2Fb', 's3://bkt/a/b'],
  ['a percent sign in a key', 'https://bkt.s3.amazonaws.com/a%252Fb', 's3://bkt/a%252Fb'],
  ['a plus in a key', 'https://bkt.s3.amazonaws.com/a+b', 's3://bkt/a%2Bb'],
  ['a plus in a key, encoded', 'https://bkt.s3.amazonaws.com/a%2Bb', 's3://bkt/a%2Bb'],
  ['a space in a key', 'https://bkt.s3.amazonaws.com/a%20b', 's3://bkt/a%20b'],
  ['a bare space', 'https://bkt.s3.amazonaws.com/a b', 's3://bkt/a%20b'],
  ['brackets', 'https://bkt.s3.amazonaws.com/a(1)[2].jpg', 's3://bkt/a(1)%5B2%5D.jpg'],
  ['a question mark in a key', 'https://bkt.s3.amazonaws.com/a%3Fb', 's3://bkt/a%3Fb'],
  ['composed letters', 'https://bkt.s3.amazonaws.com/%C3%A9', 's3://bkt/%C3%A9'],
  ['letters with marks', 'https://bkt.s3.amazonaws.com/e%CC%81', 's3://bkt/e%CC%81'],
  ['bare letters', 'https://bkt.s3.amazonaws.com/é', 's3://bkt/%C3%A9'],
  ['dots in a key', 'https://bkt.s3.amazonaws.com/a/../b', 's3://bkt/a/../b'],
  ['slashes in a row', 'https://bkt.s3.amazonaws.com/a//b', 's3://bkt/a//b'],
  ['bytes that are no UTF-8', 'https://bkt.s3.amazonaws.com/%FF', 'https://bkt.s3.amazonaws.com/%FF'],
  ['a port of its own', 'https://bkt.s3.amazonaws.com:8443/k', 'https://bkt.s3.amazonaws.com:8443/k'],
  ['any other query', 'https://host.example/x?id=7&name=a+b&key=photos/1.jpg', 'https://host.example/x?id=7&name=a+b&key=photos/1.jpg'],
  [
    'what ends, but is not signed',
    'https://host.example/x?Expires=3&policy=open&st=1',
    'https://host.example/x?Expires=3&policy=open&st=1',
  ],
  ['capitals and a usual port', 'HTTPS://Host.Example:443/X', 'https://host.example/X'],
  ['a fragment', 'https://host.example/x#part', 'https://host.example/x'],
  ['s3 as it is', 's3://bkt/a%20b', 's3://bkt/a%20b'],
  ['s3 as people write it', 's3://bkt/a b+c', 's3://bkt/a%20b%2Bc'],
  ['s3 with a lone percent sign', 's3://bkt/100%', 's3://bkt/100%25'],
  ['gs with a generation', 'gs://bkt/k?generation=3', 'gs://bkt/k?generation=3'],
  ['another scheme', 'labelbox://data-rows/x', 'labelbox://data-rows/x'],
  ['a file', 'file:///a%20b', 'file:///a%20b'],
  ['no address', 'image 1.jpg', 'image 1.jpg'],
];

for (const [kind, table] of Object.entries({ signed, plain })) {
  describe(`canonical: ${kind}`, () => {
    for (const [title, url, canonical] of table) {
      test(title, () => {
        assert.equal(canonicalLocation(url), canonical);
        assert.equal(canonicalLocation(canonical), canonical, 'again');
        assert.equal(isSigned(url), kind === 'signed');
        assert.equal(isSigned(canonical), false);
      });
      if (canonical.startsWith('s3:') && !canonical.includes('?')) {
        test(`${title}: as the S3 connector writes it`, () => assert.equal(formatLocation(parseLocation(canonical)), canonical));
      }
    }
  });
}

test('the version apart from the location', () => {
  assert.deepEqual(canonicalObject('https://bkt.s3.amazonaws.com/k?versionId=v'), { location: 's3://bkt/k', versionId: 'v' });
  assert.deepEqual(canonicalObject('https://storage.googleapis.com/bkt/k?generation=1'), { location: 'gs://bkt/k', versionId: '1' });
  assert.deepEqual(canonicalObject('https://host.example/k?versionId=v'), { location: 'https://host.example/k?versionId=v' });
});

const ends: [title: string, url: string, end: string | undefined][] = [
  ['Amazon v4', `https://h/k?${v4}`, '2024-01-01T00:01:00.000Z'],
  ['Google v4', `https://h/k?${google}`, '2024-01-01T00:01:00.000Z'],
  ['seconds', 'https://h/k?Expires=1700000000&Signature=s', '2023-11-14T22:13:20.000Z'],
  ['milliseconds', 'https://h/k?Expires=1700000000000&Signature=s', '2023-11-14T22:13:20.000Z'],
  ['Azure', `https://h/k?${azure}`, '2024-01-01T00:00:00.000Z'],
  ['nothing said', 'https://h/k?a=1&se=2024-01-01', undefined],
  ['nonsense', 'https://h/k?X-Amz-Date=now&X-Amz-Expires=60&Expires=soon', undefined],
];
describe('when a link ends', () => {
  for (const [title, url, end] of ends) {
    test(title, () => assert.equal(expiryOf(url), end === undefined ? undefined : Date.parse(end)));
  }
});

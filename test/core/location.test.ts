/** What is repeated of a location, and what is not. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import { shown, withoutSecrets } from '../../server/core/location.ts';
import { refusal, testWorld } from './fixture.ts';

const secret = 'CANARY';

const locations: [location: string, shown: string][] = [
  ['file:///data/a%20b%23.png', '/data/a b#.png'],
  ['s3://bucket/key%3Fx', 's3://bucket/key%3Fx'],
  [`s3://ada:${secret}@bucket/key`, 's3://bucket/key'],
  [`https://host:8443/a/b?X-Amz-Signature=${secret}&x=a@b`, 'https://host:8443/a/b'],
  [`HTTPS://ada@host/a@b#${secret}`, 'HTTPS://host/a@b'],
];

describe('a location as people see it', () => {
  for (const [location, text] of locations) test(text, () => assert.equal(shown(location), text));
});

test('a URI without secrets is itself', () => {
  for (const uri of ['s3://bucket/a/b', 'https://host/a@b', 'file:///a']) assert.equal(withoutSecrets(uri), uri);
});

test('a location that nobody reads is refused without its secrets', async (t) => {
  const { app } = testWorld(t);
  const refused = app.connectorFor(`gopher://ada:${secret}@host/data?X-Amz-Signature=${secret}#${secret}`);
  await assert.rejects(refused, (error) => {
    assert.ok(!inspect(error, { showHidden: true }).includes(secret));
    return refusal('adopt.unsupported-location', /cannot read gopher:\/\/host\/data\./)(error);
  });
});

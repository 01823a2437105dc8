/** Finding in a real store: exactly one key, all that fits, or one level to look around in. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { S3Client } from '@aws-sdk/client-s3';
import { createS3Connector } from '../../server/connectors/s3/connector.ts';
import type { S3Options } from '../../server/connectors/s3/settings.ts';
import type { BrowseEntry, Connector } from '../../server/core/connector.ts';
import { encodePath } from '../../server/core/location.ts';
import { type Rgw, startRgw, withoutRgw } from '../support/rgw.ts';
import { makeBucket, putObjects, s3Client, setVersioning } from '../support/s3.ts';
import { all, assertRejects, bytesOf, listed, pathsOf } from './contract.ts';

const keys = [
  'raw/1',
  'raw/10',
  'raw/1/x',
  'raw/100.jpg',
  'train/a.jpg',
  'train/b.png',
  'train/cats/c.jpg',
  'train/cats/old/d.jpg',
  'train/[e].jpg',
  'train/e.jpg',
  'odd//double',
  'odd/ü 😀+%.png',
  'marked/',
  'marked/file',
  'top',
];

describe('finding in S3', { skip: withoutRgw() }, () => {
  let rgw: Rgw;
  let client: S3Client;
  before(async () => {
    rgw = await startRgw();
    client = s3Client(rgw.endpoint, rgw);
    for (const bucket of ['plain', 'versioned']) {
      await makeBucket(client, bucket, { versioned: bucket === 'versioned' });
      await putObjects(client, bucket, Object.fromEntries(keys.map((key) => [key, key.endsWith('/') ? '' : key])));
    }
    await makeBucket(client, 'suspended', { versioned: true });
    await setVersioning(client, 'suspended', 'Suspended');
    await putObjects(client, 'suspended', { a: 'a' });
  });
  after(async () => {
    client?.destroy();
    await rgw?.stop();
  });
  const connect = (options: S3Options = {}) => createS3Connector({ endpoint: rgw.endpoint, credentials: rgw, retryDelay: 1, ...options });

  for (const bucket of ['plain', 'versioned']) {
    for (const key of keys.filter((key) => !key.endsWith('/'))) {
      test(`${key} of a ${bucket} bucket, and no other key, by its location alone`, async () => {
        const connector = connect();
        const location = `s3://${bucket}/${encodePath(key)}`;
        const found = await connector.inspect({ location, size: 0 });
        assert.ok(found.state === 'present');
        assert.equal(found.size, Buffer.byteLength(key));
        assert.equal(found.versionId !== undefined, bucket === 'versioned');
        const [file] = await listed(connector, location);
        const { signature, etag, versionId } = found;
        assert.deepEqual({ signature, etag, versionId }, { signature: file!.signature, etag: file!.etag, versionId: file!.versionId });
        assert.equal((await bytesOf(connector, { ...file!, versionId, etag })).toString(), key);
      });
    }
    for (const key of ['raw', 'raw/', 'raw/100', 'train', 'train/cats', 'to', 'topp', 'TOP', 'train/*.jpg']) {
      test(`no ${key} in a ${bucket} bucket`, async () => {
        assert.deepEqual(await connect().inspect({ location: `s3://${bucket}/${key}`, size: 0 }), { state: 'missing' });
      });
    }
  }

  const lists: [ask: string, finds: string[]][] = [
    ['raw/1', ['1']],
    ['raw/1/', ['x']],
    ['raw/10', ['10']],
    ['raw', ['1', '1/x', '10', '100.jpg']],
    ['raw/1*', ['1', '10', '100.jpg']],
    ['raw/1**', ['1', '10', '100.jpg']],
    ['train/*.jpg', ['[e].jpg', 'a.jpg', 'e.jpg']],
    ['train/**/*.jpg', ['[e].jpg', 'a.jpg', 'cats/c.jpg', 'cats/old/d.jpg', 'e.jpg']],
    ['train/[ab].{jpg,png}', ['a.jpg', 'b.png']],
    ['train/[e].jpg', ['[e].jpg']],
    ['*', ['top']],
    ['**/file', ['marked/file']],
    ['odd/*%2B%25.png', ['ü 😀+%.png']],
    ['{raw,train}/1*', ['raw/1', 'raw/10', 'raw/100.jpg']],
  ];
  for (const [ask, finds] of lists) {
    test(`s3://plain/${ask}`, async () => {
      assert.deepEqual(pathsOf(await listed(connect({ pageSize: 3 }), `s3://plain/${ask}`)), finds.toSorted());
    });
  }
  for (const ask of ['train/*.gif', 'nowhere/**', 'TRAIN/*', 'raw/1?x']) {
    test(`nothing fits s3://plain/${ask}`, async () => {
      const error = await assertRejects(listed(connect(), `s3://plain/${ask}`));
      assert.equal(error.code, 's3.key');
      assert.match(error.message, /Nothing in s3:\/\/plain\S* fits /);
      assert.match(error.hint ?? '', /\*\* for folders/);
    });
  }

  const notes: [location: string, note: RegExp | undefined][] = [
    ['s3://plain/raw/', /^Bucket plain keeps no versions: its files can be replaced\. Verifying tells\.$/],
    ['s3://plain/top', /^Bucket plain keeps no versions/],
    ['s3://plain/train/*.jpg', /^Bucket plain keeps no versions/],
    ['s3://versioned/raw/', undefined],
    ['s3://versioned/top', undefined],
    ['s3://suspended', /^Bucket suspended keeps no versions/],
    ['s3://suspended/a', /^Bucket suspended keeps no versions/],
  ];
  for (const [location, note] of notes) {
    test(`says once of ${location} ${note ? 'that it can be replaced' : 'nothing'}`, async () => {
      const said = (await all(connect({ pageSize: 1 }).list(location))).flatMap((item) => ('note' in item ? item.note : []));
      assert.equal(said.length, note ? 1 : 0);
      if (note) assert.match(said[0]!, note);
    });
  }

  test('looks around: buckets, then folders and objects, a page at a time', async () => {
    const connector = connect();
    const top = await browsed(connector, undefined);
    assert.deepEqual(top.map(({ name }) => name).toSorted(), ['plain', 'suspended', 'versioned']);
    assert.ok(top.every(({ kind, location, name }) => kind === 'folder' && location === `s3://${name}/`));
    const shown = async (from: Connector, location: string) =>
      (await browsed(from, location)).map(({ name, kind, size }) => (kind === 'folder' ? `${name}/` : `${name} ${size}`)).toSorted();
    for (const pageSize of [1, 2, 1000]) {
      const from = connect({ pageSize });
      assert.deepEqual(await shown(from, 's3://plain/'), ['marked/', 'odd/', 'raw/', 'top 3', 'train/']);
      assert.deepEqual(await shown(from, 's3://plain'), await shown(from, 's3://plain/'));
      assert.deepEqual(await shown(from, 's3://plain/raw/'), ['1 5', '1/', '10 6', '100.jpg 11']);
      assert.deepEqual(await shown(from, 's3://plain/marked/'), ['file 11']);
      assert.deepEqual(await shown(from, 's3://plain/odd/'), ['//', `ü 😀+%.png ${Buffer.byteLength('odd/ü 😀+%.png')}`]);
      assert.deepEqual(await shown(from, 's3://plain/nowhere/'), []);
    }
  });

  test('whatever is looked at can be listed under its location', async () => {
    const connector = connect();
    for (const entry of await browsed(connector, 's3://versioned/')) {
      const files = await listed(connector, entry.location);
      assert.ok(files.length > 0, entry.location);
      if (entry.kind === 'file') assert.equal(files[0]!.size, entry.size);
    }
  });

  test('says why there is nothing to look at', async () => {
    const stranger = await rgw.createUser('stranger');
    const refused = (location: string, options: S3Options = {}) => assertRejects(connect(options).browse!(location));
    assert.equal((await refused('s3://nowhere-at-all/')).code, 's3.bucket');
    assert.equal((await refused('s3://plain/', { credentials: stranger })).code, 's3.denied');
    assert.equal((await refused('s3://x:y@plain/')).code, 's3.location');
    assert.deepEqual(await browsed(connect({ credentials: stranger }), undefined), []);
  });
});

async function browsed(connector: Connector, location: string | undefined): Promise<BrowseEntry[]> {
  const entries: BrowseEntry[] = [];
  let after: string | undefined;
  do {
    const page = await connector.browse!(location, after);
    entries.push(...page.entries);
    after = page.next;
  } while (after !== undefined);
  return entries;
}

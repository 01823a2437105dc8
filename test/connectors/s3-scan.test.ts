/** Our scanner of listings reads what the SDK's parser reads, or leaves it to that. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { ListObjectsV2Command, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { scanObjects, scanVersions } from '../../server/connectors/s3/scan.ts';

const xml = '<?xml version="1.0" encoding="UTF-8"?>';
const namespace = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
const objects = (inner: string) => `${xml}\n<ListBucketResult ${namespace}>${inner}</ListBucketResult>`;
const versions = (inner: string) => `${xml}<ListVersionsResult ${namespace}>${inner}</ListVersionsResult>`;
const entry = (key: string, more = '') => `<Contents><Key>${key}</Key><Size>12</Size>${more}</Contents>`;
const around = '<Name>b</Name><Prefix/><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>';

/** Answers that both must read alike. */
const alike: { title: string; body: string }[] = [
  { title: 'an empty bucket', body: objects(around) },
  {
    title: 'what Amazon gives',
    body: objects(
      `<Name>b</Name><Prefix>a%2F</Prefix><EncodingType>url</EncodingType><KeyCount>1</KeyCount><IsTruncated>true</IsTruncated><NextContinuationToken>1/+=&amp;</NextContinuationToken>${entry(
        'a%2Fb',
        '<LastModified>2026-01-02T03:04:05.000Z</LastModified><ETag>&quot;d41d8cd9-2&quot;</ETag><ChecksumAlgorithm>SHA256</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType><StorageClass>STANDARD</StorageClass>',
      )}`,
    ),
  },
  {
    title: 'what Ceph gives',
    body: objects(
      `${around}${entry('x', '<Owner><ID>test</ID><DisplayName>Tëst &amp; co</DisplayName></Owner><ETag>"e"</ETag><Type>Normal</Type>')}`,
    ),
  },
  {
    title: 'several checksums',
    body: objects(around + entry('a', '<ChecksumAlgorithm>CRC32</ChecksumAlgorithm><ChecksumAlgorithm>SHA256</ChecksumAlgorithm>')),
  },
  { title: 'names of entities', body: objects(around + entry('&lt;&gt;&amp;&quot;&apos;')) },
  { title: 'numbers of entities', body: objects(around + entry('a&#10;b&#xA;c')) },
  { title: 'entities that look like others', body: objects(around + entry('&amp;quot;&amp;amp;lt;')) },
  { title: 'keys that are not encoded', body: objects(around + entry('ü/数字/😀')) },
  { title: 'white space between elements', body: objects(`\n  ${around}\n  ${entry('a')}\r\n\t${entry('b')}\n`) },
  { title: 'an end of line at the end', body: `${objects(around)}\n` },
  { title: 'no declaration', body: objects(around).slice(xml.length) },
  {
    title: 'folders',
    body: objects(
      `${around}${entry('a')}<CommonPrefixes><Prefix>b/</Prefix></CommonPrefixes><CommonPrefixes><Prefix>c/</Prefix></CommonPrefixes>`,
    ),
  },
  { title: 'a key of spaces', body: objects(around + entry(' a ')) },
  {
    title: 'versions and markers',
    body: versions(
      '<Name>b</Name><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated><NextKeyMarker>a</NextKeyMarker><NextVersionIdMarker>2</NextVersionIdMarker><Version><Key>a</Key><VersionId>1</VersionId><IsLatest>true</IsLatest><ETag>&quot;e&quot;</ETag><Size>0</Size></Version><DeleteMarker><Key>b</Key><VersionId>null</VersionId><IsLatest>false</IsLatest></DeleteMarker><Version><Key>b</Key><VersionId>x</VersionId><IsLatest>false</IsLatest><Size>5</Size></Version>',
    ),
  },
];

/** Answers that are left to the SDK's parser. */
const left: { title: string; body: string }[] = [
  { title: 'nothing', body: '' },
  { title: 'a sign-in page', body: '<html><body>Welcome<br></body></html>' },
  { title: 'an error', body: `${xml}<Error><Code>InternalError</Code></Error>` },
  { title: 'half a page', body: objects(around + entry('a')).slice(0, -30) },
  { title: 'half an entry', body: objects(around + entry('a')).replace('</Key>', '') },
  { title: 'a page and more', body: `${objects(around)}<more/>` },
  { title: 'a comment', body: objects(`${around}<!-- a > b -->${entry('a')}`) },
  { title: 'CDATA', body: objects(around + entry('<![CDATA[a<b]]>')) },
  { title: 'attributes', body: objects(around + entry('a').replace('<Key>', '<Key kind="x">')) },
  { title: 'prefixes of names', body: objects(around + entry('a')).replaceAll('Key>', 's3:Key>') },
  { title: 'an unknown entity', body: objects(around + entry('&nbsp;')) },
  { title: 'a lone ampersand', body: objects(around + entry('a&b')) },
  { title: 'a size that is none', body: objects(around + entry('a').replace('12', 'twelve')) },
  { title: 'a size that is empty', body: objects(around + entry('a').replace('<Size>12</Size>', '<Size/>')) },
  { title: 'two keys of one object', body: objects(around + entry('a</Key><Key>b')) },
  { title: 'text between elements', body: objects(`${around}text${entry('a')}`) },
];

describe('the scanner of listings', () => {
  let client: S3Client;
  let body = '';
  const server = createServer((_, response) => response.end(body));
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
    client = new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true, maxAttempts: 1 });
  });
  after(() => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  });

  for (const { title, body: text } of alike) {
    test(`reads ${title} as the SDK does`, async () => {
      body = text;
      const ofVersions = text.includes('<ListVersionsResult');
      const ours = (ofVersions ? scanVersions : scanObjects)(Buffer.from(text)) as object | undefined;
      assert.ok(ours);
      const command = ofVersions ? new ListObjectVersionsCommand({ Bucket: 'b' }) : new ListObjectsV2Command({ Bucket: 'b' });
      const theirs = await (client.send as (command: unknown) => Promise<object>)(command);
      assert.deepEqual(ours, onlyWhatIsIn(ours, theirs));
      for (const list of [
        'Contents',
        'Versions',
        'DeleteMarkers',
        'CommonPrefixes',
        'NextContinuationToken',
        'NextKeyMarker',
        'EncodingType',
      ]) {
        assert.equal(Object.hasOwn(ours, list), (theirs as Record<string, unknown>)[list] !== undefined, list);
      }
    });
  }

  for (const { title, body: text } of left) {
    test(`leaves ${title} to the SDK`, () => assert.equal(scanObjects(Buffer.from(text)), undefined));
  }
});

/** Of the SDK's answer the parts that we have, too, and of entries all that we ever read. */
function onlyWhatIsIn(ours: object, theirs: object): unknown {
  const wanted = new Set(['Key', 'Size', 'ETag', 'VersionId', 'IsLatest', 'ChecksumAlgorithm', 'ChecksumType', 'Prefix']);
  return Object.fromEntries(
    Object.keys(ours).map((name) => {
      const value = (theirs as Record<string, unknown>)[name];
      if (!Array.isArray(value)) return [name, value];
      return [name, value.map((one: object) => Object.fromEntries(Object.entries(one).filter(([field]) => wanted.has(field))))];
    }),
  );
}

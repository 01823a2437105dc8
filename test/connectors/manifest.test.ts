import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as nodeTest from 'node:test';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createRepeats } from '../../server/connectors/manifest/repeats.ts';
import { createManifestSource } from '../../server/connectors/manifest/source.ts';
import { corpus, needsCorpus } from '../support/corpus.ts';
import { matchesGolden } from '../support/golden.ts';
import { itemLines } from '../support/listedItems.ts';
import { probed, problemLines, sourceWorld, yielded } from '../support/sourceContext.ts';
import { tree } from '../support/tree.ts';
import { assertRejects } from './contract.ts';

const source = createManifestSource();
const world = sourceWorld(nodeTest);
const samples = join(corpus, 'manifest', 'synthetic');
const hex = 'ab'.repeat(32);
const md5 = 'cd'.repeat(16);
const base64 = Buffer.from(hex, 'hex').toString('base64');

test('the samples', needsCorpus, async () => {
  let golden = '';
  for (const name of ['bare-urls.txt', 'manifest.csv', 'manifest.jsonl', 'sha256sums.txt']) {
    const match = await probed(world, source, join(samples, name));
    const found = await yielded(world, source, join(samples, name));
    golden += `# ${name}: ${match?.certainty}, ${match?.why}\n${itemLines(found, (line) => line.replaceAll(pathToFileURL(samples).href, '{samples}'))}\n`;
  }
  matchesGolden('connectors/manifest.txt', golden);
});

interface Case {
  /** Of the list; `list.csv` when none. */
  name?: string;
  text: string;
  /** `path <- location [, what else is known]`, without the folder of the list. */
  files?: string[];
  notes?: string[];
  /** Line and message. */
  problems?: string[];
  root?: string;
  field?: string;
}

const listNote = (name: string, what: string) => `${name}: some checksums are not used, since they are no ${what}.`;
const oneRow = (columns: string, row: string, file: string, rest: Partial<Case> = {}): Case => ({
  text: `${columns}\n${row}\n`,
  files: [file],
  ...rest,
});
const wrong = (address: string, problem: string): Case => ({
  name: 'x.txt',
  text: `s3://bkt/k/a.jpg\n${address}\n`,
  files: ['a.jpg <- s3://bkt/k/a.jpg'],
  problems: [`x.txt:2: ${problem}`],
});

const cases: Record<string, Case> = {
  ...Object.fromEntries(
    [
      'url',
      'URI',
      'path',
      'file',
      'file_name',
      'File Name',
      's3_uri',
      'S3-URI',
      'source-ref',
      'image_url',
      'imageUrl',
      'image',
      'image_path',
      'key',
    ].map((column) => [`a column called ${column}`, oneRow(`${column},size`, 'd/a.jpg,7', 'd/a.jpg <- d/a.jpg, 7 bytes')]),
  ),
  'the surest of several columns': oneRow('image,path,url', '1,2,s3://bkt/k/3.jpg', '3.jpg <- s3://bkt/k/3.jpg'),
  'a column that is named': oneRow('url,thumb', 's3://bkt/a,s3://bkt/t/b', 'b <- s3://bkt/t/b', {
    field: 'thumb',
    files: ['b <- s3://bkt/t/b'],
  }),
  'hex, with a prefix, in upper case': oneRow('path,checksum', `a,SHA256:${hex.toUpperCase()}`, `a <- a, sha256 ${hex}`),
  base64: oneRow('path,sha-256', `a,${base64}`, `a <- a, sha256 ${hex}`),
  'a hash and an MD5': oneRow('path,hash,md5sum', `a,${hex},${md5}`, `a <- a, md5 ${md5}, sha256 ${hex}`),
  'an MD5 among hashes': oneRow('path,hash', `a,${md5}`, `a <- a, md5 ${md5}`),
  'an MD5 that is said to be a SHA-256': oneRow('path,sha256', `a,${md5}`, 'a <- a', { notes: [listNote('list.csv', 'SHA-256')] }),
  'an etag that is no checksum': oneRow('path,etag', `a,"""${md5}-3"""`, 'a <- a'),
  'words in place of a checksum': oneRow('path,md5,checksum', 'a,none,crc32:1', 'a <- a', {
    notes: [listNote('list.csv', 'MD5'), listNote('list.csv', 'SHA-256 and no MD5')],
  }),
  'a version id': oneRow('url,version_id', 's3://bkt/k/a,v1', 'a <- s3://bkt/k/a, version v1'),
  'a version id in the address': oneRow('url', 's3://bkt/k/a?versionId=v2', 'a <- s3://bkt/k/a, version v2'),
  tabs: { name: 'x.tsv', text: `path\tsize\na b.jpg\t3\n`, files: ['a b.jpg <- a%20b.jpg, 3 bytes'] },
  'semicolons, quotes, a mark and the line breaks of Windows': {
    text: '\uFEFF"file_name";"size"\r\n"a;b.jpg";3\r\n',
    files: ['a;b.jpg <- a%3Bb.jpg, 3 bytes'],
  },
  'one column, with commas in it': {
    text: 'url\nhttps://h.example/d/a,b.jpg\nhttps://h.example/d/c;d.jpg\n',
    files: ['a,b.jpg <- https://h.example/d/a,b.jpg', 'c;d.jpg <- https://h.example/d/c;d.jpg'],
  },
  'labels are files too': { text: 'path,label\na.jpg,cat\n', files: ['a.jpg <- a.jpg', 'list.csv <- list.csv'] },
  'what only says more of the bytes is not': { text: 'path,width,height,media_type\na.jpg,1,2,image/jpeg\n', files: ['a.jpg <- a.jpg'] },
  'rows of JSON': {
    name: 'x.jsonl',
    text: `{"url":"s3://bkt/k/a","size":3}\n\n{"uri":"s3://bkt/k/b","sha256":"${hex}"}\n`,
    files: ['a <- s3://bkt/k/a, 3 bytes', `b <- s3://bkt/k/b, sha256 ${hex}`],
  },
  'rows of JSON with splits': {
    name: 'x.ndjson',
    text: '{"path":"a"}\n{"path":"b","split":"val"}\n',
    files: ['a <- a', 'b <- b', 'x.ndjson <- x.ndjson'],
  },
  'an array of JSON over many lines': {
    name: 'x.json',
    text: '[\n  { "meta": { "a": [1] }, "path": "a" },\n  { "path": "b" }\n]\n',
    files: ['a <- a', 'b <- b', 'x.json <- x.json'],
  },
  'rows that are no rows': {
    name: 'x.jsonl',
    text: '{"path":"a"}\n{"path":\n7\n{"path":7.5,"size":"x"}\n{"label":"cat"}\n{"path":{"s3":"x"}}\n',
    files: ['a <- a', 'x.jsonl <- x.jsonl'],
    problems: [
      'x.jsonl:2: Line 2 is no JSON: it ends too early.',
      'x.jsonl:3: Row 3 is no object.',
      'x.jsonl:4: The size "x" is no number of bytes.',
      'x.jsonl:5: No column is an address.',
      'x.jsonl:6: "path" holds no address.',
    ],
  },
  'rows of a table that are none': {
    text: 'path,size\na,1\n,1\nb\nc,-1\nd,1.5\n',
    files: ['a <- a, 1 bytes'],
    problems: [
      'list.csv:3: "path" holds no address.',
      'list.csv:4: Row 4 has 1 cell, and there are 2 columns.',
      'list.csv:5: The size "-1" is no number of bytes.',
      'list.csv:6: The size "1.5" is no number of bytes.',
    ],
  },
  'addresses, comments and blank lines': {
    name: 'x.txt',
    text: '# mine\n\ns3://bkt/k/a/1\n  https://h.example/a  \n',
    files: ['bkt/k/a/1 <- s3://bkt/k/a/1', 'h.example/a <- https://h.example/a'],
  },
  'the folder that all share': {
    name: 'x.txt',
    text: 's3://bkt/k/a/1\ns3://bkt/k/b/1\ns3://bkt/k/ab\n',
    files: ['a/1 <- s3://bkt/k/a/1', 'b/1 <- s3://bkt/k/b/1', 'ab <- s3://bkt/k/ab'],
  },
  'buckets that share nothing': {
    name: 'x.txt',
    text: 's3://bkt/1\ns3://other/1\n',
    files: ['bkt/1 <- s3://bkt/1', 'other/1 <- s3://other/1'],
  },
  'a name like the folder of another': {
    name: 'x.txt',
    text: 's3://bkt/key\ns3://bkt/key2\ns3://bkt/key/1\n',
    files: ['key <- s3://bkt/key', 'key2 <- s3://bkt/key2', 'key/1 <- s3://bkt/key/1'],
  },
  queries: {
    name: 'x.txt',
    text: 'https://h.example/d/a?x=1/2\nhttps://h.example/d/b?x=1/2\n',
    files: ['a_x=1-2 <- https://h.example/d/a?x=1/2', 'b_x=1-2 <- https://h.example/d/b?x=1/2'],
  },
  'signed links': {
    name: 'x.txt',
    text: 'https://bkt.s3.eu-west-1.amazonaws.com/k/a?X-Amz-Signature=CANARY\nhttps://h.example/k/b?id=1&token=CANARY\n',
    files: ['bkt/k/a <- s3://bkt/k/a, signed', 'h.example/k/b_id=1 <- https://h.example/k/b?id=1, signed'],
  },
  'public links into S3 stay links': {
    name: 'x.txt',
    text: 'https://bkt.s3.amazonaws.com/k/a\n',
    files: ['a <- https://bkt.s3.amazonaws.com/k/a'],
  },
  'addresses of Google and Azure': {
    name: 'x.txt',
    text: 'https://storage.googleapis.com/bkt/k/a\ngs://bkt/k/b\n',
    files: ['a <- gs://bkt/k/a', 'b <- gs://bkt/k/b'],
  },
  'keys under a root': {
    name: 'x.txt',
    text: 'k/a b\n./k//c\n/k/d\n',
    root: 's3://bkt/p/',
    files: ['k/a b <- s3://bkt/p/k/a%20b', 'k/c <- s3://bkt/p/k//c', 'k/d <- s3://bkt/p/k/d'],
  },
  'paths from the root of the machine': {
    name: 'x.txt',
    text: '/data/set/a.jpg\nfile:///data/set/%C3%BC/b.jpg\n',
    files: ['a.jpg <- file:///data/set/a.jpg', 'ü/b.jpg <- file:///data/set/%C3%BC/b.jpg'],
  },
  'names that lead up': {
    name: 'x.txt',
    text: '../images/a.jpg\n../images/b/c.jpg\n',
    root: 's3://bkt/lists/',
    files: ['a.jpg <- s3://bkt/images/a.jpg', 'b/c.jpg <- s3://bkt/images/b/c.jpg'],
  },
  'names that lead out': {
    name: 'x.txt',
    text: 'a\n../../../b\n',
    root: 's3://bkt/lists/',
    files: ['a <- s3://bkt/lists/a'],
    problems: ['x.txt:2: ../../../b leads out of where the list lies.'],
  },
  'a file twice': {
    name: 'x.txt',
    text: 's3://bkt/k/a\ns3://bkt/k/b\ns3://bkt/k/a\n',
    files: ['a <- s3://bkt/k/a', 'b <- s3://bkt/k/b', 'a <- s3://bkt/k/a'],
    notes: ['x.txt: 1 row names a file that another row names, too; it is adopted once.'],
  },
  sha256sum: {
    name: 'SHA256SUMS',
    text: `# x\n${hex}  a b.jpg\n${hex} *./d/c.jpg\n\\${hex}  e\\\\f\n`,
    files: [`a b.jpg <- a%20b.jpg, sha256 ${hex}`, `d/c.jpg <- d/c.jpg, sha256 ${hex}`, `e\\f <- e%5Cf, sha256 ${hex}`],
  },
  'names with blanks at their ends': { name: 'SHA256SUMS', text: `${hex}   a \n`, files: [` a  <- %20a%20, sha256 ${hex}`] },
  'md5sum, BSD and openssl': {
    name: 'sums',
    text: `${md5}  a\nMD5 (b (1)) = ${md5}\nSHA256 (c) = ${hex}\nSHA2-256(d)= ${hex}\n`,
    files: [`a <- a, md5 ${md5}`, `b (1) <- b%20(1), md5 ${md5}`, `c <- c, sha256 ${hex}`, `d <- d, sha256 ${hex}`],
  },
  'checksums of other kinds': {
    name: 'sums',
    text: `${'a'.repeat(40)}  a\n${'b'.repeat(128)}  b\nSHA3-256 (c) = ${hex}\n`,
    files: ['a <- a', 'b <- b', 'c <- c'],
    notes: [listNote('sums', 'SHA-256 and no MD5'), listNote('sums', 'SHA-256 and no MD5'), listNote('sums', 'SHA-256 and no MD5')],
  },
  'checksums that are broken': {
    name: 'sums',
    text: `${hex}  a\n${hex.slice(1)}  b\n${hex}\nhello\n${hex}  c\n${hex}  d\n`,
    files: [`a <- a, sha256 ${hex}`, 'b <- b', `c <- c, sha256 ${hex}`, `d <- d, sha256 ${hex}`],
    notes: [listNote('sums', 'SHA-256 and no MD5')],
    problems: ['sums:3: Line 3 is no checksum and name.', 'sums:4: Line 4 is no checksum and name.'],
  },
  'bytes that are no UTF-8': {
    name: 'x.txt',
    text: 's3://bkt/a\ns3://bkt/\xff\n',
    files: ['a <- s3://bkt/a'],
    problems: ['x.txt:2: Line 2 is no UTF-8.'],
  },
  'another scheme': wrong('ftp://h/a', 'Datapin cannot read ftp: addresses.'),
  'a percent sign': wrong('s3://bkt/100%.jpg', 'A percent sign in the address is not followed by two digits of UTF-8.'),
  'a percent sign of another encoding': wrong('s3://bkt/%E9.jpg', 'A percent sign in the address is not followed by two digits of UTF-8.'),
  'a percent sign on the web': wrong('https://h/100%.jpg', 'A percent sign in the address is not followed by two digits of UTF-8.'),
  'no web address': wrong('https://[/a.jpg', 'The address is no web address.'),
  'a bucket': wrong('s3://bkt', 's3://bkt names no single file.'),
  'a folder of a bucket': wrong('s3://bkt/k/', 's3://bkt/k/ names no single file.'),
  'a site': wrong('https://h.example/?token=CANARY', 'https://h.example/ names no single file.'),
  'a folder': wrong('images/', 'images/ names no single file.'),
};

describe('lists', () => {
  for (const [title, { name = 'list.csv', text, files = [], notes = [], problems = [], root, field }] of Object.entries(cases)) {
    test(title, async (t) => {
      const folder = tree(t, { [name]: Buffer.from(text, text.includes('\xff') ? 'latin1' : 'utf8') });
      const found = await yielded(world, source, { locations: [folder + name], root, field });
      const near = (location: string) => location.replace(pathToFileURL(folder).href, '');
      assert.deepEqual(
        [
          ...found.pointers.map(({ path, pointer, versionId, size, claims, access }) =>
            [
              `${path} <- ${near(pointer)}`,
              ...(versionId === undefined ? [] : [`version ${versionId}`]),
              ...(size === undefined ? [] : [`${size} bytes`]),
              ...claims!.map(({ algorithm, value }) => `${algorithm} ${value}`).toSorted(),
              ...(access ? ['signed'] : []),
            ].join(', '),
          ),
          ...found.files.map(({ path, location }) => `${path} <- ${near(location)}`),
        ],
        files,
      );
      assert.deepEqual({ notes: found.notes, problems: problemLines(found) }, { notes, problems });
      assert.doesNotMatch(JSON.stringify(found), /CANARY/);
    });
  }

  const unreadable: [title: string, name: string, text: string, field: string | undefined, said: string][] = [
    ['an empty table', 'x.csv', 'path,size\n', undefined, 'adopt.empty: x.csv lists no files.'],
    ['an empty list', 'x.txt', '# nothing\n', undefined, 'adopt.empty: x.txt lists no files.'],
    ['a table without addresses', 'x.csv', 'name,age\nAnn,7\n', undefined, 'source.malformed: x.csv has no column of addresses.'],
    ['a table without the column', 'x.csv', 'path,age\na,7\n', 'thumb', 'source.malformed: x.csv has no column that is called "thumb".'],
    ['two columns of one name', 'x.csv', 'path,path\na,b\n', undefined, 'source.malformed: x.csv has two columns that are called "path".'],
    ['an object', 'x.json', '{\n "path": "a"\n}\n', undefined, 'source.malformed: x.json is one JSON object over many lines.'],
    ['an array that is cut off', 'x.json', '[{"path":"a"},', undefined, 'source.malformed: x.json ends too early'],
  ];
  for (const [title, name, text, field, said] of unreadable) {
    test(title, async (t) => {
      const { code, message, hint } = await assertRejects(yielded(world, source, { locations: [tree(t, { [name]: text }) + name], field }));
      assert.ok(`${code}: ${message}`.startsWith(said), `${code}: ${message}`);
      assert.ok(hint);
    });
  }
});

test('locations that come again are counted, however many there are', () => {
  const repeats = createRepeats();
  for (let round = 0; round < 2; round++) for (let i = 0; i < 50_000; i++) repeats.add(`s3://bkt/images/${i}.jpg `);
  assert.equal(repeats.count, 50_000);
});

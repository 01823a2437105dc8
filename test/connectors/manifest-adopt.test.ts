import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as nodeTest from 'node:test';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createManifestSource } from '../../server/connectors/manifest/source.ts';
import { type AdoptRequest, adopt } from '../../server/core/adoption.ts';
import { problemsOf } from '../core/adoptionWorld.ts';
import { probed, sourceWorld } from '../support/sourceContext.ts';
import { tree } from '../support/tree.ts';
import { assertRejects } from './contract.ts';
import { expiring, file, startServer } from './httpServer.ts';

const source = createManifestSource();
const world = sourceWorld(nodeTest);
const hex = 'ab'.repeat(32);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const md5 = (text: string) => createHash('md5').update(text).digest('hex');

describe('what is a list', () => {
  const picture = { 'a.jpg': '', 'd/b.jpg': '' };
  const cases: [title: string, name: string, text: string, certainty: string | undefined][] = [
    ['a table of addresses', 'x.csv', 'url,label\ns3://bkt/a,cat\n', 'likely'],
    ['one column', 'x.csv', 'url\ns3://bkt/a\n', 'likely'],
    ['a table of files that are there', 'x.csv', 'id,path\n1,nowhere\n2,d/b.jpg\n', 'likely'],
    ['a table of files that are not there', 'x.csv', 'id,path\n1,nowhere\n', undefined],
    ['a table of addresses in a column of files', 'x.csv', 'id,path\n1,gs://bkt/a\n', 'likely'],
    ['a table of other things', 'x.csv', 'name,age\nAnn,7\n', undefined],
    ['rows of JSON', 'x.jsonl', '{"url":"s3://bkt/a"}\n{"url"', 'likely'],
    ['rows of JSON with objects in them', 'x.jsonl', '{"meta":{"path":"x"},"file_name":"a.jpg"}\n', 'likely'],
    ['rows of JSON of other things', 'x.jsonl', '{"text":"hello"}\n', undefined],
    ['an array', 'x.json', '[\n {"image_url": "s3://bkt/a"},\n {"image_url"', 'likely'],
    ['an object', 'x.json', '{\n "url": "s3://bkt/a"\n}\n', undefined],
    ['checksums', 'SHA256SUMS', `${hex}  a.jpg\n`, 'sure'],
    ['checksums, one of them broken', 'sums.txt', `${hex.slice(1)}  b.jpg\n${hex}  a.jpg\n${hex}  c.jpg\n`, 'sure'],
    ['addresses', 'x', 'https://h.example/a?x=1,2\nhttps://h.example/b\n', 'sure'],
    ['paths that are there', 'x.txt', 'nowhere\na.jpg\n', 'likely'],
    ['paths that are not there', 'x.txt', 'nowhere\n', undefined],
    ['paths in a file of another kind', 'x.md', 'a.jpg\n', undefined],
    ['a text with links', 'x.txt', 'See\nhttps://h.example/a\nand also\n', undefined],
    ['bytes', 'x.txt', 'url\n\0\n', undefined],
    ['nothing', 'x.csv', '', undefined],
  ];
  for (const [title, name, text, certainty] of cases) {
    test(`${title}: ${certainty ?? 'no'}`, async (t) =>
      assert.equal((await probed(world, source, tree(t, { ...picture, [name]: text }) + name))?.certainty, certainty));
  }
});

describe('adopted', () => {
  let datasets = 0;
  const adoptList = async (list: string, more: Partial<AdoptRequest> = {}) => {
    const result = await adopt(world, { locations: [pathToFileURL(list).href], as: `set-${datasets++}`, ...more });
    return { ...result, list: [...world.registry.versions.files(result.version)] };
  };

  test('files of checksums, as they are declared', async (t) => {
    const folder = tree(t, { SHA256SUMS: `${sha256('a')}  a.jpg\n${sha256('b')} *d/b.jpg\n`, 'a.jpg': 'a', 'd/b.jpg': 'b', 'c.jpg': 'c' });
    const { list, source: used } = await adoptList(`${folder}SHA256SUMS`);
    assert.deepEqual(
      [used?.id, list.map(({ path, sha256, evidence }) => [path, sha256, evidence])],
      [
        'manifest',
        [
          ['a.jpg', sha256('a'), 'verified'],
          ['d/b.jpg', sha256('b'), 'verified'],
        ],
      ],
    );
  });

  test('labels with their pictures, so that a relabelled picture is another version', async (t) => {
    const versions = await Promise.all(
      ['cat', 'dog', 'cat'].map((label) => adoptList(`${tree(t, { 'x.csv': `path,label\na.jpg,${label}\n`, 'a.jpg': 'a' })}x.csv`)),
    );
    assert.deepEqual(
      versions[0]!.list.map(({ path }) => path),
      ['a.jpg', 'x.csv'],
    );
    const hashes = versions.map(({ version }) => version.hash);
    assert.notEqual(hashes[0], hashes[1]);
    assert.equal(hashes[0], hashes[2]);
  });

  test('nothing where one row is wrong, all others when a person says so', async (t) => {
    const rows = [
      `a.jpg,${sha256('a')},,1`,
      `b.jpg,${sha256('a')},,1`,
      `c.jpg,,${md5('x')},1`,
      'd.jpg,,,9',
      'e.jpg,,,',
      '../../../../../../../../x,,,',
      'ftp://x/y,,,',
    ];
    const folder = tree(t, {
      'x.csv': `path,sha256,md5,size\n${rows.join('\n')}\n`,
      'a.jpg': 'a',
      'b.jpg': 'b',
      'c.jpg': 'c',
      'd.jpg': 'd',
    });
    const said = await problemsOf(adoptList(`${folder}x.csv`));
    const near = said.map((line) => line.replaceAll(folder, '').replace(/[0-9a-f]{32,}/g, '#')).toSorted();
    assert.deepEqual(
      near.slice(0, 6).map((line) => line.replace(/\. [^.]*\.$/, '')),
      [
        'x.csv:3: b.jpg has the SHA-256 #, and # is declared',
        'x.csv:4: c.jpg has the MD5 #, and # is declared',
        'x.csv:5: d.jpg has 1 bytes, and 9 are declared',
        'x.csv:6: There is nothing at e.jpg',
        'x.csv:7: ../../../../../../../../x leads out of where the list lies',
        'x.csv:8: Datapin cannot read ftp: addresses',
      ],
    );
    const { list, leftOut } = await adoptList(`${folder}x.csv`, { keepGoing: true });
    assert.deepEqual([list.map(({ path }) => path), leftOut.length], [['a.jpg'], 6]);
  });

  test('names as Windows writes them are said to be that', async (t) => {
    const folder = tree(t, { 'win.csv': 'file_name\nimgs\\0.png\n', 'imgs/0.png': 'x' });
    assert.match((await problemsOf(adoptList(`${folder}win.csv`))).join(), /^win\.csv:2: .* Write names with \/, not with \\\.$/);
  });

  test('two files of one name are refused, one file twice is not', async (t) => {
    const server = await startServer(t, { '/1/a.jpg': file('1'), '/2/a.jpg': file('2') });
    const folder = tree(t, {
      'twice.txt': `${server.origin}/1/a.jpg\n${server.origin}/1/a.jpg\n`,
      'x.csv': `path\n${server.origin}/1/a.jpg\na.jpg\n`,
      'a.jpg': 'a',
    });
    assert.deepEqual(
      (await adoptList(`${folder}twice.txt`)).list.map(({ path }) => path),
      ['a.jpg'],
    );
    assert.equal((await assertRejects(adoptList(`${folder}x.csv`))).code, 'adopt.path-collision');
  });

  test('signed links are followed and not kept; when they have expired, it is said where', async (t) => {
    const server = await startServer(t, { '/d/a.jpg': file('a'), '/d/b.jpg': expiring(file('b'), 0) });
    const link = (name: string) => `${server.origin}/d/${name}?token=CANARY`;
    const folder = tree(t, { 'x.txt': `${link('a.jpg')}\n`, 'y.txt': `${link('a.jpg')}\n${link('b.jpg')}\n` });
    const { version, list, notes } = await adoptList(`${folder}x.txt`);
    assert.deepEqual(
      list.map(({ path, location }) => [path, location]),
      [['a.jpg', `${server.origin}/d/a.jpg`]],
    );
    const lines = await problemsOf(adoptList(`${folder}y.txt`));
    assert.deepEqual(lines, ['y.txt:2: The link at y.txt:2 has expired. Make the list again, or write s3:// addresses.']);
    assert.doesNotMatch(JSON.stringify([version, list, notes, lines]), /CANARY/);
  });
});

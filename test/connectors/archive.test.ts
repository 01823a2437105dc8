/** Members of archives keep to the contract of connectors, as far as one location is one file; and what is theirs alone. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as nodeTest from 'node:test';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createArchiveConnector } from '../../server/connectors/archive/connector.ts';
import { createHttpConnector } from '../../server/connectors/http/connector.ts';
import { createLocalConnector } from '../../server/connectors/local/connector.ts';
import { memberLocation, parseMemberLocation } from '../../server/core/archiveLocation.ts';
import type { Connector, SourceFile } from '../../server/core/connector.ts';
import { shown, withoutSecrets } from '../../server/core/location.ts';
import { createWeb } from '../../server/kit/http/web.ts';
import { makeTar } from '../support/tarMaker.ts';
import { tempFolder } from '../support/temp.ts';
import { makeZip } from '../support/zipMaker.ts';
import { all, assertRejects, bytesOf, connectorContract, listed } from './contract.ts';
import { file, startServer } from './httpServer.ts';

const home = tempFolder(nodeTest, 'archives');
const local = createLocalConnector();
const stores = { connectorFor: async () => local };

type Files = Record<string, string | Uint8Array>;
const entries = (files: Files) => Object.entries(files).map(([name, data]) => ({ name, data }));
const kinds = {
  tar: (files: Files) => makeTar(...entries(files)),
  'zip, stored': (files: Files) => makeZip({ entries: entries(files) }),
  'zip, deflated': (files: Files) => makeZip({ entries: entries(files).map((entry) => ({ ...entry, method: 8 })) }),
  'zip, described': (files: Files) =>
    makeZip({
      entries: entries(files).map((entry, i) => ({ ...entry, method: 8, described: i % 2 ? ('bare' as const) : ('marked' as const) })),
    }),
};

for (const [title, make] of Object.entries(kinds)) {
  const kind = title.slice(0, 3) as 'tar' | 'zip';
  connectorContract(title, {
    nothingThere: 'folder.missing',
    singleFiles: true,
    noBackslashes: true,
    async open() {
      const path = join(await mkdtemp(join(home, 'place-')), `x.${kind}`);
      const archive = pathToFileURL(path).href;
      const connector = createArchiveConnector(stores);
      const files: Files = {};
      const at = new Map<string, string>();
      const write = async () => {
        await writeFile(path, make(files));
        at.clear();
        for (const one of await listed(connector, `${kind}+${archive}`)) at.set(one.path, one.location);
      };
      return {
        connector,
        folder: `${kind}+${archive}`,
        put(name, bytes) {
          files[name] = bytes;
          return write();
        },
        remove(name) {
          delete files[name];
          return Object.keys(files).length === 0 ? rm(path) : write();
        },
        locate: (name) => at.get(name) ?? memberLocation({ kind, archive, offset: kind === 'zip' ? 0 : 512, path: name }),
      };
    },
  });
}

describe('locations of members', () => {
  const cases: [location: string, shown: string, withoutSecrets?: string][] = [
    ['tar+file:///data/train.tar#1536/a.jpg', '/data/train.tar/a.jpg'],
    ['zip+file:///data/my%20set.zip#0/gr%C3%B6%C3%9Fe/a%23b%3F.jpg', '/data/my set.zip/größe/a#b?.jpg'],
    ['zip+s3://bucket/train.zip#2048/a.jpg', 's3://bucket/train.zip/a.jpg'],
    ['tar+https://user:secret@host/x.tar?sig=canary#512/a', 'https://host/x.tar/a', 'tar+https://host/x.tar#512/a'],
    ['tar+hf://datasets/o/n@0/x.tar#512/a', 'hf://datasets/o/n@0/x.tar/a'],
  ];
  for (const [location, words, plain = location] of cases) {
    test(location, () => {
      const member = parseMemberLocation(location);
      assert.ok(member);
      assert.equal(memberLocation(member), location);
      assert.equal(shown(location), words);
      assert.equal(withoutSecrets(location), plain);
    });
  }

  for (const location of [
    'file:///x.tar#512/a',
    'tar+file:///x.tar',
    'tar+file:///x.tar#/a',
    'tar+file:///x.tar#a/b',
    'tar+file:///x.tar#99999999999999999999/a',
  ]) {
    test(`${location} is none`, () => assert.equal(parseMemberLocation(location), undefined));
  }
});

describe('members of archives on the web', () => {
  const files = { 'a.txt': 'first', 'folder/b.txt': 'bytes'.repeat(1000), empty: '' };
  for (const [title, make] of Object.entries(kinds)) {
    const kind = title.slice(0, 3) as 'tar' | 'zip';
    const opened = async (t: nodeTest.TestContext, bytes: Uint8Array, plain = false) => {
      const state = { bytes, etag: '"1"' };
      const server = await startServer(t, (request) => {
        if (plain) return { body: Buffer.from(state.bytes) };
        return file(state.bytes, { etag: state.etag })(request);
      });
      const web = createWeb({ retryDelay: 1 });
      const http = createHttpConnector({ web: async () => web }, { retryDelay: 1 });
      const connector: Connector = createArchiveConnector({ connectorFor: async () => http });
      const found = await listed(connector, `${kind}+${server.origin}/x.${kind}`);
      server.requests.length = 0;
      return { connector, server, state, found, named: (name: string) => found.find(({ path }) => path === name) as SourceFile };
    };

    test(`${title}: read by ranges`, async (t) => {
      const bytes = make({ ...files, big: Buffer.alloc(300_000, 'x') });
      const { connector, server, found } = await opened(t, bytes);
      for (const one of found) {
        if (one.path !== 'big') assert.equal((await bytesOf(connector, one)).toString(), files[one.path as keyof typeof files]);
      }
      assert.ok(server.requests.every(({ method, headers }) => method === 'HEAD' || headers.range));
      assert.equal(server.requests.filter(({ method }) => method === 'HEAD').length, 1);
    });

    test(`${title}: read from a server that gives no ranges`, async (t) => {
      const { connector, named } = await opened(t, make(files), true);
      assert.equal((await bytesOf(connector, named('folder/b.txt'))).toString(), files['folder/b.txt']);
    });

    test(`${title}: some of the bytes`, async (t) => {
      const { connector, named } = await opened(t, make(files));
      const some = (start: number, end: number) => all(connector.readRange!(named('folder/b.txt'), { start, end }));
      for (const [start, end] of [
        [0, 5],
        [4_990, 5_000],
        [7, 4_321],
        [4_990, 9_999],
        [3, 3],
      ] as const) {
        assert.equal(Buffer.concat(await some(start, end)).toString(), files['folder/b.txt'].slice(start, end));
      }
    });

    test(`${title}: another archive in its place is not read`, async (t) => {
      const { connector, state, named } = await opened(t, make(files));
      state.bytes = make({ ...files, 'folder/b.txt': 'other'.repeat(1000) });
      state.etag = '"2"';
      assert.equal((await assertRejects(bytesOf(connector, named('folder/b.txt')))).code, 'file.changed');
    });
  }
});

describe('an archive that was written to', () => {
  const files = { a: 'first', b: 'bytes'.repeat(100) };
  for (const [title, make] of Object.entries(kinds)) {
    const kind = title.slice(0, 3) as 'tar' | 'zip';
    const cases: [what: string, bytes: Buffer, code: string][] = [
      ['cut off', make(files).subarray(0, 50), 'file.changed'],
      ['other bytes', Buffer.alloc(make(files).length, 7), kind === 'tar' ? '' : 'archive.malformed'],
      ['one byte is another', changedByte(make(files), Buffer.from(files.b)), kind === 'tar' ? '' : 'archive.malformed'],
    ];
    for (const [what, bytes, code] of cases) {
      test(`${title}: ${what}`, async () => {
        const path = join(await mkdtemp(join(home, 'written-')), 'x');
        await writeFile(path, make(files));
        const connector = createArchiveConnector(stores);
        const member = (await listed(connector, `${kind}+${pathToFileURL(path).href}`)).find((one) => one.path === 'b')!;
        await writeFile(path, bytes);
        const read = bytesOf(connector, member);
        // of a tar only the hash tells
        if (code === '') assert.notEqual((await read).toString(), files.b);
        else assert.equal((await assertRejects(read)).code, code);
        assert.notEqual(await signatureOf(connector, member), member.signature);
      });
    }
  }
});

async function signatureOf(connector: Connector, member: SourceFile): Promise<string | undefined> {
  const now = await connector.inspect(member);
  return now.state === 'present' ? now.signature : undefined;
}

/** One byte of the second file; where it is deflated, of what it became. */
function changedByte(bytes: Buffer, content: Buffer): Buffer {
  const other = Buffer.from(bytes);
  const plain = bytes.indexOf(content);
  const at = plain >= 0 ? plain : bytes.indexOf('b', 45) + 4;
  other[at]! ^= 0xff;
  return other;
}

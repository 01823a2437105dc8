/** What becomes of each kind of item that a source yields. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import nodeTest, { afterEach, describe, test } from 'node:test';
import { DatapinError } from '../../server/core/errors.ts';
import { canonicalJson } from '../../server/core/labels.ts';
import { contentLocation } from '../../server/core/registry/content.ts';
import type { SourceItem } from '../../server/core/source.ts';
import { adoptItems, md5, memoryStore, problemsOf, type Stored, sha, toolOf, worldWith } from './adoptionWorld.ts';
import { refusal, testWorld } from './fixture.ts';

const { app, data, home } = testWorld(nodeTest);
let made = 0;
const fresh = () => `d${++made}`;

afterEach(() => {
  assert.deepEqual(
    readdirSync(home).filter((name) => name.startsWith('spill')),
    [],
  );
});

interface Outcome {
  /** Of each file: path, hash and how it is known. */
  files?: [path: string, sha256: string | undefined, evidence: string][];
  /** Objects read. */
  reads?: string[];
  problems?: RegExp[];
  notes?: string[];
}

interface Case extends Outcome {
  items: SourceItem[];
  store?: Record<string, Stored>;
  hash?: 'provider';
}

const at = 'list.csv:2';
const claim = (algorithm: 'sha256' | 'md5', value: string) => ({ claims: [{ algorithm, value, at }] });

const cases: Record<string, Case> = {
  'a pointer is asked for and read': {
    store: { a: 'cat' },
    items: [{ path: 'x/a', pointer: 'mem://a', at }],
    files: [['x/a', sha('cat'), 'verified']],
    reads: ['mem://a'],
  },
  'a pointer to nothing': {
    store: {},
    items: [{ path: 'a', pointer: 'mem://a', at }],
    problems: [/^list\.csv:2: There is nothing at mem:\/\/a\. Correct/],
  },
  'a pointer of another size': {
    store: { a: 'cat' },
    items: [{ path: 'a', pointer: 'mem://a', size: 4, at }],
    problems: [/^list\.csv:2: mem:\/\/a has 3 bytes, and 4 are declared\./],
  },
  'a pointer of a scheme that nobody reads': {
    items: [{ path: 'a', pointer: 'gopher://a', at }],
    problems: [/^list\.csv:2: Datapin cannot read gopher:\/\/a\./],
  },
  'a pointer whose store declares a hash': {
    store: { a: { bytes: 'cat', declaredSha256: sha('cat').toUpperCase() } },
    items: [{ path: 'a', pointer: 'mem://a', at }],
    files: [['a', sha('cat'), 'declared']],
    reads: [],
  },
  'a declared hash that is none': {
    store: { a: { bytes: 'cat', declaredSha256: md5('cat') } },
    items: [{ path: 'a', pointer: 'mem://a', at }],
    problems: [/^list\.csv:2: mem:\/\/a declares ".{32}", which is no SHA-256\./],
  },
  'a file of which only the store was asked': {
    store: { a: 'cat' },
    items: [{ path: 'a', location: 'mem://a', size: 3, signature: 's', etag: 'e' }],
    hash: 'provider',
    files: [['a', undefined, 'etag']],
    reads: [],
  },
  'a file that was hashed on the way': {
    items: [{ path: 'a', location: 'mem://a', size: 3, signature: 's', sha256: sha('cat') }],
    files: [['a', sha('cat'), 'verified']],
    reads: [],
  },
  'claims that hold': {
    store: { a: 'cat', b: 'dog', c: 'cow' },
    items: [
      { path: 'a', pointer: 'mem://a', at, ...claim('sha256', sha('cat')) },
      { path: 'b', pointer: 'mem://b', at, ...claim('md5', md5('dog')) },
      { path: 'c', pointer: 'mem://c', at, claims: [...claim('md5', md5('cow')).claims, ...claim('sha256', sha('cow')).claims] },
    ],
    files: [
      ['a', sha('cat'), 'verified'],
      ['b', sha('dog'), 'verified'],
      ['c', sha('cow'), 'verified'],
    ],
    reads: ['mem://a', 'mem://b', 'mem://c'],
  },
  'claims that do not': {
    store: { a: 'cat', b: 'dog', c: { bytes: 'cow', declaredSha256: sha('cow') } },
    items: [
      { path: 'a', pointer: 'mem://a', at: 'x', ...claim('sha256', sha('dog')) },
      { path: 'b', pointer: 'mem://b', at: 'x', ...claim('md5', md5('cat')) },
      { path: 'c', pointer: 'mem://c', at: 'x', ...claim('sha256', sha('dog')) },
    ],
    problems: [/^list\.csv:2: mem:\/\/c has the SHA-256/, /^list\.csv:2: mem:\/\/a has the SHA-256/, /^list\.csv:2: mem:\/\/b has the MD5/],
  },
  'an md5 is compared with the bytes, whatever the store declares': {
    store: { a: { bytes: 'cat', declaredSha256: sha('cat') } },
    items: [{ path: 'a', pointer: 'mem://a', at, ...claim('md5', md5('dog')) }],
    problems: [/has the MD5/],
    reads: ['mem://a'],
  },
  'a claim stands for who does not read': {
    store: { a: 'cat', b: 'dog' },
    items: [
      { path: 'a', pointer: 'mem://a', at, ...claim('sha256', sha('other')) },
      { path: 'b', pointer: 'mem://b', at, ...claim('md5', md5('other')) },
    ],
    hash: 'provider',
    files: [
      ['a', sha('other'), 'declared'],
      ['b', undefined, 'etag'],
    ],
    reads: [],
  },
  'what is wrong with one object': {
    store: {
      a: { bytes: 'cat', error: new DatapinError('web.denied', 'No.', { hint: 'Ask.' }) },
      b: { bytes: 'dog', size: 2 },
      c: 'cow',
    },
    items: ['a', 'b', 'c'].map((path) => ({ path, pointer: `mem://${path}`, at: `row ${path}` })),
    problems: [/^row a: No\. Ask\.$/, /^row b: mem:\/\/b changed while it was read\./],
  },
  'paths that lead elsewhere': {
    items: ['../a', '/a', 'a//b', 'a/./b', 'a/..', 'a/', '', 'a\0b'].map((path) => ({ path, pointer: 'mem://a', at: 'row' })),
    problems: Array.from({ length: 8 }, () => /^row: ".*" is no path/s),
  },
  'paths that only look so': {
    items: ['..a', 'a..', '...', '.a/b', 'a b/ c', 'a/.../b'].map((path) => ({ path, made: path })),
    files: ['...', '..a', '.a/b', 'a b/ c', 'a..', 'a/.../b'].map((path) => [path, sha(path), 'verified']),
  },
  'problems of its own, each once': {
    items: ['1', '2', '2'].map((n) => ({ problem: new DatapinError('source.malformed', `Row ${n} is\nbroken.`), at: `f:${n}` })),
    problems: [/^f:1: Row 1 is broken\.$/, /^f:2: Row 2 is broken\.$/],
  },
  'notes, counted, and what was skipped': {
    items: [
      { path: 'a', made: '1' },
      { note: 'No version ids.' },
      { note: 'Seen.' },
      { note: 'No version ids.' },
      ...Array.from({ length: 7 }, (_, i) => ({ skipped: `s${i}`, reason: 'a link' })),
    ],
    files: [['a', sha('1'), 'verified']],
    notes: [
      ...Array.from({ length: 5 }, (_, i) => `s${i} was left out: a link.`),
      '2 more were left out: a link.',
      'No version ids. (2 times)',
      'Seen.',
    ],
  },
};

describe('items of a source', () => {
  for (const [what, { items, store = {}, hash, files, reads, problems, notes }] of Object.entries(cases)) {
    test(what, async () => {
      const memory = memoryStore(store);
      const world = worldWith({ ...app, hashes: noMemory }, { sources: [toolOf(items)], store: memory });
      const as = fresh();
      const adopting = adoptItems(world, as, hash ? { hash } : {});
      if (problems) {
        const lines = await problemsOf(adopting);
        assert.equal(lines.length, problems.length, lines.join('\n'));
        for (const words of problems)
          assert.ok(
            lines.some((line) => words.test(line)),
            `${words} in ${lines.join('\n')}`,
          );
        assert.equal(app.registry.datasets.find(as), undefined);
      } else {
        const { list, notes: said } = await adopting;
        assert.deepEqual(
          list.map(({ path, sha256, evidence }) => [path, sha256, evidence]),
          files,
        );
        assert.deepEqual(said, notes ?? []);
      }
      if (reads) assert.deepEqual(memory.reads.toSorted(), reads);
    });
  }

  test('made files are kept in the registry, with what the tool said of each', async () => {
    const text = '{"labels":[]}\n';
    const records = [{ id: 1, b: [2, { a: 1 }], a: 'x' }, { id: 2 }];
    const items: SourceItem[] = [
      { path: 'annotations/a.json', made: text },
      { path: 'annotations/b.json', made: Buffer.from(text) },
      ...records.map((record) => ({ record })),
      { facts: { project: 'cars', release: 3 } },
    ];
    const { list, version } = await adoptItems(worldWith(app, { sources: [toolOf(items)] }), fresh());
    assert.deepEqual(new Set(list.map(({ location }) => location)), new Set([contentLocation(sha(text))]));
    assert.equal(Buffer.concat([...app.registry.content.read(sha(text))]).toString(), text);
    assert.ok(version.origin.type === 'adopt' && version.origin.source?.record);
    const { id, facts, record } = version.origin.source;
    assert.deepEqual([id, facts], ['tool', { project: 'cars', release: 3 }]);
    const kept = Buffer.concat([...app.registry.content.read(record)]).toString();
    assert.equal(kept, records.map((one) => `${canonicalJson(one)}\n`).join(''));
    assert.equal(record, sha(kept));
  });

  test('globs are about paths in the version, and what they leave out is not looked at', async () => {
    const memory = memoryStore({ a: 'cat' });
    const items = ['x/a.png', 'x/b.png', 'y/a.png'].map((path) => ({ path, pointer: 'mem://a', at }));
    const world = worldWith(app, { sources: [toolOf(items)], store: memory });
    const { list } = await adoptItems(world, fresh(), { include: ['**/a.png'], exclude: ['y/**'] });
    assert.deepEqual(
      list.map(({ path }) => path),
      ['x/a.png'],
    );
    assert.deepEqual(memory.inspections, ['mem://a']);
    await assert.rejects(adoptItems(world, fresh(), { include: ['none'] }), refusal('adopt.empty', /globs/));
  });

  test('files of a folder that a source lists are hashed as they lie', async () => {
    const location = data('listed', { 'a.png': 'cat', 'x/b.png': 'dog', 'c.txt': 'left out' });
    const layout = toolOf([], {
      async *read(_, context) {
        for await (const item of context.list(location)) yield item;
      },
    });
    const { list } = await adoptItems(worldWith(app, { sources: [layout] }), fresh(), { exclude: ['*.txt'] });
    assert.deepEqual(
      list.map(({ path, sha256, size, evidence }) => [path, sha256, size, evidence]),
      [
        ['a.png', sha('cat'), 3, 'verified'],
        ['x/b.png', sha('dog'), 3, 'verified'],
      ],
    );
  });

  test('a local file is read for both digests', async () => {
    const location = data('local', { a: 'cat', b: 'dog' });
    const items = [
      { path: 'a', pointer: `${location}a`, at, ...claim('md5', md5('cat')) },
      { path: 'b', pointer: `${location}b`, at, ...claim('md5', md5('cat')) },
    ];
    const lines = await problemsOf(adoptItems(worldWith(app, { sources: [toolOf(items)] }), fresh()));
    assert.equal(lines.length, 1);
    assert.match(lines[0]!, /^list\.csv:2: .*local\/b has the MD5/);
  });
});

const noMemory = { ...app.hashes, get: () => undefined, put: () => undefined };

/** Adopting in spite of problems, by links that expire, again after a failure, and not at all. */
import assert from 'node:assert/strict';
import nodeTest, { describe, test } from 'node:test';
import { createProblems } from '../../server/core/adoption/problems.ts';
import { adopt, planAdoption } from '../../server/core/adoption.ts';
import { DatapinError } from '../../server/core/errors.ts';
import type { Pointer, SourceItem } from '../../server/core/source.ts';
import { file, startServer } from '../connectors/httpServer.ts';
import { adoptItems, memoryStore, problemsOf, sha, toolOf, worldWith } from './adoptionWorld.ts';
import { refusal, testWorld, writeFiles } from './fixture.ts';

const { app, data, folder } = testWorld(nodeTest);
let made = 0;
const fresh = () => `d${++made}`;
const broken = (n: number): SourceItem => ({
  problem: new DatapinError('source.malformed', `Row ${n} is broken.`, { hint: 'Mend it.' }),
  at: `f:${n}`,
});

describe('problems', () => {
  const counts: [problems: number, said: RegExp, details: number, last: RegExp][] = [
    [1, /^There is a problem: nothing was adopted\.$/, 1, /^f:0: Row 0 is broken\. Mend it\.$/],
    [2, /^There are 2 problems/, 2, /^f:1:/],
    [100, /^There are 100 problems/, 100, /^f:99:/],
    [101, /^There are 101 problems/, 101, /^… and 1 more$/],
    [2500, /^There are 2,500 problems/, 101, /^… and 2,400 more$/],
  ];
  for (const [count, said, details, last] of counts) {
    test(`${count} of them`, () => {
      const problems = createProblems();
      for (let i = 0; i < count; i++) {
        const item = broken(i);
        if ('problem' in item && 'at' in item) problems.add(item.problem, item.at);
      }
      const error = problems.refusal();
      assert.equal(error.code, 'adopt.problems');
      assert.match(error.message, said);
      assert.equal(error.details.length, details);
      assert.match(error.details.at(-1)!, last);
      assert.equal(problems.lines(1000).length, Math.min(count, 1001));
    });
  }

  test('one file that lies where it was listed says best itself what is wrong', () => {
    const problems = createProblems();
    for (let i = 0; i < 2; i++) problems.add(new DatapinError('file.vanished', 'a vanished.', { hint: 'Try again.' }));
    assert.throws(
      () => {
        throw problems.refusal();
      },
      refusal('file.vanished', /^a vanished\. Try again\. Nothing was adopted\.$/),
    );
  });
});

const pointing = (name: string) => ({ path: name, pointer: `mem://${name}`, at: name });

describe('keeping going', () => {
  test('adopts the rest, and the version says what was left out', async () => {
    const items = [{ path: 'a', made: '1' }, broken(1), { path: '../b', made: '2' }, { path: 'c', pointer: 'mem://none', at: 'row c' }];
    const world = worldWith(app, { sources: [toolOf(items)], store: memoryStore({}) });
    const as = fresh();
    assert.equal((await problemsOf(adoptItems(world, as))).length, 3);
    const { list, version, leftOut, notes } = await adoptItems(world, as, { keepGoing: true });
    assert.deepEqual(
      list.map(({ path }) => path),
      ['a'],
    );
    assert.ok(version.origin.type === 'adopt');
    assert.deepEqual(version.origin.leftOut, leftOut);
    assert.deepEqual(
      leftOut.map((line) => line.split(' ').slice(0, 2).join(' ')),
      ['../b: "../b"', 'f:1: Row', 'row c:'],
    );
    assert.deepEqual(notes, ['3 problems were passed over; datapin show tells them.']);
  });

  test('with nothing left adopts nothing', async () => {
    const world = worldWith(app, { sources: [toolOf([broken(1)])] });
    assert.deepEqual(await problemsOf(adoptItems(world, fresh(), { keepGoing: true })), ['f:1: Row 1 is broken. Mend it.']);
  });

  test('of two files with one path, one is adopted', async () => {
    const items = ['mem://a', 'mem://b'].map((pointer) => ({ path: 'x', pointer, at: 'row' }));
    const world = worldWith(app, { sources: [toolOf(items)], store: memoryStore({ a: 'cat', b: 'dog' }) });
    await assert.rejects(adoptItems(world, fresh()), refusal('adopt.path-collision', /mem:\/\/a and mem:\/\/b/));
    const { list, leftOut } = await adoptItems(world, fresh(), { keepGoing: true });
    assert.deepEqual([list.map(({ location }) => location), leftOut.length], [['mem://a'], 1]);
  });

  /** 400 files of a store that fails, and then one of another -> how often it was asked at most, and the first and number of lines. */
  const failures: [code: 's3.network' | 's3.credentials' | 'web.network', asked: number, line: RegExp, lines: number][] = [
    ['s3.network', 3, /^mem:\/\/bad: No answer\. 400 files of it cannot be had \(row 0, row 1, row 2, …\)\. Mend it\.$/, 1],
    ['s3.credentials', 53, /^mem:\/\/bad: No answer\. 400 files/, 1],
    ['web.network', 53, /^mem:\/\/bad: No answer\. 34\d files/, 54],
  ];
  for (const [code, asked, line, lines] of failures) {
    const failing = (good: string[]) => {
      const error = new DatapinError(code, 'No answer.', { hint: 'Mend it.' });
      const bad = Array.from({ length: 400 }, (_, i) => `bad/${i}`);
      const store = memoryStore(
        Object.fromEntries([...bad.map((name) => [name, { bytes: 'x', error }]), ...good.map((one) => [one, one])]),
      );
      const items = [...bad, ...good].map((path, i) => ({ path, pointer: `mem://${path}`, at: `row ${i}` }));
      return { store, world: worldWith(app, { sources: [toolOf(items)], store }) };
    };
    test(`${code}: the other stores go on`, async () => {
      const { store, world } = failing([`good/${code}`]);
      const { list, leftOut, notes } = await adoptItems(world, fresh(), { keepGoing: true });
      assert.deepEqual(
        list.map(({ path }) => path),
        [`good/${code}`],
      );
      assert.ok(leftOut.length <= lines, `${leftOut.length}`);
      assert.match(leftOut[0]!, line);
      assert.match(notes.join(), /^400 problems/);
      assert.ok(store.inspections.length <= asked + 1, `${store.inspections.length}`);
    });
    test(`${code}: when not asked to keep going, it ends`, async () => {
      await assert.rejects(adoptItems(failing(['good/0']).world, fresh()), refusal(code));
    });
  }

  test('of a store that alone is asked, its own error is thrown', async () => {
    const error = new DatapinError('s3.credentials', 'No credentials.', { hint: 'Log in.' });
    const world = worldWith(app, { store: memoryStore({ 'b/a': { bytes: 'unread', error } }), sources: [toolOf([pointing('b/a')])] });
    await assert.rejects(adoptItems(world, fresh(), { keepGoing: true }), refusal('s3.credentials'));
  });

  test('one object of a public store that is not public', async () => {
    const error = new DatapinError('s3.credentials', 'It is not public.', { hint: 'Log in.' });
    const store = memoryStore({ 'b/1': 'one', 'b/2': { bytes: 'x', error }, 'b/3': 'three' });
    const world = worldWith(app, { store, sources: [toolOf(['b/1', 'b/2', 'b/3'].map(pointing))] });
    const { list, leftOut } = await adoptItems(world, fresh(), { keepGoing: true });
    assert.deepEqual(
      list.map(({ path }) => path),
      ['b/1', 'b/3'],
    );
    assert.deepEqual(leftOut, ['mem://b: It is not public. 1 file of it cannot be had (b/2). Log in.']);
  });
});

describe('a link that is good for now', () => {
  const canary = 'canary-7f3a';
  /** Answers by the path of the link; every link carries the canary. */
  async function linked(t: { after(work: () => Promise<void>): void }, routes: Parameters<typeof startServer>[1]) {
    const server = await startServer(t, routes);
    const asked: boolean[] = [];
    const pointer = (link: string, renewed = link): Pointer => ({
      path: 'a',
      pointer: 's3://customer/a',
      at: 'item 1',
      access: async (expired) => {
        asked.push(expired);
        return { url: `${server.origin}${expired ? renewed : link}?sig=${canary}`, headers: { 'x-key': canary } };
      },
    });
    return {
      server,
      asked,
      pointer,
      adoptOne: (one: Pointer, as = fresh(), hash: 'content' | 'provider' = 'content') =>
        adoptItems(worldWith(app, { sources: [toolOf([one])] }), as, { hash }),
    };
  }

  test('is followed once, and its answer tells size and signature', async (t) => {
    const { server, asked, pointer, adoptOne } = await linked(t, { 'GET /a': file('cat', { etag: '"tag"', 'x-amz-version-id': 'v1' }) });
    const { list, version } = await adoptOne(pointer('/a'));
    assert.deepEqual(list, [
      { path: 'a', size: 3, sha256: sha('cat'), location: 's3://customer/a', versionId: 'v1', etag: 'tag', evidence: 'verified' },
    ]);
    assert.deepEqual([asked, server.requests.length], [[false], 1]);
    assert.ok(!JSON.stringify(version).includes(canary));
  });

  test('tells by its signature that it need not be read again', async (t) => {
    const { pointer, adoptOne } = await linked(t, { 'GET /a': file('cat cat', { etag: '"again"' }) });
    await adoptOne(pointer('/a'));
    const progress: number[] = [];
    const world = worldWith(app, { sources: [toolOf([pointer('/a')])] });
    await adopt(
      world,
      { locations: ['tool://1'], as: fresh() },
      { onProgress: ({ bytes, stage }) => void (stage === 'hashing' && progress.push(bytes)) },
    );
    assert.deepEqual(
      progress.filter((bytes) => bytes > 0),
      [],
    );
  });

  for (const status of [403, 410]) {
    test(`is asked for anew when it is refused with ${status}`, async (t) => {
      const { asked, pointer, adoptOne } = await linked(t, {
        'GET /old': { status },
        'GET /new': file(`new ${status}`, { etag: `"${status}"` }),
      });
      const { list } = await adoptOne(pointer('/old', '/new'));
      assert.deepEqual([list[0]?.sha256, asked], [sha(`new ${status}`), [false, true]]);
    });
  }

  test('is a problem when the new one is refused, too, and nothing says what it was', async (t) => {
    const { asked, pointer, adoptOne } = await linked(t, { 'GET /a': { status: 403, body: canary } });
    const lines = await problemsOf(adoptOne(pointer('/a')));
    assert.deepEqual(asked, [false, true]);
    assert.match(lines.join(), /^item 1: The link to s3:\/\/customer\/a is refused/);
    assert.ok(!lines.join().includes(canary));
  });

  test('of another size than was said', async (t) => {
    const { pointer, adoptOne } = await linked(t, { 'GET /a': file('cat') });
    assert.match(
      (await problemsOf(adoptOne({ ...pointer('/a'), size: 5 }))).join(),
      /^item 1: s3:\/\/customer\/a has 3 bytes, and 5 are declared/,
    );
  });

  test('of what never changes is not even asked for again', async (t) => {
    const { asked, pointer, adoptOne } = await linked(t, { 'GET /a': file('fixed') });
    const one = { ...pointer('/a'), pointer: 's3://customer/fixed', size: 5, signature: 'upload-1' };
    for (let i = 0; i < 2; i++) assert.equal((await adoptOne(one)).list[0]?.sha256, sha('fixed'));
    assert.deepEqual(asked, [false]);
  });
});

test('what was read before a failure is not read again', async () => {
  const objects = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`r${i}`, `bytes ${i}`]));
  const store = memoryStore({ ...objects, last: { bytes: 'x', error: new DatapinError('s3.network', 'Gone.', { hint: 'Try again.' }) } });
  const items = [...Object.keys(objects), 'last'].map((path) => ({ path, pointer: `mem://${path}`, at: 'row' }));
  await assert.rejects(adoptItems(worldWith(app, { sources: [toolOf(items)], store }), fresh()), refusal('s3.network'));
  assert.equal(store.reads.length, 21);
  const mended = memoryStore({ ...objects, last: 'x' });
  const { list } = await adoptItems(worldWith(app, { sources: [toolOf(items)], store: mended }), fresh());
  assert.deepEqual([list.length, mended.reads], [21, ['mem://last']]);
});

describe('a plan', () => {
  test('of a folder', async () => {
    const location = data('plan', { 'a.png': '12', 'b/c.PNG': '345', 'b/d.txt': '6', noext: '', '.hidden': '7' });
    const plan = await planAdoption(app, { locations: [location], as: 'plan', from: 'files' });
    assert.deepEqual(plan, {
      files: 5,
      bytes: 7,
      unsized: 0,
      kinds: [
        { name: '', files: 2, bytes: 1 },
        { name: 'png', files: 2, bytes: 5 },
        { name: 'txt', files: 1, bytes: 1 },
      ],
      requests: { list: 0, head: 0, get: 0 },
      stores: [{ store: 'file', list: 0, head: 0, get: 0, bytes: 7, seconds: plan.seconds, cost: 0 }],
      toRead: { files: 5, bytes: 7 },
      cost: 0,
      seconds: plan.seconds,
      problems: [],
      notes: [],
    });
  });

  test('of what a tool names: objects are not asked for, problems are told', async () => {
    const store = memoryStore({});
    const items: SourceItem[] = [
      { path: 'a.jpg', pointer: 's3://b/a', size: 2e9, at: 'x' },
      { path: 'b.jpg', pointer: 's3://b/b', at: 'x' },
      { path: 'c.jpg', location: 's3://b/c', size: 1e9, signature: 'c', declaredSha256: sha('c') },
      { path: 'd.jpg', pointer: 'mem://d', size: 5, at: 'x' },
      { path: 'a.json', made: '{}' },
      broken(3),
    ];
    const plan = await planAdoption(worldWith(app, { sources: [toolOf(items)], store }), { locations: ['tool://1'], as: 'x' });
    assert.deepEqual([plan.files, plan.bytes, plan.unsized, plan.toRead], [5, 3e9 + 7, 1, { files: 3, bytes: 2e9 + 5 }]);
    assert.deepEqual(
      plan.stores.map(({ store: name, list, head, get, bytes, cost }) => [name, list, head, get, bytes, cost]),
      [
        ['mem', 0, 1, 1, 5, undefined],
        ['s3', 1, 2, 2, 2e9, 2 * 0.09 + (0.005 + 4 * 0.0004) / 1000],
      ],
    );
    assert.deepEqual([plan.cost, plan.problems, store.inspections], [undefined, ['f:3: Row 3 is broken. Mend it.'], []]);
    assert.deepEqual(plan.source, { id: 'tool', title: 'Tool', why: 'its address begins with tool:' });
  });

  test('of what is known already reads nothing', async () => {
    const store = memoryStore({ k: 'known' });
    const world = worldWith(app, { store });
    const request = { locations: ['mem://'], as: fresh(), from: 'files' };
    assert.deepEqual((await planAdoption(world, request)).toRead, { files: 1, bytes: 5 });
    await adopt(world, request);
    assert.deepEqual((await planAdoption(world, request)).toRead, { files: 0, bytes: 0 });
  });

  test('of nothing', async () => {
    await assert.rejects(planAdoption(app, { locations: [writeFiles(`${folder}/none`, {})], as: 'x' }), refusal('adopt.empty'));
  });
});

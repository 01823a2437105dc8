/** What a location is: who is asked, in which order, what they are told, and who is believed. */
import assert from 'node:assert/strict';
import nodeTest, { describe, test } from 'node:test';
import { DatapinError } from '../../server/core/errors.ts';
import { probeAll, probeLocation } from '../../server/core/probing.ts';
import type { Match, Source } from '../../server/core/source.ts';
import { createSourceContext } from '../../server/core/sourceContext.ts';
import { createSubject } from '../../server/core/subject.ts';
import { assertRejects } from '../connectors/contract.ts';
import { memoryStore, toolOf, worldWith } from './adoptionWorld.ts';
import { refusal, testWorld } from './fixture.ts';

const { app, data } = testWorld(nodeTest);
const location = data('set', {
  'annotations/instances.json': '{"images":[]}',
  'images/1.png': 'png',
  'images/deep/2.png': 'png',
  'read me.txt': 'hello',
  'large.txt': Buffer.alloc((1 << 20) + 1, 'x'),
});

const source = (id: string, match?: Match, more: Partial<Source> = {}): Source =>
  toolOf([], { id, scheme: `${id}-scheme`, probe: async () => match, ...more });
const sure = (why: string): Match => ({ certainty: 'sure', why });
const likely = (why: string): Match => ({ certainty: 'likely', why });

describe('who is believed', () => {
  const cases: [what: string, sources: Source[], expected: [id: string | undefined, why: RegExp]][] = [
    ['nobody knows', [source('a'), source('b')], [undefined, /nothing in it says/]],
    ['one is sure', [source('a'), source('b', sure('b it is'))], ['b', /^b it is$/]],
    ['sure goes before likely', [source('a', likely('a?')), source('b', sure('b!'))], ['b', /^b!$/]],
    ['the first of the sure', [source('a', sure('a!')), source('b', sure('b!'))], ['a', /^a!$/]],
    ['the first of the likely', [source('a'), source('b', likely('b?')), source('c', likely('c?'))], ['b', /^b\?$/]],
    ['there are none', [], [undefined, /nothing in it says/]],
  ];
  for (const [what, sources, [id, why]] of cases) {
    test(what, async () => {
      const found = await probeLocation(worldWith(app, { sources }), location);
      assert.equal(found.source?.id, id);
      assert.match(found.why, why);
    });
  }

  test('nobody is asked after one is sure', async () => {
    const never = source('b', undefined, { probe: async () => assert.fail('not needed') });
    await probeLocation(worldWith(app, { sources: [source('a', sure('a!')), never] }), location);
  });
});

describe('several locations, and what is asked for', () => {
  const sources = [source('tool'), source('tars', sure('members')), source('other')];
  const tar = data('tars', { 'a.tar': 'x', 'b.tar': 'y' });
  const cases: [what: string, locations: string[], from: string | undefined, expected: string | undefined | RegExp][] = [
    ['a project of a tool', ['tool-scheme://projects/1'], undefined, 'tool'],
    ['projects of a tool', ['tool-scheme://1', 'TOOL-SCHEME://2'], undefined, 'tool'],
    ['projects of two tools', ['tool-scheme://1', 'other-scheme://2'], undefined, /source\.location/],
    ['a project and a folder', ['tool-scheme://1', location], undefined, /source\.location/],
    ['folders', [location, `${location}images/`], undefined, undefined],
    ['tars', [`${tar}a.tar`, `${tar}b.tar`], undefined, 'tars'],
    ['a tar and a folder', [`${tar}a.tar`, location], undefined, undefined],
    ['folders, of a source', [location, `${location}images/`], 'tool', 'tool'],
    ['a folder, as it lies', [location], 'files', undefined],
    ['a project, as files', ['tool-scheme://1'], 'files', undefined],
    ['a source that is not there', [location], 'tol', /source\.unknown.*"tool"/],
  ];
  for (const [what, locations, from, expected] of cases) {
    test(what, async () => {
      const probing = probeAll(worldWith(app, { sources }), { locations, from });
      if (!(expected instanceof RegExp)) return assert.equal((await probing).source?.id, expected);
      const error = await assertRejects(probing);
      assert.match(`${error.code} ${error.hint}`, expected);
    });
  }
});

describe('what a source is shown', () => {
  const store = memoryStore({ 'x/a/1': '1', 'x/a/2': '2', 'x/b': 'bytes of b', 'x/empty': '' });
  const subjectOf = (at: string) => createSubject(worldWith(app, { store }), at);

  test('a folder', async () => {
    const subject = await subjectOf(location);
    assert.deepEqual([subject.kind, subject.name, subject.size, (await subject.head()).length], ['folder', 'set', 0, 0]);
    assert.deepEqual(await subject.entries(), ['annotations/', 'images/', 'large.txt', 'read me.txt']);
    assert.deepEqual(await subject.entries('images'), ['1.png', 'deep/']);
    assert.deepEqual(await subject.entries('images/deep/'), ['2.png']);
    assert.deepEqual(await subject.entries('nowhere'), []);
    assert.equal(await subject.text('annotations/instances.json'), '{"images":[]}');
    assert.equal(await subject.text('read me.txt'), 'hello');
    for (const path of ['large.txt', 'nowhere', 'images']) assert.equal(await subject.text(path), undefined, path);
  });

  test('a file', async () => {
    const subject = await subjectOf(`${location}large.txt`);
    assert.deepEqual([subject.kind, subject.name, subject.size], ['file', 'large.txt', (1 << 20) + 1]);
    assert.equal((await subject.head()).length, 1 << 16);
    assert.deepEqual([await subject.entries(), await subject.text('x')], [[], undefined]);
    assert.equal((await subjectOf(`${location}read%20me.txt`)).name, 'read me.txt');
  });

  test('a folder and files of a store that can only be listed', async () => {
    const subject = await subjectOf('mem://x/');
    assert.deepEqual([subject.kind, await subject.entries(), await subject.text('b')], ['folder', ['a/', 'b', 'empty'], 'bytes of b']);
    const b = await subjectOf('mem://x/b');
    assert.deepEqual([b.kind, Buffer.from(await b.head()).toString()], ['file', 'bytes of b']);
    assert.equal((await (await subjectOf('mem://x/empty')).head()).length, 0);
  });

  for (const at of ['gopher://x', 'file:///nowhere/at/all', 'mem://nothing']) {
    test(`nothing of ${at}, which is an error only when it is read`, async () => {
      const subject = await subjectOf(at);
      assert.deepEqual([(await subject.head()).length, await subject.entries(), await subject.text('x')], [0, [], undefined]);
    });
  }
});

describe('what a source may ask for', () => {
  const asking = toolOf([], {
    secrets: [{ name: 'TOOL_KEY', title: 'API key of Tool' }],
    settings: [{ name: 'endpoint', env: 'TOOL_ENDPOINT', default: 'https://tool.example' }],
  });
  const contextWith = (secret?: string, setting?: string) =>
    createSourceContext({ ...app, secret: async () => secret, sourceSetting: () => setting }, asking);

  test('a secret that is there, and one that is not', async () => {
    assert.equal(await contextWith('k').secret('TOOL_KEY'), 'k');
    await assert.rejects(contextWith().secret('TOOL_KEY'), refusal('secret.missing', /API key of Tool.*TOOL_KEY/));
    assert.equal(await contextWith().optionalSecret('TOOL_KEY'), undefined);
    await assert.rejects(contextWith('k').secret('OTHER'), DatapinError);
  });

  test('a setting, or its default', () => {
    assert.equal(contextWith().setting('endpoint'), 'https://tool.example');
    assert.equal(contextWith(undefined, 'http://other').setting('endpoint'), 'http://other');
  });

  test('an object exactly, and some of its bytes', async () => {
    const context = createSourceContext(worldWith(app, { store: memoryStore({ 'x/a': '0123456789', 'x/ab': '' }) }), asking);
    const found = await context.find('mem://x/a');
    assert.deepEqual([found?.path, found?.size], ['a', 10]);
    assert.equal(await context.find('mem://x'), undefined);
    const read = async (range?: { start: number; end: number }) => {
      let text = '';
      for await (const piece of context.read(found!, range)) text += Buffer.from(piece).toString();
      return text;
    };
    assert.deepEqual(
      [await read(), await read({ start: 2, end: 5 }), await read({ start: 8, end: 99 }), await read({ start: 3, end: 3 })],
      ['0123456789', '234', '89', ''],
    );
  });
});

/** Sama by its API: the requests of its own kit, pages, links that are asked for again, and adoption from end to end. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createSamaConnector } from '../../server/connectors/sama/connector.ts';
import { createSamaSource } from '../../server/connectors/sama/source.ts';
import { adopt } from '../../server/core/adoption.ts';
import { verify } from '../../server/core/integrity.ts';
import { corpus, needsCorpus } from '../support/corpus.ts';
import { assertSameRequests, readTrace } from '../support/replay.ts';
import { yielded } from '../support/sourceContext.ts';
import { type Owner, tempFolder } from '../support/temp.ts';
import type { Answer } from './httpServer.ts';
import { startServer } from './httpServer.ts';
import { key, link, type Replay, signature, startSama, type Task, task } from './samaReplay.ts';
import { apiFaults, faultTests, linkFaults } from './toolFaults.ts';
import { outcome, toolText, toolWorld } from './toolText.ts';

const source = createSamaSource();
const place = 'sama://projects/13455';

async function open(owner: Owner, { keyless = false } = {}) {
  const replay = await startSama(owner);
  return { replay, world: toolWorld(owner, source, { secrets: keyless ? {} : { SAMA_API_KEY: key }, sources: replay.sources }) };
}

test('we ask what its own kit asks', needsCorpus, async (t) => {
  const { replay, world } = await open(t);
  await yielded(world, source, place);
  await createSamaConnector(world).inspect({ location: `${place}/tasks/task2/image`, size: 0 });
  const met = assertSameRequests(replay.server.asked('/v2/'), readTrace(join(corpus, 'sama', 'wire-trace.sama.jsonl')), {
    normalise: (shape) => {
      const one = /tasks\/[^/]+\.json$/.test(shape.path) && !/delivered/.test(shape.path);
      // of one task its own kit asks for a page as well
      return one ? { ...shape, path: 'one task', query: shape.query.filter((name) => !/^page/.test(name)) } : shape;
    },
  });
  assert.deepEqual(met, ['GET /v2/projects/13455.json', 'GET /v2/projects/13455/tasks/delivered.json', 'GET one task']);
});

test('nothing can be chosen from: the id of a project is typed', () => {
  assert.equal(source.choices, undefined);
});

/** Tasks, tasks on a page of Sama's, pages that are asked for. */
const pages: [tasks: number, requests: number][] = [
  [1, 1],
  [999, 1],
  [1_000, 2],
  [1_001, 2],
  [2_000, 3],
];

describe('pages', () => {
  for (const [tasks, requests] of pages) {
    test(`${tasks} tasks take ${requests}`, async (t) => {
      const { replay, world } = await open(t);
      replay.tasks = many(tasks);
      const { pointers, facts } = await yielded(world, source, place);
      assert.equal(pointers.length, tasks);
      assert.equal(replay.server.asked('/v2/projects/13455/tasks/').length, requests);
      assert.deepEqual(facts, { project: '13455', name: 'demo', tasks });
    });
  }

  test('a page that comes twice is said', async (t) => {
    const { replay, world } = await open(t);
    replay.tasks = many(1_000);
    Object.defineProperty(replay.tasks, 'slice', { value: () => [...replay.tasks] });
    await assert.rejects(yielded(world, source, place), { code: 'source.answer', message: 'Sama gives page 2 of the tasks twice.' });
  });

  test('a task that moved on to the next page is taken once', async (t) => {
    const { replay, world } = await open(t);
    const tasks = many(1_001);
    replay.tasks = [...tasks.slice(0, 1_000), tasks[999]!, tasks[1_000]!];
    assert.equal((await yielded(world, source, place)).pointers.length, 1_001);
  });
});

function many(count: number): Task[] {
  return Array.from({ length: count }, (_, i) => task(i, { image: `s3://bucket/${i}.jpg` }));
}

const refusals: [title: string, path: string, answer: Answer, code: string, words: RegExp][] = [
  ['an error inside of status 200', '.json', { body: { error: 'Out of order' } }, 'source.answer', /project 13455: Out of order/],
  ['an error for a page', '/tasks/', { body: { errors: ['Too many tasks'] } }, 'source.answer', /page 1 .*: Too many tasks/],
  ['a page without a list', '/tasks/', { body: {} }, 'source.answer', /there is no list of tasks/],
  ['a page for people', '/tasks/', { body: '<html>' }, 'source.answer', /is no JSON/],
  ['no project in it', '.json', { body: {} }, 'source.project', /has no project 13455/],
  ['no tasks yet', '/tasks/', { body: { tasks: [] } }, 'adopt.empty', /no delivered tasks/],
  ['something else than a task', '/tasks/', { body: { tasks: [7] } }, 'problem', /task 1 of project 13455: This is no task/],
];

describe('it is refused with', () => {
  for (const [title, path, answer, code, words] of refusals) {
    test(title, async (t) => {
      const fine = { body: { project: { id: 13455, name: 'demo' } } };
      const server = await startServer(t, (request) => (request.path.includes('/tasks/') === (path === '/tasks/') ? answer : fine));
      const world = toolWorld(t, source, { secrets: { SAMA_API_KEY: key }, sources: { 'sama.url': `${server.origin}/v2/` } });
      const text = await outcome(() => yielded(world, source, place));
      assert.match(text, words);
      assert.ok(text.startsWith(code === 'problem' ? '! ' : `!! ${code}: `), text);
    });
  }

  test('a key that is not there', async (t) => {
    const { world } = await open(t, { keyless: true });
    await assert.rejects(yielded(world, source, place), { code: 'secret.missing' });
  });

  for (const location of ['sama://projects/', 'sama://13455', 'sama://projects/1/tasks']) {
    test(`${location}, which names nothing`, async (t) => {
      const { world } = await open(t);
      await assert.rejects(yielded(world, source, location), { code: 'source.location' });
    });
  }
});

faultTests('what is asked with the key', {
  faults: apiFaults,
  paths: { 'the project': '/v2/projects/13455.json', 'the tasks': '/v2/projects/13455/tasks/' },
  start: async (owner) => {
    const { replay, world } = await open(owner);
    return { server: replay.server, read: async () => toolText(await yielded(world, source, place)) };
  },
});

faultTests("Sama's own copies", {
  // one that is refused for good is so by the answer to the link that was asked for again
  faults: linkFaults.filter(({ code }) => code !== 'web.expired'),
  paths: { 'an image': '/assets/' },
  start: async (owner) => {
    const { replay, world } = await open(owner);
    const store = createSamaConnector(world);
    const location = `${place}/tasks/task2/image`;
    return { server: replay.server, read: async () => Buffer.concat(await Array.fromAsync(store.read({ location, size: 23 }))).toString() };
  },
});

describe('adopting', () => {
  test('relabelled is another version, delivered again the same', async (t) => {
    const { replay, world } = await open(t);
    const { version, files } = await adopt(world, { locations: [place], as: 'cars:v1' });
    assert.equal(files, 4);
    assert.deepEqual((await verify(world, { version, mode: { type: 'full' } })).broken, []);
    replay.tasks.reverse();
    for (const one of replay.tasks) one.delivered_at = 'later';
    assert.equal((await adopt(world, { locations: [place], as: 'cars:v2' })).existed, true);
    replay.tasks = JSON.parse(JSON.stringify(replay.tasks).replaceAll('truck', 'bus'));
    assert.notEqual((await adopt(world, { locations: [place], as: 'cars:v2' })).version.hash, version.hash);
  });

  test('a delivery as a file gives the same files', async (t) => {
    const { replay, world } = await open(t);
    const [byApi, byFile] = [await yielded(world, source, place), await yielded(world, source, await fileOf(t, replay))];
    assert.deepEqual(byFile.made, byApi.made);
    assert.deepEqual(toolText({ ...byFile, facts: {} }).replaceAll('delivery.json: ', ''), toolText({ ...byApi, facts: {} }));
  });

  test('without a key a file is adopted while its links are good', async (t) => {
    const { replay, world } = await open(t, { keyless: true });
    const locations = [pathToFileURL(await fileOf(t, replay)).href];
    assert.equal((await adopt(world, { locations, as: 'cars:v1' })).files, 4);
    replay.server.spoil('/assets/', { status: 403 });
    replay.tasks[1]!.id = 'another';
    const later = [pathToFileURL(await fileOf(t, replay)).href];
    await assert.rejects(adopt(world, { locations: later, as: 'cars:v2' }), (error: { details: string[] }) => {
      assert.deepEqual(error.details.length, 1);
      assert.match(error.details[0]!, /task another: Sama no longer gives the image.*Set SAMA_API_KEY/);
      return true;
    });
  });

  test('a link that has expired is asked for again', async (t) => {
    const { replay, world } = await open(t);
    replay.server.spoil('/assets/', { status: 403, times: 1 });
    assert.equal((await adopt(world, { locations: [place], as: 'cars' })).files, 4);
    assert.equal(replay.server.asked('/v2/projects/13455/tasks/task2.json').length, 1);
  });

  test('an original behind a link that is over is read from the copy that came along', async (t) => {
    const { replay, world } = await open(t, { keyless: true });
    const original = `${replay.server.origin}/bucket/gone.jpg?X-Amz-Date=20200101T000000Z&X-Amz-Expires=60&X-Amz-Signature=${signature}`;
    replay.tasks = [task(1, { 'image Original url': original, url: link(replay.server.origin, 1) })];
    replay.server.spoil('/bucket/', { status: 403 });
    const locations = [pathToFileURL(await fileOf(t, replay)).href];
    assert.equal((await adopt(world, { locations, as: 'cars' })).files, 2);
  });
});

test('what Sama does not have is missing', async (t) => {
  const { world } = await open(t);
  const store = createSamaConnector(world);
  assert.deepEqual(await store.inspect({ location: `${place}/tasks/none/image`, size: 0 }), { state: 'missing' });
  await assert.rejects(store.inspect({ location: 'sama://projects/1', size: 0 }), { code: 'source.location' });
});

test('the key, signatures and people are in nothing that is said, kept or asked of others', async (t) => {
  const { replay, world } = await open(t);
  const stranger = await startServer(t, () => ({ body: { project: { id: 1 } } }));
  const all = await yielded(world, source, place);
  replay.server.spoil('/v2/projects/13455/tasks/', { redirect: `${stranger.origin}/tasks` });
  const thrown = await outcome(() => yielded(world, source, place));
  const wrong = toolWorld(t, source, { secrets: { SAMA_API_KEY: `not ${key}` }, sources: replay.sources });
  const refused = await outcome(() => yielded(wrong, source, place));
  assert.match(refused, /secret\.refused: Sama refuses the API key of Sama: Invalid key …/);
  const asked = stranger.requests.map(({ url, headers }) => JSON.stringify([url, headers]));
  assert.equal(asked.length, 1);
  for (const text of [JSON.stringify(all), thrown, refused, ...asked]) {
    assert.ok(!text.includes(key) && !text.includes(signature) && !text.includes('@example.com'), text);
  }
});

async function fileOf(owner: Owner, { tasks }: Replay): Promise<string> {
  const path = join(tempFolder(owner), 'delivery.json');
  writeFileSync(path, JSON.stringify(tasks));
  return path;
}

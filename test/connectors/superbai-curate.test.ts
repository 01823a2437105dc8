/** Datasets of Superb AI Curate. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createSuperbConnector } from '../../server/connectors/superbai/connector.ts';
import { createSuperbSource } from '../../server/connectors/superbai/source.ts';
import { asDatapinError } from '../../server/core/errors.ts';
import { collected } from '../support/pieces.ts';
import { sourceContext, yielded } from '../support/sourceContext.ts';
import { everything, outcomeOf, toolWorld } from '../support/toolWorld.ts';
import { file, type Recorded, signedOnly, startServer, type TestServer } from './httpServer.ts';

const source = createSuperbSource({ pause: 1 });
const key = 'canary-access-key';
const base = '/curate/dataset-query/datasets';

const box = {
  annotation_class: 'car',
  annotation_type: 'box',
  annotation_value: { x: 1, y: 2, width: 3, height: 4 },
  metadata: { who: 'x' },
};
const images: Record<string, unknown>[] = [
  { id: 'i1', key: 'a.jpg', source: { type: 'URL', url: 'https://bkt.s3.eu-west-1.amazonaws.com/raw/a.jpg' }, annotations: [box] },
  { id: 'i2', key: 'sub/b c.jpg', source: { type: 'LOCAL', asset_id: 'x' }, annotations: [] },
];

async function start(t: TestContext, all: readonly Record<string, unknown>[] = images, last?: (page: number) => unknown) {
  const search = ({ body }: Recorded) => {
    const { size, key: wanted, search_after: after } = JSON.parse(body) as { size: number; key?: string; search_after?: [number] };
    const found = all.filter((one) => wanted === undefined || one.key === wanted).map(linked);
    const begin = after?.[0] ?? 0;
    return { body: { results: found.slice(begin, begin + size), last: [last?.(begin) ?? begin + size] } };
  };
  const linked = (one: Record<string, unknown>) => ({
    ...one,
    image_url: `${server.origin}/cdn/${one.id}?Signature=canary&Expires=4102444800`,
  });
  const routes = {
    [`GET ${base}/`]: { body: { results: [{ id: 'd1', name: 'Cars', image_count: all.length }] } },
    [`GET ${base}/d1/`]: { body: { id: 'd1', name: 'Cars' } },
    [`GET ${base}/none/`]: { status: 404, body: { detail: { message: 'not found' } } },
    [`POST ${base}/d1/images/_search`]: search,
    '/cdn/*': signedOnly(file('bytes')),
    '/v3/graphql': { body: { data: { projects: { count: 0, edges: [] } } } },
  };
  const server: TestServer = await startServer(t, routes);
  const world = toolWorld(t, { secrets: { SPB_ACCESS_KEY: key, SPB_TEAM_NAME: 'team' }, sources: { 'superbai.endpoint': server.origin } });
  return { server, world };
}

test('images lie where the customer said, or in Curate', async (t) => {
  const { server, world } = await start(t);
  const { files, made, facts, problems } = await outcomeOf(world, source, 'superbai://datasets/d1');
  assert.deepEqual(files, ['images/a.jpg <- s3://bkt/raw/a.jpg', 'images/sub/b c.jpg <- superbai://datasets/d1/images/sub%2Fb%20c.jpg']);
  assert.deepEqual(Object.keys(made), ['annotations/images/a.jpg.json']);
  assert.match(made['annotations/images/a.jpg.json']!, /"class":"car".*"type":"box"/);
  assert.deepEqual([facts, problems], [{ dataset: 'd1', name: 'Cars', images: 2 }, []]);
  for (const { headers } of server.asked(base)) assert.deepEqual([headers['x-api-key'], headers['x-tenant-id']], [key, 'team']);
  assert.doesNotMatch(everything(await yielded(world, source, 'superbai://datasets/d1')), /canary/);
});

test('an image that Curate keeps is read by a fresh link', async (t) => {
  const { world } = await start(t);
  const connector = createSuperbConnector(world);
  const [found] = await collected(connector.list('superbai://datasets/d1/images/sub%2Fb%20c.jpg'));
  assert.ok(found && 'location' in found);
  assert.equal(Buffer.concat(await collected(connector.read(found))).toString(), 'bytes');
  assert.deepEqual(await connector.inspect({ location: 'superbai://datasets/d1/images/none', size: 0 }), { state: 'missing' });
});

for (const count of [99, 100, 101, 200, 201]) {
  test(`${count} images, page by page`, async (t) => {
    const all = Array.from({ length: count }, (_, i) => ({ ...images[1], id: `i${i}`, key: `${i}.jpg` }));
    const { world } = await start(t, all);
    assert.equal((await outcomeOf(world, source, 'superbai://datasets/d1')).files.length, count);
  });
}

test('pages that repeat', async (t) => {
  const all = Array.from({ length: 300 }, (_, i) => ({ ...images[1], id: `i${i}`, key: `${i}.jpg` }));
  const { world } = await start(t, all, () => 100);
  await assert.rejects(outcomeOf(world, source, 'superbai://datasets/d1'), { code: 'source.answer' });
});

test('a dataset that is not there, and one that is empty', async (t) => {
  const { world } = await start(t, []);
  for (const [id, code] of [
    ['none', 'source.project'],
    ['d1', 'adopt.empty'],
  ]) {
    assert.equal(asDatapinError(await outcomeOf(world, source, `superbai://datasets/${id}`).catch((error: unknown) => error)).code, code);
  }
});

test('datasets are offered beside projects', async (t) => {
  const { world } = await start(t);
  const choices = await collected(source.choices!(sourceContext(world, source)));
  assert.deepEqual(choices, [{ location: 'superbai://datasets/d1', title: 'Cars', description: 'Curate, 2 images' }]);
});

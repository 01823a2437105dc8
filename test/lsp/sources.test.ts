/** Sources, plans and adoption over the wire: what is found, what is refused, and keys that stay where they belong. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import {
  adopt,
  browse,
  listChoices,
  listSources,
  planAdoption,
  probe,
  progressed,
  readFile,
  type WireAdoption,
} from '../../server/protocol/requests.ts';
import { writeFiles } from '../support/project.ts';
import { tempFolder } from '../support/temp.ts';
import { startClient, type TestClient } from './client.ts';

const coco = {
  images: [
    { id: 1, file_name: 'a.jpg', width: 2, height: 2 },
    { id: 2, file_name: 'gone.jpg', width: 2, height: 2 },
  ],
  categories: [{ id: 1, name: 'car' }],
  annotations: [{ id: 1, image_id: 1, category_id: 1, bbox: [0, 0, 1, 1], area: 1, iscrowd: 0 }],
};

test('what is there is found, planned and adopted', async (t) => {
  const folder = writeFiles(tempFolder(t, 'lsp'), {
    'plain/a.bin': 'aa',
    'plain/b.BIN': 'b',
    'plain/c': 'c',
    'set/annotations/instances.json': JSON.stringify({ ...coco, images: coco.images.slice(0, 1) }),
    'set/images/a.jpg': 'jpeg',
    'broken/annotations/instances.json': JSON.stringify(coco),
    'broken/images/a.jpg': 'jpeg',
  });
  const client = await startClient(t, { home: join(folder, 'home'), trusted: true });

  await t.test('every source says what it takes and what it may ask for', async () => {
    const sources = await client.ask(listSources, {});
    const known = sources.find(({ id }) => id === 'sama');
    assert.deepEqual(
      known?.secrets.map(({ name }) => name),
      ['SAMA_API_KEY'],
    );
    assert.match(known?.takes ?? '', /export file/);
    assert.equal(known?.typed?.start, 'sama://projects/');
    for (const { id, title, takes, secrets } of sources) {
      assert.ok(title && takes, id);
      for (const { name, title: called } of secrets) assert.match(`${name}: ${called}`, /^[A-Z][A-Z0-9_]+: [A-Z]/);
    }
  });

  await t.test('a location is taken for what it is', async () => {
    const plain = await client.ask(probe, { location: join(folder, 'plain') });
    assert.deepEqual([plain.source, plain.title], [undefined, 'Files as they lie']);
    const set = await client.ask(probe, { location: join(folder, 'set') });
    assert.equal(set.source, 'coco');
    assert.ok(set.why);
  });

  await t.test('a plan counts, reads nothing, and adopts nothing', async () => {
    const plan = await client.ask(planAdoption, { locations: [join(folder, 'plain')] });
    assert.deepEqual([plan.files, plan.bytes, plan.problems, plan.toRead], [3, 4, [], { files: 3, bytes: 4 }]);
    assert.deepEqual(
      plan.kinds.map(({ name, files }) => [name, files]),
      [
        ['bin', 2],
        ['', 1],
      ],
    );
    assert.deepEqual((await client.ask(planAdoption, { locations: [join(folder, 'set')] })).source?.title, 'COCO');
  });

  await t.test('problems are told line by line, and the rest can be adopted', async () => {
    const broken: WireAdoption = { locations: [join(folder, 'broken')] };
    const plan = await client.ask(planAdoption, broken);
    assert.equal(plan.problems.length, 1);
    const answer = await client.send(adopt, { ...broken, as: 'broken' });
    assert.ok(!answer.ok);
    assert.equal(answer.problem.code, 'adopt.problems');
    assert.deepEqual(answer.problem.details, plan.problems);
    assert.match(plan.problems[0]!, /gone\.jpg/);
    const { version } = await client.ask(adopt, { ...broken, as: 'broken', keepGoing: true });
    assert.equal(version.files, 2);
  });

  await t.test('progress comes under its token only', async () => {
    await client.ask(adopt, { locations: [join(folder, 'plain')], as: 'plain', token: 'mine' });
    const tokens = client.heard(progressed).map(({ token }) => token);
    assert.deepEqual([...new Set(tokens)], ['mine']);
  });

  await t.test('the bytes of a version are read, unless they are others now', async () => {
    const { base64 } = await client.ask(readFile, { ref: 'plain:v1', path: 'a.bin' });
    assert.equal(Buffer.from(base64, 'base64').toString(), 'aa');
    writeFileSync(join(folder, 'plain', 'a.bin'), 'zz');
    await refusal(client, readFile, { ref: 'plain:v1', path: 'a.bin' }, 'file.changed');
    await refusal(client, readFile, { ref: 'plain:v1', path: 'a' }, 'file.vanished');
    await refusal(client, readFile, { ref: 'plain:v9', path: 'a.bin' }, 'ref.unknown-version');
  });

  await t.test('a place that has no folders to look into says so', async () => {
    await refusal(client, browse, { location: 'sama://projects/' }, 'adopt.unsupported-location');
    await refusal(client, browse, { location: 'nothing://x/' }, 'adopt.unsupported-location');
  });

  await t.test('a source that nobody knows is refused by name', async () => {
    await refusal(client, listChoices, { source: 'nobody' }, 'source.unknown');
    await refusal(client, planAdoption, { locations: [join(folder, 'plain')], from: 'nobody' }, 'source.unknown');
    assert.deepEqual(await client.ask(listChoices, { source: 'coco' }), { choices: [], more: false });
  });
});

test('nothing is asked or fetched for a folder that is not trusted', async (t) => {
  const folder = tempFolder(t, 'lsp');
  const client = await startClient(t, { home: join(folder, 'home') });
  const location = folder;
  await refusal(client, probe, { location }, 'workspace.untrusted');
  await refusal(client, planAdoption, { locations: [location] }, 'workspace.untrusted');
  await refusal(client, listChoices, { source: 'sama' }, 'workspace.untrusted');
  await refusal(client, browse, { location: 's3://' }, 'workspace.untrusted');
  await refusal(client, readFile, { ref: 'a:v1', path: 'a' }, 'workspace.untrusted');
  assert.ok((await client.ask(listSources, {})).length > 0, 'which sources there are is no secret');
});

const canary = 'canary-5e2f-key';

test('a key goes with its request to its tool, and is kept and told nowhere', async (t) => {
  const asked: string[] = [];
  const url = await refusingServer(t, (headers) => asked.push(headers));
  const folder = tempFolder(t, 'lsp');
  const home = join(folder, 'home');
  const client = await startClient(t, { home, trusted: true, settings: { 'datapin.sources': { 'sama.url': url } } });
  const locations = ['sama://projects/7'];

  const without = await client.send(planAdoption, { locations });
  assert.ok(!without.ok);
  assert.equal(without.problem.code, 'secret.missing');
  assert.match(without.problem.hint ?? '', /SAMA_API_KEY/, 'the client reads from this which key it is');
  assert.equal(asked.length, 0, 'nothing was asked without a key');

  const refused = await client.send(adopt, { locations, as: 'far', secrets: { SAMA_API_KEY: canary }, token: 't' });
  assert.ok(!refused.ok);
  assert.equal(refused.problem.code, 'secret.refused');
  assert.ok(asked.length > 0 && asked.every((headers) => headers.includes(canary)), 'the setting says where the tool is');

  const again = await client.send(planAdoption, { locations });
  assert.equal(again.ok ? undefined : again.problem.code, 'secret.missing', 'the key of one request is not that of the next');

  const told = [
    JSON.stringify(refused),
    client.errors(),
    JSON.stringify(client.heard('window/logMessage')),
    JSON.stringify(client.heard(progressed)),
  ];
  await client.end();
  for (const file of ['registry.db', 'registry.db-wal', 'hashes.db']) told.push(contentOf(join(home, file)));
  assert.deepEqual(
    told.filter((text) => text.includes(canary)),
    [],
  );
});

async function refusal<P, R>(client: TestClient, name: Parameters<TestClient['ask']>[0] & R, params: P, code: string): Promise<void> {
  const answer = (await client.send(name as never, params)) as { ok: boolean; problem?: { code: string } };
  assert.equal(answer.ok ? 'it was done' : answer.problem?.code, code);
}

/** A tool's server that lets nobody in; tells what it was sent. */
async function refusingServer(t: TestContext, hear: (headers: string) => void): Promise<string> {
  const server = createServer((request, response) => {
    hear(JSON.stringify(request.headers) + String(request.url));
    response.writeHead(401, { 'content-type': 'application/json' }).end('{"error":"Unauthorized"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

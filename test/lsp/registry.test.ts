/** Datasets over the wire: adopted with progress or taken back, listed, verified, and seen when somebody else adopts. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { openApp, toLocation } from '../../server/app.ts';
import { adopt as adoptHere } from '../../server/core/adoption.ts';
import {
  adopt,
  getLineage,
  listDatasets,
  listEntries,
  listVersions,
  progressed,
  readManifest,
  registryChanged,
  runStep,
  verify,
} from '../../server/protocol/requests.ts';
import { until } from '../support/poll.ts';
import { writeFiles } from '../support/project.ts';
import { tempFolder } from '../support/temp.ts';
import { startClient } from './client.ts';

test('adopted, listed, verified', async (t) => {
  const folder = tempFolder(t, 'lsp');
  const data = writeFiles(join(folder, 'images'), { 'a.png': 'aa', 'b/1.png': 'b1', 'b/2.png': 'b2', 'c.txt': 'c' });
  const client = await startClient(t, { home: join(folder, 'home'), trusted: true, folders: [pathToFileURL(folder).href] });
  const send = { locations: [pathToFileURL(data).href], as: 'images:first', exclude: ['*.txt'], token: 'one' };

  const adopted = await client.ask(adopt, send);
  assert.deepEqual([adopted.version.ref, adopted.version.files, adopted.version.bytes, adopted.existed], ['images:first', 3, 6, false]);
  const progress = client.heard(progressed);
  assert.ok(progress.length > 0 && progress.every(({ token }) => token === 'one'));
  assert.ok(progress.every(({ progress: { stage, bytes } }) => ['listing', 'hashing', 'registering'].includes(stage) && bytes >= 0));

  const again = await client.ask(adopt, { locations: ['images/'], as: 'images', exclude: ['*.txt'] });
  assert.deepEqual([again.existed, again.version.ref], [true, 'images:first'], 'a path is relative to the open folder');

  assert.deepEqual(await client.ask(listDatasets, {}), [{ name: 'images', kind: 'dataset', versions: 1, latest: 'first' }]);
  const [version] = await client.ask(listVersions, { dataset: 'images' });
  assert.deepEqual(
    [version?.identity, version?.integrity, version?.createdBy, version?.origin],
    ['content', 'unchecked', 'tester', `adopted from ${data}/`],
  );

  const first = await client.ask(listEntries, { ref: 'images:first', folder: '', limit: 1 });
  assert.deepEqual([first.entries.map(({ path }) => path), first.more], [['a.png'], true]);
  const rest = await client.ask(listEntries, { ref: 'images:first', folder: '', after: 'a.png', limit: 10 });
  assert.deepEqual(rest, { entries: [{ type: 'folder', name: 'b', path: 'b', files: 2, bytes: 4 }], more: false });
  const below = await client.ask(listEntries, { ref: 'images:latest', folder: 'b', limit: 10 });
  assert.deepEqual(
    below.entries.map((entry) => entry.type === 'file' && entry.location),
    [1, 2].map((n) => pathToFileURL(join(data, `b/${n}.png`)).href),
  );

  const { text, truncated } = await client.ask(readManifest, { ref: 'images:first' });
  assert.equal(truncated, false);
  assert.equal(`sha256:${createHash('sha256').update(text).digest('hex')}`, version?.hash);

  assert.deepEqual(await client.ask(verify, { ref: 'images:first', token: 'two' }), { checked: 3, broken: [], unproven: 0 });
  assert.ok(client.heard(progressed).some(({ token }) => token === 'two'));
  writeFileSync(join(data, 'a.png'), 'xx');
  const { broken } = await client.ask(verify, { ref: 'images:first' });
  assert.deepEqual(
    broken.map(({ path }) => path),
    ['a.png'],
  );
  assert.equal((await client.ask(listVersions, { dataset: 'images' }))[0]?.integrity, 'broken');

  const graph = await client.ask(getLineage, { id: 'images:first' });
  assert.deepEqual(
    graph.nodes.map(({ id, type }) => [id, type]),
    [[graph.focus, 'version']],
  );
  assert.equal(await client.end(), 0);
});

test('an adoption that is taken back leaves nothing behind', async (t) => {
  const folder = tempFolder(t, 'lsp');
  mkdirSync(join(folder, 'large'));
  writeFileSync(join(folder, 'large', 'sparse'), '');
  truncateSync(join(folder, 'large', 'sparse'), 64 * 2 ** 30);
  const client = await startClient(t, { home: join(folder, 'home'), trusted: true });
  const abort = new AbortController();
  const answer = client.send(adopt, { locations: [join(folder, 'large')], as: 'large', token: 'x' }, abort.signal);
  await until(() => client.heard(progressed).length > 0, { what: 'the first progress' });
  assert.deepEqual(await client.ask(listDatasets, {}), [], 'the server answers while it hashes');
  abort.abort();
  const outcome = await answer;
  assert.equal(outcome.ok ? 'adopted' : outcome.problem.code, 'cancelled');
  assert.deepEqual(await client.ask(listDatasets, {}), []);
  assert.equal(await client.end(), 0);
});

test('what another process adopts is known at once', async (t) => {
  const folder = tempFolder(t, 'lsp');
  const home = join(folder, 'home');
  const data = writeFiles(join(folder, 'digits'), { a: 'a' });
  const client = await startClient(t, { home });
  client.show('file:///p/a.py', 'dataset("digits:v1")\n');
  assert.equal((await client.diagnostics('file:///p/a.py')).length, 1);
  const app = openApp({ home });
  t.after(() => app.close());
  await adoptHere(app, { locations: [toLocation(data, '/')], as: 'digits' });
  await until(() => client.heard(registryChanged).length > 0 && client.refreshes() > 0, { what: 'news of the other process' });
  assert.deepEqual(await client.diagnostics('file:///p/a.py'), []);
  assert.equal(await client.end(), 0);
});

test('problems come in words, with a code and what to do', async (t) => {
  const folder = tempFolder(t, 'lsp');
  const client = await startClient(t, { home: join(folder, 'home'), trusted: true });
  const problem = async <P, R>(name: Parameters<typeof client.send<P, R>>[0], params: P) => {
    const outcome = (await client.send(name, params)) as { ok: boolean; problem?: { code: string; hint?: string } };
    assert.ok(!outcome.ok && outcome.problem?.hint, `${name} answers a problem with a hint`);
    return outcome.problem.code;
  };
  assert.equal(await problem(adopt, { locations: [join(folder, 'missing')], as: 'x' }), 'folder.missing');
  assert.equal(await problem(adopt, { locations: [folder], as: 'no name' }), 'name.invalid');
  assert.equal(await problem(adopt, { locations: ['ftp://x/y'], as: 'x' }), 'adopt.unsupported-location');
  assert.equal(await problem(verify, { ref: 'nothing:v1' }), 'ref.unknown-dataset');
  assert.equal(await problem(listEntries, { ref: 'no sense', folder: '', limit: 1 }), 'ref.malformed');
  assert.equal(await problem(readManifest, { ref: '{x}' }), 'ref.malformed');
  assert.equal(await problem(getLineage, { id: 'nothing:7' }), 'execution.unknown');
  assert.equal(await problem(runStep, { file: pathToFileURL(join(folder, 'valohai.yaml')).href, step: 'x' }), 'pipeline.missing');
  assert.equal(await client.end(), 0);
});

test('nothing is run or fetched in a folder that is not trusted', async (t) => {
  const folder = writeFiles(tempFolder(t, 'lsp'), { 'valohai.yaml': '- step: {name: s, image: i, command: touch ran}\n', a: 'a' });
  const file = pathToFileURL(join(folder, 'valohai.yaml')).href;
  const client = await startClient(t, { home: tempFolder(t), trusted: false, folders: [pathToFileURL(folder).href] });
  const codes = async () => {
    const outcomes = [
      await client.send(adopt, { locations: [folder], as: 'x' }),
      await client.send(verify, { ref: 'x:v1' }),
      await client.send(runStep, { file, step: 's' }),
    ];
    return outcomes.map((outcome) => (outcome.ok ? 'done' : outcome.problem.code));
  };
  assert.deepEqual(await codes(), Array(3).fill('workspace.untrusted'));
  await client.connection.sendNotification('datapin/trust', { trusted: true });
  assert.deepEqual(await codes(), Array(3).fill('done'));
  assert.equal(await client.end(), 0);
});

test('a registry that cannot be read: the writing is judged, the rest says why not', async (t) => {
  const home = tempFolder(t, 'lsp');
  writeFileSync(join(home, 'registry.db'), 'this is no database, but somebody put it there '.repeat(50));
  const client = await startClient(t, { home });
  client.show('file:///p/a.py', 'dataset("digits:v1@")\ndataset("digits:v1")\n');
  assert.deepEqual(
    (await client.diagnostics('file:///p/a.py')).map(({ code }) => code),
    ['malformed-reference'],
  );
  assert.equal(await client.complete('file:///p/a.py', { line: 1, character: 9 }), null);
  const outcome = await client.send(listDatasets, {});
  assert.match(outcome.ok ? 'listed' : outcome.problem.code, /^registry\./);
  assert.match(readFileSync(join(home, 'registry.db'), 'utf8'), /^this is no database/);
  assert.equal(await client.end(), 0);
});

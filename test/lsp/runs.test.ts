/** Steps over the wire: listed, run, followed, stopped, and traced. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  adopt,
  getLineage,
  listExecutions,
  listProjects,
  listSteps,
  readLog,
  registryChanged,
  runStep,
  stopExecution,
} from '../../server/protocol/requests.ts';
import type { WireExecution } from '../../server/protocol/wire.ts';
import { until } from '../support/poll.ts';
import { writeFiles } from '../support/project.ts';
import { tempFolder } from '../support/temp.ts';
import { startClient, type TestClient } from './client.ts';

const pipeline = `
- step:
    name: count
    image: busybox
    command:
      - echo counting {parameter-value:what}
      - ls "$VH_INPUTS_DIR/images" | wc -l > "$VH_OUTPUTS_DIR/count.txt"
      - echo '{"images":' 2'}'
    inputs:
      - {name: images, default: images:v1}
    parameters:
      - {name: what, default: pngs, choices: [pngs, jpgs]}
- step:
    name: wait
    image: busybox
    command: echo waiting; sleep 600
`;

async function start(t: Parameters<typeof tempFolder>[0]) {
  const folder = writeFiles(tempFolder(t, 'lsp'), {
    'project/valohai.yaml': pipeline,
    'project/sub/datapin.yaml': '- step: {name: other, image: i, command: c}\n',
    'project/node_modules/valohai.yaml': '- step: {name: foreign, image: i, command: c}\n',
    'images/a.png': 'a',
    'images/b.png': 'b',
  });
  const project = join(folder, 'project');
  const file = pathToFileURL(join(project, 'valohai.yaml')).href;
  const client = await startClient(t, { home: join(folder, 'home'), trusted: true, folders: [pathToFileURL(project).href] });
  await client.ask(adopt, { locations: [join(folder, 'images')], as: 'images' });
  return { client, file };
}

async function ended(client: TestClient, id: string): Promise<WireExecution> {
  return until(
    async () => {
      const { executions } = await client.ask(listExecutions, { limit: 50 });
      const found = executions.find((execution) => execution.id === id);
      return found && ['complete', 'error', 'crashed', 'stopped'].includes(found.status) ? found : undefined;
    },
    { what: `${id} to end`, timeout: 60_000 },
  );
}

/** Part by part, as a view asks for it. */
async function wholeLog(client: TestClient, id: string, from: number): Promise<string> {
  let text = '';
  let offset = from;
  for (;;) {
    const part = await client.ask(readLog, { id, offset });
    text += part.text;
    offset = part.offset;
    if (part.ended) return text;
  }
}

test('a step from the list to its lineage', async (t) => {
  const { client, file } = await start(t);
  const steps = await client.ask(listSteps, {});
  assert.deepEqual(
    steps.map(({ name }) => name),
    ['count', 'wait', 'other'],
  );
  const ofFile = await client.ask(listSteps, { file });
  assert.deepEqual(
    ofFile.map(({ name }) => name),
    ['count', 'wait'],
  );
  assert.deepEqual(steps[0], {
    name: 'count',
    file,
    image: 'busybox',
    inputs: [{ name: 'images', default: ['images:v1'], optional: false }],
    parameters: [{ name: 'what', type: 'string', default: 'pngs', choices: ['pngs', 'jpgs'], optional: false, multiple: false }],
  });

  const started = await client.ask(runStep, { file, step: 'count', parameters: { what: 'jpgs' }, inputs: { images: ['images:latest'] } });
  assert.equal(started.id, 'project:1');
  const execution = await ended(client, started.id);
  assert.deepEqual([execution.status, execution.message], ['complete', undefined]);
  assert.deepEqual([execution.inputs, execution.parameters], [[{ input: 'images', ref: 'images:v1' }], { what: 'jpgs' }]);
  assert.deepEqual(await client.ask(listProjects, {}), ['project']);

  const log = await wholeLog(client, 'project:1', 0);
  assert.match(log, /counting jpgs/);
  assert.equal(await wholeLog(client, 'project:1', 4), log.slice(4));
  assert.equal(await wholeLog(client, 'project:1', log.length), '');

  const graph = await client.ask(getLineage, { id: 'project:1' });
  assert.deepEqual(new Set(graph.edges.map(({ role }) => role)).has('images'), true);
  assert.deepEqual(
    graph.nodes.filter(({ type }) => type === 'execution').map(({ id }) => id),
    [graph.focus],
  );
  assert.ok(client.heard(registryChanged).length > 0);
  assert.equal(await client.end(), 0);
});

test('a running step is followed and stopped, and pages go backwards', async (t) => {
  const { client, file } = await start(t);
  const first = await client.ask(runStep, { file, step: 'wait' });
  await until(async () => (await client.ask(readLog, { id: first.id, offset: 0 })).text.includes('waiting'), { what: 'the first words' });
  const { offset, ended: over } = await client.ask(readLog, { id: first.id, offset: 0 });
  assert.equal(over, false);
  const rest = until(async () => (await client.ask(readLog, { id: first.id, offset })).ended, { what: 'the end of the log' });
  await client.ask(stopExecution, { id: first.id });
  await rest;
  assert.equal((await ended(client, first.id)).status, 'stopped');

  const second = await client.ask(runStep, { file, step: 'count' });
  await ended(client, second.id);
  const page = await client.ask(listExecutions, { project: 'project', limit: 1 });
  assert.deepEqual([page.executions.map(({ number }) => number), page.more], [[2], true]);
  const next = await client.ask(listExecutions, { project: 'project', limit: 1, before: 2 });
  assert.deepEqual([next.executions.map(({ number }) => number), next.more], [[1], false]);
  assert.equal(await client.end(), 0);
});

test('what the editor shows is what is run', async (t) => {
  const { client, file } = await start(t);
  client.show(file, '- step: {name: edited, image: i, command: echo edited}\n');
  assert.deepEqual(
    (await client.ask(listSteps, {})).map(({ name }) => name),
    ['edited', 'other'],
  );
  const { id } = await client.ask(runStep, { file, step: 'edited' });
  assert.equal((await ended(client, id)).status, 'complete');
  const missing = await client.send(runStep, { file, step: 'edites' });
  assert.deepEqual(missing.ok ? 'ran' : [missing.problem.code, missing.problem.hint], ['step.unknown', 'Did you mean edited?']);
  assert.equal(await client.end(), 0);
});

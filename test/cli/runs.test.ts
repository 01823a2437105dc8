/** The sample's story on the command line: three steps, each by its own process, and what the registry knows afterwards. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as suite from 'node:test';
import { describe, test } from 'node:test';
import { makeSample } from '../../scripts/sample/workspace.ts';
import { runCli } from '../support/cli.ts';
import { withoutProgram } from '../support/environment.ts';
import { until } from '../support/poll.ts';
import { tempFolder } from '../support/temp.ts';

interface Execution {
  ref: string;
  step: string;
  status: string;
  exitCode?: number;
  createdBy: string;
  command: string;
  image: string;
  duration: number;
  cost: number;
  code: { commit?: string; dirty: boolean; diffHash?: string };
  parameters: Record<string, unknown>;
  inputs: { input: string; written: string; ref: string; hash: string }[];
  outputs: string[];
  metadata: Record<string, unknown>;
  message?: string;
}

describe('running the sample', { skip: withoutProgram('python3', 'git') }, () => {
  const root = tempFolder(suite, 'cli-runs');
  const sample = join(root, 'digits');
  const env = { DATAPIN_HOME: join(root, 'home'), DATAPIN_USER: 'ada', DATAPIN_PRICE_PER_HOUR: '36' };
  const datapin = (...args: string[]) => runCli(args, { cwd: sample, env });
  suite.before(() => void makeSample(sample));

  test('a step whose data is not there says so and records nothing', async () => {
    const result = await datapin('run', 'preprocess');
    assert.equal(result.code, 1);
    assert.match(result.stderr, /\[input\.unresolved\]\nhint: /);
    assert.deepEqual((await datapin('executions', '--json')).json<unknown[]>(), []);
  });

  test('preprocess, train and evaluate, each with its record', async () => {
    const adopted = (await datapin('adopt', 'images', '--as', 'digits:v1', '--json')).json<{ hash: string }>();
    const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: sample, encoding: 'utf8' }).trim();
    const run = async (step: string, ...more: string[]) => {
      const result = await datapin('run', step, '--watch', '--json', ...more);
      assert.equal(result.code, 0, result.stderr);
      return result.json<Execution>();
    };
    const first = await run('preprocess');
    assert.deepEqual([first.ref, first.status, first.exitCode, first.createdBy], ['digits:1', 'complete', 0, 'ada']);
    assert.deepEqual(first.code, { commit, dirty: false });
    assert.deepEqual(first.inputs, [{ input: 'images', written: 'dataset://digits/v1', ref: 'digits:v1', hash: adopted.hash }]);
    assert.deepEqual(first.outputs, ['digits-prepared:run-1']);
    assert.ok(Math.abs(first.cost - first.duration / 100) < 1e-9);

    writeFileSync(join(sample, 'notes.txt'), 'a file that no commit has');
    const second = await run('train', '-p', 'epochs=3', '-i', 'prepared=digits-prepared:run-1');
    assert.equal(second.code.commit, commit);
    assert.equal(second.code.dirty, true);
    assert.match(second.code.diffHash ?? '', /^[0-9a-f]{64}$/);
    assert.equal(second.parameters.epochs, 3);
    assert.match(second.command, /--epochs=3\b/);
    assert.equal(second.metadata.epoch, 3);
    assert.deepEqual(second.outputs, ['digits-model:v1']);

    const third = await run('evaluate');
    assert.deepEqual(
      third.inputs.map(({ ref }) => ref),
      ['digits-prepared:run-1', 'digits-model:v1'],
    );
    assert.deepEqual(
      (await datapin('executions', '--json')).json<Execution[]>().map(({ ref }) => ref),
      ['digits:3', 'digits:2', 'digits:1'],
    );
    assert.match((await datapin('logs', 'digits:2')).stdout, /"epoch": 3/);
  });

  test('lineage tells how the model came to be', async () => {
    const { nodes, edges } = (await datapin('lineage', 'digits-model:latest', '--format', 'json')).json<{
      nodes: { id: string }[];
      edges: { source: string; target: string; role: string }[];
    }>();
    assert.deepEqual(edges.map(({ source, target, role }) => `${source} -${role}-> ${target}`).sort(), [
      'execution/digits:1 -output-> version/digits-prepared:run-1',
      'execution/digits:2 -output-> version/digits-model:v1',
      'execution/digits:3 -output-> version/digits-evaluation:run-3',
      'version/digits-model:v1 -model-> execution/digits:3',
      'version/digits-prepared:run-1 -prepared-> execution/digits:2',
      'version/digits:v1 -images-> execution/digits:1',
    ]);
    assert.equal(nodes.length, 7);
    const upwards = (await datapin('lineage', 'digits-model:v1', '--up', '1', '--down', '0', '--json')).json<{
      nodes: { id: string }[];
      truncated: boolean;
    }>();
    assert.deepEqual(
      upwards.nodes.map(({ id }) => id),
      ['version/digits-model:v1', 'execution/digits:2'],
    );
    assert.equal(upwards.truncated, true);
    const events = (await datapin('lineage', 'digits:2', '--format', 'openlineage')).stdout.trimEnd().split('\n');
    const event = events.map((line) => JSON.parse(line)).find(({ job }) => job.name === 'train');
    assert.deepEqual([event.eventType, event.inputs[0].name, event.outputs[0].name], ['COMPLETE', 'digits-prepared', 'digits-model']);
    assert.match(event.run.runId, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test('what is typed wrong starts nothing', async () => {
    const cases: [args: string[], code: number, words: RegExp][] = [
      [['run', 'trani'], 2, /\[step\.unknown\]\nhint: Did you mean train\?/],
      [['run', 'train', '-p', 'epochs=many'], 2, /\[step\.parameter\]/],
      [['run', 'train', '-p', 'epoch=3'], 2, /Did you mean epochs\?|did you mean "epochs"/i],
      [['run', 'train', '-p', 'epochs'], 2, /-p epochs has no value/],
      [['run', 'train', '-i', 'prepared=digits-prepared:v99'], 1, /\[input\.unresolved\]/],
      [['run', 'train', '--environment', 'moon'], 2, /\[engine\.unknown\]/],
      [['run', 'train', '--file', 'nowhere.yaml'], 2, /\[pipeline\.missing\]/],
    ];
    for (const [args, code, words] of cases) {
      const result = await datapin(...args);
      assert.equal(result.code, code, `${args.join(' ')}: ${result.stderr}`);
      assert.match(result.stderr, words);
    }
    assert.equal((await datapin('executions', '--json')).json<unknown[]>().length, 3);
  });

  test('a run that fails, and one that is stopped', async () => {
    writeFileSync(
      join(sample, 'other.yaml'),
      '- step: {name: fails, image: x, command: "echo before; exit 7"}\n- step: {name: waits, image: x, command: "echo ready; sleep 600"}\n',
    );
    const failed = await datapin('run', 'fails', '--file', 'other.yaml', '--watch', '--json');
    assert.equal(failed.code, 1);
    assert.deepEqual([failed.json<Execution>().status, failed.json<Execution>().exitCode], ['error', 7]);

    const ref = (await datapin('run', 'waits', '--file', 'other.yaml')).stdout.trim();
    await until(async () => (await datapin('logs', ref)).stdout === 'ready\n', { what: 'the command to speak' });
    assert.equal((await datapin('stop', ref, '--json')).json<Execution>().status, 'stopping');
    const ended = await until(
      async () => {
        const [newest] = (await datapin('executions', '--json')).json<Execution[]>();
        return newest?.status === 'stopped' ? newest : undefined;
      },
      { what: 'the run to be stopped' },
    );
    assert.equal(ended.ref, ref);
    assert.equal((await datapin('stop', ref)).code, 1);
  });

  test('Ctrl-C ends watching with 130, and the run goes on', async () => {
    const abort = new AbortController();
    const watching = runCli(['run', 'waits', '--file', 'other.yaml', '--watch'], { cwd: sample, env, signal: abort.signal });
    const newest = async () => (await datapin('executions', '--json')).json<Execution[]>()[0]!;
    const started = await until(async () => ((await newest()).status === 'started' ? newest() : undefined), { what: 'the run to start' });
    abort.abort();
    assert.equal((await watching).code, 130);
    assert.equal((await newest()).status, 'started');
    assert.equal((await datapin('stop', started.ref)).code, 0);
    await until(async () => (await newest()).status === 'stopped', { what: 'the run to be stopped' });
  });
});

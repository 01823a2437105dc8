/** Executions from start to end: what is recorded of them. Real processes. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { waitForExecution } from '../../server/core/runs/logs.ts';
import { startExecution } from '../../server/core/runs/start.ts';
import { toOpenLineage } from '../../server/formats/openLineage.ts';
import { images, inputOf, parameterOf, runWorld, stdout, stepOf } from './runWorld.ts';

describe('an execution', () => {
  test('is recorded with what it is made from, and its versions with it', async (t) => {
    const world = runWorld(t);
    await world.adopt('digits:v1', images);
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.org', ...args], {
        cwd: world.project,
        encoding: 'utf8',
      }).trim();
    git('init', '-q');
    writeFileSync(
      join(world.project, 'train.sh'),
      'cat "$VH_INPUTS_DIR"/images/*.txt "$VH_INPUTS_DIR"/images/*/* > "$VH_OUTPUTS_DIR/model"\n',
    );
    git('add', '.');
    git('commit', '-q', '-m', 'first');
    writeFileSync(join(world.project, 'new.txt'), '');
    const step = stepOf(
      'train',
      [
        'echo {parameters}',
        `printf '\\n{"loss": %s}\\n' {parameter-value:rate}`,
        'sh train.sh',
        `echo '{"valohai.model-versions": ["model://m/"]}' > "$VH_OUTPUTS_DIR/model.metadata.json"`,
      ],
      {
        image: 'busybox',
        inputs: [inputOf('images', { default: ['dataset://digits/latest'], keepDirectories: 'full' })],
        parameters: [parameterOf('rate', { type: 'float', default: 0.5 }), parameterOf('fast', { type: 'flag', default: true })],
      },
    );
    process.env.DATAPIN_PRICE_PER_HOUR = '3.6';
    t.after(() => delete process.env.DATAPIN_PRICE_PER_HOUR);
    const started = await world.start(step, { parameters: { rate: '1e-5' } });
    assert.equal(started.status, 'started');
    assert.ok(started.handle);
    const { app } = world;
    const run = await waitForExecution(app, started);
    assert.equal(run.status, 'complete', run.message);
    assert.equal(run.message, undefined);
    assert.deepEqual(run.outputs, ['m:v1']);
    assert.deepEqual(run.parameters, { rate: 1e-5, fast: true });
    assert.match(run.command, /^echo --rate=1e-05 --fast\n/);
    assert.deepEqual(run.metadata, { loss: 1e-5 });
    assert.equal(run.code.commit, git('rev-parse', 'HEAD'));
    assert.equal(run.code.dirty, true);
    assert.equal(run.exitCode, 0);
    assert.ok(run.duration !== undefined && run.duration >= 0);
    assert.equal(run.cost, (run.duration / 3600) * 3.6);
    const { lineage, versions } = app.registry;
    const edges = lineage.all().map(({ source, target, role }) => [lineage.name(source), lineage.name(target), role]);
    assert.deepEqual(edges, [
      ['digits:v1', 'digits:1', 'images'],
      ['digits:1', 'm:v1', 'output'],
    ]);
    const model = versions.find('m', 'v1');
    assert.equal(model?.kind, 'model');
    assert.deepEqual(
      [...versions.files(model!)].map(({ path, size }) => [path, size]),
      [['model', 11]],
    );
  });

  test('is called the same by its own command and in OpenLineage', async (t) => {
    const world = runWorld(t);
    const run = await world.run(stepOf('s', 'echo "$VH_EXECUTION_ID"'));
    const node = { id: 'execution/digits:1', type: 'execution', execution: run } as const;
    const events = toOpenLineage({ focus: undefined, nodes: [node], edges: [], truncated: false });
    assert.deepEqual(
      events.map((event) => event.run.runId),
      await stdout(world, run),
    );
  });

  test('that makes the same again is linked to what is there', async (t) => {
    const world = runWorld(t);
    const step = stepOf('make', 'echo x > "$VH_OUTPUTS_DIR/x"');
    const [first, second] = [await world.run(step), await world.run(step)];
    assert.deepEqual([first.number, second.number], [1, 2]);
    assert.deepEqual([first.outputs, second.outputs], [['make-outputs:v1'], ['make-outputs:v1']]);
    assert.equal(world.app.registry.lineage.all().length, 2);
  });

  test('whose input was changed since it was adopted does not begin', async (t) => {
    const world = runWorld(t);
    const version = await world.adopt('one:v1', { a: 'abc' });
    const [file] = world.app.registry.versions.files(version);
    writeFileSync(new URL(file!.location), 'abd');
    const step = stepOf('s', 'touch "$VH_REPOSITORY_DIR/begun"', { inputs: [inputOf('i', { default: ['one:v1'] })] });
    await assert.rejects(world.start(step), { code: 'file.changed', message: /one:v1 is broken: a/ });
    const [run] = world.app.registry.executions.list();
    assert.equal(run?.status, 'error');
    assert.match(run?.message ?? '', /one:v1 is broken/);
    assert.deepEqual(readdirSync(world.project), []);
  });

  test('that is given up before it begins is stopped', async (t) => {
    const world = runWorld(t);
    await world.adopt('one:v1', { a: 'abc' });
    const step = stepOf('s', 'true', { inputs: [inputOf('i', { default: ['one:v1'] })] });
    const controller = new AbortController();
    const request = { step, root: world.project, file: join(world.project, 'valohai.yaml') };
    await assert.rejects(startExecution(world.app, request, { signal: controller.signal, onProgress: () => controller.abort() }), {
      code: 'cancelled',
    });
    assert.equal(world.app.registry.executions.list()[0]?.status, 'stopped');
  });

  test('does not share the folder of one that a lost registry has left', async (t) => {
    const world = runWorld(t);
    mkdirSync(join(world.home, 'runs', 'digits', '1', 'outputs'), { recursive: true });
    writeFileSync(join(world.home, 'runs', 'digits', '1', 'outputs', 'old'), '');
    const run = await world.run(stepOf('s', 'touch "$VH_OUTPUTS_DIR/new"'));
    assert.equal(run.folder, join(world.home, 'runs', 'digits', '1-2'));
    assert.deepEqual(readdirSync(join(run.folder, 'outputs')), ['new']);
  });

  test('of a project with a strange name has a good one', async (t) => {
    const world = runWorld(t);
    const root = join(world.project, '..', 'Ünser Projekt (1)');
    mkdirSync(root);
    const run = await world.run(stepOf('s', 'pwd'), { root });
    assert.equal(run.project, 'Unser-Projekt-1');
    assert.deepEqual(await stdout(world, run), [root]);
    rmSync(root, { recursive: true });
  });
});

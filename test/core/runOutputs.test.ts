/** What becomes of a run's outputs: versions, by what their metadata says. */
import assert from 'node:assert/strict';
import { chmodSync, lchownSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { finishExecution } from '../../server/core/runs/finish.ts';
import { anonymous, into, jsonl, line, outputCases, versions } from './outputCases.ts';
import { endedRun, type RunWorld, runWorld } from './runWorld.ts';
import { sidecarCases } from './sidecarCases.ts';

async function digits(world: RunWorld): Promise<void> {
  await world.adopt('digits:v1', { '0/a': 'zero', '1/a': 'one' });
  world.app.registry.datasets.setAlias('digits', 'stable', 'v1');
}

const pathsOf = ({ app }: RunWorld, ref: string): string[] => {
  const [name = '', version] = ref.split(':');
  const found = app.registry.versions.resolve({ name, version, digest: undefined });
  return [...app.registry.versions.files(found)].map(({ path }) => path);
};

describe('outputs', () => {
  for (const { title, outputs, made, says } of [...outputCases, ...sidecarCases]) {
    test(title, async (t) => {
      const world = runWorld(t);
      await digits(world);
      const before = world.app.registry.versions.all().length;
      const finished = await finishExecution(world.app, endedRun(world, { outputs }));
      assert.equal(finished.status, 'complete');
      for (const [ref, paths] of Object.entries(made)) assert.deepEqual(pathsOf(world, ref), paths, ref);
      const aliases = ['digits:stable', 'digits:prod', 'digits:v1'];
      const outputsMade = Object.keys(made).filter((ref) => !aliases.includes(ref) || finished.outputs.includes(ref));
      assert.deepEqual(finished.outputs.toSorted(), outputsMade.toSorted());
      if (!outputsMade.includes('digits:v1')) assert.equal(world.app.registry.versions.all().length, before + outputsMade.length);
      if (!says) assert.equal(finished.message, undefined);
      for (const words of says ?? []) assert.match(finished.message ?? '', words);
    });
  }

  test('are linked to the execution, and to the version they begin with', async (t) => {
    const world = runWorld(t);
    await digits(world);
    const outputs = { b: '2', 'b.metadata.json': versions({ uri: 'dataset://digits/v2', from: 'dataset://digits/v1' }), c: '3' };
    const finished = await finishExecution(world.app, endedRun(world, { outputs }));
    const { lineage, executions, versions: table } = world.app.registry;
    const named = lineage.all().map(({ source, target, role }) => [lineage.name(source), lineage.name(target), role]);
    assert.deepEqual(named.sort(), [
      ['digits:1', 'clean-up-outputs:v1', 'output'],
      ['digits:1', 'digits:v2', 'output'],
      ['digits:v1', 'digits:v2', 'derive'],
    ]);
    assert.equal(executions.get(finished).outputs.length, 2);
    const made = table.find('digits', 'v2');
    assert.deepEqual(made?.origin, { type: 'execution', execution: 'digits:1', from: 'digits:v1' });
    assert.equal(table.find('clean-up-outputs', 'v1')?.kind, 'dataset');
  });

  test('that are links or pipes are left out, which is said', async (t) => {
    const world = runWorld(t);
    const run = endedRun(world, { outputs: { a: '1' } });
    symlinkSync('a', join(run.folder, 'outputs', 'link'));
    const finished = await finishExecution(world.app, run);
    assert.deepEqual(pathsOf(world, anonymous), ['a']);
    assert.match(finished.message ?? '', /^link: It was left out: a symbolic link/);
  });

  test('that cannot be read are left out, which is said', async (t) => {
    const world = runWorld(t);
    const run = endedRun(world, { outputs: { a: '1', b: '2' } });
    chmodSync(join(run.folder, 'outputs', 'b'), 0);
    const finished = await asNobody(dirname(world.home), () => finishExecution(world.app, run));
    assert.deepEqual(pathsOf(world, anonymous), ['a']);
    assert.match(finished.message ?? '', /b cannot be read/);
  });

  test('whose folder was removed end the run all the same', async (t) => {
    const world = runWorld(t);
    const run = endedRun(world);
    rmSync(join(run.folder, 'outputs'), { recursive: true });
    const finished = await finishExecution(world.app, run);
    assert.equal(finished.status, 'complete');
    assert.match(finished.message ?? '', /^outputs: No version was made of them\./);
  });

  test('of many names are read in a moment', async (t) => {
    const world = runWorld(t);
    const files = Array.from({ length: 300 }, (_, i) => `f${i}`);
    const many = Array.from({ length: 100_000 }, (_, i) => line(`f${i % 300}`, into('dataset://new/v1'))).join('');
    const run = endedRun(world, { outputs: { ...Object.fromEntries(files.map((file) => [file, file])), [jsonl]: many } });
    const finished = await finishExecution(world.app, run);
    assert.deepEqual(finished.outputs, ['new:v1']);
    assert.ok((finished.message ?? '').length < 5000);
  });
});

/** Root reads everything, so it gives its folder away and steps back for as long as the work lasts. */
async function asNobody<T>(folder: string, work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work();
  const nobody = 65534;
  for (const entry of ['', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })]) lchownSync(join(folder, entry), nobody, nobody);
  process.seteuid?.(nobody);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

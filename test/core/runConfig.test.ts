/** What a running step finds: inputs, configuration, environment. Real processes. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Execution, Json } from '../../server/core/execution.ts';
import { withoutProgram } from '../support/environment.ts';
import { images, inputOf, parameterOf, runWorld, stdout, stepOf } from './runWorld.ts';

const config = (run: Execution, name: string) => JSON.parse(readFileSync(join(run.folder, 'config', `${name}.json`), 'utf8'));

describe('a running step finds', () => {
  const layouts: [title: string, input: object, refs: string[] | undefined, found: string[]][] = [
    ['files by their bare names', {}, ['flat:v1'], ['a.txt', 'b.txt']],
    ['folders where it asked for them', { keepDirectories: 'full' }, ['digits:v1'], ['0/a.png', '1/a.png', 'list.txt']],
    ['folders also with suffix', { keepDirectories: 'suffix' }, ['digits:latest'], ['0/a.png', '1/a.png', 'list.txt']],
    [
      'several versions in one input',
      { keepDirectories: 'full' },
      ['digits:v1', 'flat:v1'],
      ['0/a.png', '1/a.png', 'list.txt', 'x/a.txt', 'x/b.txt'],
    ],
    ['the same file of two versions once', { keepDirectories: 'full' }, ['flat:v1', 'model://weights/v1'], ['x/a.txt', 'x/b.txt']],
    ['a single file under the name it asked for', { filename: 'model.bin' }, ['one:v1'], ['model.bin']],
    ['several files under their own names', { filename: 'model.bin' }, ['flat:v1'], ['a.txt', 'b.txt']],
    ['an empty folder for an optional input', { optional: true }, undefined, []],
    [
      'the version that a parameter names',
      { keepDirectories: 'full', default: ['dataset://{parameter:dataset}/v1'] },
      undefined,
      ['0/a.png', '1/a.png', 'list.txt'],
    ],
  ];
  for (const [title, about, refs, found] of layouts) {
    test(title, async (t) => {
      const world = runWorld(t);
      await world.adopt('digits:v1', images);
      await world.adopt('flat:v1', { 'x/a.txt': 'a', 'x/b.txt': 'b' });
      await world.adopt('weights:v1', { 'x/a.txt': 'a' }, 'model');
      await world.adopt('one:v1', { 'deep/weights': 'w' });
      const step = stepOf('s', 'cd "$VH_INPUTS_DIR/images" && find . ! -type d | sort && cat $(find . ! -type d) > /dev/null', {
        inputs: [inputOf('images', about)],
        parameters: [parameterOf('dataset', { default: 'digits' })],
      });
      const run = await world.run(step, refs ? { inputs: { images: refs } } : {});
      assert.equal(run.status, 'complete', run.message);
      assert.deepEqual(
        await stdout(world, run),
        found.map((path) => `./${path}`),
      );
      const listed = config(run, 'inputs').images.files as { name: string; path: string }[];
      assert.deepEqual(listed.map(({ name }) => name).sort(), found);
      for (const { name, path } of listed) assert.equal(path, join(run.folder, 'inputs', 'images', name));
    });
  }

  test('its configuration', async (t) => {
    const world = runWorld(t);
    const { hash } = await world.adopt('one:v1', { 'deep/weights': 'w' });
    const step = stepOf('train model', 'true', {
      image: 'python:3.12',
      inputs: [inputOf('weights', { default: ['one:latest'] }), inputOf('more', { optional: true })],
      parameters: [
        parameterOf('rate', { type: 'float', default: 1e-7 }),
        parameterOf('names', { multiple: 'repeat', default: ['a', '-1e+7: x'] }),
      ],
    });
    const run = await world.run(step);
    assert.deepEqual(run.inputs, [{ input: 'weights', written: 'one:latest', ref: 'one:v1', hash }]);
    const [file] = config(run, 'inputs').weights.files;
    assert.deepEqual(
      { ...file, path: '', uri: '' },
      {
        name: 'weights',
        path: '',
        size: 1,
        uri: '',
        checksums: { sha256: '50e721e49c013f00c62cf59f2163542a9d8df02464efeb615d31051b0fddc326' },
        metadata: [{ 'datapin.version': 'one:v1', 'datapin.path': 'deep/weights' }],
      },
    );
    assert.match(file.uri, /^file:\/\/.*\/deep\/weights$/);
    assert.deepEqual(config(run, 'inputs').more, { files: [] });
    assert.deepEqual(config(run, 'parameters'), { rate: 1e-7, names: ['a', '-1e+7: x'] });
    const execution = config(run, 'execution');
    assert.equal(execution['valohai.execution-counter'], 1);
    assert.equal(execution['valohai.execution-step'], 'train model');
    assert.equal(execution['valohai.execution-image'], 'python:3.12');
    assert.equal(execution['valohai.project-name'].split('/')[1], 'digits');
    assert.equal(config(run, 'runtime')['pipeline-file'], join(world.project, 'valohai.yaml'));
  });

  test('its environment', async (t) => {
    const world = runWorld(t);
    const names = ['CONFIG_DIR', 'INPUTS_DIR', 'OUTPUTS_DIR', 'REPOSITORY_DIR', 'JOB_ID', 'EXECUTION_ID', 'PROJECT_ID'];
    const step = stepOf('s', ['pwd', ...names.map((name) => `echo "$VH_${name}"`), 'echo "$OWN|$UNSET"'], {
      environmentVariables: [{ name: 'OWN', default: 'a $b' }, { name: 'UNSET' }, { name: 'VH_JOB_ID', default: 'mine' }],
    });
    const run = await world.run(step);
    const [cwd, ...values] = await stdout(world, run);
    const id = config(run, 'execution')['valohai.execution-id'];
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(cwd, world.project);
    const folders = ['config', 'inputs', 'outputs'].map((name) => join(run.folder, name));
    assert.deepEqual(values, [...folders, world.project, `exec-${id}`, id, config(run, 'execution')['valohai.project-id'], 'a $b|']);
    assert.equal(run.folder, join(world.home, 'runs', 'digits', '1'));
  });

  test('YAML that PyYAML reads as what the JSON says', { skip: withoutYaml() }, async (t) => {
    const world = runWorld(t);
    const values: Json[] = [1e-7, -2.5e-10, 1e21, 0.5, 7, 'a: "b"\n', '1e-7', 'yes', ''];
    const parameters = values.map((value, i) =>
      parameterOf(`p${i}`, { default: value, type: typeof value === 'number' ? 'float' : 'string' }),
    );
    const run = await world.run(
      stepOf('s', 'true', { parameters: [...parameters, parameterOf('list', { type: 'float', multiple: 'repeat', default: [1e-7, 2] })] }),
    );
    const read = 'import json,sys,yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1]))))';
    for (const name of ['execution', 'inputs', 'parameters', 'runtime']) {
      const yaml = execFileSync('python3', ['-c', read, join(run.folder, 'config', `${name}.yaml`)], { encoding: 'utf8' });
      assert.deepEqual(JSON.parse(yaml), config(run, name), name);
    }
  });
});

function withoutYaml(): string | false {
  const missing = withoutProgram('python3');
  if (missing) return missing;
  try {
    execFileSync('python3', ['-c', 'import yaml'], { stdio: 'ignore' });
    return false;
  } catch {
    return 'PyYAML not installed';
  }
}

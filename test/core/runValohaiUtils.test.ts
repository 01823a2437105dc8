/** A training script written for `valohai-utils`, unchanged. Its Python package is fetched once into `.cache/`. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { executionLogs } from '../../server/core/runs/logs.ts';
import { parsePipelineFile } from '../../server/formats/pipelineFile/parse.ts';
import { withoutProgram } from '../support/environment.ts';
import { runWorld } from './runWorld.ts';

const release = '0.7.0';
const environment = join(import.meta.dirname, '..', '..', '.cache', 'test', `valohai-utils-${release}`);

const pipelineFile = (python: string) => `
- step:
    name: train
    image: python:3.12
    command: ${python} ./train.py {parameters}
    inputs:
      - name: images
        default: dataset://digits/latest
        keep-directories: full
      - name: archive
        default: dataset://packed/v1
      - name: labels
        optional: true
    parameters:
      - name: epochs
        type: integer
        default: 2
      - name: rate
        type: float
        default: 1e-4
      - name: fast
        type: flag
        pass-true-as: --fast=true
        pass-false-as: --fast=false
        default: true
      - name: name
        type: string
        default: it's "a" $name
`;

const script = `
import os, valohai
valohai.prepare(step="train", default_inputs={"images": "dataset://other/v1", "labels": "dataset://other/v2"}, default_parameters={"epochs": 99, "rate": 9.9, "fast": False, "name": "x"})
paths = sorted(valohai.inputs("images").paths())
print([os.path.relpath(p, valohai.inputs("images").dir_path()) for p in paths])
print(sorted(valohai.inputs("images").paths("1/*")) == [p for p in paths if p.endswith("1/a.txt")])
print(valohai.inputs("archive").path("inner.txt") is not None, [open(p).read() for p in valohai.inputs("archive").paths()])
print(list(valohai.inputs("labels").paths()), valohai.inputs("labels").path(default="none"))
print([valohai.parameters(n).value for n in ("epochs", "rate", "fast", "name")])
print(valohai.execution().config.counter)
for epoch in range(valohai.parameters("epochs").value):
    with valohai.logger() as logger:
        logger.log("epoch", epoch)
        logger.log("loss", float("nan") if epoch == 0 else 1 / epoch)
with open(valohai.outputs("deep").path("model.txt"), "w") as f:
    f.write("".join(open(p).read() for p in paths))
open(valohai.outputs().path("note.txt"), "w").write("n")
with valohai.output_properties() as properties:
    properties.add(file="deep/model.txt", properties={"valohai.model-versions": ["model://digits-model/"]})
    properties.add_to_dataset(file="note.txt", dataset_version=properties.dataset_version_uri("notes", "first"))
valohai.outputs().live_upload("note.txt")
`;

const missing = withoutProgram('python3') || fetched();

test('inputs, parameters, metadata and outputs of valohai-utils', { skip: missing }, async (t) => {
  const world = runWorld(t);
  await world.adopt('digits:v1', { '0/a.txt': 'zero', '1/a.txt': 'one' });
  await world.adopt('packed:v1', { 'x/packed.zip': zipped() });
  writeFileSync(join(world.project, 'train.py'), script);
  const item = parsePipelineFile(pipelineFile(join(environment, 'bin', 'python'))).file.steps.get('train')?.item;
  const run = await world.run(item!.step, { parameters: { epochs: '3' } });
  assert.equal(run.status, 'complete', run.message);
  assert.equal(run.message, undefined);
  const lines = await Array.fromAsync(executionLogs(world.app, run));
  assert.deepEqual(
    lines
      .filter(({ stream }) => stream === 'stdout')
      .slice(0, 6)
      .map(({ text }) => text),
    ["['0/a.txt', '1/a.txt']", 'True', "True ['packed']", '[] none', `[3, 0.0001, True, 'it\\'s "a" $name']`, '1'],
  );
  assert.deepEqual(
    lines.filter(({ stream }) => stream === 'stderr'),
    [],
  );
  assert.deepEqual(run.metadata, { epoch: 2, loss: 0.5 });
  assert.deepEqual(run.outputs.toSorted(), ['digits-model:v1', 'notes:first']);
  const { versions } = world.app.registry;
  const model = versions.resolve({ name: 'digits-model', version: 'latest', digest: undefined });
  assert.equal(model.kind, 'model');
  assert.deepEqual(
    [...versions.files(model)].map(({ path, size }) => [path, size]),
    [['deep/model.txt', 7]],
  );
});

/** The reason why the package cannot be had, or false. */
function fetched(): string | false {
  if (existsSync(join(environment, 'ready'))) return false;
  try {
    rmSync(environment, { recursive: true, force: true });
    mkdirSync(environment, { recursive: true });
    execFileSync('python3', ['-m', 'venv', environment], { stdio: 'pipe' });
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--retries', '1', `valohai-utils==${release}`];
    execFileSync(join(environment, 'bin', 'python'), pip, { stdio: 'pipe', timeout: 180_000 });
    writeFileSync(join(environment, 'ready'), '');
    return false;
  } catch (error) {
    return `valohai-utils cannot be fetched: ${error instanceof Error ? error.message.split('\n')[0] : error}`;
  }
}

function zipped(): Buffer {
  const code =
    'import io,sys,zipfile; b=io.BytesIO(); z=zipfile.ZipFile(b,"w"); z.writestr("inner.txt","packed"); z.close(); sys.stdout.buffer.write(b.getvalue())';
  return execFileSync('python3', ['-c', code]);
}

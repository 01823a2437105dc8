import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import nodeTest, { describe, test } from 'node:test';
import { makeSample } from '../../scripts/sample/workspace.ts';
import { withoutProgram } from '../support/environment.ts';
import { tempFolder } from '../support/temp.ts';

interface Run {
  code: number;
  stderr: string;
  /** Metadata lines. */
  metadata: Record<string, number>[];
  outputs: string;
}

const home = tempFolder(nodeTest, 'sample');
const workspace = join(home, 'workspace');
const skip = withoutProgram('python3', 'git');
if (!skip) makeSample(workspace);

describe('the sample workspace', { skip }, () => {
  test('is the same wherever it is made', () => {
    const other = join(home, 'other');
    assert.equal(makeSample(other), true);
    const head = (folder: string) => execFileSync('git', ['-C', folder, 'rev-parse', 'HEAD'], { encoding: 'utf8' });
    assert.equal(head(other), head(workspace));
    assert.equal(hashOf(join(other, 'images')), hashOf(join(workspace, 'images')));
  });

  test('is left alone when it is there', () => {
    writeFileSync(join(workspace, 'notes.txt'), 'mine');
    assert.equal(makeSample(workspace), false);
    assert.equal(readFileSync(join(workspace, 'notes.txt'), 'utf8'), 'mine');
  });

  test('has thirty images a digit, which git does not know', () => {
    const counts = readdirSync(join(workspace, 'images')).map((digit) => readdirSync(join(workspace, 'images', digit)).length);
    assert.deepEqual(counts, Array(10).fill(30));
    const tracked = execFileSync('git', ['-C', workspace, 'ls-files', 'images'], { encoding: 'utf8' });
    assert.equal(tracked, '');
  });
});

describe('the steps of the sample', { skip }, () => {
  const prepared = step('preprocess', { images: join(workspace, 'images') });

  test('preprocess halves and splits the images and names the version they make', async () => {
    const { metadata, outputs } = await prepared;
    assert.deepEqual(metadata, [{ images: 300, train: 240, test: 60 }]);
    assert.deepEqual(readdirSync(outputs).sort(), ['test', 'train', 'valohai.metadata.jsonl']);
    const lines = readFileSync(join(outputs, 'valohai.metadata.jsonl'), 'utf8').trim().split('\n');
    assert.equal(lines.length, 300);
    for (const line of lines) {
      const { file, metadata: properties } = JSON.parse(line);
      assert.deepEqual(properties['valohai.dataset-versions'], ['dataset://digits-prepared/run-7']);
      const header = readFileSync(join(outputs, file)).subarray(16, 24);
      assert.deepEqual([header.readUInt32BE(0), header.readUInt32BE(4)], [14, 14], file);
    }
  });

  test('preprocess gives the same bytes for the same seed and others for another', async () => {
    const { outputs } = await prepared;
    const images = { images: join(workspace, 'images') };
    assert.equal(hashOf((await step('preprocess', images)).outputs), hashOf(outputs));
    assert.notEqual(hashOf((await step('preprocess', images, { seed: 8 })).outputs), hashOf(outputs));
  });

  test('train gets better with every epoch it is given, and evaluate finds the model good', async () => {
    const { outputs } = await prepared;
    const trained = await step('train', { prepared: outputs }, { epochs: 4 });
    assert.deepEqual(
      trained.metadata.map(({ epoch }) => epoch),
      [1, 2, 3, 4],
    );
    const losses = trained.metadata.map(({ loss }) => loss);
    assert.deepEqual(
      losses,
      losses.toSorted((a, b) => Number(b) - Number(a)),
    );
    const sidecar = JSON.parse(readFileSync(join(trained.outputs, 'model.json.metadata.json'), 'utf8'));
    assert.deepEqual(sidecar, { 'valohai.model-versions': ['model://digits-model/'] });

    const evaluated = await step('evaluate', { prepared: outputs, model: trained.outputs });
    assert.equal(evaluated.code, 0);
    assert.ok(Number(evaluated.metadata[0]?.accuracy) > 0.7, `accuracy ${evaluated.metadata[0]?.accuracy}`);
    assert.equal(readFileSync(join(evaluated.outputs, 'confusion.csv'), 'utf8').trim().split('\n').length, 11);
  });

  test('evaluate fails when more is asked of the model than it can', async () => {
    const { outputs } = await prepared;
    const trained = await step('train', { prepared: outputs }, { epochs: 1 });
    const evaluated = await step('evaluate', { prepared: outputs, model: trained.outputs }, { min_accuracy: 1 });
    assert.equal(evaluated.code, 1);
    assert.match(evaluated.stderr, /below the 1 that were asked for/);
  });

  test('a step without its input says which one is missing', async () => {
    const { code, stderr } = await step('train', {});
    assert.equal(code, 1);
    assert.match(stderr, /The input "prepared" has no train/);
  });
});

/** Runs a step as an engine would: inputs laid out, parameters written down. */
async function step(name: string, inputs: Record<string, string>, parameters: Record<string, number> = {}): Promise<Run> {
  const folder = join(home, `${name}-${readdirSync(home).length}`);
  for (const part of ['config', 'inputs', 'outputs']) mkdirSync(join(folder, part), { recursive: true });
  for (const [input, source] of Object.entries(inputs)) cpSync(source, join(folder, 'inputs', input), { recursive: true });
  writeFileSync(join(folder, 'config', 'parameters.json'), JSON.stringify(parameters));
  writeFileSync(join(folder, 'config', 'execution.json'), JSON.stringify({ 'valohai.execution-counter': 7 }));
  const env = {
    ...process.env,
    VH_CONFIG_DIR: join(folder, 'config'),
    VH_INPUTS_DIR: join(folder, 'inputs'),
    VH_OUTPUTS_DIR: join(folder, 'outputs'),
  };
  return new Promise((resolve) => {
    const child = execFile('python3', [`./${name}.py`], { cwd: workspace, env }, (_error, stdout, stderr) => {
      const metadata = stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line));
      resolve({ code: child.exitCode ?? -1, stderr, metadata, outputs: join(folder, 'outputs') });
    });
  });
}

/** The combined hash, by the recipe that anyone can run. */
function hashOf(folder: string): string {
  assert.ok(existsSync(folder));
  const recipe = "find . -type f -printf '%P\\0' | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum";
  return execFileSync('sh', ['-c', recipe], { cwd: folder, encoding: 'utf8' });
}

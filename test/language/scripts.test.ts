/** Which scripts a step runs, which steps a script is of. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { runOf, scriptsOf, stepsFor } from '../../server/language/script/scripts.ts';
import { openProject } from '../support/languageProject.ts';

/** A command, and the paths of its scripts; `…` when it also runs what cannot be looked into. */
const commands: [command: string, ...scripts: string[]][] = [
  ['python train.py', 'train.py'],
  ['python ./train.py {parameters}', 'train.py'],
  ['python3 -u src/train.py --epochs {parameter:epochs}', 'src/train.py'],
  ['python3.12 -W ignore -X dev -OO train.py', 'train.py'],
  ['/usr/bin/python3 train.py', 'train.py'],
  ['./train.py --fast', 'train.py'],
  ['python "my train.py"', 'my%20train.py'],
  ["python 'a (1).py'", 'a%20%281%29.py'],
  ['python my\\ train.py', 'my%20train.py'],
  ['python a/../b/./train.py', 'b/train.py'],
  ['python /valohai/repository/src/train.py', 'src/train.py'],
  ['python -m train', 'train.py', 'train/__main__.py'],
  ['python -m pkg.train {parameters}', 'pkg/train.py', 'pkg/train/__main__.py'],
  ['python -m torch.distributed.run --nproc_per_node 2 train.py', 'train.py'],
  ['torchrun --nproc_per_node=2 train.py --a b.py', 'train.py'],
  ['accelerate launch --mixed_precision fp16 train.py', 'train.py'],
  ['papermill nb.ipynb /valohai/outputs/out.ipynb -p a {parameter:a}', 'nb.ipynb'],
  ['papermill -k python3 {parameters} nb.ipynb out.ipynb', 'nb.ipynb'],
  ['jupyter nbconvert --to notebook --execute nb.ipynb', 'nb.ipynb'],
  ['uv run train.py', 'train.py'],
  ['uv run python train.py', 'train.py'],
  ['poetry install && poetry run python train.py', 'train.py'],
  ['cd src && python train.py', 'src/train.py'],
  ['cd src\ncd models; python ../train.py', 'src/train.py'],
  ['cd /valohai/repository/src && python train.py', 'src/train.py'],
  ['cd $X && python train.py', 'train.py', '…'],
  ['pip install -r requirements.txt\npython train.py', 'train.py'],
  ['set -e\nnvidia-smi\nmkdir -p x\nexport A=1\npython train.py', 'train.py'],
  ['A=1 B="2 3" python train.py', 'train.py'],
  ['PYTHONPATH=src python train.py', '…'],
  ['export PYTHONPATH=src && python train.py', 'train.py', '…'],
  ['time python train.py', 'train.py'],
  ['python a.py && python b.py', 'a.py', 'b.py'],
  ['python a.py 2>&1', 'a.py'],
  ['python a.py > log.txt', 'a.py'],
  ['python a.py | tee log', 'a.py', '…'],
  ['python train.py \\\n  --a 1 \\\n  --b train2.py', 'train.py'],
  ['# python old.py\npython train.py  # python older.py', 'train.py'],
  ['echo "python old.py; x" && python train.py', 'train.py'],
  ["echo 'a # b' && python train.py", 'train.py'],
  ['python {source-path} {parameters}', 'from/source.py'],
  ['python $SCRIPT', '…'],
  ['python {parameter:script}', '…'],
  ['python -c "import train"', '…'],
  ['python - < train.py', '…'],
  ['bash run.sh', '…'],
  ['make train', '…'],
  ['tar xf a.tar && python train.py', 'train.py', '…'],
  ['conda run -n x python train.py', '…'],
  ['python --version', ''],
  ['', ''],
];

describe('scripts of a command', () => {
  for (const [command, ...expected] of commands) {
    test(command.replaceAll('\n', '⏎') || 'nothing', () => {
      const step = { name: 's', image: undefined, command: [command], environment: undefined, sourcePath: 'from/source.py' };
      const uri = 'file:///project/deep/valohai.yaml';
      const full = { ...step, inputs: [], parameters: [], environmentVariables: [] };
      const { opaque } = runOf(full, uri);
      const scripts = scriptsOf(full, uri).map((script) => script.replace('file:///project/deep/', ''));
      assert.deepEqual([...scripts, ...(opaque ? ['…'] : [])], expected.filter(Boolean));
    });
  }

  test('all commands of a step run in one shell', () => {
    const { steps } = openProject({
      'valohai.yaml':
        '- step:\n    name: a\n    image: x\n    command:\n      - cd src\n      - python a.py\n      - |\n        cd ..\n        python b.py\n',
    }).named('valohai.yaml').analysis.pipeline!;
    assert.deepEqual(scriptsOf(steps.get('a')!.item.step, 'file:///p/valohai.yaml'), ['file:///p/src/a.py', 'file:///p/b.py']);
    assert.deepEqual(scriptsOf(steps.get('a')!.item.step, 'file:///c%3A/p/valohai.yaml'), [
      'file:///c%3A/p/src/a.py',
      'file:///c%3A/p/b.py',
    ]);
  });
});

const pipeline = [
  ['train', 'python train.py'],
  ['train-large', 'cd . && python ./train.py --large'],
  ['module', 'python -m pkg.run'],
  ['book', 'papermill "my book.ipynb" out.ipynb'],
  ['other', 'bash run.sh'],
]
  .map(([name, command]) => `- step:\n    name: ${name}\n    image: x\n    command: ${command}\n`)
  .join('');

/** A file with its text, and the names of its steps; nothing when they cannot be known. */
const files: [file: string, text: string, steps?: string][] = [
  ['train.py', '', 'train train-large'],
  ['train.py', 'import valohai\nvalohai.prepare(step="other")', 'other train train-large'],
  ['train.py', 'import valohai\nvalohai.prepare(step="train-large")', 'train-large train'],
  ['train.py', 'import valohai\nvalohai.prepare(step="nothing")', 'train train-large'],
  ['train.py', 'import valohai\nvalohai.prepare(step=name)'],
  ['train.py', 'import valohai\ngetattr(valohai, "prepare")(step=name)'],
  ['x.py', 'import valohai\nvalohai.prepare(step="other")', 'other'],
  ['x.py', 'import valohai\nvalohai.prepare(step="other")\nvalohai.prepare(step="module")', 'other module'],
  ['x.py', 'import valohai\nvalohai.prepare(step="nothing")'],
  ['x.py', 'import valohai\nvalohai.inputs("a")'],
  ['pkg/run.py', '', 'module'],
  ['pkg/run/__main__.py', '', 'module'],
  ['deep/train.py', ''],
  ['retrain.py', ''],
];

describe('steps of a script', () => {
  for (const [file, text, expected] of files) {
    test(`${file}: ${text.replaceAll('\n', '⏎')}`, () => {
      const project = openProject({ 'valohai.yaml': pipeline, [file]: text });
      const steps = stepsFor(project.named(file), project)?.map(({ item }) => item.name?.text);
      assert.equal(steps?.join(' '), expected);
    });
  }

  test('without a pipeline file nothing is known', () => {
    const project = openProject({ 'train.py': 'import valohai\nvalohai.prepare(step="train")' });
    assert.equal(stepsFor(project.named('train.py'), project), undefined);
  });
});

/** Scripts and the steps that run them, held against each other: each row a project, whose squiggles are all there are. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toldFindings } from '../../server/language/diagnostics.ts';
import { openProject } from '../support/languageProject.ts';
import { mark, parseMarked } from '../support/markedText.ts';

/** Marked files, then code, severity and first fix of every squiggle, in the files' order. */
type Row = readonly [name: string, files: Record<string, string>, ...told: string[]];

function check(files: Record<string, string>, expected: readonly string[]): void {
  const texts = Object.entries(files).map(([file, marked]): [string, string] => [file, parseMarked(marked).text]);
  const project = openProject(Object.fromEntries(texts));
  const told = texts.flatMap(([file, text]) => {
    const found = toldFindings(project.named(file), project.context).sort((a, b) => a.span.start - b.span.start);
    const spans = found.map(({ span }) => span);
    assert.equal(mark(text, spans), files[file]);
    return found.map(({ code, severity, fixes }) => [code, severity, fixes?.[0]?.text].filter(Boolean).join(' '));
  });
  assert.deepEqual(told, expected);
}

/** A step with a command, inputs (marked when they are said to be unused) and parameters. */
function step(name: string, command: string, { inputs = [], parameters = [] }: { inputs?: string[]; parameters?: string[] } = {}): string {
  const named = (key: string, names: string[], more: string) =>
    names.length > 0 ? `    ${key}:\n${names.map((one) => `      - name: ${one}\n${more}`).join('')}` : '';
  const rest = named('inputs', inputs, '') + named('parameters', parameters, '        type: string\n');
  return `- step:\n    name: ${name}\n    image: x\n    command: ${command}\n${rest}`;
}

const train = step('train', 'python train.py', { inputs: ['images', 'labels'], parameters: ['epochs', 'rate'] });
const reads = 'import valohai\nvalohai.inputs("images")\nvalohai.inputs("labels")\n';
const withTrain = (script: string) => ({ 'valohai.yaml': train, 'train.py': reads + script });

const names: Row[] = [
  ['known', withTrain('valohai.parameters("epochs")')],
  ['input', withTrain('valohai.inputs("⟦imagse⟧")'), 'unknown-input error images'],
  ['input without a near one', withTrain('valohai.inputs("⟦weights⟧")'), 'unknown-input error'],
  ['parameter', withTrain('valohai.parameters("⟦epoch⟧").value'), 'unknown-parameter error epochs'],
  ['inputs are no parameters', withTrain('valohai.parameters("⟦images⟧").value'), 'unknown-parameter error'],
  ['an output is never wrong', withTrain('valohai.outputs("imagse").path("x")')],
  ['a default for what is missing', withTrain('valohai.parameters("seed", 1)\nvalohai.inputs("more", default="a.csv")')],
  ['a default and a slip', withTrain('valohai.parameters("⟦epoch⟧", 1)'), 'unknown-parameter warning epochs'],
  ['a name being typed', withTrain('valohai.inputs("")')],
  ['a constant', withTrain('NAME = "⟦imagse⟧"\nvalohai.inputs(NAME)'), 'unknown-input error images'],
  ['what only a run knows', withTrain('valohai.inputs(name)\nvalohai.inputs(f"a{b}")')],
  ['in two pieces no fix is known', withTrain('valohai.inputs("⟦ima" "gse⟧")'), 'unknown-input error'],
  ['another alias', withTrain('from valohai import inputs as i\ni("⟦imagse⟧")'), 'unknown-input error images'],
  ['not of valohai', withTrain('x.inputs("imagse")\ninputs("imagse")')],
  ['comments and docstrings', withTrain('# valohai.inputs("imagse")\n"""valohai.inputs("imagse")"""')],
  ['ignored here', withTrain('valohai.inputs("imagse")  # datapin: ignore[unknown-input]')],
  ['no pipeline file', { 'train.py': 'import valohai\nvalohai.inputs("imagse")' }],
  ['no step runs it', { 'valohai.yaml': train, 'train.py': reads, 'x.py': 'import valohai\nvalohai.inputs("imagse")' }],
  [
    'a pipeline file in a folder above',
    { 'valohai.yaml': step('a', 'python deep/a.py'), 'deep/a.py': 'import valohai\nvalohai.inputs("⟦x⟧")' },
    'unknown-input error',
  ],
  [
    'several steps: one has it',
    {
      'valohai.yaml': train + step('other', 'python train.py', { inputs: ['images', 'labels', 'weights'] }),
      'train.py': `${reads}valohai.inputs("weights")`,
    },
  ],
  [
    'several steps: none has it',
    { 'valohai.yaml': train + step('other', 'python train.py'), 'train.py': `${reads}valohai.inputs("⟦weights⟧")` },
    'unknown-input error',
  ],
  [
    'a step of another script has it',
    {
      'valohai.yaml': train + step('other', 'python o.py', { inputs: ['weights'] }),
      'train.py': `${reads}valohai.inputs("⟦weights⟧")`,
      'o.py': 'import valohai\nvalohai.inputs("weights")',
    },
    'unknown-input error',
  ],
  [
    'a step whose script imports this one has it',
    {
      'valohai.yaml': train + step('other', 'python o.py', { inputs: ['weights'] }),
      'train.py': `${reads}valohai.inputs("weights")`,
      'o.py': 'import train',
    },
  ],
  [
    'a step that may run this script has it',
    { 'valohai.yaml': train + step('other', 'bash run.sh', { inputs: ['weights'] }), 'train.py': `${reads}valohai.inputs("weights")` },
  ],
  [
    'a step whose script is not there has it',
    { 'valohai.yaml': train + step('other', 'python gone.py', { inputs: ['weights'] }), 'train.py': `${reads}valohai.inputs("weights")` },
  ],
  [
    'a broken pipeline file',
    { 'valohai.yaml': `${train}- step:\n    name: "⟦x⟧\n`, 'train.py': `${reads}valohai.inputs("weights")` },
    'yaml-syntax error',
  ],
];

const prepares: Row[] = [
  ['known', withTrain('valohai.prepare(step="train", default_inputs={"images": ""}, default_parameters={"epochs": 1})')],
  ['step', withTrain('valohai.prepare(step="⟦trian⟧")'), 'unknown-step warning train'],
  ['step without a near one', withTrain('valohai.prepare(step="⟦evaluate⟧")'), 'unknown-step warning'],
  [
    'no steps at all',
    {
      'valohai.yaml': '- endpoint:\n    name: web\n    image: x\n    port: 8000\n    server-command: x\n',
      'train.py': 'import valohai\nvalohai.prepare(step="trian")',
    },
  ],
  ['step by a constant', withTrain('S = "⟦trian⟧"\nvalohai.prepare(step=S)'), 'unknown-step warning train'],
  [
    'a new input',
    withTrain('valohai.prepare(step="train", default_inputs={"⟦more⟧": ""})\nvalohai.inputs("more")'),
    'unknown-input warning',
  ],
  [
    'a new parameter',
    withTrain('valohai.prepare(step="train", default_parameters=dict(⟦seed⟧=1))\nvalohai.parameters("seed")'),
    'unknown-parameter warning',
  ],
  [
    'a named dictionary',
    withTrain('d = {"images": "", "⟦more⟧": ""}\nvalohai.prepare(step="train", default_inputs=d)'),
    'unknown-input warning',
  ],
  [
    'neither prepared nor there',
    withTrain('valohai.prepare(step="train", default_inputs={"images": ""})\nvalohai.inputs("⟦imagse⟧")'),
    'unknown-input error images',
  ],
  ['prepared in part', withTrain('valohai.prepare(step="train", default_inputs={**more})\nvalohai.inputs("imagse")')],
  ['prepared out of sight', withTrain('p = valohai.prepare\np(step="train")\nvalohai.inputs("imagse")')],
  [
    'a step that only the name tells',
    {
      'valohai.yaml': step('train', 'make', { inputs: ['images'] }),
      'x.py': 'import valohai\nvalohai.prepare(step="train")\nvalohai.inputs("⟦imagse⟧")',
    },
    'unknown-input error images',
  ],
  [
    'a step that is not there yet',
    {
      'valohai.yaml': step('train', 'make'),
      'x.py': 'import valohai\nvalohai.prepare(step="⟦other⟧", default_inputs={"a": ""})\nvalohai.inputs("b")',
    },
    'unknown-step warning',
  ],
];

const metadata: Row[] = [
  ['versions', { 'x.py': 'm = {"⟦dataset-versions⟧": ["dataset://new/v1"]}' }, 'missing-prefix warning valohai.dataset-versions'],
  [
    'tags',
    { 'x.py': 'import valohai\nvalohai.output_properties().add(file="a", properties={"⟦tags⟧": ["a"]})' },
    'missing-prefix warning valohai.tags',
  ],
  ['right', { 'x.py': 'm = {"valohai.dataset-versions": ["dataset://new/v1"], "valohai.tags": ["a"]}' }],
];

const one = (script: string, more: { command?: string; inputs?: string[]; files?: Record<string, string> } = {}) => ({
  'valohai.yaml': step('s', more.command ?? 'python s.py {parameters}', { inputs: more.inputs ?? ['a', 'b'] }),
  's.py': script,
  ...more.files,
});
const asksA = 'import valohai\nvalohai.inputs("a").path()\n';
const missesB = ['a', '⟦b⟧'];
const hint = 'unused-input hint';

const unused: Row[] = [
  ['one of two', one(asksA, { inputs: missesB }), hint],
  ['both asked for', one(`${asksA}valohai.inputs("b")`)],
  ['all, with a prepare', one('import valohai\nvalohai.prepare(step="s")', { inputs: ['⟦a⟧'] }), hint],
  ['by a constant', one(`${asksA}B = "b"\nvalohai.inputs(B)`)],
  ['declared is not asked for', one(`${asksA}valohai.prepare(step="s", default_inputs={"a": "", "b": ""})`, { inputs: missesB }), hint],
  ['a script without valohai', one('print(1)')],
  ['a script that is not there', { 'valohai.yaml': step('s', 'python s.py', { inputs: ['a'] }) }],
  ['a name that only a run knows', one(`${asksA}valohai.inputs(name)`)],
  ['the folder', one(`${asksA}open("/valohai/inputs/b/x")`)],
  ['the folder by its variable', one(`${asksA}os.environ["VH_INPUTS_DIR"]`)],
  ['the folder in a comment', one(`${asksA}# /valohai/inputs/b`, { inputs: missesB }), hint],
  ['another program', one(`${asksA}import subprocess`)],
  ['the command says the folder', one(asksA, { command: 'python s.py --b /valohai/inputs/b' })],
  ['the command says the variable', one(asksA, { command: 'python s.py --b $VH_INPUTS_DIR/b' })],
  ['another command', one(asksA, { command: 'python s.py && bash run.sh' })],
  ['commands that install', one(asksA, { command: 'pip install -r r.txt && python s.py', inputs: missesB }), hint],
  ['two scripts', one(asksA, { command: 'python s.py && python t.py', files: { 't.py': 'import valohai\nvalohai.inputs("b")' } })],
  ['two scripts, one not there', one(asksA, { command: 'python s.py && python t.py' })],
  ['a module of its own asks', one(`${asksA}import data`, { files: { 'data.py': 'import valohai\nvalohai.inputs("b")' } })],
  ['a module of its own does not', one(`${asksA}import data`, { inputs: missesB, files: { 'data.py': 'x = 1' } }), hint],
  ['a module of its own is opaque', one(`${asksA}from data import x`, { files: { 'data.py': 'import os\nos.environ["VH_INPUTS_DIR"]' } })],
  ['a module of a package', one(`${asksA}from lib.data import x`, { files: { 'lib/data.py': 'import valohai\nvalohai.inputs("b")' } })],
  ['a module in a package', one(`${asksA}from lib import data`, { files: { 'lib/data.py': 'import valohai\nvalohai.inputs("b")' } })],
  ['a module in src', one(`${asksA}import data`, { files: { 'src/data.py': 'import valohai\nvalohai.inputs("b")' } })],
  [
    'a module of a module',
    one(`${asksA}import data`, { files: { 'data.py': 'import more', 'more.py': 'import valohai\nvalohai.inputs("b")' } }),
  ],
  [
    'modules beside the script',
    {
      'valohai.yaml': step('s', 'python deep/s.py', { inputs: ['a', 'b'] }),
      'deep/s.py': `${asksA}from . import data`,
      'deep/data.py': 'import valohai\nvalohai.inputs("b")',
    },
  ],
  ['modules that import each other', one(`${asksA}import data`, { inputs: missesB, files: { 'data.py': 'import s' } }), hint],
  ['installed modules', one(`${asksA}import numpy as np\nfrom torch.utils import data`, { inputs: missesB }), hint],
  ['a node runs the step with another command', overridden()],
  ['handed on by an edge', handedOn()],
  ['an environment variable says the folder', environment()],
  ['a step with an anchor', one(asksA, { inputs: ['a', '&b b'] })],
  ['the same name twice in quotes', { ...one(asksA), 'valohai.yaml': step('s', 'python s.py', { inputs: ['a', '"⟦b⟧"'] }) }, hint],
  ['a notebook', notebook('valohai.inputs(\\"a\\")'), hint],
  ['a notebook that runs a command', notebook('valohai.inputs(\\"a\\")\\n!cat x', false)],
  ['a notebook that installs something', notebook('!pip install x\\nvalohai.inputs(\\"a\\")'), hint],
  ['ignored here', one(asksA, { inputs: ['a', 'b  # datapin: ignore[unused-input]'] })],
];

function overridden(): Record<string, string> {
  const files = one(asksA);
  const nodes = '[{name: n, type: execution, step: s, override: {command: python t.py}}]';
  return { ...files, 'valohai.yaml': `${files['valohai.yaml']}- pipeline: {name: p, edges: [], nodes: ${nodes}}\n` };
}

function handedOn(): Record<string, string> {
  const next = step('t', 'python t.py', { inputs: ['b'] });
  const nodes = ['s', 't'].map((name) => `      - {name: ${name}, type: execution, step: ${name}}\n`).join('');
  const pipeline = `- pipeline:\n    name: p\n    nodes:\n${nodes}    edges:\n      - [s.input.b, t.input.b]\n`;
  return {
    ...one(asksA),
    'valohai.yaml': step('s', 'python s.py', { inputs: ['a', 'b'] }) + next + pipeline,
    't.py': 'import valohai\nvalohai.inputs("b")',
  };
}

function environment(): Record<string, string> {
  const variables = '    environment-variables:\n      - name: B\n        default: /valohai/inputs/b\n';
  return { ...one(asksA), 'valohai.yaml': step('s', 'python s.py', { inputs: ['a', 'b'] }) + variables };
}

function notebook(source: string, isUnused = true): Record<string, string> {
  const cell = `{"cell_type": "code", "source": "import valohai\\n${source}"}`;
  return {
    'valohai.yaml': step('s', 'papermill s.ipynb o.ipynb', { inputs: isUnused ? missesB : ['a', 'b'] }),
    's.ipynb': `{"cells": [${cell}]}`,
  };
}

for (const [about, rows] of Object.entries({ names, prepares, metadata, unused })) {
  describe(about, () => {
    for (const [name, files, ...told] of rows) test(name, () => check(files, told));
  });
}

describe('messages', () => {
  const messages: [files: Record<string, string>, file: string, message: string][] = [
    [withTrain('valohai.inputs("imagse")'), 'train.py', 'The step "train" has no input "imagse". Did you mean "images"?'],
    [
      { 'valohai.yaml': train + train.replace(': train', ': other'), 'train.py': `${reads}valohai.inputs("x")` },
      'train.py',
      'None of the 2 steps that run this file has an input "x".',
    ],
    [withTrain('valohai.prepare(step="trian")'), 'train.py', 'There is no step "trian" in valohai.yaml. Did you mean "train"?'],
    [
      withTrain('valohai.prepare(step="train", default_inputs={"x": ""})'),
      'train.py',
      'The step "train" in valohai.yaml has no input "x" yet.',
    ],
    [one(asksA), 'valohai.yaml', 'No script of this step asks for the input "b".'],
    [
      { 'x.py': 'm = {"model-versions": ["model://a/"]}' },
      'x.py',
      '"model-versions" is ignored without its prefix: write "valohai.model-versions".',
    ],
  ];
  for (const [files, file, message] of messages) {
    test(message, () => {
      const project = openProject(files);
      assert.deepEqual(
        toldFindings(project.named(file), project.context).map((told) => told.message),
        [message],
      );
    });
  }
});

/** What is read from a Python file about the steps that run it: each row a text, and all that it says. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TextAt } from '../../server/formats/pipelineFile/types.ts';
import type { PythonFacts } from '../../server/language/python/facts.ts';
import { open } from '../support/languageDocument.ts';

type Row = readonly [text: string, ...facts: string[]];

/** `…` for a prepare that could not be read whole, `=` for a use with a default, texts behind a colon for paths. */
function told({ prepares, uses, opaque, unprefixed }: PythonFacts): string[] {
  const names = (all: readonly TextAt[]) => all.map(({ text }) => text).join(' ');
  return [
    ...prepares.map(
      (one) =>
        `prepare ${one.step?.text ?? '?'}(${names(one.inputs)}; ${[names(one.parameters), one.complete ? '' : '…'].filter(Boolean).join(' ')})`,
    ),
    ...uses.map(
      ({ kind, name, paths, hasDefault }) => `${kind} ${name.text}${hasDefault ? ' =' : ''}${paths.length > 0 ? `: ${names(paths)}` : ''}`,
    ),
    ...Object.entries(opaque).flatMap(([what, is]) => (is ? [`opaque ${what}`] : [])),
    ...unprefixed.map(({ text }) => `unprefixed ${text}`),
  ];
}

function everyText({ prepares, uses, unprefixed }: PythonFacts): TextAt[] {
  const ofPrepares = prepares.flatMap(({ step, inputs, parameters }) => [...(step ? [step] : []), ...inputs, ...parameters]);
  return [...ofPrepares, ...uses.flatMap(({ name, paths }) => [name, ...paths]), ...unprefixed];
}

const imported = (rows: Row[]): Row[] => rows.map(([text, ...facts]) => [`import valohai\n${text}`, ...facts]);

const prepares: Row[] = imported([
  ['valohai.prepare(step="train")', 'prepare train(; )'],
  ['valohai.prepare(step="train", default_inputs={"a": "", "b": []}, default_parameters={"lr": 0.1})', 'prepare train(a b; lr)'],
  ['valohai.prepare(step="train", default_inputs=None, image="x")', 'prepare train(; )'],
  ["valohai.prepare(\n    step='train',\n    default_inputs={\n        'a': 1,  # first\n    },\n)", 'prepare train(a; )'],
  ['valohai.prepare(step=("train"), default_inputs=({"a": 1}))', 'prepare train(a; )'],
  ['valohai.prepare(step="tr" "ain")', 'prepare train(; )'],
  ['valohai.prepare(step=f"train")', 'prepare train(; )'],
  ['valohai.prepare(step=f"train-{n}")', 'prepare ?(; )'],
  ['valohai.prepare(step=name())', 'prepare ?(; )'],
  ['valohai.prepare()', 'prepare ?(; )'],
  ['STEP = "train"\nvalohai.prepare(step=STEP)', 'prepare train(; )'],
  ['STEP = "train"\nSTEP = "test"\nvalohai.prepare(step=STEP)', 'prepare ?(; )'],
  ['def f(STEP):\n    valohai.prepare(step=STEP)\nSTEP = "train"', 'prepare ?(; )'],
  ['for STEP in x: pass\nSTEP = "train"\nvalohai.prepare(step=STEP)', 'prepare ?(; )'],
  ['STEP: str = "train"\nvalohai.prepare(step=STEP)', 'prepare train(; )'],
  ['from .names import STEP\nvalohai.prepare(step=STEP)', 'prepare ?(; )'],
  ['i = {"a": 1}\nvalohai.prepare(step="s", default_inputs=i)', 'prepare s(a; )'],
  ['i: dict[str, str] = {"a": 1}\nvalohai.prepare(step="s", default_inputs=i)', 'prepare s(a; )'],
  ['i = {"a": 1}\ni = {"b": 1}\nvalohai.prepare(step="s", default_inputs=i)', 'prepare s(b; …)'],
  ['valohai.prepare(step="s", default_inputs=i)\ni = {"a": 1}', 'prepare s(a; )'],
  ['i = {"a": 1}\ni["b"] = 2\nvalohai.prepare(step="s", default_inputs=i)', 'prepare s(a; …)'],
  ['i = {"a": 1}\ni.update(other)\nvalohai.prepare(step="s", default_inputs=i)', 'prepare s(a; …)'],
  ['i = {"a": 1}\ni |= other\nvalohai.prepare(step="s", default_inputs=i)', 'prepare s(a; …)'],
  ['i = {"a": 1}\nvalohai.prepare(step="s", default_inputs=i)\nprint(i["a"], i.items())', 'prepare s(a; )'],
  ['valohai.prepare(step="s", default_inputs=dict(a=1, b=2))', 'prepare s(a b; )'],
  ['i = dict(a=1)\nvalohai.prepare(step="s", default_inputs=i)', 'prepare s(a; )'],
  ['valohai.prepare(step="s", default_inputs=dict(a=1, **o))', 'prepare s(a; …)'],
  ['valohai.prepare(step="s", default_inputs=dict({"a": 1}))', 'prepare s(; …)'],
  ['valohai.prepare(step="s", default_inputs={"a": 1, **o})', 'prepare s(a; …)'],
  ['valohai.prepare(step="s", default_inputs={k: 1 for k in o})', 'prepare s(; …)'],
  ['valohai.prepare(step="s", default_inputs={"a": x for x in o})', 'prepare s(a; …)'],
  ['valohai.prepare(step="s", default_inputs=make())', 'prepare s(; …)'],
  ['valohai.prepare(step="s", default_inputs=a | b)', 'prepare s(; …)'],
  ['valohai.prepare(step="s", **more)', 'prepare s(; …)'],
  ['A = "a"\nvalohai.prepare(step="s", default_inputs={A: 1})', 'prepare s(a; )'],
  ['valohai.prepare(step="s", default_inputs={f"a{n}": 1})', 'prepare s(; …)'],
  ['if True:\n    if __name__ == "__main__":\n        valohai.prepare(step="s")', 'prepare s(; )'],
  ['valohai.prepare(step="a")\nvalohai.prepare(step="b")', 'prepare a(; )', 'prepare b(; )'],
  ['valohai.prepare(step="s", default_inputs={"a": 1,', 'prepare s(a; )'],
  ['# valohai.prepare(step="s")\n"""valohai.prepare(step="s")"""'],
  ['x = "valohai.prepare(step=1)"'],
]);

const aliases: Row[] = [
  ['import valohai as vh\nvh.prepare(step="s")\nvh.inputs("a")', 'prepare s(; )', 'input a'],
  ['from valohai import prepare as p, inputs as i\np(step="s")\ni("a")', 'prepare s(; )', 'input a'],
  [
    'from valohai import (\n  inputs,\n  parameters,\n  outputs,\n)\ninputs("a")\nparameters("b")\noutputs("c")',
    'input a',
    'parameter b',
    'output c',
  ],
  ['from valohai.inputs import inputs\ninputs("a")', 'input a'],
  ['import valohai.parameters\nvalohai.parameters("a")', 'parameter a'],
  ['def f():\n    import valohai\n    return valohai.inputs("a")', 'input a'],
  ['try:\n    import valohai\nexcept ImportError:\n    valohai = None\nvalohai.inputs("a")', 'input a'],
  ['inputs("a")\nparameters("b")'],
  ['from other import inputs\ninputs("a")'],
  ['import other as valohai\nvalohai.inputs("a")'],
  ['self.valohai.inputs("a")\nx.inputs("a")'],
  ['from valohai import inputs\ndef f(inputs):\n    return inputs("a")', 'opaque inputs', 'opaque parameters', 'opaque prepares'],
  ['from valohai import inputs\ninputs = load(inputs)\ninputs("a")', 'opaque inputs', 'opaque parameters', 'opaque prepares'],
  ['from valohai import inputs\nfit(inputs=inputs("a").path())', 'input a'],
  ['from valohai import *\ninputs("a")', 'opaque inputs', 'opaque parameters', 'opaque prepares'],
];

const uses: Row[] = imported([
  ['valohai.inputs("a").path()', 'input a'],
  ['valohai.inputs(name="a")', 'input a'],
  ['valohai.inputs("a", default="x.csv")', 'input a ='],
  ['valohai.inputs("a", "x.csv")', 'input a ='],
  ['valohai.inputs("a").path(default="x.csv")', 'input a ='],
  ['valohai.inputs("a", default=None)', 'input a'],
  ['valohai.parameters("lr", 0.1).value', 'parameter lr ='],
  ['valohai.inputs("")', 'input '],
  ['valohai.inputs()', 'opaque inputs'],
  ['valohai.outputs().path("m.json")'],
  ['valohai.outputs(name).path("m.json")'],
  ['valohai.inputs("a").path("p.csv")', 'input a: p.csv'],
  ['valohai.inputs("a").path(path_filter="*.csv")', 'input a: *.csv'],
  ['for p in valohai.inputs("a").paths("x/*.png"): pass', 'input a: x/*.png'],
  ['with valohai.inputs("a").stream("p") as f: pass', 'input a: p'],
  ['valohai.inputs("a").path(f"p-{n}")', 'input a'],
  ['valohai.outputs("z").path("m.json")\nvalohai.outputs("z").live_upload("m.json")', 'output z: m.json', 'output z: m.json'],
  ['x = valohai.inputs("a")\nx.path("p")\nopen(x.path("q"))', 'input a: p q'],
  ['x = valohai.inputs("a")\nx.path("p")\nx = valohai.inputs("b")\nx.path("q")', 'input a: p', 'input b: q'],
  ['x = valohai.inputs("a")\ny.path("p")\nz.x.path("q")', 'input a'],
  ['x = valohai.inputs("a").path("p")\nx.path("q")', 'input a: p'],
  ['N = "a"\nvalohai.inputs(N)', 'input a'],
  ['N = "a"\nP = "p"\nvalohai.inputs(N).path(P)', 'input a: p'],
  ['N = "a"\nN += "b"\nvalohai.inputs(N)', 'opaque inputs'],
  ['N = M = "a"\nvalohai.inputs(M)', 'input a'],
  ['N, M = "a", "b"\nvalohai.inputs(M)', 'opaque inputs'],
  ['for N in ["a"]:\n    valohai.inputs(N)', 'opaque inputs'],
  ['[valohai.inputs(n) for n in names]', 'opaque inputs'],
  ['with open(x) as N: pass\nN = "a"\nvalohai.inputs(N)', 'opaque inputs'],
  ['valohai.inputs("a" if x else "b")', 'opaque inputs'],
  ['valohai.inputs("a" + b)', 'opaque inputs'],
  ['valohai.inputs(f"a{b}")', 'opaque inputs'],
  ['valohai.inputs("a" "b")', 'input ab'],
  ['valohai.parameters(name).value', 'opaque parameters'],
  ['valohai.inputs(*names)', 'opaque inputs'],
  ['valohai.inputs("a").path("p") + valohai.parameters("b").value', 'input a: p', 'parameter b'],
  ['# valohai.inputs("a")\n"valohai.inputs(1)"'],
]);

const both = ['opaque inputs', 'opaque parameters'];

const opaque: Row[] = [
  ['p = "/valohai/inputs/a"', 'opaque inputs'],
  ['p = os.environ["VH_INPUTS_DIR"]', 'opaque inputs'],
  ['p = os.path.join("/valohai", "inputs")', ...both],
  ['p = "../inputs/a.csv"', 'opaque inputs'],
  ['p = open("inputs.json")', 'opaque inputs'],
  ['p = os.environ["VH_CONFIG_DIR"]', ...both],
  ['p = "/valohai/config/parameters.json"', ...both],
  ['p = os.environ[f"VH_{x}_DIR"]', ...both],
  ['p = "/valohai/outputs/a"\nq = os.environ["VH_OUTPUTS_DIR"]'],
  ['# /valohai/inputs/a'],
  ['def f():\n    """Reads /valohai/inputs."""'],
  ['import argparse', 'opaque parameters'],
  ['import sys\nprint(sys.argv)', 'opaque parameters'],
  ['import subprocess', ...both],
  ['os.system("x")', ...both],
  ['model.eval()'],
  ['eval(x)', ...both],
  ['sys.path.append("x")', ...both],
  ['import valohai\ngetattr(valohai, x)', ...both, 'opaque prepares'],
  ['import valohai\nf(valohai)', ...both, 'opaque prepares'],
  ['import valohai\nf = valohai.inputs\nf("a")', 'opaque inputs'],
  ['import valohai\nlist(map(valohai.parameters, x))', 'opaque parameters'],
  ['import valohai\np = valohai.prepare', ...both, 'opaque prepares'],
  ['from valohai.paths import get_inputs_path\nget_inputs_path("a")', ...both, 'opaque prepares'],
  ['import valohai\nwith valohai.logger() as l:\n    l.log("a", 1)\nvalohai.metadata.logger()'],
];

const metadata: Row[] = [
  ['m = {"dataset-versions": ["dataset://a/v1"]}', 'unprefixed dataset-versions'],
  ["m = {'model-versions': ['model://a/']}", 'unprefixed model-versions'],
  [
    'm = {"dataset-versions": [f"dataset://a/{v}"], "tags": ["x"], "alias": "y"}',
    'unprefixed dataset-versions',
    'unprefixed tags',
    'unprefixed alias',
  ],
  ['m = {"dataset-versions": [{"uri": "dataset://a/v1"}]}', 'unprefixed dataset-versions'],
  ['m = {"dataset-versions": "dataset://a/v1"}', 'unprefixed dataset-versions'],
  ['m = {"valohai.dataset-versions": ["dataset://a/v1"], "tags": ["x"]}'],
  ['m = {"dataset-versions": [1, 2]}'],
  ['m = {"dataset-versions": versions}'],
  ['m = {"tags": ["x"], "alias": "y"}'],
  ['# {"dataset-versions": ["dataset://a/v1"]}'],
  ['import valohai\nvalohai.output_properties().add(file="a", properties={"tags": ["x"]})', 'unprefixed tags'],
  [
    'import valohai\nwith valohai.output_properties() as p:\n    p.add(file="a", properties={"alias": "x", "valohai.tags": ["y"]})',
    'unprefixed alias',
  ],
  ['import valohai\nm = {"tags": ["x"]}\nwith valohai.output_properties() as p:\n    p.add(file="a", properties=m)', 'unprefixed tags'],
  ['import valohai\nvalohai.output_properties().add(file="a", properties={"tags": 3, "colour": "red"})'],
  ['x.add(file="a", properties={"tags": ["x"]})'],
];

for (const [name, rows] of Object.entries({ prepares, aliases, uses, opaque, metadata })) {
  describe(name, () => {
    for (const [text, ...expected] of rows) {
      test(text.replaceAll('\n', '⏎'), () => {
        const facts = open('train.py', text).analysis.python!;
        assert.deepEqual(told(facts), expected);
        for (const { text: name, range } of everyText(facts)) {
          const written = text.slice(range.start, range.end);
          if (!written.includes('" "')) assert.equal(written, name);
        }
      });
    }
  });
}

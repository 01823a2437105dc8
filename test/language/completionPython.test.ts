/** Names of a step in the Python that it runs, and the paths within its inputs. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { labelsOf, taken } from './completed.ts';
import { steps } from './completionFile.ts';

const others = { 'valohai.yaml': steps.replace('default: digits:v2', 'default: digits:v3') };
const imported = 'import valohai\n';

/** In `train.py`, which the step `train` runs, behind the import; what is offered, and the text after the first was taken. */
const names: [code: string, offers: string[] | undefined, after?: string][] = [
  ['valohai.inputs("‸")', ['dataset', 'labels'], 'valohai.inputs("dataset")'],
  ["valohai.inputs('la‸')", ['labels'], "valohai.inputs('labels')"],
  ['valohai.inputs("d‸ata").path()', ['dataset'], 'valohai.inputs("dataset").path()'],
  ['valohai.inputs("‸', ['dataset', 'labels'], 'valohai.inputs("dataset'],
  ['valohai.inputs("‸\nx = 1', ['dataset', 'labels']],
  ['valohai.inputs(name="‸")', ['dataset', 'labels']],
  ['x = valohai.inputs("‸").path(default="a")', ['dataset', 'labels']],
  ['valohai.inputs("a", "‸")', undefined],
  ['valohai.parameters("‸").value', ['epochs', 'rate'], 'valohai.parameters("epochs").value'],
  ['valohai.parameters("‸', ['epochs', 'rate']],
  ['valohai.outputs("‸")', []],
  ['other.inputs("‸")', undefined],
  ['inputs("‸")', undefined],
  ['from valohai import inputs as read\nread("‸")', ['dataset', 'labels']],
  ['from valohai import inputs as read\nread("‸', ['dataset', 'labels']],
  ['import valohai as vh\nvh.parameters("‸', ['epochs', 'rate']],
  ['# valohai.inputs("‸")', undefined],
  ['"""Say valohai.inputs("‸") to read."""', undefined],
  ['x = "valohai.inputs(‸)"', undefined],
  ['valohai.inputs(f"{x}‸")', undefined],
  ['valohai.inputs("a" + "‸")', undefined],
  ['valohai.prepare(step="‸")', ['preprocess', 'train'], 'valohai.prepare(step="preprocess")'],
  ['valohai.prepare(step="tr‸', ['train'], 'valohai.prepare(step="train'],
  ['valohai.prepare(image="‸")', undefined],
  ['valohai.prepare(step="preprocess", default_inputs={"‸"})', ['images'], 'valohai.prepare(step="preprocess", default_inputs={"images"})'],
  ['valohai.prepare(step="preprocess", default_inputs={"‸": ""})', ['images']],
  ['valohai.prepare(step="preprocess", default_inputs={"a": "b", "‸"})', ['images']],
  ['valohai.prepare(step="preprocess", default_inputs={"a": "b", "‸": 1})', ['images']],
  ['valohai.prepare(step="train", default_parameters={"‸"})', ['epochs', 'rate']],
  ['valohai.prepare(\n    step="train",\n    default_parameters={\n        "‸"\n    },\n)', ['epochs', 'rate']],
  ['valohai.prepare(default_inputs={"‸"})', ['images', 'dataset', 'labels']],
  ['valohai.prepare(other={"‸"})', undefined],
];

describe('names', () => {
  for (const [code, offers, after] of names) {
    test(code.replaceAll('\n', '⏎'), () => {
      assert.deepEqual(labelsOf('train.py', imported + code, { others }), offers);
      if (after !== undefined) assert.equal(taken('train.py', imported + code, { others }), imported + after);
    });
  }

  test('of every step while it cannot be known which one runs the file', () => {
    assert.deepEqual(labelsOf('loose.py', 'import valohai\nvalohai.inputs("‸")', { others }), ['images', 'dataset', 'labels']);
    assert.deepEqual(labelsOf('preprocess.py', 'import valohai\nvalohai.outputs("‸")', { others }), ['train.csv', 'labels.csv']);
  });

  test('nothing without a pipeline file', () => {
    assert.equal(labelsOf('train.py', 'import valohai\nvalohai.inputs("‸")'), undefined);
  });
});

/** `dataset` holds digits:v3; `labels` has no default. */
const paths: [code: string, offers: string[] | undefined, after?: string][] = [
  ['valohai.inputs("dataset").path("‸")', ['labels.csv', 'train'], 'valohai.inputs("dataset").path("labels.csv")'],
  ['valohai.inputs("dataset").path("tr‸")', ['train'], 'valohai.inputs("dataset").path("train/")'],
  ['valohai.inputs("dataset").path("train/‸")', ['0', '1'], 'valohai.inputs("dataset").path("train/0/")'],
  ['valohai.inputs("dataset").path("train/1/‸")', ['b.png'], 'valohai.inputs("dataset").path("train/1/b.png")'],
  ['valohai.inputs("dataset").path("train/‸/a.png")', ['0', '1'], 'valohai.inputs("dataset").path("train/0/a.png")'],
  ['valohai.inputs("dataset").path("tr‸ai/0")', ['train'], 'valohai.inputs("dataset").path("train/0")'],
  ['valohai.inputs("dataset").paths("‸")', ['labels.csv', 'train']],
  ['valohai.inputs("dataset").path("‸', ['labels.csv', 'train'], 'valohai.inputs("dataset").path("labels.csv'],
  ['valohai.inputs("dataset").path(path_filter="‸")', ['labels.csv', 'train']],
  ['x = valohai.inputs("dataset")\nx.path("‸")', ['labels.csv', 'train']],
  ['valohai.inputs("dataset").path("nothing/‸")', []],
  ['valohai.inputs("dataset").path("*‸")', undefined],
  ['valohai.inputs("labels").path("‸")', undefined],
  ['valohai.inputs("nothing").path("‸")', undefined],
  ['other("dataset").path("‸")', undefined],
];

describe('paths within an input', () => {
  for (const [code, offers, after] of paths) {
    test(code.replaceAll('\n', '⏎'), () => {
      assert.deepEqual(labelsOf('train.py', imported + code, { others })?.sort(), offers);
      if (after !== undefined)
        assert.equal(taken('train.py', imported + code, { others, ...(offers?.[0] ? { label: offers[0] } : {}) }), imported + after);
    });
  }
});

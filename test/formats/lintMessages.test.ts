/** One whole sentence for every code: what is said, at which words, and how bad it is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PipelineCode } from '../../server/formats/pipelineFile/types.ts';
import { rules } from '../../server/language/rules.ts';
import { inPipeline, inStep, inTask, problemsOf, withEdges, withNode } from './lintRows.ts';

type LintCode = Exclude<PipelineCode, 'yaml-syntax' | 'duplicate-key'>;

const messages: Record<LintCode, [text: string, at: string, severity: string, message: string]> = {
  'wrong-type': [inStep('icon: on'), 'on', 'error', '"icon" must be a text, and YAML reads this as true.'],
  'missing-key': ['- step: {name: train, image: i}\n', 'train', 'error', 'The step "train" needs the key "command".'],
  'unknown-key': [inStep('iconn: a'), 'iconn', 'error', '"iconn" is not a key of a step. Did you mean "icon"?'],
  'invalid-value': [
    inStep('inputs: [{name: a, download: ondemand}]'),
    'ondemand',
    'error',
    '"ondemand" cannot be the "download": it is always or on-demand. Did you mean "on-demand"?',
  ],
  'conflicting-keys': [
    '- endpoint: {name: answer, image: i, wsgi: a, server-command: b}\n',
    'wsgi',
    'error',
    'The endpoint "answer" can have "server-command" or "wsgi", not both.',
  ],
  'unknown-item': ['- stage: {}\n', 'stage', 'warning', '"stage" is no kind of item, so it is not read.'],
  'duplicate-name': [inStep('inputs: [{name: a}, {name: a}]'), 'a', 'warning', 'The step "s" has another input "a" above.'],
  'unknown-step': ['- task: {name: t, step: nope, parameters: []}\n', 'nope', 'error', 'There is no step "nope" in this file.'],
  'unknown-task': [
    inPipeline('edges: []\nnodes: [{name: a, type: task, task: search}]'),
    'search',
    'error',
    'There is no task "search" in this file.',
  ],
  'unknown-node': [withEdges('  - [a.output.model.pkl, zz.input.model]'), 'zz', 'error', 'Pipeline "p" has no node "zz".'],
  'unknown-input': [
    withEdges('  - [a.output.model.pkl, b.input.modle]'),
    'modle',
    'error',
    'The step "use" has no input "modle". Did you mean "model"?',
  ],
  'unknown-output': [withEdges('  - [a.output.x.csv, b.input.model]'), 'x.csv', 'warning', 'The step "make" lists no output "x.csv".'],
  'unknown-parameter': [withEdges('  - [a.metadata.x, b.parameter.speed]'), 'speed', 'error', 'The step "use" has no parameter "speed".'],
  'unknown-endpoint': [
    `${inPipeline('edges: []\nnodes: [{name: d, type: deployment, deployment: x, endpoints: [other]}]')}- endpoint: {name: answer, image: i, wsgi: a}\n`,
    'other',
    'warning',
    'There is no endpoint "other" in this file.',
  ],
  'unknown-deployment': [
    `${inPipeline('edges: []\nnodes: [{name: d, type: deployment, deployment: shp}]')}- deployment: {name: shop, defaults: {target: c}}\n`,
    'shp',
    'warning',
    'There is no deployment "shp" in this file. Did you mean "shop"?',
  ],
  'malformed-edge': [
    withEdges('  - [a.output.model.pkl, b.input]'),
    'b.input',
    'error',
    '"b.input" must be written node.type.key, with three parts, and it has 2.',
  ],
  'wrong-edge': [withEdges('  - [a.outputs.model.pkl, b.input.model]'), 'outputs', 'error', 'Edges say "output", not "outputs".'],
  'edge-cycle': [
    withEdges('  - [b.output.x, c.input.model]\n  - [c.output.x, b.input.model]'),
    '[c.output.x, b.input.model]',
    'error',
    'In pipeline "p", the nodes "b" and "c" wait for each other: this edge closes the circle.',
  ],
  'parameter-default': [
    inStep('parameters: [{name: rate, type: float, min: 1, default: 0}]'),
    '0',
    'warning',
    'The default of "rate" must be at least 1, and 0 is less.',
  ],
  'no-effect': [
    inTask('engine: optuna\nparameters: []'),
    'engine',
    'warning',
    '"engine" has an effect on tasks of the type bayesian_tpe only.',
  ],
  'unknown-placeholder': [
    '- step: {name: s, image: i, command: "c {parameter:rat}", parameters: [{name: rate}]}\n',
    'rat',
    'warning',
    'The step "s" has no parameter "rat", so this is passed on as it is written. Did you mean "rate"?',
  ],
  'unknown-action': [
    withNode('actions: [{when: node-started, then: noop}]'),
    'node-started',
    'warning',
    '"node-started" is not a known "when", so the action may never happen. Did you mean "node-starting"?',
  ],
  'no-target': [
    withNode('').replace('edges: []', 'edges: []\n    parameters: [{name: x}]'),
    'x',
    'warning',
    'Pipeline "p" hands its parameter "x" on to nothing.',
  ],
  'missing-environment': [
    inStep('runtime-config-preset: fast'),
    'fast',
    'error',
    'The step "s" has a runtime config preset, so it needs an "environment" as well.',
  ],
  'invalid-expression': [inStep('stop-condition: loss < 0.1 < x'), '<', 'error', 'A comparison has two sides: join several with "and".'],
  'invalid-duration': [inStep('time-limit: 5 parsecs'), '5 parsecs', 'error', '"parsecs" is no unit of time: s, m, h, d and w are.'],
  'malformed-location': [inStep('inputs: [{name: a, default: "s3:/b/k"}]'), 's3:/', 'warning', 'After "s3:" come two slashes.'],
};

for (const [code, [text, at, severity, message]] of Object.entries(messages)) {
  test(code, () => {
    const found = problemsOf(text).map((problem) => ({
      code: problem.code,
      at: text.slice(problem.range.start, problem.range.end),
      severity: problem.severity ?? rules[problem.code].severity,
      message: problem.message,
    }));
    assert.deepEqual(found, [{ code, at, severity, message }]);
  });
}

test('long names are cut short', () => {
  const [problem] = problemsOf(withEdges(`  - [a.output.model.pkl, ${'z'.repeat(200)}.input.model]`));
  assert.equal(problem?.message, `Pipeline "p" has no node "${'z'.repeat(60)}…".`);
});

test('a long name is not cut within a character', () => {
  const [problem] = problemsOf(`- task: {name: t, step: "${'a'.repeat(59)}😀😀", parameters: []}\n`);
  assert.equal(problem?.message, `There is no step "${'a'.repeat(59)}…" in this file.`);
});

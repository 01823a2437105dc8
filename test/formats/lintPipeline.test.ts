/** What is said of names that one part of a file gives and another uses: nodes, edges, steps, tasks, endpoints. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePipelineFile } from '../../server/formats/pipelineFile/parse.ts';
import { checkRows, inPipeline, inStep, inTask, problemsOf, withEdges, withNode } from './lintRows.ts';

checkRows('ends of edges', [
  ['outputs to inputs', withEdges('  - [a.output.model.pkl, b.input.model]\n  - [a.output.images/*, b.input.images]')],
  [
    'every type there is',
    withEdges(
      '  - [a.metadata.best, b.parameter.rate]\n  - [a.dependency.x, c.dependency.y]\n  - [a.environment-variable.A, b.environment-variable.A]',
    ),
  ],
  ['a node that is not there', withEdges('  - [a.output.model.pkl, ⟦zz⟧.input.model]'), 'unknown-node'],
  [
    'a node, nearly',
    inPipeline('nodes: [{name: train, type: execution, step: make}]\nedges:\n  - [train.output.model.pkl, ⟦trian⟧.input.raw]'),
    'unknown-node -> train',
  ],
  ['in quotes', withEdges('  - ["a.output.model.pkl", "⟦zz⟧.input.model"]'), 'unknown-node'],
  ['in the long form', withEdges('  - {source: ⟦zz⟧.output.x, target: b.input.model}'), 'unknown-node'],
  [
    'a name with a dot',
    inPipeline('nodes: [{name: a.b, type: execution, step: make}]\nedges:\n  - [⟦a.b⟧.output.model.pkl, ⟦a.b⟧.input.raw]'),
    'unknown-node',
    'unknown-node',
  ],
  ['the plural', withEdges('  - [a.⟦outputs⟧.model.pkl, b.⟦inputs⟧.model]'), 'wrong-edge => output', 'wrong-edge => input'],
  [
    'the plural of what is not there',
    withEdges('  - [a.⟦outputs⟧.model.pkl, b.⟦inputs⟧.⟦modle⟧]'),
    'wrong-edge => output',
    'wrong-edge => input',
    'unknown-input -> model',
  ],
  ['a type that is none', withEdges('  - [a.⟦artifact⟧.x, b.input.model]'), 'wrong-edge'],
  ['a type, nearly', withEdges('  - [a.⟦ouput⟧.model.pkl, b.input.model]'), 'wrong-edge -> output'],
  ['two parts', withEdges('  - [⟦a.output⟧, b.input.model]'), 'malformed-edge'],
  ['one part', withEdges('  - [⟦a⟧, b.input.model]'), 'malformed-edge'],
  ['in the long form', withEdges('  - {source: a.output.model.pkl, target: ⟦b.model⟧}'), 'malformed-edge'],
  [
    'keys with dots and slashes',
    inPipeline(
      'nodes: [{name: x, type: execution, step: use}, {name: y, type: execution, step: use}]\nedges:\n  - [x.output.best/model.v1.h5, y.input.model]',
    ),
  ],
  ['an input that is not there', withEdges('  - [a.output.model.pkl, b.input.⟦nope⟧]'), 'unknown-input'],
  ['an input, nearly', withEdges('  - [a.output.model.pkl, b.input.⟦modle⟧]'), 'unknown-input -> model'],
  ['an input that is copied', withEdges('  - [b.input.model, c.input.model]\n  - [b.input.im*, c.input.images]')],
  ['an input that cannot be copied', withEdges('  - [b.input.⟦x*⟧, c.input.model]'), 'unknown-input'],
  [
    'a parameter that is not there',
    withEdges('  - [a.parameter.⟦nope⟧, b.parameter.⟦rat⟧]'),
    'unknown-parameter',
    'unknown-parameter -> rate',
  ],
  ['a parameter that is', withEdges('  - [a.parameter.rate, b.parameter.rate]')],
  ['an output that is not listed', withEdges('  - [a.output.⟦modle.pkl⟧, b.input.model]'), 'unknown-output -> model.pkl'],
  ['an output that a listed glob means', withEdges('  - [a.output.images/x.png, b.input.images]')],
  ['a glob that means a listed output', withEdges('  - ["a.output.*.pkl", b.input.model]\n  - ["a.output.*", b.input.images]')],
  ['a glob that means none', withEdges('  - ["a.output.⟦*.csv⟧", b.input.model]'), 'unknown-output'],
  ['a step that lists no outputs', withEdges('  - [b.output.anything, c.input.model]')],
  [
    'an input that the override adds is judged there',
    inPipeline(
      'edges: [[a.output.model.pkl, b.input.more]]\nnodes:\n  - {name: a, type: execution, step: make}\n  - {name: b, type: execution, step: use, override: {inputs: [{name: ⟦more⟧}]}}',
    ),
    'unknown-input',
  ],
  [
    'a node of another commit',
    inPipeline(
      'edges: [[a.output.x, b.input.anything], [a.parameter.x, b.parameter.y]]\nnodes:\n  - {name: a, type: execution, step: other, commit: abc}\n  - {name: b, type: execution, step: use, commit: "library:x/y"}',
    ),
  ],
]);

checkRows('outputs by symbolic names', [
  ['with an extension', symbolic('[a.output.model.h5, a2.input.model]')],
  ['in a folder', symbolic('[a.output.model/weights, a2.input.model]')],
  ['by a glob', symbolic('["a.output.*.h5", a2.input.model]')],
  ['of another name', symbolic('[a.output.⟦weights⟧, a2.input.model]'), 'unknown-output'],
]);

checkRows('cycles', [
  ['of two: the edge that closes it', withEdges('  - [b.output.x, c.input.model]\n  - ⟦[c.output.x, b.input.model]⟧'), 'edge-cycle'],
  ['of one', withEdges('  - ⟦[b.output.x, b.input.model]⟧'), 'edge-cycle'],
  [
    'of three',
    withEdges('  - [a.output.model.pkl, b.input.model]\n  - [b.output.x, c.input.model]\n  - ⟦[c.output.x, a.input.raw]⟧'),
    'edge-cycle',
  ],
  ['in the long form', withEdges('  - [b.output.x, c.input.model]\n  - ⟦{source: c.metadata.x, target: b.parameter.rate}⟧'), 'edge-cycle'],
  [
    'once for two edges that say the same',
    withEdges('  - [b.output.x, c.input.model]\n  - ⟦[c.output.x, b.input.model]⟧\n  - [c.output.y, b.input.images]'),
    'edge-cycle',
  ],
  [
    'two ways to one node are none',
    withEdges('  - [a.output.model.pkl, b.input.model]\n  - [a.output.images/*, c.input.images]\n  - [b.output.x, c.input.model]'),
  ],
  ['the same edge twice is none', withEdges('  - [b.output.x, c.input.model]\n  - [b.output.x, c.input.model]')],
  [
    'nodes that are not there',
    withEdges('  - [⟦y⟧.output.x, ⟦z⟧.input.model]\n  - [⟦z⟧.output.x, ⟦y⟧.input.model]'),
    'unknown-node',
    'unknown-node',
    'unknown-node',
    'unknown-node',
  ],
]);

checkRows('nodes', [
  [
    'two of one name',
    inPipeline('edges: []\nnodes: [{name: a, type: execution, step: make}, {name: ⟦a⟧, type: execution, step: use}]'),
    'duplicate-name',
  ],
  ['a step that is not there', inPipeline('edges: []\nnodes: [{name: a, type: execution, step: ⟦mak⟧}]'), 'unknown-step -> make'],
  ['a task of a step', inPipeline('edges: []\nnodes: [{name: a, type: task, step: make}]')],
  ['a task that is not there', inPipeline('edges: []\nnodes: [{name: a, type: task, task: ⟦search⟧}]'), 'unknown-task'],
  [
    'a task that is',
    `${withTask('edges: [[a.output.model.pkl, a2.input.raw], [a.parameter.rate, a2.parameter.⟦nope⟧]]')}`,
    'unknown-parameter',
  ],
  ['an override of an input that is not there', withNode('override: {inputs: [{name: ⟦rawe⟧}]}'), 'unknown-input -> raw'],
  [
    'an override whose input names parameters',
    withNode('override: {inputs: [{name: raw, default: "s3://b/{parameter:rate}/{parameter-value:⟦raet⟧}"}]}'),
    'unknown-placeholder -> rate',
  ],
  [
    'an override whose command names a parameter that is not there',
    withNode('override: {command: "c {parameter:rate} {parameter:⟦speed⟧}"}'),
    'unknown-placeholder',
  ],
  ['an override of a parameter that is not there', withNode('override: {parameters: [{name: ⟦speed⟧, default: 1}]}'), 'unknown-parameter'],
  ['an override with a default that fits', withNode('override: {parameters: [{name: rate, default: 1}, {name: epochs, default: 9}]}')],
  [
    'an override with a default that does not',
    withNode('override: {parameters: [{name: rate, default: ⟦fast⟧}, {name: epochs, default: ⟦10⟧}]}'),
    'parameter-default',
    'parameter-default',
  ],
  ['an override that says the type anew', withNode('override: {parameters: [{name: epochs, type: float, default: 0.5}]}')],
  [
    'an override that says the type anew, and not what fits',
    withNode('override: {parameters: [{name: epochs, "type": float, default: ⟦fast⟧}]}'),
    'parameter-default',
  ],
  [
    'an override with a name twice',
    withNode('override: {inputs: [{name: raw}, {name: ⟦raw⟧}], parameters: [{name: rate}, {name: ⟦rate⟧}]}'),
    'duplicate-name',
    'duplicate-name',
  ],
  ['an override without an environment for its preset', withNode('override: {runtime-config-preset: ⟦p⟧}'), 'missing-environment'],
  ['an override with one', withNode('override: {runtime-config-preset: p, environment: e}')],
  ['an override of a node of another commit', withNode('commit: abc\noverride: {inputs: [{name: any}]}')],
]);

checkRows('parameters of a pipeline', [
  ['one target', withParameters('{name: x, default: 0.5, target: a.parameter.rate}')],
  ['several, also in the plural', withParameters('{name: x, targets: [a.parameters.rate, a.parameter.epochs]}')],
  ['a single text for several', withParameters('{name: x, targets: a.parameter.rate}')],
  ['no target', withParameters('{name: ⟦x⟧, default: 1}'), 'no-target'],
  ['an empty list', withParameters('{name: ⟦x⟧, targets: []}'), 'no-target'],
  ['two of one name', withParameters('{name: x, target: a.parameter.rate}, {name: ⟦x⟧, target: a.parameter.rate}'), 'duplicate-name'],
  ['an input', withParameters('{name: x, target: a.⟦input⟧.raw}'), 'wrong-edge'],
  ['nearly a parameter', withParameters('{name: x, target: a.⟦paramter⟧.rate}'), 'wrong-edge -> parameter'],
  ['two parts', withParameters('{name: x, target: ⟦a.rate⟧}'), 'malformed-edge'],
  ['a node that is not there', withParameters('{name: x, target: ⟦zz⟧.parameter.rate}'), 'unknown-node'],
  ['a parameter that is not there', withParameters('{name: x, target: a.parameter.⟦rtae⟧}'), 'unknown-parameter -> rate'],
  ['a default that does not fit', withParameters('{name: x, default: ⟦fast⟧, target: a.parameter.rate}'), 'parameter-default'],
  ['zero fits', withParameters('{name: x, default: 0, target: a.parameter.epochs}')],
  ['an empty text does not', withParameters('{name: x, default: ⟦""⟧, target: a.parameter.epochs}'), 'parameter-default'],
  ['a list of values', withParameters('{name: x, default: [1, 2], targets: [a.parameter.rate]}')],
  [
    'a list with one that does not fit',
    withParameters('{name: x, default: ⟦[1, 99]⟧, targets: [a.parameter.epochs]}'),
    'parameter-default',
  ],
  [
    'told once for two targets',
    withParameters('{name: x, default: ⟦fast⟧, targets: [a.parameter.rate, a.parameter.epochs]}'),
    'parameter-default',
  ],
  [
    'a number for a text',
    `${inStep('parameters: [{name: id}]')}- pipeline: {name: q, edges: [], nodes: [{name: a, type: execution, step: s}], parameters: [{name: x, default: 1, target: a.parameter.id}]}\n`,
  ],
]);

checkRows('deployments and endpoints', [
  ['a file of an endpoint', deployed('[a.output.model.pkl, d.file.answer.model]')],
  ['a file that it does not have', deployed('[a.output.model.pkl, d.file.answer.⟦modle⟧]'), 'unknown-endpoint -> model'],
  ['an endpoint that is not there', deployed('[a.output.model.pkl, d.file.⟦anser⟧.model]'), 'unknown-endpoint -> answer'],
  [
    'an endpoint of the node',
    deployed('[a.output.model.pkl, d.file.answer.model]').replace('[answer]', '[⟦answr⟧]'),
    'unknown-endpoint -> answer',
  ],
  ['facts of a deployment', deployed('[d.deployment.version_id, a.parameter.rate]')],
  [
    'a deployment, nearly',
    deployed('[a.output.model.pkl, d.file.answer.model]').replace('deployment: shop', 'deployment: ⟦shp⟧'),
    'unknown-deployment -> shop',
  ],
  [
    'another deployment may be there without the file',
    deployed('[a.output.model.pkl, d.file.answer.model]').replace('deployment: shop', 'deployment: warehouse'),
  ],
  [
    'a file that defines none',
    inPipeline(
      'edges: [[a.output.model.pkl, d.file.any.thing]]\nnodes: [{name: a, type: execution, step: make}, {name: d, type: deployment, deployment: x, endpoints: [any]}]',
    ),
  ],
]);

checkRows('the whole file', [
  ['two steps of one name', `${inStep('')}- step: {name: ⟦s⟧, image: i, command: c}\n`, 'duplicate-name'],
  [
    'two of one name and other kinds',
    `${inStep('')}- task: {name: s, step: s, parameters: []}\n- endpoint: {name: ss, image: i, wsgi: a}\n`,
  ],
  [
    'a pipeline and a blueprint',
    '- pipeline: {name: p, nodes: [], edges: []}\n- blueprint: {name: ⟦p⟧, nodes: [], edges: []}\n',
    'duplicate-name',
  ],
  ['a task of a step that is not there', '- task: {name: t, step: ⟦nope⟧, parameters: []}\n', 'unknown-step'],
  [
    'a task with a parameter that its step does not have',
    inTask('parameters: [{name: ⟦raet⟧, style: single, rules: {}}]'),
    'unknown-parameter -> rate',
  ],
  ['a task with such sets', inTask('type: manual_search\nparameter-sets: [{rate: 1}, {rate: 2, ⟦x⟧: 1}]'), 'unknown-parameter'],
  [
    'the last of two steps counts',
    `- step: {name: s, image: i, command: c, inputs: [{name: old}]}\n- step: {name: ⟦s⟧, image: i, command: c, inputs: [{name: new}]}\n- pipeline: {name: p, nodes: [{name: a, type: execution, step: s}], edges: [[a.input.new, a2.input.⟦old⟧]]}\n`.replace(
      ', step: s}]',
      ', step: s}, {name: a2, type: execution, step: s}]',
    ),
    'duplicate-name',
    'unknown-input',
  ],
]);

test('a step that cannot be read at the moment is not called unknown, nor is what may be in it', () => {
  const torn = '- step:\n    name: tr\n    inputs: [{name: a\n';
  const whole = `${torn}- pipeline: {name: p, edges: [[x.output.m, y.input.b]], nodes: [{name: x, type: execution, step: train}, {name: y, type: execution, step: tr}]}\n- task: {name: t, step: train, parameters: []}\n`;
  assert.deepEqual(
    problemsOf(whole).filter(({ code }) => code !== 'yaml-syntax'),
    [],
  );
});

test('edits elsewhere move what is said and change nothing else', () => {
  const text = withEdges('  - [a.output.model.pkl, b.input.modle]\n  - [a.outputs.images/*, zz.input.images]');
  const before = parsePipelineFile(text);
  const after = parsePipelineFile(`# above\n${text}`, before);
  const by = '# above\n'.length;
  const moved = before.problems.map(({ range, fix, ...rest }) => ({
    ...rest,
    range: { start: range.start + by, end: range.end + by },
    fix: fix && { ...fix, range: { start: fix.range.start + by, end: fix.range.end + by } },
  }));
  assert.deepEqual(
    after.problems.map(({ range, fix, ...rest }) => ({ ...rest, range, fix })),
    moved,
  );
});

function symbolic(edge: string): string {
  return `- step: {name: s, image: i, command: c, inputs: [{name: model}], outputs: [{name: model}]}\n- pipeline: {name: p, nodes: [{name: a, type: execution, step: s}, {name: a2, type: execution, step: s}], edges: [${edge}]}\n`;
}

function withTask(edges: string): string {
  const nodes = '{name: a, type: task, task: t}, {name: a2, type: task, step: make}';
  return `${inPipeline(`nodes: [${nodes}]\n${edges}`)}- task: {name: t, step: make, parameters: []}\n`;
}

function withParameters(parameters: string): string {
  return inPipeline(`edges: []\nnodes: [{name: a, type: execution, step: make}]\nparameters: [${parameters}]`);
}

function deployed(edge: string): string {
  const nodes = '[{name: a, type: execution, step: make}, {name: d, type: deployment, deployment: shop, endpoints: [answer]}]';
  const rest =
    '- endpoint: {name: answer, image: i, wsgi: a, files: [{name: model, path: m}]}\n- deployment: {name: shop, defaults: {target: c}}\n';
  return `${inPipeline(`nodes: ${nodes}\nedges: [${edge}]`)}${rest}`;
}

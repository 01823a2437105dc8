/** Items of pipeline files with every text marked that is found in them, and what they are read as. */
import type { Span } from '../../server/core/ref.ts';
import type { Item } from '../../server/formats/pipelineFile/types.ts';

export type Found = string | number | boolean | null | Found[] | { [key: string]: Found };

export const itemCases: [about: string, marked: string, expected: Found][] = [
  [
    'a step',
    `- step:
    name: ⟦train⟧
    image: "⟦busybox⟧"
    command: ⟦python train.py⟧
    environment: ⟦gpu⟧
    runtime-config-preset: '⟦big⟧'
    stop-condition: ⟦loss < 1⟧
    inputs:
      - {name: ⟦images⟧, default: [⟦digits:v1⟧, "⟦⟧"]}
      - default: ⟦digits:v2⟧
    outputs: [{name: ⟦model⟧, description: d}]
    parameters: [{name: ⟦rate⟧, default: 0.5}, {name: ⟦words⟧, default: [a, b]}, {name: ⟦none⟧, default: }]
    environment-variables:
      - name: ⟦HOME⟧
        default: x
`,
    {
      kind: 'step',
      name: 'train',
      image: 'busybox',
      commands: ['python train.py'],
      environment: 'gpu',
      preset: 'big',
      stopCondition: 'loss < 1',
      inputs: [{ name: 'images', defaults: ['digits:v1', ''] }, { defaults: ['digits:v2'] }],
      outputs: [{ name: 'model' }],
      parameters: [{ name: 'rate', default: { value: 0.5 } }, { name: 'words', default: { value: ['a', 'b'] } }, { name: 'none' }],
      environmentVariables: [{ name: 'HOME' }],
    },
  ],
  ['an empty step', '- step:\n', { kind: 'step' }],
  ['a step that is no mapping', '- step: [a]\n', { kind: 'step' }],
  ['lists that are none', '- step: {inputs: a, parameters: {name: b}, command: {a: b}}\n', { kind: 'step' }],
  ['list items that are no mappings', '- step: {inputs: [a, null, [b]]}\n', { kind: 'step', inputs: [{}, {}, {}] }],
  ['a list of commands', '- step:\n    command:\n      - ⟦a⟧\n      - "⟦b⟧"\n', { kind: 'step', commands: ['a', 'b'] }],
  [
    'lines of a literal block',
    '- step:\n    command:\n      - |\n        ⟦a {parameter:x}⟧\n\n        ⟦  b⟧\n        ⟦a⟧\n      - ⟦c⟧\n',
    { kind: 'step', commands: ['a {parameter:x}', '  b', 'a', 'c'] },
  ],
  ['a literal block with CRLF', '- step:\r\n    command: |-\r\n      ⟦a⟧\r\n      ⟦b⟧\r\n', { kind: 'step', commands: ['a', 'b'] }],
  ['one line of a literal block', '- step:\n    command: |\n      ⟦a⟧\n', { kind: 'step', commands: ['a'] }],
  ['lines of a quoted text: all of it', '- step:\n    command: "⟦a\\nb⟧"\n', { kind: 'step', commands: ['a', 'b'] }],
  ['a folded command: all of it', '- step:\n    command: ⟦a\n      b⟧\n', { kind: 'step', commands: ['a b'] }],
  ['a number for a name', '- step: {name: ⟦010⟧}\n', { kind: 'step', name: '010' }],
  [
    'a task',
    '- task:\n    name: ⟦grid⟧\n    step: ⟦train⟧\n    type: ⟦GRID-search⟧\n    stop-condition: ⟦a > 1⟧\n    parameters:\n      - {name: ⟦rate⟧, style: multiple}\n    parameter-sets:\n      - {⟦A⟧: 1, "⟦B⟧": 2}\n      - ⟦A⟧: 3\n      - nothing\n',
    {
      kind: 'task',
      name: 'grid',
      step: 'train',
      type: 'GRID-search',
      stopCondition: 'a > 1',
      parameters: [{ name: 'rate' }],
      parameterSets: ['A', 'B', 'A'],
    },
  ],
  [
    'an endpoint',
    '- endpoint:\n    name: ⟦serve⟧\n    image: x\n    files:\n      - {name: ⟦model⟧, path: model.pb}\n      - path: y\n',
    { kind: 'endpoint', name: 'serve', files: [{ name: 'model' }, {}] },
  ],
  [
    'a deployment',
    '- deployment:\n    name: ⟦main⟧\n    defaults: {target: ⟦west⟧}\n',
    { kind: 'deployment', name: 'main', target: 'west' },
  ],
  ['a deployment without defaults', '- deployment: {name: ⟦main⟧}\n', { kind: 'deployment', name: 'main' }],
  ['a blueprint', '- blueprint: {name: ⟦b⟧, nodes: [{name: ⟦n⟧}]}\n', { kind: 'pipeline', name: 'b', nodes: [{ name: 'n' }] }],
  [
    'nodes',
    `- pipeline:
    name: ⟦p⟧
    nodes:
      - {name: ⟦train⟧, type: ⟦execution⟧, step: ⟦train⟧, commit: ⟦main⟧}
      - {name: ⟦grid⟧, type: ⟦task⟧, task: ⟦grid task⟧}
      - {name: ⟦out⟧, type: ⟦deployment⟧, deployment: ⟦d⟧, endpoints: [⟦e1⟧, "⟦e2⟧"]}
      - name: ⟦last⟧
        override:
          environment: ⟦gpu⟧
          runtime-config-preset: ⟦big⟧
          inputs: [{name: ⟦i⟧, default: ⟦a:v1⟧}]
          parameters: [{name: ⟦q⟧, default: yes}]
        actions:
          - {when: ⟦node-complete⟧, if: ⟦a < 1⟧, then: ⟦stop-pipeline⟧}
          - when: [⟦node-starting⟧, ⟦node-error⟧]
            then: [⟦noop⟧]
      - {name: ⟦none⟧, override: }
`,
    {
      kind: 'pipeline',
      name: 'p',
      nodes: [
        { name: 'train', type: 'execution', step: 'train', commit: 'main' },
        { name: 'grid', type: 'task', task: 'grid task' },
        { name: 'out', type: 'deployment', deployment: 'd', endpoints: ['e1', 'e2'] },
        {
          name: 'last',
          override: {
            environment: 'gpu',
            preset: 'big',
            inputs: [{ name: 'i', defaults: ['a:v1'] }],
            parameters: [{ name: 'q', default: { value: true } }],
          },
          actions: [
            // biome-ignore lint/suspicious/noThenProperty: the format's own word
            { when: ['node-complete'], if: ['a < 1'], then: ['stop-pipeline'] },
            // biome-ignore lint/suspicious/noThenProperty: the format's own word
            { when: ['node-starting', 'node-error'], then: ['noop'] },
          ],
        },
        { name: 'none' },
      ],
    },
  ],
  ...edges([
    ['both ends', '[⟦⟦a⟧.⟦output⟧.⟦x⟧⟧, "⟦⟦b⟧.⟦input⟧.⟦i⟧⟧"]', { source: socket('a', 'output', 'x'), target: socket('b', 'input', 'i') }],
    [
      'a mapping',
      '{source: ⟦⟦a⟧.⟦output⟧.⟦x⟧⟧, target: ⟦⟦b⟧.⟦input⟧.⟦i⟧⟧, configuration: {a: 1}}',
      { source: socket('a', 'output', 'x'), target: socket('b', 'input', 'i') },
    ],
    ['dots and slashes of a key', '[⟦⟦a⟧.⟦output⟧.⟦m/v1.2/*.h5⟧⟧]', { source: socket('a', 'output', 'm/v1.2/*.h5') }],
    ['one dot', '[⟦⟦a⟧.⟦output⟧⟧]', { source: socket('a', 'output') }],
    ['no dot', '[⟦a⟧]', { source: socket('a') }],
    ['pieces that are being typed', '["⟦⟦a⟧.⟧⟦⟧", "⟦⟦b⟧.⟦input⟧.⟧⟦⟧"]', { source: socket('a', ''), target: socket('b', 'input', '') }],
    ['three ends', '[⟦a⟧, ⟦b⟧, c]', { source: socket('a'), target: socket('b') }],
    ['nothing', '', {}],
    ['a text', 'a.output.x', {}],
    ['ends that are no texts', '[[a], {b: c}]', {}],
    ['escapes: all of it', '["⟦a.output\\x2ex⟧"]', { source: socket('a', 'output', 'x') }],
  ]),
  [
    'parameters of a pipeline',
    `- pipeline:
    parameters:
      - {name: ⟦one⟧, target: ⟦⟦a⟧.⟦parameter⟧.⟦p⟧⟧, default: 1}
      - name: ⟦two⟧
        targets:
          - ⟦⟦a⟧.⟦parameters⟧.⟦p.q⟧⟧
          - ⟦b⟧
      - {name: ⟦three⟧, targets: ⟦⟦a⟧.⟦parameter⟧.⟦r⟧⟧}
      - {default: x}
`,
    {
      kind: 'pipeline',
      parameters: [
        { name: 'one', default: { value: 1 }, targets: [socket('a', 'parameter', 'p')] },
        { name: 'two', targets: [socket('a', 'parameters', 'p.q'), socket('b')] },
        { name: 'three', targets: [socket('a', 'parameter', 'r')] },
        { default: { value: 'x' } },
      ],
    },
  ],
];

/** Ranges of what has more than a text: whole items, list items, values. */
export const rangeCases: [about: string, marked: string, pick: (item: Item) => Span[]][] = [
  ['a step', '- ⟦step:\n    name: a⟧', (item) => [item.range]],
  ['inputs', '- step:\n    inputs:\n      - ⟦{name: a}⟧\n      - ⟦name: b⟧', (item) => steps(item).inputs.map(({ range }) => range)],
  ['outputs', '- step:\n    outputs: [⟦{name: a}⟧, ⟦b⟧]', (item) => steps(item).outputs.map(({ range }) => range)],
  [
    'defaults of parameters',
    '- step:\n    parameters: [{default: ⟦1⟧}, {default: ⟦"a"⟧}, {default: ⟦[1, 2]⟧}, {default: }]',
    (item) => steps(item).parameters.flatMap((parameter) => parameter.default?.range ?? []),
  ],
  [
    'nodes and their overrides',
    '- pipeline:\n    nodes: [⟦{override: ⟦{image: x}⟧}⟧, ⟦{name: n}⟧]',
    (item) => pipelines(item).nodes.flatMap((node) => [node.range, ...(node.override ? [node.override.range] : [])]),
  ],
  ['edges', '- pipeline:\n    edges: [⟦[a, b]⟧, ⟦{source: a}⟧, ⟦c⟧]', (item) => pipelines(item).edges.map(({ range }) => range)],
  [
    'actions',
    '- pipeline:\n    nodes: [{actions: [⟦{when: a}⟧, ⟦b⟧]}]',
    (item) => pipelines(item).nodes.flatMap(({ actions }) => actions.map(({ range }) => range)),
  ],
];

function socket(node: string, type?: string, key?: string): Found {
  return { node, ...(type === undefined ? {} : { type }), ...(key === undefined ? {} : { key }) };
}

function edges(cases: [about: string, edge: string, expected: Found][]): typeof itemCases {
  return cases.map(([about, edge, expected]) => [
    `an edge: ${about}`,
    `- pipeline:\n    edges:\n      - ${edge}\n`,
    { kind: 'pipeline', edges: [expected] },
  ]);
}

function steps(item: Item) {
  if (item.kind !== 'step') throw new Error('The case is about a step.');
  return item;
}

function pipelines(item: Item) {
  if (item.kind !== 'pipeline') throw new Error('The case is about a pipeline.');
  return item;
}

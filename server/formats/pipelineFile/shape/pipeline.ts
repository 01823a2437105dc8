/** A `pipeline`: nodes, and the edges along which they hand things on. */
import { any, anyObject, choice, either, flag, list, object, required, text, textOrList } from './build.ts';
import type { KeyShape, TextShape, VariantShape } from './types.ts';
import { workKeys } from './work.ts';

const socket: TextShape = { ...text, meaning: 'socket' };

const when = choice(
  {
    'node-starting': 'Before the node starts.',
    'node-complete': 'When the node has completed.',
    'node-error': 'When the node has failed.',
  },
  { loose: 'case', elseWords: 'so the action may never happen' },
);

const deed = choice(
  {
    'stop-pipeline': 'Stops the pipeline.',
    'error-pipeline': 'Stops the pipeline and marks it as failed.',
    'require-approval': 'Waits until a person approves.',
    noop: 'Does nothing.',
  },
  { elseWords: 'so the action may do nothing' },
);

const action = object('action', {
  when: required({ about: 'What the action waits for.', value: textOrList(when) }),
  if: { about: 'Expressions that must be true as well, such as `metadata.accuracy < 0.5`.', value: textOrList() },
  // biome-ignore lint/suspicious/noThenProperty: it is a key of the file format
  then: required({ about: 'What is done.', value: textOrList(deed) }),
});

const stopWords = {
  'stop-all': 'The whole pipeline is stopped.',
  'stop-next': 'The nodes that wait for this one are not started.',
  continue: 'The pipeline goes on as if nothing had happened.',
};

const nodeKeys = {
  name: required({ about: 'The name of the node, unique in its pipeline.', value: text }),
  type: required({
    about: 'What the node is.',
    value: choice({ execution: 'One execution of a step.', task: 'Many executions of a step.', deployment: 'A deployment of a model.' }),
  }),
  actions: { about: 'What is done when the node starts, completes or fails.', value: list(action) },
} satisfies Record<string, KeyShape>;

const override = object('override', workKeys);

const runningKeys = {
  commit: { about: 'Another commit to take the step from, or a step of a library.', value: text },
  override: { about: 'What this node changes of its step.', value: override },
  'on-error': {
    about: 'What happens to the pipeline when this node fails.',
    value: choice({ ...stopWords, retry: 'The node is run again.' }),
    default: 'stop-all',
  },
  'edge-merge-mode': {
    about: 'Whether what edges bring to an input takes the place of its default or is added to it.',
    value: choice({ replace: 'It takes the place of the default.', append: 'It is added to the default.' }),
    default: 'replace',
  },
} satisfies Record<string, KeyShape>;

const stepKey: KeyShape = { about: 'The step to run.', value: text };

export const node: VariantShape = {
  type: 'variant',
  words: 'node',
  by: 'type',
  variants: new Map([
    ['execution', object('execution node', { ...nodeKeys, step: required(stepKey), ...runningKeys })],
    [
      'task',
      object(
        'task node',
        { ...nodeKeys, step: stepKey, task: { about: 'The task to run, in place of a step.', value: text }, ...runningKeys },
        { oneOf: { keys: ['step', 'task'], exclusive: true } },
      ),
    ],
    [
      'deployment',
      object('deployment node', {
        ...nodeKeys,
        deployment: required({ about: 'The deployment to make a new version of.', value: text }),
        endpoints: { about: 'The endpoints to deploy; all of them when none is named.', value: list(text) },
        aliases: { about: 'Aliases to move to the new version.', value: list(text) },
        'on-error': { about: 'What happens to the pipeline when this node fails.', value: choice(stopWords), default: 'stop-all' },
      }),
    ],
  ]),
};

const edge = either(
  { type: 'pair', item: socket },
  object('edge', {
    source: required({ about: 'What is handed on: `node.output.glob`, `node.metadata.key` and so on.', value: socket }),
    target: required({ about: 'Where it goes: `node.input.name`, `node.parameter.name` and so on.', value: socket }),
    configuration: { about: 'More settings of the edge.', value: anyObject },
  }),
);

/** What an edge may join. */
export const socketTypes: Readonly<Record<string, string>> = {
  output: 'Files that a node leaves; the name may be a glob.',
  input: 'An input of a node.',
  parameter: 'A parameter of a node.',
  metadata: 'A value that a node prints as metadata.',
  file: 'A file of a deployment: `node.file.endpoint.file`.',
  dependency: 'Nothing: the target only waits for the source.',
  deployment: 'A fact of a deployment: `id` or `version_id`.',
  'environment-variable': 'An environment variable of a node.',
};

const pipelineParameter = object(
  'pipeline parameter',
  {
    name: required({ about: 'The name of the parameter, unique in its pipeline.', value: text }),
    default: { about: 'The value when a run gives no other.', value: any },
    target: { about: 'The parameter of a node that it is handed on to: `node.parameter.name`.', value: socket },
    targets: { about: 'The parameters of nodes that it is handed on to: `node.parameter.name`.', value: textOrList(socket) },
    category: { about: 'The heading under which the parameter is shown.', value: text },
    description: { about: 'What the parameter is for, shown as help.', value: text },
  },
  { oneOf: { keys: ['target', 'targets'], exclusive: true, optional: true } },
);

export const pipeline = object('pipeline', {
  name: required({ about: 'The name of the pipeline, unique in the file.', value: text }),
  nodes: required({ about: 'What the pipeline runs.', value: list(node) }),
  edges: required({ about: 'What nodes hand on to each other, each written `[node.type.key, node.type.key]`.', value: list(edge) }),
  parameters: { about: 'Parameters of the whole pipeline, handed on to parameters of its nodes.', value: list(pipelineParameter) },
  'reuse-executions': {
    about: 'Whether nodes are skipped when an earlier execution had the same step, inputs, parameters and commit.',
    value: flag,
    default: false,
  },
});

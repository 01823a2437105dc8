/** What the nodes, edges and parameters of a pipeline use of steps, tasks and endpoints. */
import type { NodeItem, PipelineItem, PipelineProblem, Socket, StepItem, TextAt } from '../types.ts';
import { lintHandedOn } from './handedOn.ts';
import { stepWords } from './labels.ts';
import { typeOfSocket } from './nodes.ts';
import { hasOutput, matches } from './outputs.ts';
import { lintOverride } from './override.ts';
import { misspelt, partOf, quoted } from './problem.ts';
import { type FileContext, itemNamed, stepOf } from './scope.ts';
import { isNamed, namesOf, unknown, unknownInput, unknownItem, unknownParameter } from './unknown.ts';

type Nodes = ReadonlyMap<string, NodeItem>;

/** `text` is that of the part, and looked at only where something is wrong. */
export function* lintNodes(pipeline: PipelineItem, text: string, context: FileContext): Generator<PipelineProblem> {
  const nodes = new Map(pipeline.nodes.flatMap((node) => (node.name ? [[node.name.text, node] as const] : [])));
  for (const node of pipeline.nodes) yield* lintNode(node, text, context);
  for (const { source, target } of pipeline.edges) {
    if (source && !isKnownGlob(source, nodes, context)) yield* lintSocket(source, nodes, context);
    if (target) yield* lintSocket(target, nodes, context);
  }
  for (const parameter of pipeline.parameters) yield* lintHandedOn(parameter, nodes, context);
}

function* lintNode(node: NodeItem, text: string, context: FileContext): Generator<PipelineProblem> {
  const { steps, tasks } = context.file;
  if (node.type?.text === 'deployment') yield* lintDeploymentNode(node, context);
  else if (!node.commit?.text) {
    yield* unknownItem(node.step, steps, { code: 'unknown-step', words: 'step', context });
    if (node.type?.text === 'task') yield* unknownItem(node.task, tasks, { code: 'unknown-task', words: 'task', context });
    const step = stepOf(node, context);
    if (step && node.override) yield* lintOverride(node, node.override, { step, text, suggest: context.suggest });
  }
}

/** Endpoints come with the file; a deployment may also be there without it, so only a slip is told. */
function* lintDeploymentNode({ deployment, endpoints }: NodeItem, context: FileContext): Generator<PipelineProblem> {
  const { file, names, suggest } = context;
  if (file.endpoints.size > 0) {
    for (const name of endpoints) yield* unknownItem(name, file.endpoints, { code: 'unknown-endpoint', words: 'endpoint', context });
  }
  if (!deployment || names.isTorn || file.deployments.has(deployment.text)) return;
  const near = file.deployments.size > 0 ? suggest(deployment.text, file.deployments.keys()) : undefined;
  const message = `There is no deployment ${quoted(deployment.text)} in this file.`;
  if (near !== undefined) yield misspelt(deployment, { code: 'unknown-deployment', message }, near);
}

function* lintSocket(socket: Socket, nodes: Nodes, context: FileContext): Generator<PipelineProblem> {
  const node = socket.node && nodes.get(socket.node.text);
  const { key } = socket;
  if (!node || !key) return;
  const type = typeOfSocket(socket);
  if (node.type?.text === 'deployment') {
    if (type === 'file') yield* lintEndpointFile(key, context);
    return;
  }
  const step = stepOf(node, context);
  if (!step) return;
  const among = { override: node.override, suggest: context.suggest };
  if (type === 'input') yield* unknownInput(key, step, among);
  if (type === 'parameter') yield* unknownParameter(key, step, among);
  if (type === 'output') yield* lintOutput(key, step, context);
}

/** Inputs are copied by their names or by a glob. */
function isKnownGlob(source: Socket, nodes: Nodes, context: FileContext): boolean {
  const { key } = source;
  const node = source.node && nodes.get(source.node.text);
  if (!node || !key?.text.includes('*') || typeOfSocket(source) !== 'input') return false;
  const inputs = [...(stepOf(node, context)?.inputs ?? []), ...(node.override?.inputs ?? [])];
  return namesOf(inputs).some((name) => matches(key.text, name));
}

function* lintOutput(key: TextAt, step: StepItem, { suggest }: FileContext): Generator<PipelineProblem> {
  if (step.outputs.length === 0 || isNamed(step.outputs, key.text)) return;
  const known = namesOf(step.outputs);
  if (known.length === 0 || hasOutput(known, key.text)) return;
  yield unknown(key, { code: 'unknown-output', words: `${stepWords(step)} lists no output`, known, suggest });
}

/** `endpoint.file`; the name of an endpoint has no dot. */
function* lintEndpointFile(key: TextAt, { file, names, suggest }: FileContext): Generator<PipelineProblem> {
  const dot = key.text.indexOf('.');
  if (dot < 0 || file.endpoints.size === 0 || names.isTorn) return;
  const name = { text: key.text.slice(0, dot), range: partOf(key, 0, dot) };
  const at = { text: key.text.slice(dot + 1), range: partOf(key, dot + 1, key.text.length) };
  const endpoint = itemNamed(file.endpoints, name.text);
  const code = 'unknown-endpoint';
  if (!endpoint) yield unknown(name, { code, words: 'There is no endpoint', known: file.endpoints.keys(), suggest });
  else if (!isNamed(endpoint.files, at.text)) {
    yield unknown(at, { code, words: `The endpoint ${quoted(name.text)} has no file`, known: namesOf(endpoint.files), suggest });
  }
}

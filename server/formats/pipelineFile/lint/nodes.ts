/** What a pipeline says of itself: its nodes, the ends of its edges, cycles, and where its parameters go. */
import { socketTypes } from '../shape/pipeline.ts';
import type { PipelineItem, PipelineParameter, PipelineProblem, Socket } from '../types.ts';
import { cycleProblems } from './cycles.ts';
import { nodeWords, pipelineWords } from './labels.ts';
import { duplicates } from './names.ts';
import { changeTo, listed, misspelt, quoted, type Suggest } from './problem.ts';

export function* lintPipelineParts(pipeline: PipelineItem, suggest: Suggest): Generator<PipelineProblem> {
  const where = pipelineWords(pipeline);
  const context: Context = { where, suggest, nodes: new Set(pipeline.nodes.flatMap(({ name }) => name?.text ?? [])) };
  yield* duplicates(pipeline.nodes, { where, what: 'node', severity: 'error' });
  yield* duplicates(pipeline.parameters, { where, what: 'parameter' });
  for (const node of pipeline.nodes) {
    yield* duplicates(node.override?.inputs ?? [], { where: nodeWords(node), what: 'input' });
    yield* duplicates(node.override?.parameters ?? [], { where: nodeWords(node), what: 'parameter' });
  }
  for (const { source, target } of pipeline.edges) {
    for (const socket of [source, target]) if (socket) yield* lintSocket(socket, context);
  }
  yield* cycleProblems(pipeline);
  for (const parameter of pipeline.parameters) yield* lintTargets(parameter, context);
}

/** A socket's type, also where it was written in the plural. */
export function typeOfSocket({ type }: Socket): string | undefined {
  const text = type?.text;
  if (!text?.endsWith('s')) return text;
  const single = text.slice(0, -1);
  return Object.hasOwn(socketTypes, single) ? single : text;
}

interface Context {
  where: string;
  suggest: Suggest;
  nodes: ReadonlySet<string>;
}

function* lintSocket(socket: Socket, context: Context): Generator<PipelineProblem> {
  if (!socket.key) return; // too few parts, which is judged as a text
  const dotted = dottedNode(socket, context);
  if (dotted) {
    yield dotted;
    return;
  }
  yield* lintNode(socket, context);
  yield* lintType(socket, context);
}

/** An edge cuts its ends at dots, so a node with dots in its name is out of reach. */
function dottedNode({ text, range, node }: Socket, { where, nodes }: Context): PipelineProblem | undefined {
  if (!node || nodes.has(node.text)) return undefined;
  const name = [...nodes].find((one) => one.includes('.') && text.startsWith(`${one}.`));
  if (name === undefined) return undefined;
  const isExact = range.end - range.start === text.length;
  const message = `${where} has a node ${quoted(name)}, but no edge can name it: give it a name without dots.`;
  return { code: 'unknown-node', message, range: isExact ? { start: range.start, end: range.start + name.length } : range };
}

function* lintNode({ node }: Socket, { where, nodes, suggest }: Context): Generator<PipelineProblem> {
  if (!node || nodes.has(node.text)) return;
  const message = `${where} has no node ${quoted(node.text)}.`;
  yield misspelt(node, { code: 'unknown-node', message }, suggest(node.text, nodes));
}

function* lintType(socket: Socket, { suggest }: Context): Generator<PipelineProblem> {
  const { type } = socket;
  if (!type || Object.hasOwn(socketTypes, type.text)) return;
  const single = typeOfSocket(socket)!;
  if (single !== type.text) {
    yield {
      code: 'wrong-edge',
      message: `Edges say "${single}", not "${type.text}".`,
      range: type.range,
      fix: changeTo(type, single, true),
    };
    return;
  }
  const known = Object.keys(socketTypes);
  const message = `Edges cannot join ${quoted(type.text)}: ${listed(known, 'or')} can be joined.`;
  yield misspelt(type, { code: 'wrong-edge', message }, suggest(type.text, known));
}

function* lintTargets({ name, targets }: PipelineParameter, context: Context): Generator<PipelineProblem> {
  if (name && targets.length === 0) {
    yield { code: 'no-target', message: `${context.where} hands its parameter ${quoted(name.text)} on to nothing.`, range: name.range };
  }
  for (const target of targets) {
    if (!target.key || !target.type) continue;
    yield* lintNode(target, context);
    if (target.type.text.startsWith('parameter')) continue;
    const message = `A parameter of a pipeline goes to parameters of its nodes, not to ${quoted(target.type.text)}.`;
    yield misspelt(target.type, { code: 'wrong-edge', message }, context.suggest(target.type.text, ['parameter']));
  }
}

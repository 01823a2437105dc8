/** Nodes of a pipeline that wait for each other. */
import type { EdgeItem, PipelineItem, PipelineProblem } from '../types.ts';
import { pipelineWords } from './labels.ts';
import { listed, quoted } from './problem.ts';

/** One problem for each edge that leads back to a node which its source waits for already, in the order of the file. */
export function* cycleProblems(pipeline: PipelineItem): Generator<PipelineProblem> {
  const next = new Map<string, Set<string>>();
  for (const { edge, source, target } of entangled(joinsOf(pipeline))) {
    const path = source === target ? [source] : pathBetween(target, source, next);
    if (path) yield problemOf(edge, path, pipeline);
    else next.set(source, (next.get(source) ?? new Set()).add(target));
  }
}

/** An edge by the nodes that it joins. */
interface Join {
  edge: EdgeItem;
  source: string;
  target: string;
}

/** The first edge between each two nodes that are there. */
function joinsOf({ nodes, edges }: PipelineItem): Join[] {
  const names = new Set(nodes.flatMap(({ name }) => name?.text ?? []));
  const joins = new Map<string, Join>();
  for (const edge of edges) {
    const [source, target] = [edge.source?.node?.text, edge.target?.node?.text];
    if (source === undefined || target === undefined || !names.has(source) || !names.has(target)) continue;
    const key = `${source}\n${target}`;
    if (!joins.has(key)) joins.set(key, { edge, source, target });
  }
  return [...joins.values()];
}

/** Those that may be a part of a cycle, which are seldom any: looking for a way costs a walk through all of them. */
function entangled(joins: readonly Join[]): Join[] {
  return peeled(peeled(joins, 'source', 'target'), 'target', 'source');
}

/** Without the edges of nodes that no edge leads to, again and again. */
function peeled(joins: readonly Join[], from: 'source' | 'target', to: 'source' | 'target'): Join[] {
  const next = Map.groupBy(joins, (join) => join[from]);
  const waiting = new Map<string, number>();
  for (const join of joins) waiting.set(join[to], (waiting.get(join[to]) ?? 0) + 1);
  const free = new Set([...next.keys()].filter((node) => !waiting.has(node)));
  for (const node of free) {
    for (const join of next.get(node) ?? []) {
      const left = waiting.get(join[to])! - 1;
      waiting.set(join[to], left);
      if (left === 0) free.add(join[to]);
    }
  }
  return joins.filter((join) => !free.has(join[from]));
}

function problemOf({ range }: EdgeItem, path: readonly string[], pipeline: PipelineItem): PipelineProblem {
  const names = path.length > 6 ? [...path.slice(0, 5).map(quoted), '…'] : path.map(quoted);
  const message =
    path.length === 1
      ? `In ${inner(pipeline)}, the node ${names[0]} waits for itself.`
      : `In ${inner(pipeline)}, the nodes ${listed(names, 'and')} wait for each other: this edge closes the circle.`;
  return { code: 'edge-cycle', message, range };
}

function inner(pipeline: PipelineItem): string {
  const words = pipelineWords(pipeline);
  return words[0]!.toLowerCase() + words.slice(1);
}

/** A shortest way along edges that were seen before; they have no cycle. */
function pathBetween(from: string, to: string, next: ReadonlyMap<string, ReadonlySet<string>>): string[] | undefined {
  const before = new Map<string, string | undefined>([[from, undefined]]);
  for (const node of before.keys()) {
    if (node === to) return backFrom(to, before);
    for (const one of next.get(node) ?? []) if (!before.has(one)) before.set(one, node);
  }
  return undefined;
}

function backFrom(node: string, before: ReadonlyMap<string, string | undefined>): string[] {
  const path: string[] = [];
  for (let at: string | undefined = node; at !== undefined; at = before.get(at)) path.push(at);
  return path.toReversed();
}

/** What a node is called, on its card and aloud. Pure. */

import { count, duration, size } from '../../server/protocol/words.ts';
import type { Graph } from './graph.ts';
import type { WireLineageNode } from './protocol.ts';

/** The three shapes of the picture. */
export type Kind = 'dataset' | 'model' | 'execution';

export function kindOf(node: WireLineageNode): Kind {
  return node.type === 'execution' ? 'execution' : node.version.kind;
}

/** First line of the card. */
export function titleOf(node: WireLineageNode): string {
  return node.type === 'execution' ? node.execution.step : node.version.ref;
}

/** Second line of the card; the sign beside it tells the state. */
export function lineOf(node: WireLineageNode, now: number): string {
  if (node.type === 'version') {
    const { files, bytes, aliases } = node.version;
    return [...aliases, count(files, 'file'), size(bytes)].join(' · ');
  }
  const { id, status } = node.execution;
  const seconds = runTime(node.execution, now);
  return `${id} · ${seconds === undefined ? status : duration(seconds)}`;
}

/** Both lines when there is room for names only. */
export function namesOf(node: WireLineageNode): [string, string] {
  return node.type === 'execution' ? [node.execution.step, node.execution.id] : [node.version.dataset, node.version.name];
}

/** Seconds from start to end, or to now while it runs. */
export function runTime(execution: { duration?: number; startedAt?: string; endedAt?: string }, now: number): number | undefined {
  if (execution.duration !== undefined) return execution.duration;
  if (!execution.startedAt || execution.endedAt) return undefined;
  const seconds = (now - Date.parse(execution.startedAt)) / 1000;
  return seconds >= 0 ? seconds : undefined;
}

/** The sentence a screen reader speaks. */
export function spoken(node: WireLineageNode, graph: Graph): string {
  const inputs = count(graph.inputs.get(node.id)?.length ?? 0, 'input');
  const outputs = count(graph.outputs.get(node.id)?.length ?? 0, 'output');
  if (node.type === 'execution') {
    const { id, step, status } = node.execution;
    return `${step}, execution ${id}, ${status}, ${inputs}, ${outputs}`;
  }
  const { ref, kind, files, bytes, integrity, identity, aliases } = node.version;
  const words = [ref, kind === 'model' ? 'model version' : 'version', ...aliases.map((alias) => `alias ${alias}`)];
  words.push(count(files, 'file'), size(bytes), inputs, outputs);
  if (integrity === 'broken') words.push('integrity broken');
  if (identity === 'provider') words.push('identity by provider');
  return words.join(', ');
}

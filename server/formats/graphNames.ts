/** Node names shared by the graph formats. */
import { executionName } from '../core/execution.ts';
import type { LineageNode } from '../core/lineage.ts';

/** `digits:v1`, or `project:3 train`. */
export function nodeLabel(node: LineageNode): string {
  if (node.type === 'version') return `${node.version.dataset}:${node.version.name}`;
  return `${executionName(node.execution)} ${node.execution.step}`;
}

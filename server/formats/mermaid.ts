/** A lineage graph as a Mermaid flowchart: versions round, executions as hexagons. */
import type { LineageGraph } from '../core/lineage.ts';
import { nodeLabel } from './graphNames.ts';

export function toMermaid(graph: LineageGraph): string {
  const keys = new Map(graph.nodes.map((node, i) => [node.id, `n${i}`]));
  const nodes = graph.nodes.map((node) => {
    const label = quote(nodeLabel(node));
    return `  ${keys.get(node.id)}${node.type === 'version' ? `([${label}])` : `{{${label}}}`}\n`;
  });
  const edges = graph.edges.map((edge) => `  ${keys.get(edge.source)} -->|${quote(edge.role)}| ${keys.get(edge.target)}\n`);
  return `flowchart LR\n${nodes.join('')}${edges.join('')}`;
}

/** What Mermaid would read as its own is written as a character code; a label is one line. */
function quote(text: string): string {
  return `"${text.replace(/\s+/g, ' ').replace(/["#`<>&]/g, (mark) => `#${mark.charCodeAt(0)};`)}"`;
}

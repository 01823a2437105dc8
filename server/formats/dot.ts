/** A lineage graph in Graphviz's language. */
import type { LineageGraph } from '../core/lineage.ts';
import { nodeLabel } from './graphNames.ts';

export function toDot(graph: LineageGraph): string {
  const nodes = graph.nodes.map(
    (node) => `  ${quote(node.id)} [label=${quote(nodeLabel(node))}, shape=${node.type === 'version' ? 'cylinder' : 'hexagon'}];\n`,
  );
  const edges = graph.edges.map((edge) => `  ${quote(edge.source)} -> ${quote(edge.target)} [label=${quote(edge.role)}];\n`);
  return `digraph lineage {\n  rankdir=LR;\n${nodes.join('')}${edges.join('')}}\n`;
}

function quote(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

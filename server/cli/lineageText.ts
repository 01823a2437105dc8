/** A lineage graph as an indented tree for a terminal: origins, and what was made from it. */
import type { LineageGraph, LineageNode } from '../core/lineage.ts';
import { duration } from '../protocol/words.ts';

export function lineageText(graph: LineageGraph): string {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const origins = neighbours(graph, 'origins');
  const results = neighbours(graph, 'results');
  if (graph.focus === undefined) {
    const ids = graph.nodes.map(({ id }) => id);
    const roots = ids.filter((id) => !origins.has(id));
    return tree({ nodes, next: results }, roots, ids) || 'No lineage yet.\n';
  }
  const section = (title: string, next: Neighbours) => {
    const below = tree({ nodes, next }, [...(next.get(graph.focus!) ?? [])])
      .replace(/^/gm, '  ')
      .trimEnd();
    return below.trim() === '' ? '' : `${title}\n${below}\n`;
  };
  const more = graph.truncated ? '… there is more; see --up and --down\n' : '';
  return `${label(nodes.get(graph.focus)!)}\n${section('made from', origins)}${section('used by', results)}${more}`;
}

type Neighbours = Map<string, Set<string>>;

function neighbours(graph: LineageGraph, side: 'origins' | 'results'): Neighbours {
  const next: Neighbours = new Map();
  for (const { source, target } of graph.edges) {
    const [from, to] = side === 'results' ? [source, target] : [target, source];
    next.set(from, (next.get(from) ?? new Set()).add(to));
  }
  return next;
}

interface Graph {
  nodes: Map<string, LineageNode>;
  next: Neighbours;
}

/**
 * The trees from these roots; then from each of the others that no tree has reached. Each node's own branch is written
 * once: a step that reproduced its input makes the graph a circle, which has no root.
 */
function tree({ nodes, next }: Graph, roots: string[], others: string[] = []): string {
  const written = new Set<string>();
  const branch = (id: string, depth: number): string => {
    const again = written.has(id);
    written.add(id);
    const below = again ? [] : [...(next.get(id) ?? [])];
    const mark = again && next.has(id) ? '  (see above)' : '';
    return `${'  '.repeat(depth)}${label(nodes.get(id)!)}${mark}\n${below.map((child) => branch(child, depth + 1)).join('')}`;
  };
  const trees = roots.map((id) => branch(id, 0));
  for (const id of others) if (!written.has(id)) trees.push(branch(id, 0));
  return trees.join('');
}

function label(node: LineageNode): string {
  if (node.type === 'version') return `${node.version.dataset}:${node.version.name}  sha256:${node.version.hash.slice(0, 12)}`;
  const { project, number, step, status, code, duration: seconds } = node.execution;
  const commit = code.commit ? ` at ${code.commit.slice(0, 12)}${code.dirty ? ', with changes' : ''}` : '';
  return `${project}:${number}  ${step}, ${status}${seconds === undefined ? '' : ` in ${duration(seconds)}`}${commit}`;
}

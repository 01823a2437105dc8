/** Which steps feed an input, by the edges that end in it. */
import { itemsOf } from '../formats/pipelineFile/file.ts';
import { partsOf, subjectOf } from './names/occurrence.ts';
import { stepOfNode } from './names/pipelineNames.ts';
import type { Project } from './project.ts';

/** Subjects of the steps, of all pipelines of the file in which the input is; each once. */
export function producersOf(input: string, project: Project): string[] {
  const [uri = '', step = '', name = ''] = partsOf(input).path;
  const file = project.file(uri)?.analysis.pipeline;
  if (!file) return [];
  const makers = new Set<string>();
  for (const { item } of itemsOf(file, 'pipeline')) {
    const steps = new Map(item.nodes.map((node) => [node.name?.text, stepOfNode(node, file)]));
    for (const { source, target } of item.edges) {
      if (target?.type?.text !== 'input' || target.key?.text !== name || steps.get(target.node?.text) !== step) continue;
      const maker = steps.get(source?.node?.text);
      if (maker !== undefined) makers.add(subjectOf('step', uri, maker));
    }
  }
  return [...makers];
}

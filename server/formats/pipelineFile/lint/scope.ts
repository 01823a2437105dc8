/** The names of a pipeline file, and how far they can be trusted while it is being written. */
import type { DeploymentItem, EndpointItem, Item, NodeItem, Part, PipelineFile, PlacedItem, StepItem, TaskItem } from '../types.ts';
import type { Suggest } from './problem.ts';

export interface FileContext {
  file: PipelineFile;
  names: FileNames;
  suggest: Suggest;
}

export interface FileNames {
  /** A part cannot be read as YAML at the moment, or a step is empty: what is not found may stand there. */
  isTorn: boolean;
  /** Steps of which something may be missing, because their part cannot be read. */
  tornSteps: ReadonlySet<StepItem>;
}

export function fileNames(file: PipelineFile): FileNames {
  const tornSteps = new Set<StepItem>();
  let isTorn = false;
  for (const { part } of file.parts) {
    isTorn ||= part.items.some(isEmptyStep);
    if (!isTornPart(part)) continue;
    isTorn = true;
    for (const item of part.items) if (item.kind === 'step') tornSteps.add(item);
  }
  return { isTorn, tornSteps };
}

/** What belongs to it may stand beside it. */
function isEmptyStep(item: Item): boolean {
  return item.kind === 'step' && !item.name && !item.image && item.commands.length === 0;
}

export function isTornPart({ problems }: Part): boolean {
  return problems.some(({ code }) => code === 'yaml-syntax');
}

/** The step that a node runs; nothing when it is not in this file or cannot be told, and then nothing of it is unknown. */
export function stepOf(node: NodeItem, { file, names }: FileContext): StepItem | undefined {
  if (node.commit?.text || node.type?.text === 'deployment') return undefined;
  const name = node.task && !node.step ? itemNamed(file.tasks, node.task.text)?.step?.text : node.step?.text;
  const step = name === undefined ? undefined : itemNamed(file.steps, name);
  return step && names.tornSteps.has(step) ? undefined : step;
}

export function itemNamed<I extends StepItem | TaskItem | EndpointItem | DeploymentItem>(
  items: ReadonlyMap<string, PlacedItem<I>>,
  name: string,
): I | undefined {
  return items.get(name)?.item;
}

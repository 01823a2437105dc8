/** What the names at a place of a pipeline file can mean: the steps of the file, the pipeline around the place, the step of a node. */
import { partAt } from '../../formats/pipelineFile/file.ts';
import type { Item, NodeItem, PipelineFile, PipelineItem, StepItem } from '../../formats/pipelineFile/types.ts';
import { stepOfNode } from '../names/pipelineNames.ts';

/** The item that an offset is in or right behind: while it is being written it may end too early. */
export function itemAround(file: PipelineFile, offset: number): Item | undefined {
  const at = partAt(file, offset);
  return at?.part.items.findLast(({ range }) => range.start <= offset - at.start);
}

export function pipelineAround(file: PipelineFile, offset: number): PipelineItem | undefined {
  const item = itemAround(file, offset);
  return item?.kind === 'pipeline' ? item : undefined;
}

export function stepAround(file: PipelineFile, offset: number): StepItem | undefined {
  const item = itemAround(file, offset);
  return item?.kind === 'step' ? item : undefined;
}

/** The step that a node runs, when it is in this file. */
export function stepRunBy(node: NodeItem | undefined, file: PipelineFile): StepItem | undefined {
  const name = stepOfNode(node, file);
  return name === undefined ? undefined : file.steps.get(name)?.item;
}

/** The step of a node, from the lines of the node. */
export function stepOfKeys(keys: ReadonlyMap<string, string>, file: PipelineFile): StepItem | undefined {
  if (keys.has('commit')) return undefined;
  const name = keys.get('step') ?? file.tasks.get(keys.get('task') ?? '')?.item.step?.text;
  return name === undefined ? undefined : file.steps.get(name)?.item;
}

/** The items of a part, each as its kind. */
import { readDeployment, readEndpoint } from './endpoint.ts';
import type { Fields } from './fields.ts';
import { rangeOf, type View, viewFields, viewItems } from './nodes.ts';
import { readPipeline } from './pipeline.ts';
import { readStep } from './step.ts';
import { readTask } from './task.ts';
import type { Item } from './types.ts';

/** An item is read by the first of its keys that is known, as it always was. */
export function readItems(root: View): Item[] {
  return viewItems(root).flatMap((view) => {
    const of = viewFields(view);
    const key = kinds.find((kind) => of.has(kind));
    return key ? [readers[key](viewFields(of.get(key)!.value), rangeOf(view))] : [];
  });
}

const kinds = ['step', 'task', 'endpoint', 'pipeline', 'blueprint', 'deployment'] as const;

const readers: Record<(typeof kinds)[number], (of: Fields, range: Item['range']) => Item> = {
  step: readStep,
  task: readTask,
  endpoint: readEndpoint,
  pipeline: readPipeline,
  blueprint: readPipeline,
  deployment: readDeployment,
};

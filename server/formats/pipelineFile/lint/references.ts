/** Names of other items that an item uses: steps, tasks, endpoints, deployments, and what is in them. */
import type { Item, Part, PipelineProblem, TaskItem } from '../types.ts';
import { lintNodes } from './links.ts';
import { type FileContext, isTornPart, itemNamed } from './scope.ts';
import { unknownItem, unknownParameter } from './unknown.ts';

export function* lintReferences(item: Item, part: Part, context: FileContext): Generator<PipelineProblem> {
  if ((item.kind !== 'pipeline' && item.kind !== 'task') || isTornPart(part)) return;
  if (item.kind === 'pipeline') yield* lintNodes(item, part.text, context);
  else yield* lintTaskNames(item, context);
}

/** Whoever runs a task with a parameter that its step does not have gets executions all the same, so that is no error. */
function* lintTaskNames(task: TaskItem, context: FileContext): Generator<PipelineProblem> {
  const { steps } = context.file;
  yield* unknownItem(task.step, steps, { code: 'unknown-step', words: 'step', context });
  const step = task.step && itemNamed(steps, task.step.text);
  if (!step || context.names.tornSteps.has(step)) return;
  for (const name of [...task.parameters.flatMap((parameter) => parameter.name ?? []), ...task.parameterSets]) {
    for (const problem of unknownParameter(name, step, context)) yield { ...problem, severity: 'warning' };
  }
}

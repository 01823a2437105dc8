/** One `task` item: a step that runs with many values of its parameters. */
import type { Span } from '../../core/ref.ts';
import { type Fields, itemsAt, namesAt, textAt } from './fields.ts';
import { viewFields } from './nodes.ts';
import type { TaskItem } from './types.ts';

export function readTask(of: Fields, range: Span): TaskItem {
  return {
    kind: 'task',
    name: textAt(of, 'name'),
    range,
    step: textAt(of, 'step'),
    type: textAt(of, 'type'),
    parameters: namesAt(of, 'parameters'),
    parameterSets: itemsAt(of, 'parameter-sets').flatMap((set) => [...viewFields(set).values()].map(({ key }) => key)),
    stopCondition: textAt(of, 'stop-condition'),
  };
}

/** The lists within an item, and the inputs among what is in them. */
import type { Span } from '../../core/ref.ts';
import type { InputItem, Item } from './types.ts';

/** Ranges of the things in each list of an item that is not empty, in the part's own offsets; no list where an alias stands for it. */
export function listsOf(item: Item): Span[][] {
  const lists = itemLists(item).map((list) => list.map(({ range }) => range));
  return lists.filter((list) => list.length > 0 && list.every((range, i) => i === 0 || list[i - 1]!.end <= range.start));
}

/** Inputs of a step, or those that nodes of a pipeline override. */
export function inputsOf(item: Item): readonly InputItem[] {
  if (item.kind === 'step') return item.inputs;
  return item.kind === 'pipeline' ? item.nodes.flatMap(({ override }) => override?.inputs ?? []) : [];
}

function itemLists(item: Item): { range: Span }[][] {
  if (item.kind === 'step') return [item.inputs, item.outputs, item.parameters, item.environmentVariables];
  if (item.kind === 'pipeline') {
    const overrides = item.nodes.flatMap(({ override }) => (override ? [override.inputs, override.parameters] : []));
    return [item.nodes, item.edges, item.parameters, ...overrides];
  }
  if (item.kind === 'task') return [item.parameters];
  return item.kind === 'endpoint' ? [item.files] : [];
}

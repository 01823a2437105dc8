/** A pipeline file as a tree of what has a name. */
import type { Span } from '../../core/ref.ts';
import { itemsOf, placed } from '../../formats/pipelineFile/file.ts';
import type { Item, NamedItem, NodeItem, PipelineFile, StepItem, TextAt } from '../../formats/pipelineFile/types.ts';

export interface Outlined {
  kind: 'step' | 'input' | 'output' | 'parameter' | 'pipeline' | 'node' | 'task' | 'endpoint' | 'deployment';
  name: TextAt | undefined;
  range: Span;
  /** In few words what is said of it; may be empty. */
  detail: string;
  children: Outlined[];
}

/** With ranges of the file. */
export function outlineOf(file: PipelineFile): Outlined[] {
  return [...itemsOf(file)].map(({ start, item }) => moved(outlined(item), start));
}

function outlined(item: Item): Outlined {
  const { kind, name, range } = item;
  return { kind, name, range, ...about(item) };
}

function about(item: Item): Pick<Outlined, 'detail' | 'children'> {
  if (item.kind === 'step') return { detail: item.image?.text ?? '', children: inStep(item) };
  if (item.kind === 'pipeline') {
    const parameters = item.parameters.map((one) => child('parameter', one));
    return { detail: '', children: [...item.nodes.map((node) => child('node', node, detailOf(node))), ...parameters] };
  }
  if (item.kind === 'task') return { detail: item.step?.text ?? '', children: item.parameters.map((one) => child('parameter', one)) };
  return { detail: '', children: [] };
}

function inStep({ inputs, outputs, parameters, step }: StepItem): Outlined[] {
  return [
    ...inputs.map((one) => child('input', one, one.defaults.map(({ text }) => text).join(', '))),
    ...parameters.map((one, i) => child('parameter', one, step.parameters[i]?.type)),
    ...outputs.map((one) => child('output', one)),
  ];
}

function child(kind: Outlined['kind'], { name, range }: NamedItem, detail = ''): Outlined {
  return { kind, name, range, detail, children: [] };
}

function detailOf({ step, task, deployment }: NodeItem): string {
  return (step ?? task ?? deployment)?.text ?? '';
}

function moved({ name, range, children, ...rest }: Outlined, start: number): Outlined {
  return {
    ...rest,
    name: name && { text: name.text, range: placed({ start }, name.range) },
    range: placed({ start }, range),
    children: children.map((one) => moved(one, start)),
  };
}

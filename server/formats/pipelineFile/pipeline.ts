/** One `pipeline` item, as far as references can stand in it: the inputs that its nodes override. */
import type { Node } from 'yaml';
import { fields, items, rangeOf, type Source, textAt } from './nodes.ts';
import { inputAt } from './step.ts';
import type { NodeItem, PipelineItem } from './types.ts';

export function readPipeline(item: Node, value: Node | undefined, source: Source): PipelineItem {
  const of = fields(value, source);
  return {
    name: textAt(of.get('name'), source),
    range: rangeOf(item, source),
    nodes: items(of.get('nodes'), source).map((node) => readNode(node, source)),
  };
}

function readNode(node: Node, source: Source): NodeItem {
  const of = fields(node, source);
  const override = fields(of.get('override'), source);
  return {
    name: textAt(of.get('name'), source),
    range: rangeOf(node, source),
    step: textAt(of.get('step'), source),
    inputs: items(override.get('inputs'), source).map((input) => inputAt(fields(input, source), source)),
  };
}

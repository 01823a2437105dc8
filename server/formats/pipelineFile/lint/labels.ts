/** What steps and pipelines are called in messages. */
import type { NamedItem } from '../types.ts';
import { quoted } from './problem.ts';

type Named = Pick<NamedItem, 'name'>;

export function stepWords({ name }: Named): string {
  return name?.text ? `The step ${quoted(name.text)}` : 'This step';
}

export function pipelineWords({ name }: Named): string {
  return name?.text ? `Pipeline ${quoted(name.text)}` : 'This pipeline';
}

export function nodeWords({ name }: Named): string {
  return name?.text ? `The node ${quoted(name.text)}` : 'This node';
}

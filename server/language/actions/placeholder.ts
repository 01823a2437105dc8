/** What to write behind a key that is put in, until somebody knows better. */
import { formsOf } from '../../formats/pipelineFile/shape/lookup.ts';
import type { KeyShape } from '../../formats/pipelineFile/shape/types.ts';
import type { PipelineFile } from '../../formats/pipelineFile/types.ts';
import { scalar } from './yamlEdits.ts';

export interface Placeholder {
  text: string;
  /** A word or two, that reads well beside a name. */
  isShort: boolean;
}

export function placeholder(key: string, shape: KeyShape | undefined, { steps, tasks, deployments }: PipelineFile): Placeholder {
  const [form] = shape ? formsOf(shape.value) : [];
  if (form?.type === 'list' || form?.type === 'pair') return { text: '[]', isShort: false };
  if (form?.type === 'object') return { text: '{}', isShort: false };
  if (form?.type === 'number' || form?.type === 'integer') return { text: String(form.min ?? 0), isShort: true };
  if (form?.type === 'flag') return { text: 'false', isShort: true };
  const [choice] = form?.type === 'text' ? (form.choices ?? []) : [];
  const named: Readonly<Record<string, ReadonlyMap<string, unknown>>> = { step: steps, task: tasks, deployment: deployments };
  const [first] = named[key]?.keys() ?? [];
  return { text: choice?.value ?? (first === undefined ? undefined : scalar(first)) ?? usual[key] ?? `my-${key}`, isShort: true };
}

const usual: Readonly<Record<string, string>> = {
  name: 'unnamed',
  image: 'python:3.13',
  command: 'python main.py',
  'server-command': 'python server.py',
  wsgi: 'server:app',
  path: 'model.pkl',
  source: 'node.output.*',
  target: 'node.input.name',
};

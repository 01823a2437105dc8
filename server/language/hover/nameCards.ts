/** What a name of the project means, in a few lines: a step, its inputs and parameters, the nodes of a pipeline. */
import { parseReference } from '../../core/ref.ts';
import type { NodeItem, PipelineFile, StepItem } from '../../formats/pipelineFile/types.ts';
import { count } from '../../protocol/words.ts';
import { shortCard } from '../card.ts';
import { lastExecution, stateInWords } from '../executions.ts';
import { code, commandLink, escaped, lines } from '../markdown.ts';
import { type Occurrence, partsOf } from '../names/occurrence.ts';
import type { LanguageContext } from '../project.ts';
import { lookUp } from '../reference/lookUp.ts';

/** Nothing for what is not in the pipeline file (yet). */
export function nameCard({ subject }: Occurrence, context: LanguageContext): string | undefined {
  const { kind, path } = partsOf(subject);
  const [uri = '', owner = '', name = ''] = path;
  const file = context.project.file(uri)?.analysis.pipeline;
  if (!file) return undefined;
  const step = file.steps.get(owner)?.item;
  if (kind === 'step') return step && stepCard(step, uri, context);
  if (kind === 'input') return step && inputCard(step, name, context);
  if (kind === 'parameter') return step && parameterCard(step, name);
  if (kind === 'output') return step && outputCard(step, name);
  if (kind === 'node') return nodeCard(file, owner, name);
  return kind === 'task' ? taskCard(file, owner) : undefined;
}

function stepCard({ step }: StepItem, uri: string, { catalog, now, commands }: LanguageContext): string {
  const last = lastExecution(step.name, uri, catalog);
  const log = last && commands?.has('datapin.showLog') ? ` · ${commandLink('Log', 'datapin.showLog', last.id)}` : '';
  return lines(
    `step **${escaped(step.name)}**`,
    step.image === undefined ? '' : `image ${code(step.image)}`,
    listOf('inputs', step.inputs),
    listOf('parameters', step.parameters),
    last ? `last execution ${escaped(last.id)}: ${stateInWords(last, now)}${log}` : '',
  );
}

function inputCard({ step }: StepItem, name: string, context: LanguageContext): string | undefined {
  const input = step.inputs.find((one) => one.name === name);
  if (!input) return undefined;
  return lines(
    `input **${escaped(name)}** of step ${escaped(step.name)}${input.optional ? ' (optional)' : ''}`,
    ...input.default.flatMap((text) => [`default ${code(text)}`, versionNamedBy(text, context)]),
  );
}

function versionNamedBy(text: string, { catalog, now }: LanguageContext): string {
  const { ref } = parseReference(text);
  const found = ref && catalog && lookUp(ref, catalog);
  return found?.state === 'found' ? shortCard(found.dataset, found.version, now) : '';
}

function parameterCard({ step }: StepItem, name: string): string | undefined {
  const parameter = step.parameters.find((one) => one.name === name);
  if (!parameter) return undefined;
  const { type, default: value, min, max, choices, multiple, optional } = parameter;
  return lines(
    `parameter **${escaped(name)}** of step ${escaped(step.name)}${optional ? ' (optional)' : ''}`,
    [type, multiple ? 'several values' : '', min === undefined ? '' : `at least ${min}`, max === undefined ? '' : `at most ${max}`]
      .filter(Boolean)
      .join(' · '),
    value === undefined ? '' : `default ${code(written(value))}`,
    choices ? `one of ${choices.map((one) => code(written(one))).join(', ')}` : '',
  );
}

function outputCard({ step, outputs }: StepItem, name: string): string | undefined {
  return outputs.some((one) => one.name?.text === name) ? `output **${escaped(name)}** of step ${escaped(step.name)}` : undefined;
}

function nodeCard(file: PipelineFile, pipeline: string, name: string): string | undefined {
  const node = file.pipelines.get(pipeline)?.item.nodes.find((one) => one.name?.text === name);
  if (!node) return undefined;
  return lines(`node **${escaped(name)}** of pipeline ${escaped(pipeline)}`, node.type ? escaped(node.type.text) : '', runsWords(node));
}

function runsWords({ step, task, deployment, commit }: NodeItem): string {
  const from = commit ? ` of ${code(commit.text)}` : '';
  if (step) return `runs step ${escaped(step.text)}${from}`;
  if (task) return `runs task ${escaped(task.text)}${from}`;
  return deployment ? `deploys to ${escaped(deployment.text)}` : '';
}

function taskCard(file: PipelineFile, name: string): string | undefined {
  const task = file.tasks.get(name)?.item;
  if (!task) return undefined;
  return lines(
    `task **${escaped(name)}**`,
    task.step ? `runs step ${escaped(task.step.text)}` : '',
    task.parameters.length > 0 ? `${count(task.parameters.length, 'parameter')} ${task.parameters.length === 1 ? 'varies' : 'vary'}` : '',
  );
}

function listOf(words: string, items: readonly { name: string }[]): string {
  return items.length > 0 ? `${words} ${items.map(({ name }) => escaped(name)).join(', ')}` : '';
}

function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

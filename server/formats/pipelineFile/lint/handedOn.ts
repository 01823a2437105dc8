/** Values that a pipeline and its nodes give to parameters of steps. */
import type { Json } from '../../../core/execution.ts';
import type { StepParameter } from '../../../core/pipeline.ts';
import type { ValueType } from '../nodes.ts';
import type { NodeItem, PipelineParameter, PipelineProblem, ValueAt } from '../types.ts';
import { defaultWords } from './parameters.ts';
import { type FileContext, stepOf } from './scope.ts';
import { unknownParameter } from './unknown.ts';
import { misfit } from './values.ts';

/** A parameter of a pipeline: each of its targets is there, and its default fits the first that it does not fit. */
export function* lintHandedOn(
  parameter: PipelineParameter,
  nodes: ReadonlyMap<string, NodeItem>,
  context: FileContext,
): Generator<PipelineProblem> {
  let isJudged = false;
  for (const { node: name, type, key } of parameter.targets) {
    const node = name && nodes.get(name.text);
    const step = node && stepOf(node, context);
    if (!step || !key || !type?.text.startsWith('parameter')) continue;
    yield* unknownParameter(key, step, { override: node.override, suggest: context.suggest });
    const target = step.step.parameters.find(({ name }) => name === key.text);
    if (!target || !parameter.default || isJudged) continue;
    if (target.type === 'string' && !target.choices) continue; // numbers are handed on as texts
    for (const problem of valueProblem(target, parameter.default)) {
      isJudged = true;
      yield problem;
    }
  }
}

/** Why a value does not fit a parameter of a step; of a list the first that does not. */
export function* valueProblem(parameter: StepParameter, { value, range }: ValueAt): Generator<PipelineProblem> {
  for (const atom of Array.isArray(value) ? value : [value]) {
    const found = misfit(parameter, atom, typeOfJson(atom));
    if (!found) continue;
    yield { code: 'parameter-default', message: defaultWords(parameter.name, found), range };
    return;
  }
}

function typeOfJson(value: Json): ValueType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'object') return 'map';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'float';
  return typeof value === 'boolean' ? 'boolean' : 'string';
}

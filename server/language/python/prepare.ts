/** `valohai.prepare(step=…, default_inputs=…, default_parameters=…)`, whose names make a step. */
import type { SyntaxNode } from '@lezer/common';
import type { TextAt } from '../../formats/pipelineFile/types.ts';
import type { PrepareCall } from './facts.ts';
import type { Call, Survey } from './survey.ts';
import { argument, argumentsOf, childrenOf, isDictionary, pairsOf } from './tree.ts';
import { constantOf, dictionaryOf, isChanged } from './values.ts';

export function readPrepare(call: Call, survey: Survey): PrepareCall {
  const args = call.args();
  const valueFor = (name: string) => argument(args, survey.source, { name });
  const step = valueFor('step');
  const inputs = readKeys(valueFor('default_inputs'), survey);
  const parameters = readKeys(valueFor('default_parameters'), survey);
  return {
    range: { start: call.node.from, end: call.node.to },
    step: step && constantOf(step, survey),
    inputs: inputs.keys,
    parameters: parameters.keys,
    complete: inputs.complete && parameters.complete && !args.some(({ spread }) => spread),
  };
}

interface Keys {
  keys: TextAt[];
  complete: boolean;
}

function readKeys(value: SyntaxNode | undefined, survey: Survey): Keys {
  if (!value || value.name === 'None') return { keys: [], complete: true };
  const dictionary = dictionaryOf(value, survey);
  if (!dictionary) return { keys: [], complete: false };
  const { keys, complete } = isDictionary(dictionary) ? keysOf(dictionary, survey) : keysOfCall(dictionary, survey);
  return { keys, complete: complete && !isChanged(value, survey) };
}

function keysOf(dictionary: SyntaxNode, survey: Survey): Keys {
  const pairs = pairsOf(dictionary);
  const keys = pairs.map(({ key }) => constantOf(key, survey));
  const isWhole = childrenOf(dictionary).every(({ name }) => name !== '**' && name !== 'for' && name !== 'async');
  return { keys: keys.filter((key) => key !== undefined), complete: isWhole && !keys.includes(undefined) };
}

/** Of `dict(a=…, b=…)`. */
function keysOfCall(call: SyntaxNode, { source }: Survey): Keys {
  const args = argumentsOf(call.lastChild!);
  const keys = args.flatMap(({ name }) =>
    name ? [{ text: source.slice(name.from, name.to), range: { start: name.from, end: name.to } }] : [],
  );
  return { keys, complete: keys.length === args.length };
}

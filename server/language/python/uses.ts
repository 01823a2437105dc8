/** `valohai.inputs("x")`, `valohai.parameters("y")`, `valohai.outputs("z")`, and the paths that are asked of what they answer. */
import type { SyntaxNode } from '@lezer/common';
import type { TextAt } from '../../formats/pipelineFile/types.ts';
import type { NameUse } from './facts.ts';
import type { Call, Survey } from './survey.ts';
import { type Argument, argument, argumentsOf, childrenOf } from './tree.ts';
import { constantOf, holdersOf } from './values.ts';

const kinds: Readonly<Record<string, NameUse['kind']>> = {
  'valohai.inputs': 'input',
  'valohai.parameters': 'parameter',
  'valohai.outputs': 'output',
};

export function useKindOf({ name }: Call): NameUse['kind'] | undefined {
  return name.startsWith('valohai.') ? kinds[name] : undefined;
}

/** Nothing for a name that only a run knows, or none. */
export function readUse(call: Call, survey: Survey): NameUse | undefined {
  const kind = useKindOf(call);
  const args = call.args();
  const name = argument(args, survey.source, { name: 'name', at: 0 });
  const text = name && constantOf(name, survey);
  if (!kind || !text) return undefined;
  const methods = methodCalls(call.node, survey);
  return {
    kind,
    name: text,
    range: { start: call.node.from, end: call.node.to },
    paths: methods.flatMap((method) => pathGiven(method, survey)),
    hasDefault: hasDefault(args, survey.source) || methods.some((method) => hasDefault(method, survey.source)),
  };
}

/** Arguments of the calls of `.path(…)` and its like, behind the use itself or a name that was given to it. */
function methodCalls(use: SyntaxNode, survey: Survey): Argument[][] {
  const named = use.parent?.name === 'AssignStatement' ? namesOf(use, survey) : [];
  return [use, ...named].flatMap((node) => pathMethod(node, survey.source));
}

/** Where names stand that hold what the use answers. */
function namesOf(use: SyntaxNode, survey: Survey): SyntaxNode[] {
  const targets = childrenOf(use.parent!).filter(({ name }) => name === 'VariableName');
  return targets.flatMap((target) => holdersOf({ target, value: use }, survey));
}

function pathMethod(object: SyntaxNode, source: string): Argument[][] {
  const member = object.parent;
  const call = member?.parent;
  if (member?.name !== 'MemberExpression' || member.firstChild?.from !== object.from || call?.name !== 'CallExpression') return [];
  const { lastChild: property } = member;
  const { lastChild: list } = call;
  const isPath = property?.name === 'PropertyName' && pathMethods.has(source.slice(property.from, property.to));
  return isPath && list?.name === 'ArgList' ? [argumentsOf(list)] : [];
}

const pathMethods: ReadonlySet<string> = new Set(['path', 'paths', 'stream', 'streams', 'live_upload']);

function pathGiven(args: readonly Argument[], survey: Survey): TextAt[] {
  const { source } = survey;
  const given = argument(args, source, { name: 'path_filter', at: 0 }) ?? argument(args, source, { name: 'filename' });
  const text = given && constantOf(given, survey);
  return text ? [text] : [];
}

function hasDefault(args: readonly Argument[], source: string): boolean {
  const value = argument(args, source, { name: 'default', at: 1 });
  return value !== undefined && value.name !== 'None';
}
